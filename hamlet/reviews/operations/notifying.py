"""The local authority's decision on a notification, taken and taken again, and the notifications that were sent."""

from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked
from hamlet.reviews.models import Case, Child, EarlierDecision, Notification
from hamlet.reviews.operations.clock import in_the_past, not_before, set_aside_clocks, start_clock, stop_clock, take_up_clocks
from hamlet.reviews.operations.incidents import NotNow, NotSaid, described, move
from hamlet.reviews.operations.judging import judge_anew
from hamlet.reviews.operations.people import tell
from hamlet.reviews.operations.rapid import begin_rapid_review
from hamlet.reviews.queries.notification import authority_deciders, decides, duties_of
from hamlet.reviews.rules.cases import (
    ADULT_AT,
    Decides,
    Facts,
    Stage,
    Status,
    Told,
    always_told,
    falls_short,
    what_is_owed,
)
from hamlet.reviews.rules.clocks import FROM_SUSPICION, Starts, Stops


class NotTheAuthority(Refusal):
    """The person neither decides for the local authority nor keeps the partnership's records."""


class AlwaysTold(Refusal):
    """The death of a looked-after child cannot be left untold."""

    about = "told"


class Departs(Refusal):
    """The decision tells fewer than is asked, and does not say why."""

    about = "departs_because"


class AgeNotKnown(Refusal):
    """What is owed for a care leaver depends on the age."""

    about = "oldest_age"


@transaction.atomic
def decide_notification(
    *,
    case: Case,
    facts: Facts,
    told: Told,
    reasons: str,
    departs_because: str = "",
    decided_for: str = "",
    suspected_on: date | None = None,
    on: date,
    seen_version: int | None,
    by: Any,
) -> Case:
    """The local authority decides who is told, with its reasons. "Nobody" means that the criteria are not met.

    It may decide again until the rapid review begins, and after a notification to the Secretary of State when abuse or neglect comes to
    be suspected; what stood before is kept. Clocks that were set aside run on from where they began. A decision that tells fewer than
    is owed by the facts as they are decided says why it departs from it; the death of a looked-after child is always told. The
    partnership's team says for whom in the local authority it records (`decided_for`). Where abuse or neglect came to be suspected only
    later, on `suspected_on`, the dates of the notification and of the rapid review run from that day.
    """
    _expect_right(reasons, decided_for, on, by)
    case = locked(case, seen_version)
    departs_because = _held_against_what_is_owed(case, facts, told, departs_because)
    after = Stage.NOT_MET if told is Told.NOBODY else Stage.TO_NOTIFY
    _keep_the_decision(case, on)
    take_up_clocks(case=case, on=on, by=by)
    given = {**described(facts), "told": told.value, "reasons": reasons, "departs_because": departs_because}
    given |= {"decided_on": on, "decided_by": by, "decided_for": decided_for}
    for name, value in given.items():
        setattr(case, name, value)
    move(case, after, *given)
    if told is Told.NOBODY:
        set_aside_clocks(case=case, on=on, by=by)
    elif told is Told.STATE:
        set_aside_clocks(case=case, on=on, keys=frozenset({"rapid-review"}), by=by)
    elif suspected_on:
        _run_from(case, suspected_on, on, by)
    record("reviews.notification_decided", by=by, subject=case, told=told.value)
    return case


def _expect_right(reasons: str, decided_for: str, on: date, by: Any) -> None:
    right = decides(by, on)
    if right is None:
        raise NotTheAuthority("The local authority decides whether an incident is notified")
    if right is Decides.TEAM and not decided_for.strip():
        raise NotSaid("Say who in the local authority decided: you record it on their behalf")
    if not reasons.strip():
        raise NotSaid("Give the reasons for the decision")


def _run_from(case: Case, suspected_on: date, on: date, by: Any) -> None:
    in_the_past(suspected_on, on, "suspected_on")
    not_before(suspected_on, case.aware_on, "It was not suspected before the local authority became aware", "suspected_on")
    case.suspected_on = suspected_on
    case.save(update_fields=["suspected_on"])
    rows = case.deadlines.filter(rule__key__in=FROM_SUSPICION, rule__starts=Starts.AWARE.value)
    rows.update(stopped_on=None, stopped_by=None, set_aside_on=None)
    judge_anew(case, on, f"Abuse or neglect came to be suspected on {suspected_on:%-d %B %Y}", by)


def _held_against_what_is_owed(case: Case, facts: Facts, told: Told, departs_because: str) -> str:
    """Refuses a decision below what is owed without its reason. Gives the reason; none where the decision does not fall short."""
    if facts.status is Status.CARE_LEAVER and facts.age is None:
        raise AgeNotKnown(f"Enter the age: a care leaver under {ADULT_AT} is a child, and what is owed is another")
    if told is Told.NOBODY and always_told(facts):
        raise AlwaysTold("The death of a looked-after child is always told: choose who is told")
    owed = what_is_owed(facts, duties_of(case))
    if not falls_short(told, owed):
        return ""
    if not departs_because.strip():
        asked = f"{owed.told.value} {'is' if owed.told is Told.NOBODY else 'are'} to be told: {'. '.join(owed.why)}"
        raise Departs(f"{asked}. Say why the local authority departs from it")
    return departs_because


def _keep_the_decision(case: Case, on: date) -> None:
    """Keeps what had been decided, with the facts as they were held then."""
    if not case.told:
        return
    names = (*described(case.facts), "told", "reasons", "departs_because", "decided_on", "decided_by", "decided_for")
    EarlierDecision.objects.create(case=case, superseded_on=on, **{name: getattr(case, name) for name in names})


@transaction.atomic
def record_notification(*, case: Case, notified_on: date, reference: str, on: date, seen_version: int | None, by: Any) -> Case:
    """Records that the notification was submitted to the national system, with its reference: hamlet itself notifies nobody.

    Stops the clock of the notification; when the national Panel was told, begins the rapid review and lays out its timetable.
    """
    case = locked(case, seen_version)
    _check(case, notified_on, reference, on)
    case.notified_on, case.notification_reference = notified_on, reference
    rapid = case.told == Told.PANEL.value
    move(case, Stage.RAPID_REVIEW if rapid else Stage.NOTIFIED, "notified_on", "notification_reference")
    Notification.objects.create(
        case=case,
        child=case.children.held().order_by("position").first(),
        sent_on=notified_on,
        reference=reference,
        told=case.told,
        recorded_by=by,
    )
    stop_clock(case=case, event=Stops.NOTIFIED, on=notified_on, by=by)
    record("reviews.notified", by=by, subject=case, notified_on=notified_on)
    tell(case, authority_deciders(on), f"notified.{case.version}", by)
    if rapid:
        start_clock(case=case, event=Starts.NOTIFIED, on=notified_on, by=by)
        begin_rapid_review(case, by)
    return case


def _check(case: Case, notified_on: date, reference: str, on: date) -> None:
    in_the_past(notified_on, on, "notified_on")
    not_before(
        notified_on, case.aware_on, "The notification cannot be sent before the local authority became aware", "notified_on"
    )
    if not reference.strip():
        raise NotSaid("Enter the reference that the national system gave")


@transaction.atomic
def record_another_notification(
    *, case: Case, child: Child, notified_on: date, reference: str, on: date, seen_version: int | None, by: Any
) -> Notification:
    """Records the notification of a further child, where the edition takes one child in each."""
    case = locked(case, seen_version)
    if case.notified_on is None:
        raise NotNow("Record the first notification first")
    if duties_of(case).children_in_detail != 1:
        raise NotNow(f"{duties_of(case).edition} takes one notification for the whole incident")
    _check(case, notified_on, reference, on)
    if case.notifications.filter(child=child).exists():
        raise NotNow(f"The notification of {child} is on record")
    case.save(update_fields=["version"])
    given = {"sent_on": notified_on, "reference": reference, "told": case.told, "recorded_by": by}
    found = Notification.objects.create(case=case, child=child, **given)
    record("reviews.notified", by=by, subject=case, notified_on=notified_on)
    return found
