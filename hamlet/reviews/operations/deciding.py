from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked
from hamlet.governance.queries import executive, partner_of
from hamlet.governance.rules import Partner
from hamlet.meetings.queries import held_meeting, meeting_day, partners_at
from hamlet.reviews.models import Case, CriterionAnswer, EarlierRound, PartnerDecision, RapidReview
from hamlet.reviews.operations.clock import in_the_past, not_before, stop_clock
from hamlet.reviews.operations.incidents import NotNow, NotSaid, expect, move
from hamlet.reviews.operations.people import assign, tell
from hamlet.reviews.operations.rapid import open_review
from hamlet.reviews.operations.summaries import close_summaries
from hamlet.reviews.queries.panels import education_was_asked, said_by_partner
from hamlet.reviews.rules.cases import CRITERIA, National, Outcome, Section, Stage, agreed
from hamlet.reviews.rules.clocks import Stops


class NotAPartner(Refusal):
    """The person does not sit on the Executive for a safeguarding partner."""


class NotJoint(Refusal):
    """Not all three safeguarding partners were there."""


class TooEarly(Refusal):
    """The meeting was held before there was anything to decide on."""

    about = "meeting_id"


class NoEducation(Refusal):
    """No education agency was asked, and nobody said why."""

    about = "without_education"


class AlreadyReplied(Refusal):
    """The national Panel's reply is on record."""


class Incomplete(Refusal):
    """A part that every rapid review must hold is empty."""


@transaction.atomic
def recommend(
    *,
    review: RapidReview,
    outcome: Outcome,
    national: National,
    because: str,
    criteria: dict[str, tuple[bool | None, str]],
    without_education: str = "",
    on: date,
    seen_version: int | None,
    by: Any,
) -> RapidReview:
    """Records what the Rapid Review Panel recommends, with an answer and reasons to each criterion of regulation 11.

    `criteria` maps each key of rules.CRITERIA to (met, reason); met is None where it cannot be answered yet. The three representatives are
    assigned and told. A recommendation may be changed until the partners have decided; what was answered and what a partner had decided
    on the earlier one no longer counts, and is kept. Refuses a review for which no education agency was asked, unless
    `without_education` says why.
    """
    review = open_review(review, seen_version)
    case = Case.objects.select_for_update().get(pk=review.case_id)
    expect(case, Stage.RECOMMENDED)
    without_education = "" if education_was_asked(review) else without_education
    if not education_was_asked(review) and not without_education.strip():
        raise NoEducation("No education agency was asked for a summary. Ask one, or say why none was")
    _answer(review, criteria, on)
    review.recommended, review.recommended_national = outcome.value, national.value
    review.recommended_on, review.recommended_by, review.recommended_because = on, by, because
    review.without_education = without_education
    fields = [*(f"recommended{end}" for end in ("", "_national", "_on", "_by", "_because")), "without_education"]
    review.save(update_fields=[*fields, "version"])
    review.partner_decisions.current().update(superseded_on=on)
    case.version += 1
    move(case, Stage.RECOMMENDED)
    record("reviews.recommended", by=by, subject=case, outcome=outcome.value)
    _ask_partners(case, f"recommended.{review.version}", on, by)
    return review


def _answer(review: RapidReview, criteria: dict[str, tuple[bool | None, str]], on: date) -> None:
    for row in CRITERIA:
        met, reason = criteria[row.key]
        if met is None and not row.may_wait:
            raise NotSaid(f"Answer: {row.question}")
        if not reason.strip():
            raise NotSaid(f"Give the reason for your answer: {row.question}")
    review.criteria.current().update(superseded_on=on)
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(review=review, criterion=row.key, met=criteria[row.key][0], reason=criteria[row.key][1])
        for row in CRITERIA
    )


def _ask_partners(case: Case, key: str, on: date, by: Any) -> None:
    partners = people_with(Permission.REVIEWS_AGREE, on)
    for person in partners:
        if not case.conflicts.filter(person=person, ended_on=None).exists():
            assign(case=case, person=person, because="Decides for a safeguarding partner", on=on, by=by)
    tell(case, partners, key, by)


@transaction.atomic
def decide_for_partner(
    *, review: RapidReview, outcome: Outcome, national: National, reason: str, on: date, seen_version: int | None, by: Any
) -> RapidReview:
    """One safeguarding partner's decision, between meetings. It is joint once all three say the same; until then each may change.

    Refuses whoever does not sit on the Executive for a partner that day: a deputy does not.
    """
    review = open_review(review, seen_version)
    partner = partner_of(by, on)
    if partner is None:
        raise NotAPartner("You do not sit on the Executive for a safeguarding partner today")
    case = Case.objects.select_for_update().get(pk=review.case_id)
    expect(case, Stage.DECIDED)
    given = {"person": by, "outcome": outcome.value, "national": national.value, "reason": reason, "decided_on": on}
    review.partner_decisions.current().filter(partner=partner.value).update(superseded_on=on)
    PartnerDecision.objects.create(review=review, partner=partner.value, **given)
    review.save(update_fields=["version"])
    record("reviews.partner_decided", by=by, subject=case, partner=partner.value, outcome=outcome.value)
    if joint := agreed(said_by_partner(review)):
        _settle(review, case, joint, "Agreed by all three between meetings", on, by)
    return review


@transaction.atomic
def decide_in_meeting(
    *,
    review: RapidReview,
    meeting_id: int,
    outcome: Outcome,
    national: National,
    because: str,
    on: date,
    seen_version: int | None,
    by: Any,
) -> RapidReview:
    """Records the joint decision taken at a meeting of the Executive: it dates from the day of the meeting, whenever it is recorded.

    Refuses a meeting before the recommendation, and one at which a partner was missing.
    """
    review = open_review(review, seen_version)
    case = Case.objects.select_for_update().get(pk=review.case_id)
    meeting = held_meeting(executive(), meeting_id)
    if meeting is None:
        raise NotJoint("Choose a meeting of the Executive that took place")
    decided_on = meeting_day(meeting)
    if review.recommended_on and decided_on < review.recommended_on:
        raise TooEarly(f"The Rapid Review Panel recommended on {review.recommended_on:%-d %B %Y}: choose a meeting after that")
    in_the_past(decided_on, on, "meeting_id")
    missing = [partner.value for partner in Partner if partner not in partners_at(meeting)]
    if missing:
        raise NotJoint(f"Not there: {', '.join(missing)}. All three safeguarding partners decide: ask them between meetings")
    review.decided_at = meeting
    _settle(review, case, (outcome, national), because, decided_on, by)
    return review


def _settle(review: RapidReview, case: Case, joint: tuple[Outcome, National], because: str, on: date, by: Any) -> None:
    review.outcome, review.national = joint[0].value, joint[1].value
    review.decided_on, review.decided_because = on, because
    review.save(update_fields=["outcome", "national", "decided_on", "decided_at", "decided_because", "version"])
    case.version += 1
    move(case, Stage.DECIDED)
    record("reviews.decided", by=by, subject=case, outcome=review.outcome)


def lacking(review: RapidReview) -> list[Section]:
    """The required parts that nobody has written yet."""
    written = {row.section for row in review.sections.all() if row.text.strip()}
    return [section for section in Section if section.value not in written]


@transaction.atomic
def send_to_panel(*, review: RapidReview, sent_on: date, on: date, seen_version: int | None, by: Any) -> RapidReview:
    """Records that the rapid review, with the decision, was sent to the national Panel: the clock of 15 working days stops."""
    in_the_past(sent_on, on, "sent_on")
    review = open_review(review, seen_version)
    case = Case.objects.select_for_update().get(pk=review.case_id)
    not_before(sent_on, review.decided_on, "It cannot be sent before the partners decided", "sent_on")
    if empty := lacking(review):
        raise Incomplete(f"Still to be written: {', '.join(section.value.lower() for section in empty)}")
    review.sent_on = sent_on
    review.save(update_fields=["sent_on", "version"])
    case.version += 1
    move(case, Stage.WITH_PANEL)
    stop_clock(case=case, event=Stops.SENT_TO_PANEL, on=sent_on, by=by)
    close_summaries(review=review, on=on, by=by)
    record("reviews.sent_to_panel", by=by, subject=case, sent_on=sent_on)
    return review


@transaction.atomic
def record_reply(
    *,
    review: RapidReview,
    replied_on: date,
    agrees: bool,
    reply: str,
    disagreement: str,
    on: date,
    seen_version: int | None,
    by: Any,
) -> RapidReview:
    """Records the national Panel's reply, once, and, where it does not agree, what the partners make of that."""
    in_the_past(replied_on, on, "replied_on")
    review = locked(review, seen_version)
    if review.sent_on is None or replied_on < review.sent_on:
        raise NotNow("The national Panel replies to what was sent to it")
    if review.replied_on:
        raise AlreadyReplied(
            f"Its reply of {review.replied_on:%-d %B %Y} is on record: the partners may decide again because of it"
        )
    if not agrees and not disagreement.strip():
        raise NotSaid("Say where the national Panel disagrees, and what the partners will do")
    review.replied_on, review.panel_agrees, review.reply, review.disagreement = replied_on, agrees, reply, disagreement
    review.save(update_fields=["replied_on", "panel_agrees", "reply", "disagreement", "version"])
    record("reviews.panel_replied", by=by, subject=review.case, agrees=agrees)
    return review


@transaction.atomic
def decide_again(*, review: RapidReview, because: str, on: date, seen_version: int | None, by: Any) -> RapidReview:
    """Puts a rapid review to the partners again after the national Panel's reply. What they had decided and the reply are kept; the
    Rapid Review Panel may change its recommendation, and what the partners then decide is sent to the national Panel anew.
    """
    review = locked(review, seen_version)
    case = Case.objects.select_for_update().get(pk=review.case_id)
    if review.replied_on is None:
        raise NotNow("The partners decide again once the national Panel has replied")
    if not because.strip():
        raise NotSaid("Say why the partners decide again")
    kept = {name: getattr(review, name) for name in EarlierRound.KEPT}
    EarlierRound.objects.create(review=review, again_on=on, again_by=by, again_because=because, **kept)
    review.partner_decisions.current().update(superseded_on=on)
    anew = [name for name in EarlierRound.KEPT if name != "recommended"]
    for name in anew:
        setattr(review, name, "" if isinstance(getattr(review, name), str) else None)
    review.save(update_fields=[*anew, "version"])
    case.version += 1
    move(case, Stage.RECOMMENDED)
    record("reviews.decided_again", by=by, subject=case)
    _ask_partners(case, f"again.{review.version}", on, by)
    return review
