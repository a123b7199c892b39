from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.foundations.references import Reference
from hamlet.learning import operations
from hamlet.learning.models import Action, ActionUpdate, Theme
from tests.racing import at_once

TODAY = date(2022, 11, 15)


def verbs(record):
    return list(Event.objects.about(record).order_by("id").values_list("verb", flat=True))


def test_action_takes_the_next_reference_and_leaves_an_event(plan, owner):
    first, second = plan(), plan()

    assert (first.reference, second.reference) == ("A-0001", "A-0002")
    assert (first.first_due_on, first.agency, first.state) == (date(2022, 11, 30), owner.agency, "Open")
    assert verbs(first) == ["learning.action_added"]


def test_next_reference_counts_on_from_ours_whatever_moved_in_since(plan):
    plan(reference="A-0041")
    plan(reference="QA/2021/900")

    assert plan().reference == "A-0042"


def test_action_remembers_where_it_comes_from(plan):
    action = plan(source=Reference("meetings.meeting", "7", "Executive, 1 November 2022", "/meetings/7/"))

    assert (action.source_kind, action.source_id) == ("meetings.meeting", "7")
    assert (action.source_label, action.source_url) == ("Executive, 1 November 2022", "/meetings/7/")


def test_double_click_makes_one_action(plan):
    key = uuid4()

    assert plan(made_with=key) == plan(made_with=key)
    assert Action.objects.count() == 1


def test_action_without_words_is_refused(plan):
    with pytest.raises(operations.NotSaid, match="Enter what is to be done"):
        plan(title="  ")


def test_progress_is_kept_once_and_dated(action, owner):
    key = uuid4()
    for _ in range(2):
        operations.report_progress(action=action, note="Half written", said_on=TODAY, made_with=key, by=owner)

    update = ActionUpdate.objects.get()
    assert (update.note, update.said_on, update.by) == ("Half written", TODAY, owner)
    assert verbs(action) == ["learning.action_added", "learning.progress_reported"]


def test_moved_due_date_keeps_the_first_and_says_why(action, owner):
    given = {"reason": "Waiting for the panel", "said_on": TODAY, "seen_version": action.version, "by": owner}
    moved = operations.move_due_date(action=action, due_on=date(2023, 1, 31), **given)

    assert (moved.due_on, moved.first_due_on) == (date(2023, 1, 31), date(2022, 11, 30))
    assert ActionUpdate.objects.get().note == "Due date moved from 30 November 2022: Waiting for the panel"


def test_new_owner_brings_their_agency(action, person_factory, owner):
    heir = person_factory("Designated Nurse")
    changed = operations.change_owner(action=action, owner=heir, seen_version=action.version, by=owner)

    assert changed.owner == heir
    assert verbs(action)[-1] == "learning.owner_changed"


@pytest.mark.parametrize(
    ("close", "state", "verb"),
    [
        (operations.complete_action, "Done", "learning.action_done"),
        (operations.stop_action, "Stopped", "learning.action_stopped"),
    ],
)
def test_closing_says_when_and_why_and_is_for_good(action, owner, close, state, verb):
    closed = close(action=action, note="Sent to all teams", closed_on=TODAY, seen_version=action.version, by=owner)

    assert (closed.state, closed.closed_on, closed.closing_note) == (state, TODAY, "Sent to all teams")
    assert verbs(action)[-1] == verb
    with pytest.raises(operations.ActionClosed, match=f"A-0001 is {state.lower()} and closed to change"):
        close(action=action, note="Again", closed_on=TODAY, seen_version=None, by=owner)


def test_closing_without_a_word_is_refused(action, owner):
    with pytest.raises(operations.NotSaid):
        operations.complete_action(action=action, note=" ", closed_on=TODAY, seen_version=None, by=owner)


def test_stale_form_is_refused_and_nothing_is_lost(action, owner, person_factory):
    operations.change_owner(action=action, owner=person_factory("Heir"), seen_version=action.version, by=owner)

    with pytest.raises(ChangedMeanwhile):
        operations.complete_action(action=action, note="Done", closed_on=TODAY, seen_version=action.version, by=owner)
    action.refresh_from_db()
    assert action.state == "Open"


def test_database_refuses_a_closed_action_that_does_not_say_why(action):
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(state="Done", closed_on=TODAY)


def test_nothing_of_an_action_stands_in_the_trail_as_plain_text(action, owner):
    operations.report_progress(action=action, note="A canary sang", said_on=TODAY, by=owner)
    events = Event.objects.about(action)

    assert not any("canary" in f"{event.details}{event.private}" for event in events)
    assert events.count() == 2


def test_theme_of_a_name_stands_once(owner):
    first = operations.add_theme(name="Professional curiosity", by=owner)

    assert operations.add_theme(name="professional  Curiosity", by=owner) == first
    assert Theme.objects.count() == 1


def test_reminder_goes_to_whoever_owns_it_now_once_a_week_and_says_nothing(action, owner, person_factory):
    heir = person_factory("Designated Nurse")
    operations.change_owner(action=action, owner=heir, seen_version=None, by=owner)
    for days in range(0, 31):
        operations.remind_owners(TODAY + timedelta(days=days), system_person())

    notices = Notice.objects.order_by("id")
    assert {notice.person for notice in notices} == {heir}
    assert {(notice.subject, notice.path) for notice in notices} == {("Something on your desk is due", "/actions/A-0001/")}
    assert notices.count() == 4  # once before it is due, then in each of the three weeks after


def test_nobody_is_reminded_of_what_is_closed_or_far_off(action, plan, owner):
    plan(due_on=TODAY + timedelta(days=60))
    operations.complete_action(action=action, note="Done", closed_on=TODAY, seen_version=None, by=owner)

    operations.remind_owners(TODAY + timedelta(days=30), system_person())

    assert not Notice.objects.exists()


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_share_a_reference(plan):
    plan()

    at_once(*(plan,) * 4)

    assert sorted(Action.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
