"""Seats and the roles they give, the rota, the gaps, the structure. No Django; `today` is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hamlet.foundations.access.rules import Role


class Partner(StrEnum):
    LOCAL_AUTHORITY = "Local authority"
    HEALTH = "Health"
    POLICE = "Police"


class GroupKind(StrEnum):
    EXECUTIVE = "Executive"
    QUALITY = "Quality assurance and performance"
    PRIORITY = "Priority group"
    RAPID_REVIEW_PANEL = "Rapid review panel"
    RAPID_REVIEW_WORKING = "Rapid review working group"
    EDUCATION = "Education safeguarding forum"
    OTHER = "Another group"


class Capacity(StrEnum):
    CHAIR = "Chair"
    MEMBER = "Member"
    SPONSOR = "Sponsor"
    ADVISER = "Adviser"
    SECRETARY = "Secretary"


class Frequency(StrEnum):
    MONTHLY = "Monthly"
    SIX_WEEKLY = "Every six weeks"
    TWO_MONTHLY = "Every two months"
    QUARTERLY = "Every quarter"
    TERMLY = "Every term"
    AS_NEEDED = "When needed"


class QuorumRule(StrEnum):
    ALL_PARTNERS = "All three safeguarding partners"
    HALF = "Half of the seats"
    NUMBER = "A number of seats"


class LeadKind(StrEnum):
    LEAD = "Lead safeguarding partner"
    DELEGATE = "Delegated safeguarding partner"
    REPRESENTATIVE = "Representative of the safeguarding partner"


class ChallengeState(StrEnum):
    OPEN = "Open"
    ANSWERED = "Being answered"
    OVER = "Overcome"


class PlanState(StrEnum):
    PLANNED = "Planned"
    DONE = "Done"
    DROPPED = "Dropped"


# What a seat gives, by the kind of group and the capacity. The second of each pair says whether it holds in that group only.
IN_GROUP, EVERYWHERE = True, False
SEAT_ROLES: dict[Capacity, tuple[tuple[Role, bool], ...]] = {
    Capacity.CHAIR: ((Role.GROUP_CHAIR, IN_GROUP), (Role.GROUP_MEMBER, IN_GROUP)),
    Capacity.MEMBER: ((Role.GROUP_MEMBER, IN_GROUP),),
    Capacity.SPONSOR: ((Role.GROUP_SPONSOR, IN_GROUP),),
    Capacity.ADVISER: ((Role.GROUP_ADVISER, IN_GROUP),),
    Capacity.SECRETARY: ((Role.GROUP_SECRETARY, IN_GROUP),),
}
EXECUTIVE_ROLES: dict[Capacity, tuple[tuple[Role, bool], ...]] = {
    Capacity.CHAIR: ((Role.EXECUTIVE_MEMBER, EVERYWHERE),),
    Capacity.MEMBER: ((Role.EXECUTIVE_MEMBER, EVERYWHERE),),
    Capacity.SPONSOR: ((Role.GROUP_SPONSOR, IN_GROUP),),
    Capacity.ADVISER: ((Role.GROUP_ADVISER, IN_GROUP),),
    Capacity.SECRETARY: ((Role.GROUP_SECRETARY, IN_GROUP),),
}
# A deputy acts in the group, but never signs or agrees for a safeguarding partner: that is not theirs to give away.
DEPUTY_ROLES: dict[Capacity, tuple[tuple[Role, bool], ...]] = {
    Capacity.CHAIR: ((Role.GROUP_CHAIR, IN_GROUP), (Role.GROUP_MEMBER, IN_GROUP)),
    Capacity.MEMBER: ((Role.GROUP_MEMBER, IN_GROUP),),
    Capacity.SPONSOR: ((Role.GROUP_SPONSOR, IN_GROUP),),
    Capacity.ADVISER: ((Role.GROUP_ADVISER, IN_GROUP),),
    Capacity.SECRETARY: ((Role.GROUP_SECRETARY, IN_GROUP),),
}
# What a seat gives besides, in groups of a kind: the Rapid Review Panel opens cases; chairs and members of the other two confirm
# the rungs, while whoever keeps their minutes reads and proposes.
KIND_ROLES: dict[GroupKind, dict[Capacity, Role]] = {
    GroupKind.RAPID_REVIEW_PANEL: {
        Capacity.CHAIR: Role.REVIEW_PANEL_CHAIR,
        Capacity.MEMBER: Role.REVIEW_PANEL_MEMBER,
        Capacity.ADVISER: Role.REVIEW_PANEL_MEMBER,
        Capacity.SECRETARY: Role.REVIEW_PANEL_MEMBER,
    },
    GroupKind.RAPID_REVIEW_WORKING: {
        Capacity.CHAIR: Role.WORKING_GROUP_SEAT,
        Capacity.MEMBER: Role.WORKING_GROUP_SEAT,
        Capacity.SECRETARY: Role.LEARNING_SECRETARY,
    },
    GroupKind.QUALITY: {
        Capacity.CHAIR: Role.QUALITY_SEAT,
        Capacity.MEMBER: Role.QUALITY_SEAT,
        Capacity.SECRETARY: Role.LEARNING_SECRETARY,
    },
}
# Posts that are not a seat in a group, and what each gives.
APPOINTED = (
    Role.PARTNERSHIP_MANAGER,
    Role.ADMINISTRATOR,
    Role.INDEPENDENT_SCRUTINEER,
    Role.YOUNG_SCRUTINEER,
    Role.DATA_LEAD,
    Role.SCHOOL_LEAD,
    Role.PRACTITIONER,
    Role.WEBSITE_EDITOR,
)
FOR_AN_AGENCY = frozenset({Role.DATA_LEAD, Role.SCHOOL_LEAD})


# The seats on the Executive in which somebody acts for a safeguarding partner.
REPRESENTING = frozenset({Capacity.CHAIR, Capacity.MEMBER})


def roles_of_seat(kind: GroupKind, capacity: Capacity, *, for_partner: bool) -> tuple[tuple[Role, bool], ...]:
    """The roles that a seat gives to whoever holds it, each with whether it is confined to the group."""
    if kind is not GroupKind.EXECUTIVE:
        return (*SEAT_ROLES[capacity], *roles_of_kind(kind, capacity))
    roles = EXECUTIVE_ROLES[capacity]
    return (*roles, (Role.LEAD_PARTNER, EVERYWHERE)) if for_partner and capacity in REPRESENTING else roles


def roles_of_kind(kind: GroupKind, capacity: Capacity) -> tuple[tuple[Role, bool], ...]:
    """What a seat, or its deputy, gets because of the kind of group it is in."""
    role = KIND_ROLES.get(kind, {}).get(capacity)
    return ((role, IN_GROUP),) if role else ()


@dataclass(frozen=True)
class Term:
    """A turn in the chair of the Executive: whose, from which day to which."""

    partner: Partner
    starts_on: date
    ends_on: date


def holder_on(terms: Iterable[Term], day: date) -> Term | None:
    return next((term for term in terms if term.starts_on <= day <= term.ends_on), None)


def overlapping(terms: Iterable[Term], proposed: Term) -> Term | None:
    """The first turn that shares a day with the proposed one."""
    return next((term for term in terms if term.starts_on <= proposed.ends_on and proposed.starts_on <= term.ends_on), None)


def rota_runs_out_on(terms: Iterable[Term], today: date) -> date | None:
    """The last day from today on which somebody is planned to chair without a break; None when nobody chairs today."""
    day, ordered = today, sorted(terms, key=lambda term: term.starts_on)
    covered = None
    for term in ordered:
        if term.starts_on <= day <= term.ends_on:
            covered = term.ends_on
            day = term.ends_on + timedelta(days=1)
    return covered


# What every version of the published arrangements says, beside the relevant agencies.
PARTS = ("area", "partners", "groups", "scrutiny", "dispute_process", "funding")

TERM_ENDS_WITHIN = timedelta(days=60)
ROTA_AHEAD = timedelta(days=183)


@dataclass(frozen=True)
class Gap:
    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class EditionRow:
    """An edition of Working Together to Safeguard Children. `implemented_by` is the last day to bring arrangements into line."""

    year: int
    name: str
    in_force_on: date
    implemented_by: date | None
    confirmed: bool
    source: str


# Dates from domain.md 1.1; the manager can correct them. The 2026 edition's day is not confirmed and says so.
EDITIONS = (
    EditionRow(2018, "Working Together 2018", date(2018, 7, 4), None, True, "Published July 2018, updated December 2020"),
    EditionRow(2023, "Working Together 2023", date(2023, 12, 15), date(2024, 12, 31), True, "Published 15 December 2023"),
    EditionRow(2026, "Working Together 2026", date(2026, 3, 31), None, False, "Replaces 2023; month to be confirmed"),
)

SENTENCES = {
    "governance.group_added": "added the group {name}",
    "governance.group_changed": "changed the group",
    "governance.group_ended": "ended the group on {ends_on}",
    "governance.seat_given": "gave the seat of {capacity} in {group}",
    "governance.seat_ended": "ended the seat of {capacity} in {group} on {ends_on}",
    "governance.seat_withdrawn": "withdrew the seat of {post} ({capacity}), from {starts_on}: {reason}",
    "governance.deputy_named": "named the deputy for the seat from {on}",
    "governance.term_planned": "planned a turn of the chair for {partner}",
    "governance.term_changed": "changed a turn of the chair",
    "governance.role_appointed": "appointed the {role}",
    "governance.role_ended": "ended the appointment of the {role} on {ends_on}",
    "governance.partner_set": "recorded the safeguarding partner for {partner} from {starts_on}",
    "governance.lead_appointed": "recorded the {kind} for {partner}",
    "governance.lead_ended": "ended the time of the {kind} for {partner} on {ends_on}",
    "governance.edition_changed": "changed the edition of the guidance",
    "governance.arrangements_published": "published version {number} of the arrangements",
    "governance.priority_set": "set the priority {title}",
    "governance.priority_changed": "changed the priority",
    "governance.achievement_recorded": "recorded the achievement {title}",
    "governance.achievement_corrected": "corrected the achievement {title}",
    "governance.lack_noted": "noted where progress is lacking",
    "governance.challenge_raised": "recorded the challenge {title}",
    "governance.challenge_answered": "recorded the response to the challenge",
    "governance.item_planned": "planned {title}",
    "governance.item_slipped": "moved the target from {before} to {after}",
    "governance.item_finished": "finished the item: {state}",
}
