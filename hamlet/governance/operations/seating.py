from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, write_grants
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.governance.models import Appointment, ChairTerm, Group, Lead, PartnerTenure, Seat
from hamlet.governance.rules import (
    DEPUTY_ROLES,
    FOR_AN_AGENCY,
    Capacity,
    GroupKind,
    LeadKind,
    Partner,
    Term,
    overlapping,
    roles_of_seat,
)


class SeatTaken(Refusal):
    """Somebody holds that seat on some of those days."""


class WrongDates(Refusal):
    """The dates do not follow each other."""


class RotaOverlaps(Refusal):
    """Two turns of the chair would share a day."""


class GroupExists(Refusal):
    """The group's short address is taken."""


def once(made_with: UUID | None) -> dict[str, UUID]:
    return {"made_with": made_with} if made_with else {}


@transaction.atomic
def add_group(
    *, slug: str, name: str, kind: GroupKind, purpose: str, made_with: UUID | None = None, by: Any, **rest: Any
) -> Group:
    """Adds a group. `rest` may give any other field of Group; dates are days, `quorum_rule` a QuorumRule value."""
    made = made_once(Group, made_with)
    if made:
        return made
    if Group.objects.filter(slug=slug).exists():
        raise GroupExists(f"A group with the short address {slug} stands already")
    group = Group.objects.create(slug=slug, name=name, kind=kind.value, purpose=purpose, **rest, **once(made_with))
    record("governance.group_added", by=by, subject=group, name=name)
    return group


@transaction.atomic
def change_group(*, group: Group, seen_version: int | None, by: Any, **new: Any) -> Group:
    group = locked(group, seen_version)
    changed = changes(group, **new)
    group.save(update_fields=[*changed, "version"])
    record("governance.group_changed", by=by, subject=group, changes=changed)
    return group


@transaction.atomic
def give_seat(
    *,
    group: Group,
    capacity: Capacity,
    starts_on: date,
    person: Any = None,
    post_title: str = "",
    ends_on: date | None = None,
    partner: Partner | None = None,
    agency: Any = None,
    made_with: UUID | None = None,
    by: Any,
) -> Seat:
    """Gives a seat in a group, and with it the roles of rules.SEAT_ROLES for just those days.

    Refuses a second chair on any day, the same person twice in one capacity, and an end before the start. Without a person the seat
    is vacant under `post_title`.
    """
    made = made_once(Seat, made_with)
    if made:
        return made
    group = Group.objects.select_for_update().get(pk=group.pk)
    check_seat(group, capacity, person, starts_on, ends_on)
    seat = Seat.objects.create(
        group=group,
        capacity=capacity.value,
        person=person,
        post_title=post_title or (person.post_title if person else ""),
        agency=agency or (person.agency if person else None),
        partner=partner.value if partner else "",
        starts_on=starts_on,
        ends_on=ends_on,
        **once(made_with),
    )
    write_seat_grants(seat)
    record("governance.seat_given", by=by, subject=seat, capacity=capacity.value.lower(), group=group.name, starts_on=starts_on)
    return seat


def check_seat(group: Group, capacity: Capacity, person: Any, starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise WrongDates("A seat cannot end before it begins")
    rivals = Seat.objects.filter(group=group, capacity=capacity.value).select_related("person")
    for rival in rivals:
        together = rival.starts_on <= (ends_on or date.max) and starts_on <= (rival.ends_on or date.max)
        if together and capacity is Capacity.CHAIR:
            raise SeatTaken(f"{rival.post_title} chairs {group} on some of those days: end that seat first")
        if together and person is not None and rival.person_id == person.pk:
            raise SeatTaken(f"{person} holds that seat already on some of those days")


def write_seat_grants(seat: Seat) -> None:
    grants = []
    reason = f"{seat.capacity} of {seat.group.name}"
    dates: dict[str, Any] = {"starts_on": seat.starts_on, "ends_on": seat.ends_on}
    kind = GroupKind(seat.group.kind)
    if seat.person:
        roles = roles_of_seat(kind, Capacity(seat.capacity), for_partner=bool(seat.partner))
        grants += [
            SeatGrant(seat.person, role, reason, group_id=seat.group_id if inside else None, **dates) for role, inside in roles
        ]
    if seat.deputy:
        why = f"Deputy for {seat.post_title}, {seat.group.name}"
        roles = DEPUTY_ROLES[Capacity(seat.capacity)]
        grants += [SeatGrant(seat.deputy, role, why, group_id=seat.group_id, **dates) for role, _ in roles]
    write_grants(source_kind="governance.seat", source_id=seat.pk, grants=grants)


@transaction.atomic
def end_seat(*, seat: Seat, ends_on: date, seen_version: int | None = None, by: Any) -> Seat:
    seat = locked(seat, seen_version)
    if ends_on < seat.starts_on:
        raise WrongDates("A seat cannot end before it begins")
    seat.ends_on = ends_on
    seat.save(update_fields=["ends_on", "version"])
    write_seat_grants(seat)
    record("governance.seat_ended", by=by, subject=seat, capacity=seat.capacity.lower(), group=seat.group.name, ends_on=ends_on)
    return seat


@transaction.atomic
def appoint_deputy(*, seat: Seat, deputy: Any, seen_version: int | None = None, by: Any) -> Seat:
    seat = locked(seat, seen_version)
    if deputy is not None and deputy.pk == seat.person_id:
        raise SeatTaken("Nobody is their own deputy")
    changed = changes(seat, deputy=deputy)
    seat.save(update_fields=[*changed, "version"])
    write_seat_grants(seat)
    record("governance.deputy_named", by=by, subject=seat, changes=changed)
    return seat


@transaction.atomic
def plan_chair_term(
    *, partner: Partner, starts_on: date, ends_on: date, person: Any = None, made_with: UUID | None = None, by: Any
) -> ChairTerm:
    """Plans a turn in the chair of the Executive. Refuses one that shares a day with another."""
    made = made_once(ChairTerm, made_with)
    if made:
        return made
    check_rota(Term(partner, starts_on, ends_on))
    term = ChairTerm.objects.create(partner=partner.value, person=person, starts_on=starts_on, ends_on=ends_on, **once(made_with))
    write_term_grants(term)
    record("governance.term_planned", by=by, subject=term, partner=partner.value, starts_on=starts_on, ends_on=ends_on)
    return term


@transaction.atomic
def change_chair_term(
    *, term: ChairTerm, partner: Partner, starts_on: date, ends_on: date, person: Any, seen_version: int | None, by: Any
) -> ChairTerm:
    term = locked(term, seen_version)
    check_rota(Term(partner, starts_on, ends_on), but=term.pk)
    changed = changes(term, partner=partner.value, starts_on=starts_on, ends_on=ends_on, person=person)
    term.save(update_fields=[*changed, "version"])
    write_term_grants(term)
    record("governance.term_changed", by=by, subject=term, changes=changed)
    return term


def check_rota(proposed: Term, but: int | None = None) -> None:
    if proposed.ends_on < proposed.starts_on:
        raise WrongDates("A turn cannot end before it begins")
    one_at_a_time("governance.rota")
    rows = [row for row in ChairTerm.objects.all() if row.pk != but]
    rival = overlapping([Term(Partner(row.partner), row.starts_on, row.ends_on) for row in rows], proposed)
    if rival:
        raise RotaOverlaps(f"{rival.partner} chairs from {rival.starts_on:%-d %B %Y} to {rival.ends_on:%-d %B %Y}")


def write_term_grants(term: ChairTerm) -> None:
    executive = Group.objects.filter(kind=GroupKind.EXECUTIVE.value).first()
    why = f"The Executive's chair by rota, for {term.partner}"
    grants = []
    if term.person and executive:
        grant = SeatGrant(term.person, Role.EXECUTIVE_CHAIR, why, term.starts_on, term.ends_on, group_id=executive.pk)
        grants.append(grant)
    write_grants(source_kind="governance.chairterm", source_id=term.pk, grants=grants)


@transaction.atomic
def set_partner(*, partner: Partner, agency: Any, starts_on: date, ends_on: date | None = None, by: Any) -> PartnerTenure:
    """Records which agency is the safeguarding partner from a day on. Refuses while another one is."""
    one_at_a_time(f"governance.partner.{partner.value}")
    rivals = PartnerTenure.objects.filter(partner=partner.value).exclude(ends_on__lt=starts_on)
    if (rivals.filter(starts_on__lte=ends_on) if ends_on else rivals).exists():
        raise SeatTaken(f"Another agency is the safeguarding partner for {partner.value.lower()} on some of those days")
    tenure = PartnerTenure.objects.create(partner=partner.value, agency=agency, starts_on=starts_on, ends_on=ends_on)
    record("governance.partner_set", by=by, subject=tenure, partner=partner.value)
    return tenure


@transaction.atomic
def appoint_lead(
    *, partner: Partner, kind: LeadKind, person: Any, starts_on: date, published: bool = False, about: str = "", by: Any
) -> Lead:
    """Records who leads for a partner. An earlier lead of that kind ends the day before."""
    one_at_a_time(f"governance.lead.{partner.value}")
    for earlier in Lead.objects.select_for_update().filter(partner=partner.value, kind=kind.value).on(starts_on):
        if earlier.starts_on == starts_on:
            raise SeatTaken(f"Somebody else is the {kind.value.lower()} from that day")
        earlier.ends_on = date.fromordinal(starts_on.toordinal() - 1)
        earlier.save(update_fields=["ends_on"])
    lead = Lead.objects.create(
        partner=partner.value, kind=kind.value, person=person, starts_on=starts_on, published=published, about=about
    )
    record("governance.lead_appointed", by=by, subject=lead, kind=kind.value, partner=partner.value)
    return lead


@transaction.atomic
def appoint_role(
    *,
    person: Any,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    agency: Any = None,
    made_with: UUID | None = None,
    by: Any,
) -> Appointment:
    """Appoints a person to a role that is no seat in a group. A data lead and a school lead need their agency."""
    made = made_once(Appointment, made_with)
    if made:
        return made
    if role in FOR_AN_AGENCY and agency is None:
        raise WrongDates(f"Say for which agency they are the {role.value.lower()}")
    given = {"person": person, "role": role.value, "agency": agency, "starts_on": starts_on, "ends_on": ends_on}
    appointment = Appointment.objects.create(**given, **once(made_with))
    write_appointment_grants(appointment)
    record("governance.role_appointed", by=by, subject=appointment, role=role.value)
    return appointment


def write_appointment_grants(appointment: Appointment) -> None:
    grant = SeatGrant(
        appointment.person,
        Role(appointment.role),
        f"Appointed {appointment.role}",
        appointment.starts_on,
        appointment.ends_on,
        agency_id=appointment.agency_id if Role(appointment.role) in FOR_AN_AGENCY else None,
    )
    write_grants(source_kind="governance.appointment", source_id=appointment.pk, grants=[grant])


@transaction.atomic
def end_role(*, appointment: Appointment, ends_on: date, seen_version: int | None = None, by: Any) -> Appointment:
    appointment = locked(appointment, seen_version)
    if ends_on < appointment.starts_on:
        raise WrongDates("An appointment cannot end before it begins")
    appointment.ends_on = ends_on
    appointment.save(update_fields=["ends_on", "version"])
    write_appointment_grants(appointment)
    record("governance.role_ended", by=by, subject=appointment, ends_on=ends_on)
    return appointment
