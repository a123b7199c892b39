from datetime import date
from typing import Any

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hamlet.foundations.notices.outbox import next_try_at, send_waiting
from hamlet.foundations.working_days.clock import now


@task()
def send_notices() -> None:
    """Empties the outbox; when something could not be sent, comes back at its next turn."""
    send_waiting(now())
    turn = next_try_at()
    if turn and not come_back_planned():
        send_notices.using(run_after=turn).enqueue()


def come_back_planned() -> bool:
    """Whether a later look is planned already, so that a mail server that is down does not multiply them."""
    planned = DBTaskResult.objects.filter(task_path=send_notices.module_path, status=TaskResultStatus.READY)
    return planned.filter(run_after__gt=now(), run_after__year__lt=9999).exists()


def send_daily(today: date, by: Any) -> None:
    """Each morning, whatever became of the worker: what still waits is tried."""
    send_waiting(now())
