from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.learning.models import Recommendation, RungChange, RungProposal
from hamlet.learning.operations.actions import NotSaid
from hamlet.learning.operations.doing import keep_doing_of
from hamlet.learning.queries.ladder import CONFIRMS, bar_to_confirming, proofs_of, work_of
from hamlet.learning.rules.ladder import Rung, lower_rungs, missing, next_rung


class NotOnTheLadder(Refusal):
    """Only an accepted recommendation climbs; a part of a joint one stands where the joint one stands."""


class NotReached(Refusal):
    """The rung needs more than there is."""


class AnsweredMeanwhile(Refusal):
    """Somebody has confirmed or declined it already."""


class TheirOwn(Refusal):
    """Nobody confirms what they proposed, did or gave evidence for."""


def climbing(recommendation: Recommendation, seen_version: int | None) -> Recommendation:
    row = locked(recommendation, seen_version)
    if row.closed_on:
        raise NotOnTheLadder(f"{row} was dissolved: what it joined climbs by itself")
    if row.joint_into_id:
        raise NotOnTheLadder(f"{row} is part of {row.joint_into}: its rung is proposed there")
    if not row.rung:
        raise NotOnTheLadder(f"{row} is not accepted: only an accepted recommendation climbs")
    return row


def lacking(row: Recommendation, to: Rung, look_again_on: date | None, on: date) -> None:
    found = missing(to, proofs_of(row), work_of(row), look_again_on, on)
    if found:
        raise NotReached(f"“{to}” is not reached yet. {'. '.join(found)}")


@transaction.atomic
def propose_rung(
    *,
    recommendation: Recommendation,
    because: str,
    look_again_on: date | None = None,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> RungProposal:
    """Proposes the next rung to those who confirm it. Refuses while another waits, and while the rung needs more than there is."""
    if made := made_once(RungProposal, made_with):
        return made
    row = climbing(recommendation, None)
    to = next_rung(Rung(row.rung))
    if to is None:
        raise NotReached(f"{row} stands on the highest rung")
    if RungProposal.objects.filter(recommendation=row, confirmed=None).exists():
        raise AnsweredMeanwhile(f"A rung of {row} waits to be confirmed already")
    lacking(row, to, look_again_on, on)
    again = look_again_on if to is Rung.EMBEDDED else None
    given = {"made_with": made_with} if made_with else {}
    proposal = RungProposal.objects.create(
        recommendation=row, to=to.value, because=because, look_again_on=again, proposed_on=on, proposed_by=by, **given
    )
    record("learning.rung_proposed", by=by, subject=row, to=to.value)
    for person in people_with(CONFIRMS[to], on):
        if person.pk != by.pk:
            key = f"learning.proposal.{proposal.pk}"
            notify(person=person, subject="A rung waits to be confirmed", path=row.get_absolute_url(), key=key, by=by)
    return proposal


def _unanswered(proposal: RungProposal, seen_version: int | None) -> tuple[RungProposal, Recommendation]:
    recommendation = climbing(proposal.recommendation, None)
    row = locked(proposal, seen_version)
    if row.confirmed is not None:
        raise AnsweredMeanwhile("Somebody has answered this already")
    return row, recommendation


@transaction.atomic
def confirm_rung(*, proposal: RungProposal, reasons: str = "", on: date, seen_version: int | None, by: Any) -> Recommendation:
    """Confirms a proposed rung: the recommendation, and every part of a joint one, stands on it from that day.

    Refuses a person's own proposal, evidence or action, and a rung that meanwhile needs more than there is.
    """
    row, recommendation = _unanswered(proposal, seen_version)
    to = Rung(row.to)
    not_their_own(recommendation, row, by)
    lacking(recommendation, to, row.look_again_on, on)
    _answer(row, True, reasons, on, by)
    move(recommendation, to, row.because, row.look_again_on, on, by)
    record("learning.rung_confirmed", by=by, subject=recommendation, to=to.value)
    _tell(row, "A rung that you proposed was confirmed", by)
    return recommendation


def not_their_own(recommendation: Recommendation, proposal: RungProposal | None, by: Any) -> None:
    bar = bar_to_confirming(recommendation, by, proposal)
    if bar:
        raise TheirOwn(bar)


@transaction.atomic
def decline_rung(*, proposal: RungProposal, reasons: str, on: date, seen_version: int | None, by: Any) -> RungProposal:
    """Declines a proposed rung, with reasons; the recommendation stays where it is and may be proposed again."""
    if not reasons.strip():
        raise NotSaid("Say why it is declined")
    row, recommendation = _unanswered(proposal, seen_version)
    _answer(row, False, reasons, on, by)
    record("learning.rung_declined", by=by, subject=recommendation, to=row.to)
    _tell(row, "A rung that you proposed was declined", by)
    return row


def decline_what_waits(row: Recommendation, because: str, on: date, by: Any) -> None:
    """What was proposed of a recommendation that is another one now is declined, and its proposer told."""
    for proposal in RungProposal.objects.select_for_update(of=("self",)).filter(recommendation=row, confirmed=None):
        _answer(proposal, False, because, on, by)
        _tell(proposal, "A rung that you proposed was declined", by)


def _answer(row: RungProposal, confirmed: bool, reasons: str, on: date, by: Any) -> None:
    row.confirmed, row.reasons, row.answered_on, row.answered_by = confirmed, reasons, on, by
    row.save(update_fields=["confirmed", "reasons", "answered_on", "answered_by", "version"])


def _tell(row: RungProposal, subject: str, by: Any) -> None:
    if row.proposed_by_id != by.pk:
        path, key = row.recommendation.get_absolute_url(), f"learning.proposal.{row.pk}.answered"
        notify(person=row.proposed_by, subject=subject, path=path, key=key, by=by)


@transaction.atomic
def lower_rung(
    *, recommendation: Recommendation, to: Rung, because: str, on: date, seen_version: int | None, by: Any
) -> Recommendation:
    """Lowers the rung, with reasons: what was confirmed does not hold any more. A rung that waits is declined with them."""
    if not because.strip():
        raise NotSaid("Say why the rung is lowered")
    row = climbing(recommendation, seen_version)
    if to not in lower_rungs(Rung(row.rung)):
        raise NotReached(f"Choose a rung below “{row.rung}”")
    before = row.rung
    decline_what_waits(row, because, on, by)
    move(row, to, because, None, on, by)
    keep_doing_of({row.pk})
    record("learning.rung_lowered", by=by, subject=row, before=before, to=to.value)
    return row


@transaction.atomic
def keep_rung(
    *, recommendation: Recommendation, because: str, look_again_on: date | None, on: date, seen_version: int | None, by: Any
) -> Recommendation:
    """After looking again: the rung holds, with why. Refuses when its evidence no longer holds it up: add some, or lower it.

    Refuses whoever gave evidence for it or owns an action of it: nobody keeps a rung on what is their own.
    """
    if not because.strip():
        raise NotSaid("Say what you saw when you looked again")
    row = climbing(recommendation, seen_version)
    not_their_own(row, None, by)
    lacking(row, Rung(row.rung), look_again_on, on)
    again = look_again_on if row.rung == Rung.EMBEDDED.value else None
    move(row, Rung(row.rung), because, again, on, by)
    record("learning.rung_kept", by=by, subject=row, rung=row.rung)
    return row


def move(row: Recommendation, to: Rung, because: str, look_again_on: date | None, on: date, by: Any) -> None:
    """Puts a locked recommendation, and each part of a joint one, on a rung. The flags to look again fall away."""
    before, now = row.rung, {"rung": to.value, "reached_on": on, "look_again_on": look_again_on, "flags": "", "flagged_on": None}
    for name, value in now.items():
        setattr(row, name, value)
    row.save(update_fields=[*now, "version"])
    parts = Recommendation.objects.filter(joint_into=row)
    ids = [row.pk, *parts.values_list("pk", flat=True)]
    parts.update(**now)
    RungChange.objects.bulk_create(
        RungChange(recommendation_id=pk, before=before, to=to.value, on=on, by=by, because=because) for pk in ids
    )
