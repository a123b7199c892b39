from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, write_grants
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.governance.models import ChairTerm, Seat
from hamlet.governance.operations.dating import in_order, once, share_a_day
from hamlet.governance.rules import REPRESENTING, GroupKind, Partner, Term, overlapping


class RotaOverlaps(Refusal):
    """Two turns of the chair would share a day."""


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
    in_order(proposed.starts_on, proposed.ends_on, "A turn")
    one_at_a_time("governance.rota")
    rows = [row for row in ChairTerm.objects.order_by("starts_on") if row.pk != but]
    rival = overlapping([Term(Partner(row.partner), row.starts_on, row.ends_on) for row in rows], proposed)
    if rival:
        raise RotaOverlaps(f"{rival.partner} chairs from {rival.starts_on:%-d %B %Y} to {rival.ends_on:%-d %B %Y}")


def write_term_grants(term: ChairTerm) -> None:
    """The chair's powers last for the turn, and only while the person sits on the Executive: they end with the seat."""
    seats = Seat.objects.filter(
        group__kind=GroupKind.EXECUTIVE.value, person=term.person_id, capacity__in=[row.value for row in REPRESENTING]
    )
    held = [seat for seat in seats if term.person_id and share_a_day(seat, term.starts_on, term.ends_on)]
    grants = []
    if held:
        starts_on = max(term.starts_on, min(seat.starts_on for seat in held))
        ends_on = min(term.ends_on, max(seat.ends_on or date.max for seat in held))
        why = f"The Executive's chair by rota, for {term.partner}"
        where = held[0].group_id
        grants.append(SeatGrant(term.person, Role.EXECUTIVE_CHAIR, why, starts_on, ends_on, group_id=where))
    write_grants(source_kind="governance.chairterm", source_id=term.pk, grants=grants)


def write_persons_terms(person: Any) -> None:
    for term in ChairTerm.objects.filter(person=person).select_related("person"):
        write_term_grants(term)
