from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.models import Notice


@transaction.atomic
def notify(*, person: Any, subject: str, path: str, key: str, by: Any) -> Notice:
    """Puts a notice in the outbox, in the caller's transaction. The same `key` and person again is the same notice.

    `subject` must be neutral and `path` an address on this site: mail never carries content.
    """
    notice, fresh = Notice.objects.get_or_create(
        key=f"{key}.{person.pk}",
        defaults={
            "person": person,
            "subject": " ".join(subject.split()),
            "path": path,
            "message_id": f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>",
        },
    )
    if fresh:
        record("notices.made", by=by, subject=notice, about=key.split(".", maxsplit=1)[0])
        transaction.on_commit(_enqueue)
    return notice


def _enqueue() -> None:
    from hamlet.foundations.notices.jobs import send_notices

    send_notices.enqueue()
