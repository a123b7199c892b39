from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once, one_at_a_time
from hamlet.reviews.models import Case, HeldName, NotificationAnswer
from hamlet.reviews.operations.clock import WrongDay, in_the_past, not_before, start_clock, stop_clock
from hamlet.reviews.operations.people import assign, tell
from hamlet.reviews.queries.notification import authority_deciders
from hamlet.reviews.rules.cases import Facts, Stage, may_follow, number
from hamlet.reviews.rules.clocks import Starts, Stops


class NotNow(Refusal):
    """The case is not at the stage at which this may happen."""


class NotSaid(Refusal):
    """What must be said was left empty."""


def expect(case: Case, after: Stage) -> None:
    if not may_follow(Stage(case.stage), after):
        raise NotNow(f"{case} is “{case.stage.lower()}”: somebody has moved it on, or it was not ready for this")


def move(case: Case, after: Stage, *fields: str) -> None:
    expect(case, after)
    case.stage = after.value
    case.save(update_fields=["stage", "version", *fields])


def next_reference(year: int) -> str:
    one_at_a_time("reviews.case.number")
    start = f"SI-{year}-"
    serial = Cast(Substr("reference", len(start) + 1), IntegerField())
    last = Case.objects.filter(reference__startswith=start).aggregate(last=Max(serial))["last"]
    return number(year, (last or 0) + 1)


@transaction.atomic
def refer_incident(
    *,
    facts: Facts,
    what_happened: str,
    incident_on: date | None,
    aware_on: date | None,
    reach: str = "",
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Case:
    """Any agency refers a serious incident. The statutory clock starts on the day on which the local authority became aware:
    with this referral, unless it knew before. The seats of the Rapid Review Panel, the case's keepers and those who decide for the local
    authority are assigned and told, without a word of it. `reach` says how the person who refers is reached, out of hours too.
    """
    made = made_once(Case, made_with)
    if made:
        return made
    _check_days(incident_on, aware_on, on)
    case = Case.objects.create(
        reference=next_reference(on.year),
        referred_by=by,
        referring_agency=by.agency,
        referred_on=on,
        incident_on=incident_on,
        aware_on=aware_on or on,
        what_happened=what_happened,
        reach=reach,
        **described(facts),
        **({"made_with": made_with} if made_with else {}),
    )
    record("reviews.referred", by=by, subject=case)
    start_clock(case=case, event=Starts.AWARE, on=case.aware_on or on, by=by)
    _assign_and_tell(case, on, by)
    return case


def _assign_and_tell(case: Case, on: date, by: Any) -> None:
    people = [
        *people_with(Permission.REVIEWS_CHILDREN, on),
        *people_with(Permission.REVIEWS_MANAGE, on),
        *authority_deciders(on),
    ]
    for person in {person.pk: person for person in people}.values():
        assign(case=case, person=person, because="Their post, when the case was referred", on=on, by=by)
    tell(case, people, "referred", by)


def _check_days(incident_on: date | None, aware_on: date | None, on: date) -> None:
    for day, name in ((incident_on, "incident_on"), (aware_on, "aware_on")):
        if day:
            in_the_past(day, on, name)
    if incident_on and aware_on and aware_on < incident_on:
        error = WrongDay("The local authority cannot have known before it happened")
        error.about = "aware_on"
        raise error


def described(facts: Facts) -> dict[str, Any]:
    words = {name: getattr(facts, name).value for name in ("harm", "where", "suspicion", "status")}
    return {**words, "oldest_age": facts.age}


@transaction.atomic
def record_partners_told(*, case: Case, told_on: date, on: date, seen_version: int | None, by: Any) -> Case:
    """Records the day on which the safeguarding partners were told, once: a mistyped day is corrected at its date."""
    in_the_past(told_on, on, "told_on")
    case = locked(case, seen_version)
    not_before(told_on, case.aware_on, "They cannot be told before the local authority became aware", "told_on")
    if case.partners_told_on:
        raise NotNow(f"They were told on {case.partners_told_on:%-d %B %Y}. Correct the day at its date if it is wrong")
    case.partners_told_on = told_on
    case.save(update_fields=["partners_told_on", "version"])
    stop_clock(case=case, event=Stops.PARTNERS_TOLD, on=told_on, by=by)
    record("reviews.partners_told", by=by, subject=case, told_on=told_on)
    return case


@transaction.atomic
def hold_name(*, case: Case, name: str, stands_for: str, made_with: UUID | None = None, by: Any) -> HeldName:
    """Keeps a name that appears in the papers and the words that stand for it, for pseudonyms and the check before publication."""
    made = made_once(HeldName, made_with)
    if made:
        return made
    given = {"made_with": made_with} if made_with else {}
    held = HeldName.objects.create(case=case, name=name, stands_for=stands_for, **given)
    record("reviews.name_held", by=by, subject=case)
    return held


@transaction.atomic
def remove_name(*, name: HeldName, by: Any) -> None:
    record("reviews.name_removed", by=by, subject=name.case)
    name.delete()


@transaction.atomic
def prepare_notification(*, case: Case, answers: dict[int, str], seen_version: int | None, by: Any) -> Case:
    """Writes the answers, by the id of their field, that somebody will type into the national system."""
    case = locked(case, seen_version)
    for field, answer in answers.items():
        NotificationAnswer.objects.update_or_create(case=case, field_id=field, defaults={"answer": answer})
    case.save(update_fields=["version"])
    record("reviews.notification_prepared", by=by, subject=case)
    return case
