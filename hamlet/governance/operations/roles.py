from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, write_grants
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once, one_at_a_time
from hamlet.governance.models import Appointment
from hamlet.governance.operations.dating import in_order, once, share_a_day
from hamlet.governance.rules import FOR_AN_AGENCY


class NotAppointed(Refusal):
    """The person holds that role already, or it is not said for which agency."""


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
    """Appoints a person to a role that is no seat in a group. A data lead and a school lead need their agency.

    Refuses the same role twice on a day (for an agency: twice for the same one), and an end before the beginning.
    """
    made = made_once(Appointment, made_with)
    if made:
        return made
    one_at_a_time(f"governance.roles.{person.pk}")
    in_order(starts_on, ends_on, "An appointment")
    if role in FOR_AN_AGENCY and agency is None:
        raise NotAppointed(f"Say for which agency they are the {role.lower()}")
    held = Appointment.objects.filter(person=person, role=role.value, agency=agency)
    if any(share_a_day(row, starts_on, ends_on) for row in held):
        raise NotAppointed(f"{person} is the {role.lower()} already on some of those days")
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
    """Ends an appointment on a day. Refuses a later day that another appointment of theirs to the same role shares."""
    one_at_a_time(f"governance.roles.{appointment.person_id}")
    appointment = locked(appointment, seen_version)
    in_order(appointment.starts_on, ends_on, "An appointment")
    held = Appointment.objects.filter(person=appointment.person_id, role=appointment.role, agency=appointment.agency_id)
    if any(share_a_day(row, appointment.starts_on, ends_on) for row in held.exclude(pk=appointment.pk)):
        raise NotAppointed(f"{appointment.person} is the {appointment.role.lower()} by another appointment on some of those days")
    appointment.ends_on = ends_on
    appointment.save(update_fields=["ends_on", "version"])
    write_appointment_grants(appointment)
    record("governance.role_ended", by=by, subject=appointment, role=appointment.role, ends_on=ends_on)
    return appointment
