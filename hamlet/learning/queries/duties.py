from datetime import date
from typing import Any

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
    if any(powers.may(permission) for permission in set(CONFIRMS.values())):
        found += [
            Duty(
                f"Confirm “{row.to.lower()}”: {row.recommendation}", row.recommendation.get_absolute_url(), None, LEARNING, "soon"
            )
            for row in proposals_for(user)[:MOST]
        ]
    if powers.may(Permission.LADDER_EMBED):
        flagged = Recommendation.objects.single().filter(flagged_on__isnull=False).order_by("flagged_on", "id")[:MOST]
        found += [Duty(f"Look again: {row}", row.get_absolute_url(), row.flagged_on, LEARNING, "soon") for row in flagged]
    if powers.may(Permission.RECOMMENDATIONS_MANAGE):
        found += _to_answer()
        drafts = Briefing.objects.filter(state=BriefingState.DRAFT.value).exclude(written_by=user).order_by("written_on", "id")
        found += [
            Duty(f"Read and publish a briefing: {row}", row.get_absolute_url(), None, LEARNING, "open") for row in drafts[:MOST]
        ]
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


def _to_answer() -> list[Duty]:
    waiting = Recommendation.objects.single().filter(answer=Answer.WAITING.value).count()
    if not waiting:
        return []
    title = "1 recommendation waits for an answer" if waiting == 1 else f"{waiting} recommendations wait for an answer"
    return [Duty(title, "/learning/recommendations/?place=Waiting+for+an+answer", None, LEARNING, "soon")]
