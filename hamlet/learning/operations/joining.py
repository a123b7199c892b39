from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, made_once
from hamlet.learning.models import Recommendation, RungChange, RungProposal
from hamlet.learning.operations.actions import NotSaid
from hamlet.learning.operations.doing import keep_doing_of
from hamlet.learning.operations.recommendations import next_number, stand_on
from hamlet.learning.rules.ladder import Joint, Rung, joined
from hamlet.learning.rules.likeness import stems
from hamlet.learning.rules.recommendations import Answer, SourceKind, reference_of


class NotJoined(Refusal):
    """These cannot become one joint recommendation as they stand."""


@transaction.atomic
def join_recommendations(
    *,
    recommendations: Iterable[Recommendation],
    text: str,
    outcome: str = "",
    measure: str = "",
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Recommendation:
    """Makes one joint recommendation of several: each keeps its source, and stands from now on where the joint one stands.

    Joining accepts what still waits. It begins on the lowest of their rungs, and is looked at again on the earliest of their days.
    When one of them is a joint one, the others become parts of that one. Refuses fewer than two, two joint ones, parts of another,
    rejected and dissolved ones, and a rung that waits to be confirmed.
    """
    if made := made_once(Recommendation, made_with):
        return made
    ids = sorted({row.pk for row in recommendations})
    rows = list(Recommendation.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    _may_join(rows)
    parts = [row for row in rows if not row.is_joint]
    now = joined([(Rung(row.rung) if row.rung else Rung.AGREED, row.look_again_on, row.why_again) for row in rows])
    flagged_on = min((row.flagged_on for row in rows if row.flagged_on), default=None) if now.why_again else None
    joint = next((row for row in rows if row.is_joint), None)
    if joint is None:
        joint = _joint(parts, now, on, by, text=text, outcome=outcome, measure=measure, made_with=made_with)
    for row in [joint, *Recommendation.objects.filter(joint_into=joint), *parts]:
        _stand(row, now, flagged_on, joint, on, by)
    for name in ("themes", "agencies"):
        getattr(joint, name).add(*{item for row in parts for item in getattr(row, name).all()})
    keep_doing_of({joint.pk})
    names = ", ".join(row.reference for row in parts)
    record("learning.recommendations_joined", by=by, subject=joint, reference=joint.reference, parts=names)
    return Recommendation.objects.get(pk=joint.pk)


def _may_join(rows: list[Recommendation]) -> None:
    if len(rows) < 2:
        raise NotJoined("Choose at least two recommendations")
    for row in rows:
        if row.joint_into_id:
            raise NotJoined(f"{row} is part of a joint recommendation already")
        if row.answer == Answer.REJECTED.value or row.closed_on:
            raise NotJoined(f"{row} was {'dissolved' if row.closed_on else 'rejected'}")
    if sum(row.is_joint for row in rows) > 1:
        raise NotJoined("Two of these are joint already: dissolve one, and join its parts to the other")
    waits = RungProposal.objects.filter(recommendation__in=rows, confirmed=None).select_related("recommendation").first()
    if waits:
        raise NotJoined(f"A rung of {waits.recommendation} waits to be confirmed: answer that first")


def _joint(
    parts: list[Recommendation], now: Joint, on: date, by: Any, *, text: str, made_with: UUID | None, **texts: str
) -> Recommendation:
    if not text.strip():
        raise NotSaid("Enter what is recommended jointly")
    number = next_number()
    row = Recommendation(
        reference=reference_of(number),
        number=number,
        text=text.strip(),
        words=" ".join(stems(text)),
        source_kind=SourceKind.JOINT.value,
        found_on=min(part.found_on for part in parts),
        look_again_on=now.look_again_on,
        added_by=by,
        **texts,
        **({"made_with": made_with} if made_with else {}),
    )
    stand_on(row, now.rung, on)
    row.save()
    RungChange.objects.create(recommendation=row, to=now.rung.value, on=on, by=by, because="Joined")
    return row


def _stand(row: Recommendation, now: Joint, flagged_on: date | None, joint: Recommendation, on: date, by: Any) -> None:
    """A part, or the joint one itself, on the rung that the whole now has. Only the joint one is flagged: it is worked there."""
    before, whole = row.rung, row.pk == joint.pk
    if not whole:
        row.joint_into = joint
    if before != now.rung.value:
        stand_on(row, now.rung, on)
        because = "Another was joined" if whole else f"Joined into {joint.reference}"
        RungChange.objects.create(recommendation=row, before=before, to=now.rung.value, on=on, by=by, because=because)
    row.look_again_on = now.look_again_on
    row.flags, row.flagged_on = ("; ".join(now.why_again), flagged_on) if whole else ("", None)
    row.version += 1
    row.save()
