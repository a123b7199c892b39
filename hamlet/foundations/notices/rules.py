"""When a notice that could not be sent is tried again. No Django."""

from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    WAITING = "Waiting"
    SENT = "Sent"
    CLOSED = "Not sent: access has ended"


FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
SENDING_TAKES = timedelta(minutes=5)  # after this a claimed notice that was never marked is taken for a crash
KEPT = timedelta(days=90)  # as the models' handling says


def wait_after(attempts: int) -> timedelta:
    """One minute after the first failure, doubling, six hours at most: it is never given up."""
    return min(FIRST_WAIT * 2 ** max(0, attempts - 1), LONGEST_WAIT) if attempts < 20 else LONGEST_WAIT


SENTENCES = {
    "notices.made": "was to be told: {about}",
    "notices.forgotten": "deleted {count} notices",
}
