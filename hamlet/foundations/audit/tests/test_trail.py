import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from hamlet.foundations.audit import triggers
from hamlet.foundations.audit.models import Event, RecordKey, Seal
from hamlet.foundations.audit.operations import destroy_record_key, record
from hamlet.foundations.audit.private import reveal
from hamlet.foundations.audit.queries import history, kind_of, sentence
from hamlet.foundations.audit.seals import faults, seal_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(person_factory):
    return person_factory(post_title="Partnership manager")


COPY = "INTO audit_event (id, at, verb, subject_kind, subject_id, details, private) SELECT id, at, 'x', '', '', details, ''"
THROW_OUT = {
    "sqlite": f"INSERT OR REPLACE {COPY} FROM audit_event",
    "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE people_person CASCADE",
}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'x'",
        "DELETE FROM audit_event",
        f"INSERT {COPY} FROM audit_event WHERE true ON CONFLICT (id) DO UPDATE SET verb = 'x'",
        THROW_OUT[connection.vendor],
    ],
)
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


def test_seal_cannot_be_replaced_by_another_in_its_place(manager):
    record("people.invited", by=manager, subject=manager)
    seal = seal_events()
    put = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    forged = (
        f"{put} INTO audit_seal (sealed_at, covers, previous, mac) SELECT sealed_at, covers, previous, 'forged' FROM audit_seal"
    )

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forged)

    assert list(Seal.objects.values_list("mac", flat=True)) == [seal.mac]


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


@pytest.mark.parametrize(
    ("verb", "details", "said"),
    [
        ("governance.group_ended", {"ends_on": "2023-03-31"}, "ended the group on 31 March 2023"),
        ("annual_report.summary_written", {"item": "plan_next_year"}, "wrote a summary for plan next year"),
        ("governance.group_added", {"name": "2022-99-99 {name.pk}"}, "added the group 2022-99-99 {name.pk}"),
        ("governance.group_added", {}, "added the group …"),
    ],
)
def test_sentence_says_days_and_keys_as_people_do(verb, details, said):
    assert sentence(Event(verb=verb, details=details), {}) == said


def test_kind_of_record_is_said_in_words(db, manager):
    assert kind_of(record("people.changed", by=manager, subject=manager)) == "Person"
    assert kind_of(record("audit.refused", by=None, path="/x/")) == "–"


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


@pytest.fixture
def unguarded():
    triggers.remove(connection)
    yield
    triggers.install(connection)


def said(found):
    return [f"{fault.where} {fault.what}" for fault in found]


def test_verify_misses_the_triggers_that_somebody_dropped(manager, unguarded):
    found = said(faults()[0])

    assert len(found) == 6
    assert found[0] == "trigger audit_event_no_delete is missing: events could be changed since"


def test_verify_says_when_every_seal_was_removed(manager, time_machine):
    record("people.invited", by=manager, subject=manager)
    seal_events()
    time_machine.move_to("2022-11-18 10:00+00:00")
    assert faults()[0] == []

    triggers.remove(connection)
    Seal.objects.all().delete()
    triggers.install(connection)

    why = "1 events are older than two days and not sealed: the morning's job did not run, or seals were removed"
    assert said(faults()[0]) == [why]


def test_verify_says_when_the_newest_seals_were_cut_off_if_told_the_head_in_the_log(manager, capsys):
    record("people.invited", by=manager, subject=manager)
    head = seal_events().mac
    call_command("verify_audit", head=head)

    with pytest.raises(CommandError):
        call_command("verify_audit", head="0" * 64)

    assert f"the head {'0' * 64} is not in the chain" in capsys.readouterr().err


def test_verify_says_when_a_records_key_was_destroyed_without_a_disposal(manager, person_factory):
    person = person_factory()
    record("people.changed", by=manager, subject=person, changes={"name": ("A", "B")})
    RecordKey.objects.filter(record_id=str(person.pk)).delete()

    assert said(faults()[0]) == [f"key of people.person {person.pk} was destroyed without a disposal"]
