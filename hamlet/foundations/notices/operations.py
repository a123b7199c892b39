from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.notices.rules import KEPT
from hamlet.foundations.working_days.clock import midnight


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


@transaction.atomic
def forget_notices_about(*, keys: Iterable[str], by: Any) -> int:
    """Disposal: the notices whose keys begin with one of `keys` are gone, sent or not. Returns how many there were."""
    about = Q(pk__in=())
    for key in keys:
        about |= Q(key__startswith=key)
    return _forget(Notice.objects.filter(about), by)


def forget_notices(today: date, by: Any) -> None:
    """Each morning: notices that are ninety days old are deleted, whatever became of them."""
    _forget(Notice.objects.filter(made_at__lt=midnight(today - KEPT)), by)


@transaction.atomic
def _forget(rows: Any, by: Any) -> int:
    count, _ = rows.delete()
    if count:
        record("notices.forgotten", by=by, count=count)
    return count


def _enqueue() -> None:
    from hamlet.foundations.notices.jobs import send_notices

    send_notices.enqueue()
