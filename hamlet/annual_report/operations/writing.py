from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hamlet.annual_report import rules
from hamlet.annual_report.models import Commentary, Report, ReportEdition, Section, Summary
from hamlet.annual_report.rules import State, may_follow
from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, changes, locked, made_once


class WrongPeriod(Refusal):
    """The two days are no reporting period, or another report covers part of it."""


class NotNow(Refusal):
    """The report is in a state in which this cannot happen."""


def _in_state(report: Report, *states: State) -> None:
    if report.state not in [state.value for state in states]:
        raise NotNow(f"The report is {report.state.lower()}: this cannot be done now")


def _move(report: Report, state: State) -> None:
    if not may_follow(State(report.state), state):
        raise NotNow(f"The report is {report.state.lower()}: it cannot become {state.value.lower()}")
    report.state = state.value


def _tell(report: Report, permission: Permission, day: date, what: str, by: Any) -> None:
    """A notice to each person whose turn it is; the mail says only that the report waits."""
    for person in people_with(permission, day):
        key = f"annual_report.{what}.{report.slug}.{report.version}"
        notify(person=person, subject="The yearly report waits for you", path=f"/reports/{report.slug}/work/", key=key, by=by)


@transaction.atomic
def start_report(*, edition: ReportEdition, starts_on: date, ends_on: date, made_with: UUID | None = None, by: Any) -> Report:
    """Starts the report on a period of at most twelve months, with an empty section for each item of its edition."""
    made = made_once(Report, made_with)
    if made:
        return made
    fault = rules.period_fault(starts_on, ends_on)
    other = Report.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if fault or other:
        raise WrongPeriod(fault or f"{other} covers part of this period already")
    slug = rules.period_name(starts_on, ends_on)
    title = f"Yearly report {slug.replace('-', '–')}"
    given = {"edition": edition, "starts_on": starts_on, "ends_on": ends_on, "made_with": made_with or uuid4()}
    report = Report.objects.create(slug=slug, title=title, **given)
    keys = edition.items.order_by("position").values_list("key", flat=True)
    Section.objects.bulk_create([Section(report=report, key=key) for key in keys])
    record("annual_report.started", by=by, subject=report, edition=edition.year)
    return report


@transaction.atomic
def write_section(*, section: Section, narrative: str, other_evidence: str, seen_version: int | None, by: Any) -> Section:
    """Changes an editor's words and the evidence that no room holds; only while the report is being written."""
    report = Report.objects.select_for_update().get(pk=section.report_id)
    _in_state(report, State.DRAFT)
    section = locked(section, seen_version)
    changed = changes(section, narrative=narrative, other_evidence=other_evidence)
    section.save(update_fields=[*changed, "version"])
    record("annual_report.section_written", by=by, subject=report, section=section.key, fields=sorted(changed))
    return section


@transaction.atomic
def write_summary(*, report: Report, item: str, text: str, seen_version: int | None = None, by: Any) -> Summary:
    """Keeps an editor's summary of what the rooms hold for `item`. It has to be released again after each change."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    _in_state(report, State.DRAFT)
    summary = Summary.objects.filter(report=report, item=item).first()
    if summary is None:
        summary = Summary.objects.create(report=report, item=item, text=text)
    else:
        summary = locked(summary, seen_version)
        changed = changes(summary, text=text, released_on=None, released_by=None)
        summary.save(update_fields=[*changed, "version"])
    record("annual_report.summary_written", by=by, subject=report, item=item)
    return summary


@transaction.atomic
def release_summary(*, summary: Summary, released_on: date, seen_version: int | None, by: Any) -> Summary:
    """Lets a summary into the report, exactly as it was read."""
    report = Report.objects.select_for_update().get(pk=summary.report_id)
    _in_state(report, State.DRAFT)
    summary = locked(summary, seen_version)
    summary.released_on, summary.released_by = released_on, by
    summary.save(update_fields=["released_on", "released_by", "version"])
    record("annual_report.summary_released", by=by, subject=report, item=summary.item)
    return summary


@transaction.atomic
def send_to_scrutineer(*, report: Report, sent_on: date, seen_version: int | None, by: Any) -> Report:
    """Closes the writing. A commentary that was given on an earlier text has to be given again."""
    report = locked(report, seen_version)
    _move(report, State.SCRUTINY)
    report.save(update_fields=["state", "version"])
    Commentary.objects.filter(report=report).update(given_on=None)
    record("annual_report.sent_to_scrutineer", by=by, subject=report, on=sent_on)
    _tell(report, Permission.REPORTS_SCRUTINISE, sent_on, "scrutiny", by)
    return report


@transaction.atomic
def write_commentary(*, report: Report, text: str, final: bool, on: date, seen_version: int | None, by: Any) -> Commentary:
    """Keeps the scrutineer's commentary, and gives it when it is `final`. `seen_version` is the report's."""
    report = locked(report, seen_version)
    _in_state(report, State.SCRUTINY)
    report.save(update_fields=["version"])
    given = {"text": text, "written_by": by, "given_on": on if final else None}
    commentary, fresh = Commentary.objects.get_or_create(report=report, defaults=given)
    if not fresh:
        changed = changes(commentary, **given)
        commentary.save(update_fields=list(changed))
    record(f"annual_report.commentary_{'given' if final else 'written'}", by=by, subject=report)
    if final:
        _tell(report, Permission.REPORTS_EDIT, on, "commentary", by)
    return commentary
