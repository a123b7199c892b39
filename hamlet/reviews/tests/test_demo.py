from datetime import date

import pytest

from hamlet.foundations.people.demo import load_people
from hamlet.foundations.working_days.queries import calendar
from hamlet.governance import demo as governance
from hamlet.learning import demo as learning
from hamlet.learning.queries import recommendations_from, waiting
from hamlet.reviews import demo
from hamlet.reviews.models import AgencySummary, Case
from hamlet.reviews.queries.clocks import clock_of
from hamlet.reviews.rules.cases import Stage

pytestmark = pytest.mark.django_db
TODAY = date(2023, 7, 3)


@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 3)])
def test_demonstration_shows_cases_on_time_late_withdrawn_and_under_way(today):
    cast = load_people(today)
    governance.load(cast, today)
    demo.load(cast, today)

    assert list(Case.objects.order_by("id").values_list("stage", flat=True)) == [
        *(Stage.PUBLISHED, Stage.REVIEW, Stage.CLOSED, Stage.CLOSED),
        *(Stage.RAPID_REVIEW, Stage.RECOMMENDED, Stage.REFERRED),
    ]
    kept, late = Case.objects.order_by("id")[:2]
    standings = {row.title: row.standing for row in clock_of(kept, today, calendar())}
    assert standings.pop("Hold the Learning Reflection Session") == ("Running" if today == TODAY else "On time")
    assert standings.pop("Keep the report public") in ("Running", "Kept until then")
    assert set(standings.values()) == {"On time"}
    assert [row.standing for row in clock_of(late, today, calendar())] == ["Late", "On time", "Late"]
    assert [summary.late(today) for summary in AgencySummary.objects.filter(sent_on=None).order_by("id")] == [True, False]


def test_every_text_of_the_demonstration_says_that_it_is_illustrative():
    cast = load_people(TODAY)
    governance.load(cast, TODAY)
    demo.load(cast, TODAY)

    assert {case.what_happened.split(":")[0] for case in Case.objects.all()} == {"Illustrative"}


def test_what_the_published_review_recommended_is_carried_up_and_joined_with_what_said_the_same():
    cast = load_people(TODAY)
    for room in (governance, learning, demo):
        room.load(cast, TODAY)
    case = Case.objects.order_by("id").first()
    rows = list(recommendations_from("reviews.case", str(case.pk)))

    assert [row.rung for row in rows] == ["Embedded", "Practice checked", "Action done"]
    assert [row.found_on for row in rows] == [date(2022, 9, 14)] * 3
    assert rows[1].joint_into.parts.count() == 2
    assert waiting(rows[1].joint_into).to == "Impact evidenced"
