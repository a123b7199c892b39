from datetime import date
from typing import Any

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.insight.models import Return
from hamlet.insight.queries.freshness import unfinished
from hamlet.insight.rules.returns import REMIND_BEFORE, State

ROOM = "Data"
MOST = 20


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: the returns that this person sends and the ones that wait for their sign-off. No query for most, three for the rest."""
    sends, signs = user.powers.agencies(Permission.DATA_RETURN), user.powers.agencies(Permission.DATA_SIGN)
    if not sends and not signs:
        return []
    waiting = Return.objects.filter(state=State.SENT.value, agency__in=signs).select_related("agency").order_by("due_on", "id")
    found = [Duty(f"Sign off the figures: {row}", row.get_absolute_url(), None, ROOM, "soon") for row in waiting[:MOST]]
    for row in [row for row in unfinished(today) if row.agency_id in sends][:MOST] if sends else ():
        state = "late" if row.due_on < today else "soon" if row.due_on - today <= REMIND_BEFORE else "open"
        what = "Send the figures" if row.state == State.ASKED.value else "Send the figures that are missing"
        found.append(Duty(f"{what}: {row}", row.get_absolute_url(), row.due_on, ROOM, state))
    return found
