"""Two reports: that on 2022-23, written and with the scrutineer; and one on the year that runs now, just begun."""

from datetime import date, timedelta
from typing import Any

from hamlet.annual_report import operations, queries
from hamlet.annual_report.demo_words import COMMENTARY, SECTIONS, SUMMARIES
from hamlet.annual_report.models import Report, ReportEdition
from hamlet.foundations.people.operations import add_person
from hamlet.foundations.people.queries import system_person
from hamlet.governance.operations import appoint_lead
from hamlet.governance.rules import LeadKind, Partner
from hamlet.insight.queries.told import indicator_reference
from hamlet.learning.operations import add_action, complete_action

# From the 2023 edition on the chief officers sign. Posts only: nobody of that name or none is meant.
CHIEFS = [
    (Partner.LOCAL_AUTHORITY, "chief-local-authority", "Chief Executive of the council", "council", "executive-local-authority"),
    (Partner.HEALTH, "chief-health", "Chief Executive of the integrated care board", "icb", "executive-health"),
    (Partner.POLICE, "chief-police", "Chief Officer of Police", "police", "executive-police"),
]
IN_FORCE = date(2023, 12, 15)
AGAIN = "Ask why return interviews are held late"


def load(cast: Any, today: date) -> None:
    manager = cast["partnership-manager"]
    load_year(cast, manager, today)
    if today >= IN_FORCE:
        load_leads(cast)
    load_current(manager, today)
    act_on_data(cast, today)


def act_on_data(cast: Any, today: date) -> None:
    """What came of an indicator, so that the reports can tell it: in 2022-23, in the year before this one, and in the year that runs."""
    given: Any = {"raised_on": today - timedelta(days=11), "due_on": today + timedelta(days=45)}
    title = "Count the children behind the missing episodes, not the episodes alone"
    source = indicator_reference("missing-episodes")
    words: Any = {"owner": cast["data-lead-police"], "source": source, "by": cast["exploitation-chair"]}
    add_action(title=title, **words, **given)
    for day, title in (
        (date(2023, 2, 14), "Speak with families from whose home children go missing"),
        (a_year_before(today), AGAIN),
    ):
        action = add_action(title=title, **words, raised_on=day, due_on=day + timedelta(days=60))
        done: Any = {"note": "Illustrative: done, and told to the group", "closed_on": day + timedelta(days=52)}
        complete_action(action=action, **done, seen_version=None, by=cast["data-lead-police"])


def a_year_before(day: date) -> date:
    return day - timedelta(days=365)


def load_year(cast: Any, manager: Any, today: date) -> None:
    period: Any = {"starts_on": date(2022, 4, 1), "ends_on": date(2023, 3, 31)}
    report = operations.start_report(edition=ReportEdition.objects.get(year=2018), **period, by=manager)
    for section in report.sections.all():
        narrative, other = SECTIONS[section.key]
        operations.write_section(section=section, narrative=narrative, other_evidence=other, seen_version=None, by=manager)
    for item, text in SUMMARIES.items():
        summary = operations.write_summary(report=report, item=item, text=text, by=manager)
        operations.release_summary(summary=summary, released_on=today, seen_version=None, by=manager)
    operations.send_to_scrutineer(report=report, sent_on=today, seen_version=None, by=manager)
    scrutineer = cast["independent-scrutineer"]
    operations.write_commentary(report=report, text=COMMENTARY, final=False, on=today, seen_version=None, by=scrutineer)


def load_leads(cast: Any) -> None:
    """Leads and delegates as the 2023 edition knows them, illustrative and by post."""
    by = system_person()
    for partner, key, post, agency, delegate in CHIEFS:
        lead = add_person(email=f"{key}@demo.example", post_title=post, agency=cast.agency(agency), by=by)
        appoint_lead(partner=partner, kind=LeadKind.LEAD, person=lead, starts_on=IN_FORCE, by=by)
        appoint_lead(partner=partner, kind=LeadKind.DELEGATE, person=cast[delegate], starts_on=IN_FORCE, by=by)


def load_current(manager: Any, today: date) -> None:
    """The year from April that holds today: what is escalated, decided and done now is counted in it."""
    first = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    edition = queries.edition_for(today)
    if edition and not Report.objects.filter(starts_on__lte=first, ends_on__gte=first).exists():
        last = date(first.year + 1, 3, 31)
        operations.start_report(edition=edition, starts_on=first, ends_on=last, by=manager)
