from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.learning.models import Briefing, Recommendation
from hamlet.learning.queries.actions import actions, with_asked
from hamlet.learning.queries.ladder import CONFIRMS, proposals_for
from hamlet.learning.rules import REMIND_BEFORE, Standing
from hamlet.learning.rules.briefings import State as BriefingState
from hamlet.learning.rules.recommendations import Answer

PLAN, LEARNING = "Action plan", "Learning"
MOST = 20


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: this person's own open actions, late first, and what the seats they hold let them confirm, answer or publish.

    None for whom no seat lets open it any more.
    """
    powers, found = user.powers, []
    if powers.may(Permission.ACTIONS_REPORT):
        found += _own_actions(user, today)
    manages, embeds = powers.may(Permission.RECOMMENDATIONS_MANAGE), powers.may(Permission.LADDER_EMBED)
    if manages or embeds:
        found += _to_look_at(manages, embeds)
    if manages or any(powers.may(permission) for permission in set(CONFIRMS.values())):
        found += _to_confirm_or_publish(user, manages)
    return found


def _to_confirm_or_publish(user: Any, manages: bool) -> list[Duty]:
    """The rungs that this person may confirm and, for who manages, the briefings that another wrote: in one query."""
    rungs = proposals_for(user).order_by().annotate(what=Value("rung"), on=F("proposed_on"))
    rows = rungs.values_list("what", "on", "to", "recommendation__reference")
    drafts = Briefing.objects.filter(state=BriefingState.DRAFT.value).exclude(written_by=user)
    drafts = drafts.annotate(what=Value("briefing"), on=F("written_on"), key=Cast("made_with", CharField()))
    if manages:
        rows = rows.union(drafts.values_list("what", "on", "title", "key"), all=True)
    found = []
    for what, _, said, key in sorted(rows, key=lambda row: (row[0] != "rung", row[1]))[:MOST]:
        if what == "rung":
            url = reverse("learning:recommendation", args=[key])
            found.append(Duty(f"Confirm “{said.lower()}”: {key}", url, None, LEARNING, "soon"))
        else:
            url = reverse("learning:briefing", args=[UUID(key)])
            found.append(Duty(f"Read and publish a briefing: {said}", url, None, LEARNING, "open"))
    return found


def _to_look_at(manages: bool, embeds: bool) -> list[Duty]:
    """What is looked at again, and how many recommendations wait for an answer: in one query."""
    asked = Q(flagged_on__isnull=False) if embeds else Q()
    asked |= Q(answer=Answer.WAITING.value) if manages else Q()
    rows = Recommendation.objects.single().filter(asked).order_by("flagged_on", "id")
    told = list(rows.values_list("reference", "flagged_on", "answer"))
    flagged = [(reference, on) for reference, on, _ in told if embeds and on][:MOST]
    found = [
        Duty(f"Look again: {reference}", reverse("learning:recommendation", args=[reference]), on, LEARNING, "soon")
        for reference, on in flagged
    ]
    waiting = sum(answer == Answer.WAITING.value for _, _, answer in told) if manages else 0
    if waiting:
        title = "1 recommendation waits for an answer" if waiting == 1 else f"{waiting} recommendations wait for an answer"
        found.append(Duty(title, "/learning/recommendations/?place=Waiting+for+an+answer", None, LEARNING, "soon"))
    return found


def _own_actions(user: Any, today: date) -> list[Duty]:
    found = []
    rows = with_asked(actions().open().filter(owner=user), today)
    for action in rows.order_by("due_on", "id")[:50]:
        late = action.standing(today) is Standing.LATE
        near = action.due_on - today <= REMIND_BEFORE or action.asked_on
        state = "late" if late else "soon" if near else "open"
        asked = f" (an update was asked on {action.asked_on:%-d %B})" if action.asked_on else ""
        found.append(Duty(f"{action.title}{asked}", action.get_absolute_url(), action.due_on, PLAN, state))
    return found
