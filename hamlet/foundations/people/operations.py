from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.people.invitations import invitation_path, invited_by_link
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.rules import AgencyKind
from hamlet.foundations.records import Refusal, changes, locked, made_once
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import midnight


class AlreadyOnRecord(Refusal):
    """The address belongs to somebody already."""


class OwnAccess(Refusal):
    """Nobody ends their own access: somebody else must be left who can restore it."""


class AccessEnded(Refusal):
    """Somebody whose access has ended is not invited."""


class StillOpen(Refusal):
    """The agency cannot be succeeded in that way."""


@transaction.atomic
def add_person(
    *, email: str, post_title: str, agency: Agency | None = None, name: str = "", made_with: UUID | None = None, by: Any
) -> Person:
    """Puts a person on record without asking them to sign in. Refuses an address that is taken."""
    made = made_once(Person, made_with)
    if made:
        return made
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyOnRecord(f"Someone with the address {email} is on record already")
    person = Person(email=email.lower(), post_title=post_title, agency=agency, name=name, made_with=made_with or uuid4())
    person.set_unusable_password()
    person.save()
    record("people.added", by=by, subject=person, email=person.email, post_title=post_title)
    return person


@transaction.atomic
def invite_person(*, person: Person, at: datetime, by: Any) -> str:
    """Invites a person on record to sign in, and returns the path of the one-time link that is also mailed to them.

    Refuses someone whose access has ended. An earlier link that was not used stays good until it expires.
    """
    person = locked(person, None)
    if not person.is_active or person.is_system:
        raise AccessEnded(f"The access of {person} has ended. Restore it before you invite them")
    person.invited_at, person.invited_by = at, by
    person.save(update_fields=["invited_at", "invited_by", "version"])
    path = invitation_path(person)
    key = f"people.invitation.{person.pk}.{at.isoformat()}"
    named(settings.NOTIFY)(person=person, subject="You are invited to sign in", path=path, key=key, by=by)
    record("people.invited", by=by, subject=person)
    return path


@transaction.atomic
def accept_invitation(*, identity: str, token: str, password: str, by: Any = None) -> Person:
    """The invited person chooses their password. The link works once: refuses it when it was used or has expired."""
    person = locked(invited_by_link(identity, token), None)
    invited_by_link(identity, token)  # again, under the lock: a second click waited for it
    person.set_password(password)
    person.save(update_fields=["password", "version"])
    record("people.accepted_invitation", by=person, subject=person)
    return person


@transaction.atomic
def change_person(
    *, person: Person, email: str, name: str, post_title: str, agency: Agency | None, seen_version: int | None, by: Any
) -> Person:
    """Changes a person's record. Refuses an address that somebody else has; the old address no longer signs in."""
    person = locked(person, seen_version)
    if Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise AlreadyOnRecord(f"Someone with the address {email} is on record already")
    changed = changes(person, email=email.lower(), name=name, post_title=post_title, agency=agency)
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()
    person.save(update_fields=[*changed, "version"])
    record("people.changed", by=by, subject=person, changes=changed)
    return person


@transaction.atomic
def end_access(*, person: Person, by: Any) -> Person:
    if by.pk == person.pk:
        raise OwnAccess("You cannot end your own access: ask another manager to do it")
    person = locked(person, None)
    person.is_active = False
    person.save(update_fields=["is_active", "version"])
    record("people.access_ended", by=by, subject=person)
    return person


@transaction.atomic
def restore_access(*, person: Person, by: Any) -> Person:
    person = locked(person, None)
    person.is_active = True
    person.save(update_fields=["is_active", "version"])
    record("people.access_restored", by=by, subject=person)
    return person


@transaction.atomic
def add_agency(
    *, name: str, short_name: str, slug: str, kind: AgencyKind, starts_on: date, made_with: UUID | None = None, by: Any
) -> Agency:
    """Adds an agency. A second submission of the same form finds the first one's agency; a slug that is taken is refused."""
    made = made_once(Agency, made_with)
    if made:
        return made
    if Agency.objects.filter(slug=slug).exists():
        raise AlreadyOnRecord(f"An agency with the short address {slug} is on record already")
    agency = Agency(name=name, short_name=short_name, slug=slug, kind=kind.value, starts_on=starts_on)
    agency.made_with = made_with or uuid4()
    agency.save()
    record("people.agency_added", by=by, subject=agency, name=name)
    return agency


@transaction.atomic
def change_agency(
    *, agency: Agency, name: str, short_name: str, kind: AgencyKind, starts_on: date, seen_version: int | None, by: Any
) -> Agency:
    """Changes an agency's record; its short address stays, because links point to it."""
    agency = locked(agency, seen_version)
    if agency.ends_on and agency.ends_on < starts_on:
        raise StillOpen(f"{agency} ended on {agency.ends_on:%-d %B %Y}, so it must have begun before that")
    changed = changes(agency, name=name, short_name=short_name, kind=kind.value, starts_on=starts_on)
    agency.save(update_fields=[*changed, "version"])
    record("people.agency_changed", by=by, subject=agency, changes=changed)
    return agency


@transaction.atomic
def succeed_agency(*, agency: Agency, successor: Agency, last_day: date, seen_version: int | None = None, by: Any) -> Agency:
    """Ends an agency on `last_day` and names the agency that took over its duties. Refuses a circle of successors."""
    agency = locked(agency, seen_version)
    successor = Agency.objects.get(pk=successor.pk)
    if successor.pk == agency.pk or last_day < agency.starts_on:
        raise StillOpen("An agency is succeeded by another, on or after the day on which it began")
    if successor.ends_on and successor.ends_on <= last_day:
        raise StillOpen(f"{successor} ended before {agency} did, so it cannot have taken over")
    changed = changes(agency, ends_on=last_day, succeeded_by=successor)
    agency.save(update_fields=[*changed, "version"])
    record("people.agency_succeeded", by=by, subject=agency, changes=changed)
    return agency


@transaction.atomic
def end_agency(*, agency: Agency, last_day: date, seen_version: int | None = None, by: Any) -> Agency:
    """Ends an agency whose duties nobody took over."""
    agency = locked(agency, seen_version)
    if last_day < agency.starts_on:
        raise StillOpen("An agency cannot end before it begins")
    changed = changes(agency, ends_on=last_day)
    agency.save(update_fields=[*changed, "version"])
    record("people.agency_changed", by=by, subject=agency, changes=changed)
    return agency


def forget_sessions(today: date, by: Any) -> None:
    """Each morning: sessions that were over by then are deleted."""
    _forget_sessions(before=midnight(today), by=by)


@transaction.atomic
def _forget_sessions(*, before: datetime, by: Any) -> None:
    count, _ = Session.objects.filter(expire_date__lt=before).delete()
    if count:
        record("people.sessions_forgotten", by=by, count=count)
