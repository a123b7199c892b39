from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.insight.models import Figure, Return
from hamlet.insight.queries.freshness import nobody_sends, unfinished
from hamlet.insight.queries.points import home_populations
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter, last_ended, quarter_of, year_name
from hamlet.insight.rules.returns import REMIND_BEFORE, State

ROOM = "Data"
MOST = 20
SHOWN = 5  # quarters that are looked back at


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: the returns that this person sends, the ones that wait for their sign-off, and what whoever keeps the data must
    see to. No query for most, three for senders and signers, eight for those who keep the data."""
    sends, signs = user.powers.agencies(Permission.DATA_RETURN), user.powers.agencies(Permission.DATA_SIGN)
    found = keeping(today) if user.powers.may(Permission.DATA_MANAGE) else []
    if not sends and not signs:
        return found
    waiting = Return.objects.filter(state=State.SENT.value, agency__in=signs).select_related("agency").order_by("due_on", "id")
    found += [Duty(f"Sign off the figures: {row}", row.get_absolute_url(), None, ROOM, "soon") for row in waiting[:MOST]]
    for row in [row for row in unfinished(today) if row.agency_id in sends][:MOST] if sends else ():
        state = "late" if row.due_on < today else "soon" if row.due_on - today <= REMIND_BEFORE else "open"
        what = "Send the figures" if row.state == State.ASKED.value else "Send the figures that are missing"
        found.append(Duty(f"{what}: {row}", row.get_absolute_url(), row.due_on, ROOM, state))
    return found


def keeping(today: date) -> list[Duty]:
    """What whoever keeps the data sees to: returns that are late, agencies that nobody sends for, years without a number of children."""
    quarters = last_ended(today).last(SHOWN)
    found = []
    if late := sum(row.due_on < today for row in unfinished(today)):
        words = f"{late} return{' is' if late == 1 else 's are'} late or incomplete"
        found.append(Duty(words, reverse("insight:returns"), None, ROOM, "late"))
    if nobody := nobody_sends(quarters, today):
        words = f"Nobody sends the figures of {', '.join(nobody)}"
        found.append(Duty(words, reverse("insight:suppliers"), None, ROOM, "soon"))
    for year in years_without_children(quarters):
        words = f"Record the number of children of {year_name(year)}: rates wait for it"
        found.append(Duty(words, reverse("insight:add_population"), None, ROOM, "soon"))
    return found


def years_without_children(quarters: Sequence[Quarter]) -> list[int]:
    """The years of these quarters in which a rate came that cannot be worked out: no number of children is held. Two queries."""
    rows = Figure.objects.standing().totals().filter(series__indicator__shape=Shape.RATE.value, area__is_home=True)
    rows = rows.filter(numerator__isnull=False, of_quarter_on__range=(quarters[0].starts_on, quarters[-1].starts_on))
    came = {quarter_of(day).year for day in rows.values_list("of_quarter_on", flat=True).distinct()}
    return sorted(came - set(home_populations())) if came else []
