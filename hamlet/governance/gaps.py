"""What is missing, pointed out: read from the seats, the rota and the groups as they stand on a day. Four queries."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Q, Value
from django.urls import reverse

from hamlet.governance.models import Appointment, ChairTerm, Edition, Group, Lead, PartnerTenure, Seat
from hamlet.governance.rules import (
    REPRESENTING,
    ROTA_AHEAD,
    TERM_ENDS_WITHIN,
    Capacity,
    Gap,
    LeadKind,
    Partner,
    Term,
    rota_runs_out_on,
)

LEADS_SINCE = 2023  # the edition of the guidance that brought leads and their delegates

APPOINTED = "appointed"
LEADS_WANTED = ("", "leads are wanted")


def find_gaps(today: date) -> list[Gap]:
    groups = list(Group.objects.on(today).order_by("name"))
    coming = Seat.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today)).select_related("person", "group")
    seats = list(coming.order_by("group__name", "capacity", "id"))
    now = [seat for seat in seats if seat.starts_on <= today]
    held = held_on(today)
    known = {(what, which) for what, which, _ in held}
    return [
        *partner_gaps(now, known),
        *lead_gaps(known),
        *chair_gaps(groups, now),
        *sponsor_gaps(now),
        *ending_gaps(now, seats, today),
        *ending_roles(held, today),
        *rota_gaps(now, today),
    ]


def held_on(today: date) -> list[tuple[str, str, date | None]]:
    """What is held on the day and until when, in one query: (partner, "") for a partner with an agency, (partner, kind) for one with
    a lead of that kind, (APPOINTED, role) for an appointment, and LEADS_WANTED once such an edition of the guidance is in force.
    """
    tenures = PartnerTenure.objects.on(today).values_list("partner", word(""), "ends_on")
    leads = Lead.objects.on(today).values_list("partner", "kind", "ends_on")
    roles = Appointment.objects.on(today).values_list(word(APPOINTED), "role", "ends_on")
    editions = Edition.objects.filter(year__gte=LEADS_SINCE, in_force_on__lte=today)
    wanted = editions.values_list(*(word(part) for part in LEADS_WANTED), "implemented_by")
    return list(tenures.union(leads, roles, wanted, all=True))


def word(text: str) -> Value:
    return Value(text, output_field=CharField())


def partner_gaps(seats: list[Seat], known: set[tuple[str, str]]) -> list[Gap]:
    seated = {seat.partner for seat in seats if on_executive(seat)}
    here = reverse("governance:partnership")
    found = [
        Gap(f"{partner} has no seat on the Executive", "A safeguarding partner must be able to take part.", here)
        for partner in Partner
        if partner.value not in seated
    ]
    return found + [
        Gap(f"No agency is recorded as the {partner.lower()} partner", "Record which agency it is today.", here)
        for partner in Partner
        if (partner.value, "") not in known
    ]


def lead_gaps(known: set[tuple[str, str]]) -> list[Gap]:
    """From the edition that brought leads and delegates, a partner without one of either is pointed out."""
    if LEADS_WANTED not in known:
        return []
    here = reverse("governance:appoint_lead")
    return [
        Gap(f"{partner} has no {kind.lower()}", "Record who it is: the guidance wants each partner to have one.", here)
        for partner in Partner
        for kind in (LeadKind.LEAD, LeadKind.DELEGATE)
        if (partner.value, kind.value) not in known
    ]


def chair_gaps(groups: list[Group], seats: list[Seat]) -> list[Gap]:
    chaired = {seat.group_id for seat in seats if seat.capacity == Capacity.CHAIR.value and seat.person_id}
    return [
        Gap(f"{group.name} has no chair", "Give somebody the seat of chair.", group.get_absolute_url())
        for group in groups
        if not group.is_executive and group.pk not in chaired
    ]


def sponsor_gaps(seats: list[Seat]) -> list[Gap]:
    sponsoring = [seat for seat in seats if seat.capacity == Capacity.SPONSOR.value and not seat.group.is_executive]
    sponsors = {seat.person_id for seat in sponsoring}
    return [
        Gap(f"{seat.post_title} sponsors no group", "Each member of the Executive sponsors one.", reverse("governance:groups"))
        for seat in seats
        if on_executive(seat) and seat.person_id not in sponsors
    ]


def on_executive(seat: Any) -> bool:
    return bool(seat.group.is_executive and seat.person_id and Capacity(seat.capacity) in REPRESENTING)


def ending_gaps(now: list[Seat], seats: list[Seat], today: date) -> list[Gap]:
    """Seats that end within 60 days, unless it is already on record who follows from the day after or before."""
    return [
        Gap(
            f"The seat of {seat.post_title} in {seat.group.name} ends on {seat.ends_on:%-d %B %Y}",
            "Say who follows.",
            seat.group.get_absolute_url(),
        )
        for seat in now
        if seat.ends_on and seat.ends_on - today <= TERM_ENDS_WITHIN and not followed(seat, seats)
    ]


def followed(seat: Seat, seats: Iterable[Seat]) -> bool:
    """Whether a later seat of the same kind takes up where this one ends. Who merely sits beside it does not follow it."""
    last = seat.ends_on or date.max
    mine = (seat.group_id, seat.capacity, seat.partner)
    return any(
        (other.group_id, other.capacity, other.partner) == mine and other.person_id and seat.starts_on < other.starts_on
        for other in seats
        if other.starts_on - timedelta(days=1) <= last < (other.ends_on or date.max)
    )


def ending_roles(held: list[tuple[str, str, date | None]], today: date) -> list[Gap]:
    where = reverse("governance:appointments")
    ending = sorted((until, role) for what, role, until in held if what == APPOINTED and until)
    return [
        Gap(f"The appointment of the {role.lower()} ends on {until:%-d %B %Y}", "Say who follows.", where)
        for until, role in ending
        if until - today <= TERM_ENDS_WITHIN
    ]


def rota_gaps(seats: list[Seat], today: date) -> list[Gap]:
    rows = list(ChairTerm.objects.filter(ends_on__gte=today).select_related("person").order_by("starts_on"))
    terms = [Term(Partner(row.partner), row.starts_on, row.ends_on) for row in rows]
    until = rota_runs_out_on(terms, today)
    where = reverse("governance:rota")
    if until is None:
        return [Gap("Nobody chairs the Executive today", "Plan a turn that covers today.", where)]
    found = turn_gaps(rows[0], {seat.person_id for seat in seats if on_executive(seat)}, where)
    if until - today <= ROTA_AHEAD:
        found.append(Gap(f"The rota of the Executive’s chair runs out on {until:%-d %B %Y}", "Plan the next turns.", where))
    return found


def turn_gaps(turn: ChairTerm, seated: set[int | None], where: str) -> list[Gap]:
    if turn.person is None:
        return [
            Gap(
                f"Nobody is named for today’s turn in the chair of the Executive ({turn.partner.lower()})",
                "Name who chairs today.",
                where,
            )
        ]
    if turn.person_id not in seated:
        about = "They have no powers of the chair without a seat: give it, or name somebody else."
        return [Gap(f"{turn.person.post_title} chairs by the rota and has no seat on the Executive", about, where)]
    return []
