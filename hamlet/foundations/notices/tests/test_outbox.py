from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices import jobs
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.notices.operations import forget_notices, notify
from hamlet.foundations.notices.outbox import next_try_at, send_waiting
from hamlet.foundations.notices.rules import State
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import now, today

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def person(person_factory):
    return person_factory("Head of Safeguarding")


@pytest.fixture
def notice(person):
    return notify(person=person, subject="An answer is ready", path="/escalations/1/", key="escalations.answered.1", by=person)


class MailServer:
    """Takes mail until it is down; or takes it and dies before anybody can write down that it did."""

    def __init__(self):
        self.taken, self.down, self.dies = [], False, False

    def __call__(self, message):
        if self.down:
            raise ConnectionRefusedError("secret-host said no")
        self.taken.append(message)
        if self.dies:
            raise SystemExit


@pytest.fixture
def server():
    return MailServer()


def test_mail_carries_a_link_and_no_content(notice, settings):
    settings.BASE_URL = "https://hamlet.example.org"

    assert send_waiting(NOON) == 1
    [sent] = mail.outbox
    assert sent.subject == "An answer is ready"
    assert sent.to == [notice.person.email]
    assert "https://hamlet.example.org/escalations/1/" in sent.body
    assert sent.extra_headers["Message-ID"] == notice.message_id
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.attempts) == (State.SENT.value, NOON, 1)


def test_sent_notice_is_not_sent_again(notice):
    send_waiting(NOON)

    assert send_waiting(NOON + timedelta(days=1)) == 0
    assert len(mail.outbox) == 1


def test_same_key_tells_one_person_once_and_two_people_each(notice, person_factory):
    again = notify(person=notice.person, subject="Other words", path="/", key="escalations.answered.1", by=notice.person)
    other = notify(person=person_factory(), subject="An answer", path="/", key="escalations.answered.1", by=notice.person)

    assert again == notice
    assert other != notice
    assert list(Event.objects.values_list("verb", flat=True)) == ["notices.made", "notices.made"]


def test_subject_cannot_add_a_header(person):
    made = notify(person=person, subject="Hello\r\nBcc: other@example.org", path="/", key="x", by=person)

    assert made.subject == "Hello Bcc: other@example.org"
    assert send_waiting(NOON) == 1


def test_mail_server_that_is_down_is_tried_again_ever_later(notice, server):
    server.down = True
    assert send_waiting(NOON, server) == 0
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.next_try_at) == (State.WAITING.value, 1, NOON + timedelta(minutes=1))
    assert notice.last_error == "ConnectionRefusedError"

    send_waiting(NOON + timedelta(minutes=1), server)
    assert next_try_at() == NOON + timedelta(minutes=3)
    assert send_waiting(NOON + timedelta(minutes=2), server) == 0

    server.down = False
    assert send_waiting(NOON + timedelta(minutes=3), server) == 1


def test_one_that_cannot_be_sent_does_not_stop_the_next(notice, person_factory):
    other = notify(person=person_factory(), subject="Other", path="/", key="other", by=notice.person)

    def refuses_the_first(message):
        if message.to == [notice.person.email]:
            raise ValueError("no such mailbox")

    assert send_waiting(NOON, refuses_the_first) == 1
    other.refresh_from_db()
    assert other.state == State.SENT.value


def test_crash_between_sending_and_marking_repeats_under_the_same_message_id(notice, server):
    server.dies = True
    with pytest.raises(SystemExit):
        send_waiting(NOON, server)
    assert send_waiting(NOON + timedelta(minutes=1), server) == 0

    server.dies = False
    assert send_waiting(NOON + timedelta(minutes=5), server) == 1
    first, second = server.taken
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == notice.message_id


def test_person_whose_access_has_ended_is_not_written_to(notice):
    notice.person.is_active = False
    notice.person.save()

    assert send_waiting(NOON) == 0
    assert mail.outbox == []
    notice.refresh_from_db()
    assert notice.state == State.CLOSED.value


def test_notice_of_an_operation_that_fails_is_never_sent(person):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(person=person, subject="Gone", path="/", key="gone", by=person)
        _ = 1 / 0

    assert not Notice.objects.exists()


def test_sent_without_a_moment_is_refused_by_the_database(notice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(state=State.SENT.value)


def test_notice_is_sent_when_its_transaction_ends(person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify(person=person, subject="Hello", path="/", key="hello", by=person)

    assert DBTaskResult.objects.get().task_path == "hamlet.foundations.notices.jobs.send_notices"
    jobs.send_notices.call()
    assert len(mail.outbox) == 1


def test_job_comes_back_once_while_the_mail_server_is_down(notice, settings):
    settings.EMAIL_BACKEND = "hamlet.nowhere.Backend"
    jobs.send_notices.call()
    jobs.send_notices.call()

    [planned] = DBTaskResult.objects.all()
    assert planned.run_after == next_try_at()


def test_morning_sends_what_still_waits(notice, person, frozen):
    jobs.send_daily(NOON.date(), person)

    assert len(mail.outbox) == 1


def test_notices_are_deleted_after_ninety_days_whatever_became_of_them(person_factory):
    person, by = person_factory(), system_person()
    for key, days in (("tests.old", 91), ("tests.last", 90), ("tests.new", 1)):
        notice = notify(person=person, subject="Something", path="/desk/", key=key, by=by)
        Notice.objects.filter(pk=notice.pk).update(made_at=now() - timedelta(days=days))
    forget_notices(today(), by)

    assert sorted(Notice.objects.values_list("key", flat=True)) == [f"tests.last.{person.pk}", f"tests.new.{person.pk}"]
    assert Event.objects.get(verb="notices.forgotten").details == {"count": 1}
