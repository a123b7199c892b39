import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from hamlet.foundations.audit import triggers
from hamlet.foundations.audit.models import Event, RecordKey, Seal
from hamlet.foundations.audit.operations import destroy_record_key, record
from hamlet.foundations.audit.private import reveal
from hamlet.foundations.audit.queries import history
from hamlet.foundations.audit.seals import faults, seal_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(person_factory):
    return person_factory(post_title="Partnership manager")


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_event_can_be_neither_changed_nor_removed_even_by_raw_sql(manager, statement):
    record("people.invited", by=manager, subject=manager)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.get().verb == "people.invited"


def test_seal_can_be_neither_changed_nor_removed(manager):
    record("people.invited", by=manager, subject=manager)
    seal_events()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Seal.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Seal.objects.update(mac="forged")


def test_personal_values_are_encrypted_under_the_records_own_key(manager, person_factory):
    person = person_factory(post_title="Lead for safeguarding")

    event = record(
        "people.changed", by=manager, subject=person, changes={"name": ("Canary Before", "Canary After"), "agency": (None, 3)}
    )

    assert event.details == {"changes": {"agency": [None, 3]}}
    assert "Canary" not in event.private
    key = RecordKey.objects.get(kind="people.person", record_id=str(person.pk)).key
    assert reveal(event.private, key) == {"changes": {"name": ["Canary Before", "Canary After"]}}


def test_disposal_makes_values_unreadable_while_the_chain_still_verifies(manager, person_factory):
    person = person_factory()
    event = record("people.changed", by=manager, subject=person, changes={"name": ("Canary", "Other")})
    seal_events()

    destroy_record_key(kind="people.person", record_id=str(person.pk), by=manager)

    assert reveal(event.private, None) == {}
    assert [row.sentence for row in history(person)] == ["changed the person's record"]
    assert faults()[0] == []


def test_history_is_told_in_sentences_with_constant_queries(manager, person_factory, django_assert_num_queries):
    person = person_factory()
    for _ in range(30):
        record("people.changed", by=manager, subject=person, changes={"name": ("A", "B")})

    with django_assert_num_queries(2):
        rows = history(person)

    assert rows[0].who == "Partnership manager"
    assert rows[0].sentence == "changed the person's record (name)"
    assert len(rows) == 30


def test_verify_says_where_a_sealed_event_was_changed(manager, capsys):
    event = record("people.invited", by=manager, subject=manager)
    seal_events()
    call_command("verify_audit")
    triggers.remove(connection)
    Event.objects.filter(pk=event.pk).update(verb="people.changed")
    triggers.install(connection)

    with pytest.raises(CommandError, match="1 places"):
        call_command("verify_audit")

    written = capsys.readouterr()
    assert f"event {event.pk} was changed after seal" in written.err
    assert "What this cannot detect" in written.out


def test_second_seal_covers_only_what_is_new(manager):
    record("people.invited", by=manager, subject=manager)
    first = seal_events()
    record("people.changed", by=manager, subject=manager)
    second = seal_events()

    assert seal_events() is None
    assert [event_id for event_id, _ in second.covers] == [Event.objects.latest("id").pk]
    assert second.previous == first.mac
