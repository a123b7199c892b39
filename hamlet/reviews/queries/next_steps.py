"""What a person can do next on a case: only what they may do, and what may happen now."""

from datetime import date
from typing import Any

from hamlet.foundations.access.rules import Permission
from hamlet.reviews.models import Case
from hamlet.reviews.queries.notification import decides, duties_of
from hamlet.reviews.rules.cases import Stage

Step = tuple[str, str]
CLOSABLE = (Stage.NOT_MET, Stage.WITH_PANEL, Stage.NOTIFIED, Stage.WITHDRAWN, Stage.PUBLISHED, Stage.NOT_PUBLISHED)
DECIDABLE = {
    Stage.REFERRED: "Decide who is told",
    Stage.NOT_MET: "Decide again who is told",
    Stage.TO_NOTIFY: "Decide again who is told",
    Stage.NOTIFIED: "Decide again: more is known",
}


def next_steps(case: Case, user: Any, today: date) -> list[Step]:
    """What this person can do next on the case, the likeliest first: (words of the button, last part of the address)."""
    stage, powers = Stage(case.stage), user.powers
    manages = powers.may(Permission.REVIEWS_MANAGE)
    found = [*notifying_steps(case, user, today), *rapid_steps(case, powers)]
    if stage in (Stage.WITH_PANEL, Stage.NOT_MET) and manages:
        found.append(("Commission a review", "review/commission/"))
    if stage in CLOSABLE and manages:
        found.append(("Close the case", "close/"))
    return found


def notifying_steps(case: Case, user: Any, today: date) -> list[Step]:
    stage, powers = Stage(case.stage), user.powers
    panel, found = powers.may(Permission.REVIEWS_MANAGE) or powers.may(Permission.REVIEWS_CHILDREN), []
    if stage is Stage.TO_NOTIFY and panel:
        found += [("Prepare the notification", "notification/"), ("It was sent", "notification/sent/")]
    if stage in DECIDABLE and decides(user, today):
        found.append((DECIDABLE[stage], "notification/decide/"))
    if panel and case.partners_told_on is None and stage not in (Stage.NOT_MET, Stage.WITHDRAWN, Stage.CLOSED):
        found.append(("The partners were told", "partners-told/"))
    if panel and case.notified_on and children_without(case):
        found.append(("Another child’s notification was sent", "notification/another/"))
    return found


def children_without(case: Case) -> Any:
    """The children whose own notification is still to be sent, where the edition takes one child in each."""
    if duties_of(case).children_in_detail != 1:
        return case.children.none()
    told = case.notifications.exclude(child=None).values("child")
    return case.children.held().exclude(pk__in=told).order_by("position")


def rapid_steps(case: Case, powers: Any) -> list[Step]:
    stage, found = Stage(case.stage), []
    if stage in (Stage.RAPID_REVIEW, Stage.RECOMMENDED) and powers.may(Permission.REVIEWS_RECOMMEND):
        said = "Record the recommendation" if stage is Stage.RAPID_REVIEW else "Change the recommendation"
        found.append((said, "recommend/"))
    if stage is Stage.RECOMMENDED and powers.may(Permission.REVIEWS_AGREE):
        found.insert(0, ("Decide for your partner", "decide/"))
    if powers.may(Permission.REVIEWS_MANAGE):
        if stage is Stage.RECOMMENDED:
            found.append(("It was decided in a meeting", "decided-in-meeting/"))
        if stage is Stage.DECIDED:
            found.append(("It was sent to the national Panel", "sent/"))
        if stage is Stage.WITH_PANEL and case.rapid_review.replied_on is None:
            found.append(("Record the national Panel’s reply", "reply/"))
        elif stage is Stage.WITH_PANEL:
            found.append(("The partners decide again", "decide-again/"))
    return found
