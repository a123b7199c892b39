from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction

from hamlet.foundations.access.operations import write_grants
from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import destroy_record_key, record
from hamlet.foundations.documents.operations import destroy_documents
from hamlet.foundations.notices.operations import forget_notices_about
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import Refusal, locked
from hamlet.learning.operations import forget_source
from hamlet.reviews.models import Case, Conflict, Disposal, PublicChange, PublishedReview
from hamlet.reviews.operations.incidents import NotNow, tell
from hamlet.reviews.rules.cases import dispose_on
from hamlet.reviews.rules.clocks import add_months

# What hangs on a case and goes with it, the furthest first; each names its way to the case.
HANGING = (
    ("ChronologyEntry", "summary__review__case"),
    ("AgencySummary", "review__case"),
    ("Task", "review__case"),
    ("ReviewSection", "review__case"),
    ("CriterionAnswer", "review__case"),
    ("PartnerDecision", "review__case"),
    ("EarlierRound", "review__case"),
    ("Question", "session__review__case"),
    ("Attendee", "session__review__case"),
    ("Reflection", "session__review__case"),
    ("Session", "review__case"),
    ("ResolvedHit", "review__case"),
    ("PublicChange", "published__case"),
    ("CommissionChange", "review__case"),
    ("Advice", "review__case"),
    ("Finding", "review__case"),
    ("Delay", "review__case"),
    ("ReportVersion", "review__case"),
    ("ProgressCheck", "review__case"),
    ("StatutoryReview", "case"),
    ("Notification", "case"),
    ("EarlierDecision", "case"),
    ("Child", "case"),
    ("HeldName", "case"),
    ("NotificationAnswer", "case"),
    ("Opening", "case"),
    ("Conflict", "case"),
    ("Assignment", "case"),
    ("Reviewer", "case"),
    ("RapidReview", "case"),
    ("DeadlineChange", "deadline__case"),
    ("Deadline", "case"),
)
# What a tombstone no longer says. What the public reads stays where it is, and leads to no case.
ERASED: dict[str, Any] = {
    **dict.fromkeys(("harm", "where", "suspicion", "status", "what_happened", "told", "reasons", "notification_reference"), ""),
    **dict.fromkeys(
        ("oldest_age", "incident_on", "suspected_on", "aware_on", "decided_on", "decided_by", "notified_on", "partners_told_on")
    ),
    **dict.fromkeys(("withdrawn_because", "departs_because", "decided_for", "reach"), ""),
    "withdrawn_on": None,
    "referring_agency": None,
}
# Whose keys notices and grants carry: (record, its word in a notice's key, its way to the case); and the source of a grant.
TOLD_OF = (
    ("AgencySummary", "summary", "review__case"),
    ("StatutoryReview", "review", "case"),
    ("Session", "session", "review__case"),
)
GRANTED = {"summary": "summary", "review": "reviewer", "session": "session"}


class TakesTwo(Refusal):
    """Whoever proposed the disposal cannot confirm it."""


@transaction.atomic
def propose_disposal(*, case: Case, on: date, by: Any) -> Disposal:
    """Proposes to dispose of a closed case whose years of keeping are over; agrees, where the service itself proposed it. Whoever
    does so is the first of the two people.
    """
    case = _due(case, on)
    disposal = Disposal.objects.select_for_update().filter(case=case).first()
    if disposal is None:
        disposal = Disposal.objects.create(case=case, proposed_on=on, proposed_by=by)
    elif disposal.proposed_by_id is None or disposal.declined_on:
        disposal.proposed_on, disposal.proposed_by, disposal.declined_on = on, by, None
        disposal.version += 1
        disposal.save(update_fields=["proposed_on", "proposed_by", "declined_on", "version"])
    else:
        return disposal
    record("reviews.disposal_proposed", by=by, subject=case)
    return disposal


def _due(case: Case, on: date) -> Case:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.closed_on is None or dispose_on(case.closed_on) > on:
        until = f" until {dispose_on(case.closed_on):%-d %B %Y}" if case.closed_on else ": it is not closed"
        raise NotNow(f"{case} is kept{until}")
    return case


def propose_due_disposals(today: date, by: Any) -> None:
    """Each morning: the service proposes what is due, and those who keep cases are told once. What was declined is proposed again
    a year later. Two people still decide.
    """
    again = add_months(today, -12)
    for case in Case.objects.held().exclude(closed_on=None).select_related("disposal").order_by("closed_on", "id"):
        disposal = getattr(case, "disposal", None)
        fresh = disposal is None or (disposal.declined_on is not None and disposal.declined_on <= again)
        if fresh and dispose_on(case.closed_on or today) <= today:
            _propose_unasked(case, today, by)


@transaction.atomic
def _propose_unasked(case: Case, today: date, by: Any) -> None:
    Case.objects.select_for_update().get(pk=case.pk)
    given = {"proposed_on": today, "proposed_by": None, "declined_on": None}
    Disposal.objects.update_or_create(case=case, defaults=given)
    record("reviews.disposal_due", by=by, subject=case)
    conflicted = set(Conflict.objects.filter(case=case, ended_on=None).values_list("person_id", flat=True))
    keepers = [person for person in people_with(Permission.REVIEWS_MANAGE, today) if person.pk not in conflicted]
    tell(case, keepers, f"disposal.{today}", by, "/reviews/keeping/")


@transaction.atomic
def decline_disposal(*, disposal: Disposal, on: date, by: Any) -> Disposal:
    """Keeps the case for now: anyone can propose it again, and the service does after a year."""
    disposal = locked(disposal, None)
    if disposal.confirmed_on:
        raise NotNow("It was disposed of")
    disposal.declined_on, disposal.proposed_by = on, None
    disposal.save(update_fields=["declined_on", "proposed_by", "version"])
    record("reviews.disposal_declined", by=by, subject=disposal.case)
    return disposal


@transaction.atomic
def confirm_disposal(*, disposal: Disposal, on: date, seen_version: int | None = None, by: Any) -> Disposal:
    """Destroys everything that the case held, its documents, notices and grants, and the key under which its trail tells of it. A
    tombstone is left: its reference, its days and the two people. Refuses the person who proposed it, and what no person has proposed.
    """
    case = locked(disposal.case, None)
    disposal = locked(disposal, seen_version)
    if disposal.confirmed_on:
        return disposal
    if disposal.proposed_by_id is None or disposal.declined_on:
        raise TakesTwo("Somebody agrees to it first: a disposal takes two people")
    if disposal.proposed_by_id == by.pk:
        raise TakesTwo("Somebody else confirms it: a disposal takes two people")
    _forget_around(case, by)
    for name, way in HANGING:
        for row in apps.get_model("reviews", name).objects.filter(**{way: case}):
            destroy_documents(on=row, by=by)
            destroy_record_key(kind=row._meta.label_lower, record_id=str(row.pk), by=by)
            row.delete()
    PublishedReview.objects.filter(case=case).update(case=None)
    destroy_documents(on=case, by=by)
    destroy_record_key(kind=case._meta.label_lower, record_id=str(case.pk), by=by)
    for name, nothing in {**ERASED, "referred_by": system_person(), "disposed_on": on}.items():
        setattr(case, name, nothing)
    case.save(update_fields=[*ERASED, "referred_by", "disposed_on", "version"])
    disposal.confirmed_on, disposal.confirmed_by = on, by
    disposal.save(update_fields=["confirmed_on", "confirmed_by", "version"])
    record("reviews.disposed", by=by, subject=case)
    return disposal


def _forget_around(case: Case, by: Any) -> None:
    """What leads to the case from other rooms: notices, grants, the plan's and the briefings' sources."""
    if PublicChange.objects.open().filter(published__case=case).exists():
        raise NotNow("A change of what is public waits for a second person: decide on it first")
    keys = [f"reviews.{case.pk}."]
    for name, kind, way in TOLD_OF:
        for identity in apps.get_model("reviews", name).objects.filter(**{way: case}).values_list("pk", flat=True):
            keys.append(f"reviews.{kind}.{identity}.")
            if kind in GRANTED:
                write_grants(source_kind=f"reviews.{GRANTED[kind]}", source_id=identity, grants=[])
    forget_notices_about(keys=keys, by=by)
    forget_source(kind="reviews.case", identity=str(case.pk), by=by)
