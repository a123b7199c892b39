from datetime import date

from hamlet.annual_report import gathering, operations
from hamlet.annual_report.files import files_of
from hamlet.annual_report.models import Report, ReportEdition, Section
from hamlet.governance import operations as governance
from hamlet.governance.rules import Capacity, Frequency, GroupKind, Partner, QuorumRule

DAY = date(2022, 11, 15)
PERIOD = {"starts_on": date(2021, 10, 1), "ends_on": date(2022, 9, 30)}


def seat_partners(person_factory, by):
    """The Executive with a person seated for each safeguarding partner."""
    executive = governance.add_group(
        slug="executive",
        name="Executive",
        kind=GroupKind.EXECUTIVE,
        purpose="Oversees the partnership",
        terms_of_reference="",
        reports_to=None,
        frequency=Frequency.QUARTERLY.value,
        quorum_rule=QuorumRule.ALL_PARTNERS.value,
        avoids_school_holidays=False,
        restricted=False,
        starts_on=date(2021, 4, 1),
        by=by,
    )
    seated = {}
    for partner in Partner:
        seated[partner] = person_factory(post_title=f"Director, {partner.value}")
        seat = {"group": executive, "capacity": Capacity.MEMBER, "person": seated[partner]}
        governance.give_seat(partner=partner, starts_on=date(2021, 4, 1), by=by, **seat)
    return seated


def started(by, year=2018, **given):
    edition = ReportEdition.objects.get(year=year)
    return operations.start_report(edition=edition, **{**PERIOD, **given}, by=by)


def written(report, by):
    """Words in every section, and evidence kept elsewhere, so that nothing is missing."""
    for section in Section.objects.filter(report=report):
        words = {"narrative": f"Words on {section.key}.", "other_evidence": "An evaluation, kept by the team."}
        operations.write_section(section=section, **words, seen_version=section.version, by=by)
    return fresh(report)


def commented(report, by, scrutineer):
    operations.send_to_scrutineer(report=report, sent_on=DAY, seen_version=None, by=by)
    operations.write_commentary(report=report, text="I saw it at work.", final=True, on=DAY, seen_version=None, by=scrutineer)
    return fresh(report)


def for_signature(report, by, scrutineer):
    report = commented(report, by, scrutineer)
    content, gaps = gathering.text_to_sign(report, DAY)
    operations.send_for_signature(report=report, content=content, gaps=gaps, sent_on=DAY, seen_version=None, by=by)
    return fresh(report)


def signed(report, people):
    for person in people:
        operations.sign(report=report, text_sha256=report.proposed_sha256, signed_on=DAY, by=person)
    return fresh(report)


def published(report, by, gaps_reason=""):
    files = files_of(gathering.final_content(report, gaps_reason))
    return operations.publish(report=report, files=files, gaps_reason=gaps_reason, published_on=DAY, seen_version=None, by=by)


def fresh(report):
    return Report.objects.select_related("edition").get(pk=report.pk)
