from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from hamlet.annual_report.editions import SignedBy
from hamlet.annual_report.models import Commentary, Publication, Report, ReportEdition, Signature, Summary
from hamlet.annual_report.rules import (
    Due,
    Next,
    Progress,
    Recipient,
    State,
    copies_due_on,
    due_on,
    next_step,
    standing,
)
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.governance.queries import edition_on, lead_for, representatives_on
from hamlet.governance.rules import LeadKind, Partner


def published_reports() -> Any:
    """Every published report with its publication, newest period first: for the website's front page too."""
    rows = Report.objects.published().select_related("publication", "edition").order_by("-ends_on")
    return rows.defer("proposed", "publication__content")


def publications() -> list[tuple[date, date]]:
    """(last day of the period, published on) of every published report, newest period first."""
    return list(Publication.objects.order_by("-report__ends_on").values_list("report__ends_on", "published_on"))


def due(report: Report, published: Iterable[tuple[date, date]] | None = None) -> Due:
    """When the report is due, by its edition. `published` are `publications()`, where many reports are asked about."""
    rows = publications() if published is None else published
    last = next((on for ends_on, on in rows if ends_on < report.ends_on), None)
    return due_on(report.edition.due_rule, ends_on=report.ends_on, last_published_on=last)


def commentary_of(report: Report) -> Commentary | None:
    return getattr(report, "commentary", None)


def signatures_of(report: Report) -> list[Signature]:
    """The signatures that stand, by the partners' names."""
    prefetched = getattr(report, "standing_signatures", None)
    return list(report.signatures.standing().with_people()) if prefetched is None else prefetched


def signature_rows(report: Report) -> tuple[tuple[str, str, str, str], ...]:
    """The signatures as the report shows them: partner, signed by, on, and whether in person or recorded by whom and from what."""
    return tuple(
        (
            row.partner,
            row.signed_as,
            f"{row.signed_on:%-d %B %Y}",
            f"Recorded by {row.recorded_by}: {row.evidence}" if row.recorded_by else "In person",
        )
        for row in signatures_of(report)
    )


def signatories(report: Report, day: date) -> dict[Partner, list[Any]]:
    """Who may sign for each partner on `day`, by the report's edition: in 2018 the representatives, from 2023 the leads alone."""
    if report.edition.signed_by == SignedBy.LEADS.value:
        found = {partner: [lead_for(partner, LeadKind.LEAD.value, day)] for partner in Partner}
    else:
        seated = representatives_on(day)
        found = {partner: [seated.get(partner), lead_for(partner, LeadKind.REPRESENTATIVE.value, day)] for partner in Partner}
    return {partner: list(dict.fromkeys(person for person in people if person)) for partner, people in found.items()}


def partner_to_sign(report: Report, person: Any, day: date) -> Partner | None:
    """The partner for which this person may still sign the report in person, or None."""
    if report.state != State.SIGNATURE.value:
        return None
    given = {row.partner for row in signatures_of(report)}
    rows = signatories(report, day).items()
    return next((partner for partner, people in rows if person in people and partner.value not in given), None)


def copies_owed(report: Report) -> list[Recipient]:
    sent = {row.recipient for row in report.copies.all()}
    return [recipient for recipient in Recipient if recipient.value not in sent]


def progress(report: Report) -> Progress:
    """How far the report has come. No query for a report from `with_counts()` or `with_progress()`."""
    if hasattr(report, "section_count"):
        return counted(report)
    words = [bool(section.narrative) for section in report.sections.all()]
    commentary = commentary_of(report)
    return Progress(
        state=State(report.state),
        sections=len(words),
        written=sum(words),
        commentary_given=bool(commentary and commentary.given_on),
        signatures=len(signatures_of(report)),
        partners=len(Partner),
        copies_owed=len(copies_owed(report)),
    )


def counted(report: Any) -> Progress:
    commentary = commentary_of(report)
    return Progress(
        state=State(report.state),
        sections=report.section_count,
        written=report.written_count,
        commentary_given=bool(commentary and commentary.given_on),
        signatures=report.signature_count,
        partners=len(Partner),
        copies_owed=len(Recipient) - report.sent_count,
    )


def summaries_of(report: Report) -> dict[str, Summary]:
    return {row.item: row for row in report.summaries.select_related("released_by")}


def edition_for(day: date) -> ReportEdition | None:
    """What the edition of the guidance in force on `day` says of yearly reports: what a new report is offered first."""
    edition = edition_on(day)
    return ReportEdition.objects.filter(year=edition.year).first() if edition else None


def may_open_document(user: Any, document: Any) -> bool:
    """A published report's files are everyone's; the letters that stand for signatures are for those who read drafts."""
    public = Publication.objects.filter(pdf=document).exists() or Publication.objects.filter(docx=document).exists()
    return public or user.powers.may(Permission.REPORTS_READ)


def waits_for(report: Report, step: Next, user: Any, today: date) -> bool:
    """Whether the next step is this person's to take."""
    if step.whose == "signer":
        return user.powers.may(Permission.REPORTS_SIGN) and partner_to_sign(report, user, today) is not None
    needed = {"editor": Permission.REPORTS_EDIT, "scrutineer": Permission.REPORTS_SCRUTINISE}
    return step.whose in needed and user.powers.may(needed[step.whose])


@dataclass(frozen=True)
class Turn:
    """A report with what is next in it and by when: the report itself, or once it is published its copies."""

    report: Report
    step: Next
    due: Due
    url: str


def turns(reports: Any) -> list[Turn]:
    """What is next in each of these reports, oldest period first. The same few queries however many there are."""
    return turns_of(list(reports.with_counts().order_by("ends_on")), publications())


def turns_of(reports: list[Report], published: list[tuple[date, date]]) -> list[Turn]:
    found = []
    for report in reports:
        step, owed = next_step(progress(report)), due(report, published)
        if report.is_published:
            last = copies_due_on(report.publication.published_on, report.edition.copies_within_days)
            owed = Due(last, f"{report.edition.copies_within_days} days after publication")
        found.append(Turn(report, step, owed, page_of(report, step)))
    return found


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: the next step of each report whose turn is this person's, and the copies that are owed."""
    if not user.powers.may(Permission.REPORTS_READ):
        return []
    every = list(Report.objects.with_counts().order_by("ends_on"))
    published = [(report.ends_on, report.publication.published_on) for report in reversed(every) if report.is_published]
    return [
        Duty(f"{turn.report}: {turn.step.what}", turn.url, turn.due.on, "Yearly report", standing(turn.due.on, today))
        for turn in turns_of(every, published)
        if waits_for(turn.report, turn.step, user, today)
    ]


def page_of(report: Report, step: Next) -> str:
    return reverse(f"annual_report:{step.page or 'work'}", args=[report.slug])
