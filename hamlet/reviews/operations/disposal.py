from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction

from hamlet.foundations.audit.operations import destroy_record_key, record
from hamlet.foundations.documents.operations import destroy_documents
from hamlet.foundations.records import Refusal
from hamlet.reviews.models import Case, Disposal, PublishedReview
from hamlet.reviews.operations.incidents import NotNow
from hamlet.reviews.rules.cases import dispose_on

# What hangs on a case and goes with it, the furthest first; each names its way to the case.
HANGING = (
    ("ChronologyEntry", "summary__review__case"),
    ("AgencySummary", "review__case"),
    ("Task", "review__case"),
    ("ReviewSection", "review__case"),
    ("CriterionAnswer", "review__case"),
    ("PartnerDecision", "review__case"),
    ("Question", "session__review__case"),
    ("Attendee", "session__review__case"),
    ("Session", "review__case"),
    ("ResolvedHit", "review__case"),
    ("Advice", "review__case"),
    ("Finding", "review__case"),
    ("Delay", "review__case"),
    ("ReportVersion", "review__case"),
    ("ProgressCheck", "review__case"),
    ("StatutoryReview", "case"),
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
    **dict.fromkeys(("oldest_age", "incident_on", "aware_on", "decided_on", "decided_by", "notified_on", "partners_told_on")),
    "withdrawn_because": "",
    "referring_agency": None,
}


class TakesTwo(Refusal):
    """Whoever proposed the disposal cannot confirm it."""


@transaction.atomic
def propose_disposal(*, case: Case, on: date, by: Any) -> Disposal:
    """Proposes to dispose of a closed case whose years of keeping are over."""
    if case.closed_on is None or dispose_on(case.closed_on) > on:
        until = f" until {dispose_on(case.closed_on):%-d %B %Y}" if case.closed_on else ": it is not closed"
        raise NotNow(f"{case} is kept{until}")
    disposal, fresh = Disposal.objects.get_or_create(case=case, defaults={"proposed_on": on, "proposed_by": by})
    if fresh:
        record("reviews.disposal_proposed", by=by, subject=case)
    return disposal


@transaction.atomic
def decline_disposal(*, disposal: Disposal, by: Any) -> None:
    """Keeps the case for now: it can be proposed again."""
    if disposal.confirmed_on:
        raise NotNow("It was disposed of")
    record("reviews.disposal_declined", by=by, subject=disposal.case)
    disposal.delete()


@transaction.atomic
def confirm_disposal(*, disposal: Disposal, on: date, by: Any) -> Disposal:
    """Destroys everything that the case held, its documents and the key of its trail. A tombstone is left: its reference, its days
    and the two people. Refuses the person who proposed it.
    """
    disposal = Disposal.objects.select_for_update(of=("self",)).select_related("case").get(pk=disposal.pk)
    if disposal.proposed_by_id == by.pk:
        raise TakesTwo("Somebody else confirms it: a disposal takes two people")
    if disposal.confirmed_on:
        return disposal
    case = disposal.case
    for name, way in HANGING:
        for row in apps.get_model("reviews", name).objects.filter(**{way: case}):
            destroy_documents(on=row, by=by)
            destroy_record_key(kind=row._meta.label_lower, record_id=str(row.pk), by=by)
            row.delete()
    PublishedReview.objects.filter(case=case).update(case=None)
    destroy_documents(on=case, by=by)
    destroy_record_key(kind=case._meta.label_lower, record_id=str(case.pk), by=by)
    for name, nothing in {**ERASED, "disposed_on": on}.items():
        setattr(case, name, nothing)
    case.save(update_fields=[*ERASED, "disposed_on", "version"])
    disposal.confirmed_on, disposal.confirmed_by = on, by
    disposal.save(update_fields=["confirmed_on", "confirmed_by"])
    record("reviews.disposed", by=by, subject=case)
    return disposal
