"""What is missing, pointed out: read from the seats, the rota and the groups as they stand on a day. Five queries."""

from datetime import date
from typing import Any

from django.urls import reverse

from hamlet.governance.models import ChairTerm, Group, PartnerTenure, Seat
from hamlet.governance.rules import ROTA_AHEAD, TERM_ENDS_WITHIN, Capacity, Gap, Partner, Term, rota_runs_out_on


def find_gaps(today: date) -> list[Gap]:
    groups = list(Group.objects.on(today).order_by("name"))
    seats = list(Seat.objects.on(today).select_related("person", "group"))
    return [
        *partner_gaps(seats, today),
        *chair_gaps(groups, seats),
        *sponsor_gaps(seats),
        *ending_gaps(seats, today),
        *rota_gaps(today),
    ]


def partner_gaps(seats: list[Seat], today: date) -> list[Gap]:
    seated = {seat.partner for seat in seats if seat.group.is_executive and seat.person_id}
    known = set(PartnerTenure.objects.on(today).values_list("partner", flat=True))
    here = reverse("governance:partnership")
    found = [
        Gap(f"{partner} has no seat on the Executive", "A safeguarding partner must be able to take part.", here)
        for partner in Partner
        if partner.value not in seated
    ]
    return found + [
        Gap(f"No agency is recorded as the {partner.lower()} partner", "Record which agency it is today.", here)
        for partner in Partner
        if partner.value not in known
    ]


def chair_gaps(groups: list[Group], seats: list[Seat]) -> list[Gap]:
    chaired = {seat.group_id for seat in seats if seat.capacity == Capacity.CHAIR.value and seat.person_id}
    return [
        Gap(f"{group.name} has no chair", "Give somebody the seat of chair.", group.get_absolute_url())
        for group in groups
        if not group.is_executive and group.pk not in chaired
    ]


def sponsor_gaps(seats: list[Seat]) -> list[Gap]:
    sponsors = {seat.person_id for seat in seats if seat.capacity == Capacity.SPONSOR.value}
    members = [seat for seat in seats if seat.group.is_executive and seat.person_id and is_member(seat)]
    return [
        Gap(f"{seat.post_title} sponsors no group", "Each member of the Executive sponsors one.", reverse("governance:groups"))
        for seat in members
        if seat.person_id not in sponsors
    ]


def is_member(seat: Any) -> bool:
    return seat.capacity in (Capacity.MEMBER.value, Capacity.CHAIR.value)


def ending_gaps(seats: list[Seat], today: date) -> list[Gap]:
    return [
        Gap(
            f"The seat of {seat.post_title} in {seat.group.name} ends on {seat.ends_on:%-d %B %Y}",
            "Say who follows.",
            seat.group.get_absolute_url(),
        )
        for seat in seats
        if seat.ends_on and seat.ends_on - today <= TERM_ENDS_WITHIN
    ]


def rota_gaps(today: date) -> list[Gap]:
    terms = [Term(Partner(row.partner), row.starts_on, row.ends_on) for row in ChairTerm.objects.filter(ends_on__gte=today)]
    until = rota_runs_out_on(terms, today)
    where = reverse("governance:rota")
    if until is None:
        return [Gap("Nobody chairs the Executive today", "Plan a turn that covers today.", where)]
    if until - today <= ROTA_AHEAD:
        return [Gap(f"The rota of the Executive’s chair runs out on {until:%-d %B %Y}", "Plan the next turns.", where)]
    return []
