"""Who opened what: the pages of a case, its agencies' summaries, the versions of a report, the files that left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from hamlet.foundations.audit.queries import events_about, sentence, who
from hamlet.foundations.documents.queries import document_keys, holder_keys
from hamlet.foundations.working_days.clock import midnight
from hamlet.reviews.models import AgencySummary, Case, ReportVersion

VERBS = ("reviews.opened", "reviews.reason_given", "documents.downloaded", "audit.exported")
CASE, SUMMARY, VERSION, FILE = "reviews.case", "reviews.agencysummary", "reviews.reportversion", "documents.document"


@dataclass(frozen=True)
class OpenedRow:
    at: datetime
    who: str
    what: str
    reference: str


def opened_what(cases: Any, *, by: Any = None, first: date | None = None, last: date | None = None) -> Any:
    """The events by which something of `cases` was opened, newest first; the page narrows them by whom and by day."""
    versions = ReportVersion.objects.filter(review__case__in=cases).values_list("pk", flat=True)
    subjects = {
        CASE: keys(cases),
        SUMMARY: keys(AgencySummary.objects.filter(review__case__in=cases)),
        FILE: document_keys(VERSION, versions),
    }
    rows = events_about(subjects, VERBS)
    rows = rows.filter(by=by) if by else rows
    rows = rows.filter(at__gte=midnight(first)) if first else rows
    return rows.filter(at__lt=midnight(last + timedelta(days=1))) if last else rows


def keys(rows: Any) -> Any:
    return rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")


def opened_rows(events: Iterable[Any]) -> list[OpenedRow]:
    """Sentences with the case of each. Four queries, however many events there are."""
    events = list(events)
    cases = {key: (reference, "") for key, reference in named_by(CASE, events, Case.objects, "reference")}
    summaries = named_by(SUMMARY, events, AgencySummary.objects, "review__case__reference", "agency__short_name")
    files = holder_keys(keys_of(FILE, events))
    versions = {
        str(row.pk): (row.review.case.reference, str(row))
        for row in ReportVersion.objects.filter(pk__in=files.values()).select_related("review__case")
    }
    known = {
        CASE: cases,
        SUMMARY: {key: (reference, agency) for key, reference, agency in summaries},
        FILE: {key: versions[on] for key, on in files.items() if on in versions},
    }
    return [opened_row(event, *known[event.subject_kind].get(event.subject_id, ("", ""))) for event in events]


def opened_row(event: Any, reference: str, of: str) -> OpenedRow:
    return OpenedRow(event.at, who(event), f"{sentence(event, {})}{f': {of}' if of else ''}", reference)


def named_by(kind: str, events: list[Any], rows: Any, *names: str) -> list[Any]:
    return [(str(row[0]), *row[1:]) for row in rows.filter(pk__in=keys_of(kind, events)).values_list("pk", *names)]


def keys_of(kind: str, events: list[Any]) -> set[str]:
    return {event.subject_id for event in events if event.subject_kind == kind}
