"""The facts of the 2022-23 annual report that this room holds, one by one."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import transaction

from hamlet.foundations.people.demo import load_people
from hamlet.foundations.people.models import Person
from hamlet.foundations.working_days.clock import today
from hamlet.governance import demo, queries
from hamlet.governance.models import Achievement, Challenge, Group, LackOfProgress, PlanItem, Priority, Seat
from hamlet.governance.rules import Partner

DAY = datetime(2022, 11, 15, 10, tzinfo=UTC)
REPORT_YEAR = (date(2022, 4, 1), date(2023, 3, 31))


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """The demonstration, loaded for the whole file and rolled back after it: it takes a second."""
    with time_machine.travel(DAY, tick=False), django_db_blocker.unblock(), transaction.atomic():
        demo.load(load_people(today()), today())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, db):
    pass


def test_three_partners_have_the_leads_that_the_report_names(loaded):
    found = [(partner, str(leads[0].person), leads[0].published) for partner, _, leads in queries.partners_on(today())]

    assert found == [
        (Partner.LOCAL_AUTHORITY, "James Thomas", True),
        (Partner.HEALTH, "Korkor Ceasar", True),
        (Partner.POLICE, "James Conway", True),
    ]


@pytest.mark.parametrize(
    ("day", "agency"),
    [(date(2022, 6, 30), "Clinical Commissioning Group"), (date(2022, 7, 1), "Integrated Care Board")],
)
def test_integrated_care_board_succeeds_on_1_july_2022(loaded, day, agency):
    health = {partner: held for partner, held, _ in queries.partners_on(day)}[Partner.HEALTH]

    assert health.name == f"NHS North East London {agency}"


def test_groups_are_those_of_the_report_and_each_says_what_it_is_for(loaded):
    found = [(group.name, group.reports_to.name if group.reports_to else None) for group in queries.groups_on(today())]

    assert found == [
        ("Executive", None),
        ("Domestic Abuse and its Impact on Children", "Executive"),
        ("Education Safeguarding Forum", "Executive"),
        ("Exploitation", "Executive"),
        ("Quality Assurance and Performance", "Executive"),
        ("Rapid Review Panel", "Executive"),
        ("Staying Safe Online", "Executive"),
        ("Rapid Review Working Group", "Quality Assurance and Performance"),
    ]
    assert Group.objects.get(slug="rapid-review-working-group").frequency == "Every six weeks"
    assert not Group.objects.filter(purpose="").exists()


def test_each_partner_leads_a_priority_until_september_2023(loaded):
    found = Priority.objects.order_by("id").values_list("group__name", "lead_partner", "starts_on__year", "ends_on")

    assert list(found) == [
        ("Exploitation", "Local authority", 2021, date(2023, 9, 30)),
        ("Domestic Abuse and its Impact on Children", "Health", 2021, date(2023, 9, 30)),
        ("Staying Safe Online", "Police", 2021, date(2023, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("exploitation", ["screening tool", "Disruption plans", "MACE", "harm outside the home", "training package"]),
        ("domestic-abuse", ["video log", "guidance on domestic abuse", "tool kit for young people", "led by experts"]),
        ("online-safety", ["gaming and gambling", "led by experts", "tool kit for parents", "1,567 primary and 542 secondary"]),
    ],
)
def test_every_achievement_of_a_priority_is_there_within_the_year(loaded, group, words):
    held = list(Achievement.objects.filter(priority__group__slug=group).order_by("achieved_on", "id"))

    assert [word for word, row in zip(words, held, strict=True) if word not in row.title] == []
    assert all(REPORT_YEAR[0] <= row.achieved_on <= REPORT_YEAR[1] and row.agencies.exists() for row in held)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("policies and procedures", ["non-accidental injury", "neglect", "non-recent abuse", "domestic abuse"]),
        ("NSPCC", ["volunteers"]),
        ("November 2022", ["infant neglect", "exploitation", "online safety", "rapid reviews"]),
        ("training calendar", ["gaming and gambling", "mental health", "self-harm", "sexual abuse within the family"]),
        ("working group", ["one plan", "theme"]),
        ("within two weeks of a review", ["author"]),
        ("Three young scrutineers", ["16 and 17", "four hours a week", "living wage", "six steps of scrutiny"]),
        ("Escalation tracker", ["papers of every meeting"]),
    ],
)
def test_every_achievement_of_the_partnership_is_there_with_its_impact(loaded, title, words):
    row = Achievement.objects.get(priority=None, title__contains=title)

    assert [word for word in words if word not in row.evidence] == []
    assert row.impact


@pytest.mark.parametrize(
    ("title", "what", "response"),
    [
        ("Multi-agency data", "readily available", "quarter or year before"),
        ("Capacity and funding", "training post was lost", "training package"),
        ("Embedding learning", "slowly", "every six weeks"),
        ("Website", "meant for 2022", "planned for 2023"),
    ],
)
def test_every_challenge_is_there_with_its_response(loaded, title, what, response):
    row = Challenge.objects.get(title=title)

    assert (what in row.what, response in row.response, row.state) == (True, True, "Being answered")


def test_website_went_from_2022_to_2023(loaded):
    item = PlanItem.objects.get(title="Commission a new website")

    assert (item.first_target_on.year, item.target_on.year, item.slippages.count()) == (2022, 2023, 1)


def test_plan_for_the_year_ahead_has_the_four_and_the_next_priorities(loaded):
    found = PlanItem.objects.filter(year_from=date(2023, 4, 1)).order_by("id").values_list("title", flat=True)

    assert list(found) == [
        "Show that learning is embedded",
        "Develop the multi-agency training package further",
        "Keep young people included",
        "Improve the partnership's presence online",
        "Choose the next priorities, with the young scrutineers, and launch them",
    ]


def test_chair_of_the_executive_rotates_between_all_three(loaded):
    turns = [queries.term_on(day).partner for day in (date(2021, 4, 1), date(2021, 10, 1), date(2022, 4, 1), date(2022, 10, 1))]

    assert turns == ["Local authority", "Health", "Police", "Local authority"]


@pytest.mark.parametrize("day", [date(2022, 6, 30), date(2022, 11, 15)])
def test_only_the_end_of_the_rota_is_missing(loaded, day):
    assert [gap.title for gap in queries.gaps(day)] == ["The rota of the Executive’s chair runs out on 31 March 2023"][
        : day.month > 9
    ]


def test_invented_words_say_so_and_seats_are_held_by_posts(loaded):
    assert [row.success for row in Priority.objects.all() if not row.success.startswith("Illustrative: ")] == []
    assert [row.what for row in LackOfProgress.objects.all() if not row.what.startswith("Illustrative: ")] == []
    assert Seat.objects.exclude(person__name="").count() == 0
    assert sorted(Person.objects.exclude(name="").values_list("name", flat=True)) == [
        "James Conway",
        "James Thomas",
        "Korkor Ceasar",
    ]


def test_two_versions_of_the_arrangements_show_what_changed(loaded, client):
    html = client.get("/partnership/arrangements/2/").content.decode()

    assert "Changed since version 1: partners, groups, scrutiny, dispute process, funding, relevant agencies." in html
