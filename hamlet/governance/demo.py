"""The partnership as its 2022-23 annual report describes it. Facts and figures are the report's, the words are ours.

Seats, the rota's dates and the days of achievements are illustrative: the report gives none.
"""

from datetime import date
from typing import Any

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.governance import demo_year, operations
from hamlet.governance.models import Group
from hamlet.governance.rules import Capacity, Frequency, GroupKind, LeadKind, Partner, QuorumRule

BEGAN = date(2021, 4, 1)
LA, HEALTH, POLICE = Partner.LOCAL_AUTHORITY, Partner.HEALTH, Partner.POLICE

GROUPS = [
    (
        "executive",
        "Executive",
        GroupKind.EXECUTIVE,
        Frequency.TWO_MONTHLY,
        "Oversees the partnership. The council, the NHS and the police are equally responsible for it and for what it achieves.",
    ),
    (
        "quality",
        "Quality Assurance and Performance",
        GroupKind.QUALITY,
        Frequency.SIX_WEEKLY,
        "Looks after the partnership's business: shared data, audits, and the actions that follow statutory reviews.",
    ),
    (
        "exploitation",
        "Exploitation",
        GroupKind.PRIORITY,
        Frequency.SIX_WEEKLY,
        "Keeps the lens on children at risk of exploitation and harm outside the home. Led by the council.",
    ),
    (
        "domestic-abuse",
        "Domestic Abuse and its Impact on Children",
        GroupKind.PRIORITY,
        Frequency.SIX_WEEKLY,
        "Keeps the lens on what domestic abuse does to children and young people. Led by health.",
    ),
    (
        "online-safety",
        "Staying Safe Online",
        GroupKind.PRIORITY,
        Frequency.SIX_WEEKLY,
        "Keeps the lens on children's safety online. Led by the police.",
    ),
    (
        "rapid-review-panel",
        "Rapid Review Panel",
        GroupKind.RAPID_REVIEW_PANEL,
        Frequency.AS_NEEDED,
        "Responds at once when abuse or neglect has seriously harmed a child, and tells the Executive what review is needed.",
    ),
    (
        "rapid-review-working-group",
        "Rapid Review Working Group",
        GroupKind.RAPID_REVIEW_WORKING,
        Frequency.SIX_WEEKLY,
        "Holds the action plan of all reviews and puts their learning into practice, theme by theme.",
    ),
    (
        "education-forum",
        "Education Safeguarding Forum",
        GroupKind.EDUCATION,
        Frequency.TERMLY,
        "Where schools, colleges and early years raise themes and strategic worries about safeguarding.",
    ),
]

EXECUTIVE_SEATS = [
    ("executive-local-authority", LA, "exploitation", "quality"),
    ("executive-health", HEALTH, "domestic-abuse", "rapid-review-working-group"),
    ("executive-police", POLICE, "online-safety", "education-forum"),
]
CHAIRS = {
    "quality": "quality-chair",
    "exploitation": "exploitation-chair",
    "domestic-abuse": "domestic-abuse-chair",
    "online-safety": "online-safety-chair",
    "rapid-review-panel": "rapid-review-chair",
    "rapid-review-working-group": "working-group-chair",
    "education-forum": "education-forum-chair",
}
MEMBERS = {
    "quality": ["working-group-chair", "data-lead-police", "data-lead-health", "exploitation-chair"],
    "exploitation": ["online-safety-chair", "domestic-abuse-chair", "school-safeguarding-lead"],
    "domestic-abuse": ["exploitation-chair", "practitioner"],
    "online-safety": ["education-forum-chair", "school-safeguarding-lead"],
    "rapid-review-panel": ["domestic-abuse-chair", "online-safety-chair", "working-group-chair"],
    "rapid-review-working-group": ["quality-chair", "domestic-abuse-chair", "online-safety-chair"],
    "education-forum": ["education-forum-member"],
}
# Illustrative: the report names no deputies.
DEPUTIES = [("executive-local-authority", "quality-chair"), ("executive-health", "domestic-abuse-chair")]
ROLES = [
    ("partnership-manager", Role.PARTNERSHIP_MANAGER, None),
    ("administrator", Role.ADMINISTRATOR, None),
    ("independent-scrutineer", Role.INDEPENDENT_SCRUTINEER, None),
    ("young-scrutineer", Role.YOUNG_SCRUTINEER, None),
    ("data-lead-police", Role.DATA_LEAD, "police"),
    ("data-lead-health", Role.DATA_LEAD, "icb"),
    ("data-lead-council", Role.DATA_LEAD, "council"),
    ("data-lead-hospitals", Role.DATA_LEAD, "hospitals"),
    ("school-safeguarding-lead", Role.SCHOOL_LEAD, "schools"),
    ("practitioner", Role.PRACTITIONER, None),
    ("website-editor", Role.WEBSITE_EDITOR, None),
]
LEADS = [
    (
        LA,
        "lead-local-authority",
        "Statutory director of children's services; leads nationally and for London on multi-agency safeguarding.",
    ),
    (HEALTH, "lead-health", "Leads for the NHS in north east London on its duties to safeguard children and children in care."),
    (POLICE, "lead-police", "Answers for policing in Tower Hamlets and Hackney."),
]


def load(cast: Any, today: date) -> None:
    by = system_person()
    groups = load_groups(by)
    load_partners(cast, by)
    load_seats(cast, groups, by)
    load_rota(cast, today, by)
    load_arrangements(cast, today, by)
    demo_year.load(cast, groups, today, by)


def load_groups(by: Any) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for slug, name, kind, frequency, purpose in GROUPS:
        above = "quality" if slug == "rapid-review-working-group" else "executive"
        groups[slug] = operations.add_group(
            slug=slug,
            name=name,
            kind=kind,
            purpose=purpose,
            terms_of_reference="Illustrative: meets at its frequency, keeps minutes, escalates to the Executive what it cannot solve.",
            reports_to=None if slug == "executive" else groups[above],
            frequency=frequency.value,
            quorum_rule=(QuorumRule.ALL_PARTNERS if slug == "executive" else QuorumRule.HALF).value,
            avoids_school_holidays=slug == "education-forum",
            restricted=slug == "rapid-review-panel",
            starts_on=BEGAN,
            by=by,
        )
    return groups


def load_partners(cast: Any, by: Any) -> None:
    operations.set_partner(partner=LA, agency=cast.agency("council"), starts_on=date(2019, 6, 29), by=by)
    operations.set_partner(
        partner=HEALTH, agency=cast.agency("ccg"), starts_on=date(2021, 4, 1), ends_on=date(2022, 6, 30), by=by
    )
    operations.set_partner(partner=HEALTH, agency=cast.agency("icb"), starts_on=date(2022, 7, 1), by=by)
    operations.set_partner(partner=POLICE, agency=cast.agency("police"), starts_on=date(2019, 6, 29), by=by)
    for partner, key, about in LEADS:
        operations.appoint_lead(
            partner=partner,
            kind=LeadKind.REPRESENTATIVE,
            person=cast[key],
            starts_on=BEGAN,
            published=True,
            about=about,
            by=by,
        )


def load_seats(cast: Any, groups: dict[str, Group], by: Any) -> None:
    for key, partner, *sponsored in EXECUTIVE_SEATS:
        seat = {"person": cast[key], "starts_on": BEGAN, "by": by}
        operations.give_seat(group=groups["executive"], capacity=Capacity.MEMBER, partner=partner, **seat)
        for slug in sponsored:
            operations.give_seat(group=groups[slug], capacity=Capacity.SPONSOR, **seat)
    for slug, key in CHAIRS.items():
        operations.give_seat(group=groups[slug], capacity=Capacity.CHAIR, person=cast[key], starts_on=BEGAN, by=by)
    for slug, keys in MEMBERS.items():
        for key in keys:
            operations.give_seat(group=groups[slug], capacity=Capacity.MEMBER, person=cast[key], starts_on=BEGAN, by=by)
    for group in groups.values():
        person = cast["partnership-manager"]
        operations.give_seat(group=group, capacity=Capacity.SECRETARY, person=person, starts_on=BEGAN, by=by)
    operations.give_seat(
        group=groups["executive"],
        capacity=Capacity.ADVISER,
        person=cast["independent-scrutineer"],
        starts_on=BEGAN,
        by=by,
    )
    load_others(cast, groups["executive"], by)


def load_others(cast: Any, executive: Group, by: Any) -> None:
    """Deputies, and the roles that are no seat in a group."""
    for key, deputy in DEPUTIES:
        held = executive.seats.get(person=cast[key], capacity=Capacity.MEMBER.value)
        operations.appoint_deputy(seat=held, deputy=cast[deputy], on=date(2022, 4, 1), by=by)
    for key, role, short in ROLES:
        agency = cast.agency(short) if short else None
        operations.appoint_role(person=cast[key], role=role, agency=agency, starts_on=BEGAN, by=by)


def load_rota(cast: Any, today: date, by: Any) -> None:
    """Half a year each, in turn, from April 2021 to about three months from today: so that the rota's end is pointed out."""
    turns = [(LA, "executive-local-authority"), (HEALTH, "executive-health"), (POLICE, "executive-police")]
    starts_on, number = BEGAN, 0
    while (starts_on - today).days < 90:
        follows = date(starts_on.year, 10, 1) if starts_on.month == 4 else date(starts_on.year + 1, 4, 1)
        partner, key = turns[number % 3]
        last = date.fromordinal(follows.toordinal() - 1)
        operations.plan_chair_term(partner=partner, person=cast[key], starts_on=starts_on, ends_on=last, by=by)
        starts_on, number = follows, number + 1


def load_arrangements(cast: Any, today: date, by: Any) -> None:
    """Two versions, so that one can see what changed; what the report does not say in them is marked illustrative."""
    named = [cast.agency(slug) for slug in ("schools", "hospitals", "probation", "voluntary")]
    operations.publish_arrangements(
        published_on=date(2019, 6, 29),
        today=today,
        area="The London Borough of Tower Hamlets",
        partners="The council, the clinical commissioning group and the Metropolitan Police, equally.",
        groups="Illustrative: an Executive, with groups for quality assurance, for the priorities and for education below it.",
        scrutiny="Illustrative: an independent scrutineer.",
        dispute_process="Illustrative: between the leads first, then with the scrutineer's advice.",
        funding="Illustrative: each partner contributes; the parts are not equal.",
        relevant_agencies=named[:3],
        by=by,
    )
    operations.publish_arrangements(
        published_on=date(2022, 7, 1),
        today=today,
        area="The London Borough of Tower Hamlets",
        partners="The council, NHS North East London Integrated Care Board and the Metropolitan Police, equally.",
        groups="An Executive with seven groups below it; each member of the Executive sponsors one or more.",
        scrutiny="An independent scrutineer, and three young scrutineers aged 16 and 17.",
        dispute_process="Illustrative: between the leads first, then with the scrutineer's advice, then to the chief officers.",
        funding="Contributions of the three partners are not equal yet; the partnership says so in its report.",
        relevant_agencies=named,
        by=by,
    )
