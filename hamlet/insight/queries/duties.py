from datetime import date
from typing import Any

from django.db.models import Q

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.insight.models import Return
from hamlet.insight.rules.returns import REMIND_BEFORE, State

ROOM = "Data"
MOST = 20


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: the returns that this person sends and the ones that wait for their sign-off. No query for most, one for the rest."""
    sends, signs = user.powers.agencies(Permission.DATA_RETURN), user.powers.agencies(Permission.DATA_SIGN)
    if not sends and not signs:
        return []
    rows = Return.objects.filter(Q(state=State.ASKED.value, agency__in=sends) | Q(state=State.SENT.value, agency__in=signs))
    found = []
    for row in rows.select_related("agency").order_by("due_on", "id")[:MOST]:
        if row.state == State.SENT.value:
            found.append(Duty(f"Sign off the figures: {row}", row.get_absolute_url(), None, ROOM, "soon"))
        else:
            state = "late" if row.due_on < today else "soon" if row.due_on - today <= REMIND_BEFORE else "open"
            found.append(Duty(f"Send the figures: {row}", row.get_absolute_url(), row.due_on, ROOM, state))
    return found
