"""The Learning Reflection Session decides on each recommendation of the review, and the ladder and the plan follow."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal
from hamlet.foundations.references import Reference
from hamlet.learning.operations import add_action, ask_to_look_again, let_serve, propose_rung
from hamlet.learning.queries import recommendations_from
from hamlet.reviews.models import Reflection, Session
from hamlet.reviews.operations.identifying import expect_nobody_named
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.sessions import SOURCES, to_come
from hamlet.reviews.rules.statutory import Reflecting, SessionKind

DOUBT = "A look back, a year on, doubts whether its rung holds"


class NotOfThisReview(Refusal):
    """The recommendation is not one of those that the session reflects on."""


class ReflectedAlready(Refusal):
    """The session has decided on this recommendation."""


@dataclass(frozen=True)
class Further:
    """The action that more is to be done by."""

    title: str
    owner: Any
    due_on: date


@transaction.atomic
def reflect_on_recommendation(
    *,
    session: Session,
    reference: str,
    decided: Reflecting,
    because: str,
    look_again_on: date | None = None,
    further: Further | None = None,
    names_nobody: bool = False,
    on: date,
    by: Any,
) -> Reflection:
    """Records what the session decides on one recommendation, once, and does it: proposes the next rung to those who confirm it,
    asks those who lower rungs to look again, or adds an action that serves it. `look_again_on` goes with a proposal to embed.
    Refuses words for the ladder or the plan that could identify somebody unless `names_nobody`.
    """
    session = to_come(session, None)
    session.save(update_fields=["version"])
    if session.kind != SessionKind.REFLECTION.value:
        raise NotNow("Only a Learning Reflection Session decides on the recommendations")
    if not because.strip():
        raise NotSaid("Say what the session found")
    row = recommendations_from("reviews.case", str(session.review.case_id)).filter(reference=reference).first()
    if row is None:
        raise NotOfThisReview(f"{reference} is no recommendation of this review")
    if session.reflections.filter(reference=reference).exists():
        raise ReflectedAlready(f"The session has decided on {reference} already")
    leaves = {Reflecting.PROPOSE: because, Reflecting.ACT: further.title if further else ""}.get(decided, "")
    confirmed = expect_nobody_named(session.review.case, (leaves,), names_nobody)
    action = _follow(session, row, decided, because, look_again_on, further, on=on, by=by)
    given = {"decided": decided.value, "because": because, "action": action}
    made = Reflection.objects.create(session=session, reference=reference, **given, on=on, by=by)
    told: dict[str, Any] = {"reference": reference, "decided": decided.value, "confirmed": confirmed}
    record("reviews.recommendation_reflected", by=by, subject=session.review.case, **told)
    return made


def _follow(
    session: Session,
    row: Any,
    decided: Reflecting,
    because: str,
    look_again_on: date | None,
    further: Further | None,
    *,
    on: date,
    by: Any,
) -> str:
    """Does what was decided; the reference of the action, if one came of it."""
    if decided is Reflecting.PROPOSE:
        propose_rung(recommendation=row.joint_into or row, because=because, look_again_on=look_again_on, on=on, by=by)
    elif decided is Reflecting.AGAIN:
        ask_to_look_again(recommendation=row, why=DOUBT, on=on, by=by)
    elif decided is Reflecting.ACT:
        if further is None:
            raise NotSaid("Say what is to be done, by whom and by when")
        source = Reference("reviews.session", str(session.pk), SOURCES[SessionKind.REFLECTION], "")
        given = {"title": further.title, "owner": further.owner, "due_on": further.due_on}
        action = add_action(**given, raised_on=on, source=source, by=by)
        let_serve(action=action, recommendation=row, by=by)
        return str(action.reference)
    return ""


def undecided(session: Session) -> list[str]:
    """The references of the recommendations on which the session has not decided yet."""
    decided = set(session.reflections.values_list("reference", flat=True))
    rows = recommendations_from("reviews.case", str(session.review.case_id)).order_by("reference")
    return [reference for reference in rows.values_list("reference", flat=True) if reference not in decided]
