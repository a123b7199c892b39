from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hamlet.annual_report import gathering, queries
from hamlet.annual_report.files import WORD, Files
from hamlet.annual_report.models import CopySent, Publication, Report
from hamlet.annual_report.operations.writing import NotNow, _in_state, _move
from hamlet.annual_report.rules import Recipient, State, signatures_missing
from hamlet.foundations.access.queries import people_with, powers_on
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.operations import keep_made
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.governance.rules import Partner


class GapsNeedReason(Refusal):
    """The report has gaps, and nobody said why it is published with them."""


class WrongDay(Refusal):
    """A copy cannot have been sent before the report was published, or in the future."""


@transaction.atomic
def publish(
    *, report: Report, files: Files | None, gaps_reason: str, published_on: date, seen_version: int | None, by: Any
) -> Report:
    """Publishes the signed text for ever. `files` are made of `gathering.final_content` for the version that was seen.

    Refuses without all three signatures under this text, and with gaps that nobody gave a reason for.
    """
    report = locked(report, seen_version)
    _move(report, State.PUBLISHED)
    under_this_text = report.signatures.standing().filter(text_sha256=report.proposed_sha256).count()
    if under_this_text < len(Partner):
        raise NotNow(signatures_missing(len(Partner) - under_this_text, len(Partner)))
    if files is None:
        raise NotNow("There is no text to publish")
    if report.gaps and not gaps_reason.strip():
        raise GapsNeedReason("Say why the report is published with gaps: the reason is printed in it")
    report.save(update_fields=["state", "version"])
    kept = {"on": report, "title": report.title, "by": by}
    Publication.objects.create(
        report=report,
        content=gathering.described(files.content),
        published_on=published_on,
        gaps_reason=gaps_reason,
        pdf=keep_made(content=files.pdf, name=f"report-{report.slug}.pdf", kind="application/pdf", **kept),
        docx=keep_made(content=files.docx, name=f"report-{report.slug}.docx", kind=WORD, **kept),
    )
    record("annual_report.published", by=by, subject=report, on=published_on, gaps=len(report.gaps))
    return report


@transaction.atomic
def record_copy(
    *, report: Report, recipient: Recipient, sent_on: date, how: str, today: date, made_with: UUID | None = None, by: Any
) -> CopySent:
    """Records that a copy was sent: the guidance gives seven days from publication."""
    made = made_once(CopySent, made_with)
    if made:
        return made
    report = Report.objects.select_for_update(of=("self",)).select_related("publication").get(pk=report.pk)
    _in_state(report, State.PUBLISHED)
    if not report.publication.published_on <= sent_on <= today:
        raise WrongDay(f"A copy is sent on or after {report.publication.published_on:%-d %B %Y}, and not in the future")
    given = {"sent_on": sent_on, "how": how, "sent_by": by, "made_with": made_with or uuid4()}
    copy = CopySent.objects.create(report=report, recipient=recipient.value, **given)
    record("annual_report.copy_sent", by=by, subject=report, recipient=recipient.value, sent_on=sent_on)
    return copy


TURNS = {
    "editor": Permission.REPORTS_EDIT,
    "scrutineer": Permission.REPORTS_SCRUTINISE,
    "signer": Permission.REPORTS_SIGN,
}
AHEAD = (60, 30, 7)


def remind_report(today: date, by: Any) -> None:
    """Each morning: 60, 30 and 7 days before a report or its copies are due, and every Monday once late, to whose turn it is."""
    for turn in queries.turns(Report.objects.all()):
        left = (turn.due.on - today).days
        if not turn.step.whose or not (left in AHEAD or (left < 0 and today.weekday() == 0)):
            continue
        for person in people_with(TURNS[turn.step.whose], today):
            person.powers = powers_on(person, today)
            if queries.waits_for(turn.report, turn.step, person, today):
                key = f"annual_report.due.{turn.report.slug}.{today.isoformat()}"
                notify(person=person, subject="The yearly report waits for you", path=turn.url, key=key, by=by)
