"""How the outbox is emptied: each notice is claimed, sent outside any transaction, and marked. None is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from hamlet.foundations.notices.models import Notice
from hamlet.foundations.notices.rules import SENDING_TAKES, State, wait_after

log = structlog.get_logger()
Sender = Callable[[EmailMessage], Any]


def send_waiting(at: datetime, send: Sender = EmailMessage.send) -> int:
    """Sends every notice whose time has come and returns how many were sent. One that cannot be sent does not stop the others."""
    due = Notice.objects.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=at), state=State.WAITING.value)
    return sum(send_one(identity, at, send) for identity in list(due.order_by("id").values_list("pk", flat=True)))


def next_try_at() -> datetime | None:
    """When the outbox is to be looked at again: the earliest turn of a notice that waits for one."""
    waiting = Notice.objects.filter(state=State.WAITING.value, next_try_at__isnull=False)
    return waiting.order_by("next_try_at").values_list("next_try_at", flat=True).first()


def send_one(identity: int, at: datetime, send: Sender) -> bool:
    """A crash between sending and marking repeats the notice after SENDING_TAKES, under the same Message-ID."""
    notice = claim(identity, at)
    if notice is None:
        return False
    row = Notice.objects.filter(pk=identity)
    try:
        send(message(notice))
    except Exception as error:  # whatever the mail server did, this notice waits its turn and the next one is sent
        row.update(last_error=type(error).__name__, next_try_at=at + wait_after(notice.attempts))
        log.warning("notice_not_sent", notice=identity, error=type(error).__name__, attempts=notice.attempts)
        return False
    row.update(state=State.SENT.value, sent_at=at, last_error="")
    return True


@transaction.atomic
def claim(identity: int, at: datetime) -> Notice | None:
    """The notice for this sender alone, its attempt counted; None when another has it or its person's access has ended."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("person").get(pk=identity)
    if notice.state != State.WAITING.value or (notice.next_try_at and notice.next_try_at > at):
        return None
    if not notice.person.is_active:
        notice.state = State.CLOSED.value
        notice.save(update_fields=["state"])
        return None
    notice.attempts += 1
    notice.next_try_at = at + SENDING_TAKES
    notice.save(update_fields=["attempts", "next_try_at"])
    return notice


def message(notice: Notice) -> EmailMessage:
    text = f"There is something for you at {settings.PARTNERSHIP['name']}. Open it here:\n\n{settings.BASE_URL}{notice.path}\n"
    text += "\nThis message carries no details on purpose. Please do not reply to it.\n"
    headers = {"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(notice.subject, text, settings.DEFAULT_FROM_EMAIL, [notice.person.email], headers=headers)
