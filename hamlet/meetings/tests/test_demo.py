from datetime import date

import pytest

from hamlet.foundations.people.demo import load_people
from hamlet.foundations.working_days.clock import today
from hamlet.governance import demo as governance
from hamlet.learning import demo as learning
from hamlet.meetings import demo
from hamlet.meetings.models import AgendaItem, Ahead, Concern, Decision, Meeting, Pack

YEAR = (date(2022, 4, 1), date(2023, 3, 31))


@pytest.fixture
def loaded(db):
    cast, day = load_people(today()), today()
    for room in (governance, learning, demo):
        room.load(cast, day)
    return cast


def test_demonstration_met_through_the_year_and_has_something_to_do_now(loaded):
    year = Meeting.objects.filter(starts_at__date__range=YEAR).values_list("state", flat=True)

    assert set(year) >= {"Minutes approved"}
    assert set(Meeting.objects.values_list("state", flat=True)) == {"Minutes approved", "Held", "Circulated", "Draft"}
    assert Meeting.objects.filter(quorum_reached=False).exists()
    assert Ahead.objects.exists()
    assert list(Pack.objects.order_by("number").values_list("number", "changes")) == [
        (1, ""),
        (2, "New paper: Audit returns, late figures\nStanding paper changed: The action plan"),
    ]


def test_minutes_are_approved_by_a_post_that_did_not_write_them(loaded):
    approved = Meeting.objects.filter(state="Minutes approved")

    assert approved.filter(approved_by__is_system=True).count() == 0
    assert [row for row in approved if row.was_written_by(row.approved_by)] == []


def test_what_was_invented_says_so_and_belongs_to_posts(loaded):
    said = [
        *Decision.objects.values_list("text", flat=True),
        *AgendaItem.objects.exclude(minute="").values_list("minute", flat=True),
        *Concern.objects.values_list("detail", flat=True),
    ]

    assert said
    assert [text for text in said if not text.startswith("Illustrative: ")] == []
    assert set(Meeting.objects.values_list("minutes_by__name", flat=True)) <= {"", None}
