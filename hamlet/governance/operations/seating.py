from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from hamlet.foundations.access.operations import SeatGrant, write_grants
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import locked, made_once
from hamlet.governance.models import Deputy, Group, Seat
from hamlet.governance.operations.dating import SeatTaken, WrongDates, day_before, in_order, once, share_a_day
from hamlet.governance.operations.rota import write_persons_terms
from hamlet.governance.rules import DEPUTY_ROLES, REPRESENTING, Capacity, GroupKind, Partner, roles_of_kind, roles_of_seat


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

    Refuses a second chair on any day, a second seat for one safeguarding partner on the Executive, the same person twice in one
    capacity, and days on which the group does not stand. Without a person the seat is vacant under `post_title`.
    """
    made = made_once(Seat, made_with)
    if made:
        return made
    group = Group.objects.select_for_update().get(pk=group.pk)
    seat = Seat(
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
    check_seat(seat)
    seat.save(force_insert=True)
    write_seat_grants(seat)
    record("governance.seat_given", by=by, subject=seat, capacity=capacity.value.lower(), group=group.name, starts_on=starts_on)
    return seat


def check_seat(seat: Seat) -> None:
    group = seat.group
    in_order(seat.starts_on, seat.ends_on, "A seat")
    if not seat.post_title:
        raise SeatTaken("Choose a person, or enter the post that is vacant")
    if seat.starts_on < group.starts_on or (group.ends_on and (seat.ends_on or date.max) > group.ends_on):
        until = f" to {group.ends_on:%-d %B %Y}" if group.ends_on else ""
        raise WrongDates(f"{group} stands from {group.starts_on:%-d %B %Y}{until}: a seat in it cannot be longer")
    for rival in group.seats.exclude(pk=seat.pk).select_related("person").order_by("starts_on"):
        if share_a_day(rival, seat.starts_on, seat.ends_on):
            check_rival(rival, seat)


def check_rival(rival: Seat, seat: Seat) -> None:
    when = "on some of those days"
    same = rival.capacity == seat.capacity
    if same and seat.capacity == Capacity.CHAIR.value:
        raise SeatTaken(f"{rival.post_title} chairs {seat.group} {when}: end that seat first")
    if same and seat.person_id and rival.person_id == seat.person_id:
        raise SeatTaken(f"{seat.person} holds that seat already {when}")
    if seat.group.is_executive and seat.partner and rival.partner == seat.partner and represents(rival) and represents(seat):
        raise SeatTaken(f"{rival.post_title} sits for {seat.partner.lower()} {when}: end that seat first, or choose no partner")


def represents(seat: Seat) -> bool:
    return seat.capacity in {row.value for row in REPRESENTING}


def write_seat_grants(seat: Seat) -> None:
    grants = []
    if seat.person:
        roles = roles_of_seat(GroupKind(seat.group.kind), Capacity(seat.capacity), for_partner=bool(seat.partner))
        for role, inside in roles:
            where = seat.group_id if inside else None
            why = f"{seat.capacity} of {seat.group.name}"
            grants.append(SeatGrant(seat.person, role, why, seat.starts_on, seat.ends_on, group_id=where))
    write_grants(source_kind="governance.seat", source_id=seat.pk, grants=grants)
    for deputy in seat.deputies.select_related("person"):
        write_deputy_grants(seat, deputy)
    if seat.group.is_executive and seat.person:
        write_persons_terms(seat.person)


def write_deputy_grants(seat: Seat, deputy: Deputy, *, gone: bool = False) -> None:
    why = f"Deputy for {seat.post_title}, {seat.group.name}"
    dates = (deputy.starts_on, deputy.ends_on or seat.ends_on)
    capacity = Capacity(seat.capacity)
    roles = (*DEPUTY_ROLES[capacity], *roles_of_kind(GroupKind(seat.group.kind), capacity))
    grants = [SeatGrant(deputy.person, role, why, *dates, group_id=seat.group_id) for role, _ in roles]
    write_grants(source_kind="governance.deputy", source_id=deputy.pk, grants=[] if gone else grants)


@transaction.atomic
def end_seat(*, seat: Seat, ends_on: date, seen_version: int | None = None, by: Any) -> Seat:
    """Ends a seat on a day, with its access, its deputy's, and the chair of the Executive that needs the seat.

    The day may be moved later again; refused when somebody else holds the seat by then.
    """
    group = Group.objects.select_for_update().get(pk=seat.group_id)
    seat = locked(seat, seen_version)
    seat.group, seat.ends_on = group, ends_on
    check_seat(seat)
    seat.save(update_fields=["ends_on", "version"])
    for deputy in seat.deputies.select_related("person"):
        if deputy.starts_on > ends_on:
            dismiss(seat, deputy)
        elif deputy.ends_on and deputy.ends_on > ends_on:
            deputy.ends_on = ends_on
            deputy.save(update_fields=["ends_on"])
    write_seat_grants(seat)
    record("governance.seat_ended", by=by, subject=seat, capacity=seat.capacity.lower(), group=group.name, ends_on=ends_on)
    return seat


def dismiss(seat: Seat, deputy: Deputy) -> None:
    write_deputy_grants(seat, deputy, gone=True)
    deputy.delete()


@transaction.atomic
def withdraw_seat(*, seat: Seat, today: date, reason: str, seen_version: int | None = None, by: Any) -> Group:
    """Takes back a seat that was given by mistake, with its deputies and all access: until its first day is over, then it can only end.

    Refused once a meeting has recorded attendance by it. The group's history keeps that it was given and withdrawn.
    """
    group = Group.objects.select_for_update().get(pk=seat.group_id)
    seat = locked(seat, seen_version)
    if seat.starts_on < today:
        raise WrongDates(f"The seat began on {seat.starts_on:%-d %B %Y}: end it instead, so that its history stays")
    person = seat.person
    facts: dict[str, Any] = {"post": seat.post_title, "capacity": seat.capacity.lower(), "starts_on": seat.starts_on}
    record("governance.seat_withdrawn", by=by, subject=group, reason=reason, **facts)
    for deputy in seat.deputies.select_related("person"):
        dismiss(seat, deputy)
    write_grants(source_kind="governance.seat", source_id=seat.pk, grants=[])
    try:
        seat.delete()
    except ProtectedError as held:
        raise SeatTaken("A meeting has recorded who came by this seat: end it instead") from held
    if group.is_executive and person:
        write_persons_terms(person)
    return group


@transaction.atomic
def appoint_deputy(*, seat: Seat, deputy: Any, on: date, seen_version: int | None = None, by: Any) -> Seat:
    """Names who stands in for the holder from the day `on` to the end of the seat; None leaves the seat without a deputy.

    Whoever was the deputy is so until the day before. A deputy acts in the group, and never signs for a safeguarding partner.
    """
    seat = locked(seat, seen_version)
    if deputy is not None and deputy.pk == seat.person_id:
        raise SeatTaken("Nobody is their own deputy")
    if on < seat.starts_on or (seat.ends_on and on > seat.ends_on):
        raise WrongDates("A deputy stands in on days of the seat only")
    before = seat.deputies.on(on).select_related("person").first()
    if any(row.starts_on > on for row in seat.deputies.all()):
        raise WrongDates("A later deputy is named already")
    if before and before.starts_on == on:
        dismiss(seat, before)
    elif before:
        before.ends_on = day_before(on)
        before.save(update_fields=["ends_on"])
    if deputy is not None:
        Deputy.objects.create(seat=seat, person=deputy, starts_on=on)
    seat.save(update_fields=["version"])
    write_seat_grants(seat)
    record("governance.deputy_named", by=by, subject=seat, on=on, person=deputy)
    return seat
