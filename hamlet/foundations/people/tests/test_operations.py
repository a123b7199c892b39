from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from hamlet.foundations.audit.models import Event
from hamlet.foundations.audit.queries import history
from hamlet.foundations.people import invitations, operations
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.queries import people_choices, people_on_record, system_person
from hamlet.foundations.people.rules import AgencyKind
from hamlet.foundations.people.tests.conftest import PASSWORD
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.foundations.working_days.clock import midnight, today

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)
KIND = AgencyKind.VOLUNTARY


@pytest.fixture
def manager(person_factory):
    return person_factory("Partnership Manager")


@pytest.fixture
def newcomer(manager):
    return operations.add_person(email="New@Example.org", post_title="Named Nurse", by=manager)


def parts_of(path):
    return dict(zip(("identity", "token"), path.strip("/").split("/")[1:], strict=True))


def test_person_on_record_cannot_sign_in_and_their_address_stays_out_of_the_trail(newcomer, verbs):
    assert newcomer.email == "new@example.org"
    assert not newcomer.has_usable_password()
    assert newcomer.invited_at is None
    assert verbs(newcomer) == ["people.added"]
    assert "new@example.org" not in str(Event.objects.about(newcomer).get().details)


def test_second_click_puts_one_person_on_record(manager):
    key = uuid4()
    given = {"email": "new@example.org", "post_title": "Named Nurse", "made_with": key, "by": manager}

    assert operations.add_person(**given) == operations.add_person(**given)
    assert Person.objects.filter(email="new@example.org").count() == 1


def test_address_that_is_taken_is_refused_whatever_its_capitals(newcomer, manager):
    with pytest.raises(operations.AlreadyOnRecord, match=r"NEW@example\.org is on record already"):
        operations.add_person(email="NEW@example.org", post_title="Another", by=manager)


def test_invitation_is_mailed_as_a_link_that_works_once(newcomer, manager, verbs, outbox):
    path = operations.invite_person(person=newcomer, at=NOON, by=manager)
    notice = outbox.get(person=newcomer)
    assert (notice.path, notice.subject) == (path, "You are invited to sign in")

    accepted = operations.accept_invitation(**parts_of(path), password=PASSWORD)
    assert accepted.check_password(PASSWORD)
    assert verbs(newcomer) == ["people.added", "people.invited", "people.accepted_invitation"]
    with pytest.raises(invitations.InvitationUsed):
        operations.accept_invitation(**parts_of(path), password="something else entirely")


def test_invitation_expires_after_three_days(newcomer, manager, frozen):
    path = operations.invite_person(person=newcomer, at=NOON, by=manager)
    frozen.shift(3 * 24 * 3600 + 1)

    with pytest.raises(invitations.InvitationUsed):
        invitations.invited_by_link(**parts_of(path))


@pytest.mark.parametrize("change", [{"is_active": False}, {"invited_at": None}])
def test_invitation_of_someone_who_may_not_sign_in_is_over(newcomer, manager, change):
    path = operations.invite_person(person=newcomer, at=NOON, by=manager)
    Person.objects.filter(pk=newcomer.pk).update(**change)

    with pytest.raises(invitations.InvitationUsed):
        invitations.invited_by_link(**parts_of(path))


@pytest.mark.parametrize("identity", ["x", "MTIzNDU2Nzg5", "!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"])
def test_invented_link_is_over(identity, db):
    with pytest.raises(invitations.InvitationUsed):
        invitations.invited_by_link(identity, "abc-def")


def test_person_whose_access_has_ended_is_not_invited(newcomer, manager):
    operations.end_access(person=newcomer, by=manager)

    with pytest.raises(operations.AccessEnded, match="Restore it before you invite them"):
        operations.invite_person(person=newcomer, at=NOON, by=manager)


def test_changed_record_tells_before_and_after_and_drops_the_old_address(newcomer, manager, agency):
    EmailAddress.objects.create(user=newcomer, email="new@example.org", verified=True, primary=True)
    given = {"email": "Newer@example.org", "name": "", "post_title": "Designated Nurse", "agency": agency}

    operations.change_person(person=newcomer, **given, seen_version=1, by=manager)

    newcomer.refresh_from_db()
    assert (newcomer.email, newcomer.post_title, newcomer.version) == ("newer@example.org", "Designated Nurse", 2)
    assert not EmailAddress.objects.exists()
    assert history(newcomer)[0].sentence == "changed the person's record (agency, email, post title)"


def test_stale_form_and_taken_address_are_refused(newcomer, manager):
    given = {"name": "", "post_title": "Nurse", "agency": None, "by": manager}

    with pytest.raises(ChangedMeanwhile):
        operations.change_person(person=newcomer, email="new@example.org", **given, seen_version=7)
    with pytest.raises(operations.AlreadyOnRecord):
        operations.change_person(person=newcomer, email=manager.email, **given, seen_version=1)


def test_access_ends_and_comes_back(newcomer, manager, verbs):
    assert operations.end_access(person=newcomer, by=manager).is_active is False
    assert operations.restore_access(person=newcomer, by=manager).is_active is True
    assert verbs(newcomer) == ["people.added", "people.access_ended", "people.access_restored"]


def test_nobody_ends_their_own_access(manager):
    with pytest.raises(operations.OwnAccess):
        operations.end_access(person=manager, by=manager)


def test_agency_is_added_once(manager):
    key = uuid4()
    given = {"name": "Probation", "short_name": "Probation", "slug": "probation", "kind": AgencyKind.PROBATION}
    given |= {"starts_on": date(2019, 6, 29), "by": manager}

    first = operations.add_agency(**given, made_with=key)
    assert operations.add_agency(**given, made_with=key) == first
    with pytest.raises(operations.AlreadyOnRecord, match="probation is on record already"):
        operations.add_agency(**given)


def test_changed_agency_tells_what_changed(agency, manager):
    given = {"name": "Homes", "short_name": "Homes", "kind": KIND, "starts_on": date(2020, 1, 1)}

    operations.change_agency(agency=agency, **given, seen_version=1, by=manager)
    assert history(agency)[0].sentence == "changed the agency (kind, name, short name)"
    with pytest.raises(ChangedMeanwhile):
        operations.change_agency(agency=agency, **given, seen_version=1, by=manager)


@pytest.fixture
def successor(db):
    return Agency.objects.create(name="Homes", short_name="Homes", slug="homes", kind=KIND.value, starts_on=date(2022, 7, 1))


def test_agency_is_succeeded_on_its_last_day(agency, successor, manager):
    ended = operations.succeed_agency(agency=agency, successor=successor, last_day=date(2022, 6, 30), seen_version=1, by=manager)

    assert (ended.ends_on, ended.succeeded_by) == (date(2022, 6, 30), successor)
    assert list(Agency.objects.open_on(date(2022, 6, 30))) == [agency]
    assert list(Agency.objects.open_on(date(2022, 7, 1))) == [successor]
    with pytest.raises(operations.StillOpen, match="must have begun before that"):
        given = {"name": "A", "short_name": "A", "kind": KIND, "starts_on": date(2023, 1, 1), "seen_version": None}
        operations.change_agency(agency=agency, **given, by=manager)


def test_agency_is_not_succeeded_by_itself_too_early_or_by_one_that_ended(agency, successor, manager):
    for given in [
        {"agency": agency, "successor": agency, "last_day": date(2022, 6, 30)},
        {"agency": agency, "successor": successor, "last_day": date(2019, 12, 31)},
    ]:
        with pytest.raises(operations.StillOpen):
            operations.succeed_agency(**given, by=manager)
    operations.succeed_agency(agency=agency, successor=successor, last_day=date(2022, 7, 1), by=manager)
    with pytest.raises(operations.StillOpen, match="cannot have taken over"):
        operations.succeed_agency(agency=successor, successor=agency, last_day=date(2023, 1, 1), by=manager)


def test_system_is_one_person_who_is_on_no_list(newcomer):
    assert system_person() == system_person()
    assert not system_person().is_active
    assert newcomer in people_on_record()
    assert system_person() not in people_on_record()
    assert (newcomer.pk, "Named Nurse") in people_choices()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="other@example.org", post_title="Another system", is_system=True)


def test_sessions_that_are_over_are_deleted_each_morning(db, manager):
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=midnight(today()) + timedelta(days=days))
    operations.forget_sessions(today(), manager)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert Event.objects.get(verb="people.sessions_forgotten").details == {"count": 1}
