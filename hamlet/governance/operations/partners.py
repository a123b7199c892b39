from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, write_grants
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import locked, made_once, one_at_a_time
from hamlet.governance.models import Lead, PartnerTenure
from hamlet.governance.operations.dating import SeatTaken, day_before, in_order, once, share_a_day
from hamlet.governance.rules import LeadKind, Partner


@transaction.atomic
def set_partner(
    *,
    partner: Partner,
    agency: Any,
    starts_on: date,
    ends_on: date | None = None,
    made_with: UUID | None = None,
    by: Any,
) -> PartnerTenure:
    """Records which agency is the safeguarding partner from a day on. Refuses days on which another one is."""
    made = made_once(PartnerTenure, made_with)
    if made:
        return made
    one_at_a_time(f"governance.partner.{partner.value}")
    in_order(starts_on, ends_on, "A partner's time")
    for row in PartnerTenure.objects.filter(partner=partner.value).select_related("agency"):
        if share_a_day(row, starts_on, ends_on):
            raise SeatTaken(f"{row.agency} is the safeguarding partner for {partner.lower()} on some of those days")
    given = {"partner": partner.value, "agency": agency, "starts_on": starts_on, "ends_on": ends_on}
    tenure = PartnerTenure.objects.create(**given, **once(made_with))
    record("governance.partner_set", by=by, subject=tenure, partner=partner.value, starts_on=starts_on)
    return tenure


@transaction.atomic
def succeed_partner(*, partner: Partner, agency: Any, starts_on: date, made_with: UUID | None = None, by: Any) -> PartnerTenure:
    """An agency follows another as the safeguarding partner: the one before it is so until the day before."""
    made = made_once(PartnerTenure, made_with)
    if made:
        return made
    one_at_a_time(f"governance.partner.{partner.value}")
    for row in PartnerTenure.objects.filter(partner=partner.value, ends_on=None, starts_on__lt=starts_on):
        row.ends_on = day_before(starts_on)
        row.version += 1
        row.save(update_fields=["ends_on", "version"])
    return set_partner(partner=partner, agency=agency, starts_on=starts_on, made_with=made_with, by=by)


@transaction.atomic
def appoint_lead(
    *,
    partner: Partner,
    kind: LeadKind,
    person: Any,
    starts_on: date,
    made_with: UUID | None = None,
    published: bool = False,
    about: str = "",
    by: Any,
) -> Lead:
    """Records who leads for a partner. An earlier lead of that kind ends the day before.

    Refuses while a later one is recorded, and a lead who would be their own delegate.
    """
    made = made_once(Lead, made_with)
    if made:
        return made
    one_at_a_time(f"governance.lead.{partner.value}")
    rows = Lead.objects.select_for_update(of=("self",)).filter(partner=partner.value).select_related("person")
    for row in rows.order_by("starts_on"):
        if not share_a_day(row, starts_on, None):
            continue
        check_rival(row, kind, person, starts_on)
        if row.kind == kind.value:
            row.ends_on = day_before(starts_on)
            row.version += 1
            row.save(update_fields=["ends_on", "version"])
            write_lead_grants(row)
    given = {"partner": partner.value, "kind": kind.value, "person": person, "starts_on": starts_on}
    lead = Lead.objects.create(**given, published=published, about=about, **once(made_with))
    write_lead_grants(lead)
    record("governance.lead_appointed", by=by, subject=lead, kind=kind.value, partner=partner.value)
    return lead


def check_rival(row: Lead, kind: LeadKind, person: Any, starts_on: date) -> None:
    if row.kind == kind.value and row.starts_on >= starts_on:
        raise SeatTaken(f"Somebody else is the {kind.lower()} from {row.starts_on:%-d %B %Y}")
    if {row.kind, kind.value} == {LeadKind.LEAD.value, LeadKind.DELEGATE.value} and row.person_id == person.pk:
        raise SeatTaken(f"{person} is the {row.kind.lower()}: nobody is their own delegate")


def write_lead_grants(lead: Lead) -> None:
    """A lead safeguarding partner signs for their agency without a seat on the Executive; a delegate acts there by a seat."""
    grants = []
    if lead.kind == LeadKind.LEAD.value:
        grants.append(SeatGrant(lead.person, Role.LEAD_PARTNER, str(lead), lead.starts_on, lead.ends_on))
    write_grants(source_kind="governance.lead", source_id=lead.pk, grants=grants)


@transaction.atomic
def end_lead(*, lead: Lead, ends_on: date, seen_version: int | None = None, by: Any) -> Lead:
    """Ends a lead's time on a day. Refuses to move an end that is past the beginning of whoever followed."""
    one_at_a_time(f"governance.lead.{lead.partner}")
    lead = locked(lead, seen_version)
    in_order(lead.starts_on, ends_on, "A lead's time")
    others = Lead.objects.filter(partner=lead.partner, kind=lead.kind).exclude(pk=lead.pk)
    if any(share_a_day(row, lead.starts_on, ends_on) for row in others):
        raise SeatTaken(f"Somebody else is the {lead.kind.lower()} on some of those days")
    lead.ends_on = ends_on
    lead.save(update_fields=["ends_on", "version"])
    write_lead_grants(lead)
    record("governance.lead_ended", by=by, subject=lead, kind=lead.kind, partner=lead.partner, ends_on=ends_on)
    return lead
