from datetime import date, timedelta

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.governance import operations, queries
from hamlet.governance.models import Edition, Group
from hamlet.governance.rules import Capacity, LeadKind, Partner
from hamlet.governance.tests.factories import BEGAN, TODAY, agency, seat, term

YEAR_AHEAD = (date(2022, 10, 1), date(2023, 9, 30))


@pytest.fixture
def whole(world):
    """The small partnership with nothing missing: each partner's agency, a sponsor each, a rota that reaches a year ahead."""
    for partner, slug in zip(Partner, ("council", "health", "police"), strict=True):
        held = agency(f"{slug}-agency")
        operations.set_partner(partner=partner, agency=held, starts_on=BEGAN, by=system_person())
        seat(world.groups["forum"], Capacity.SPONSOR, world[slug])
    world.turn = term(Partner.POLICE, *YEAR_AHEAD, world["police"])
    return world


def titles(day=TODAY):
    return [gap.title for gap in queries.gaps(day)]


def test_whole_partnership_has_no_gap(whole):
    assert titles() == []


def test_partner_without_a_seat_is_pointed_out_from_the_day_after(whole):
    operations.end_seat(seat=whole.seats["health"], ends_on=TODAY, by=whole["manager"])

    assert titles(TODAY) == ["The seat of Health in Executive ends on 15 November 2022"]
    assert titles(TODAY + timedelta(days=1)) == ["Health has no seat on the Executive"]


def test_seat_held_for_a_partner_by_a_secretary_is_no_seat_of_the_partner(whole):
    operations.end_seat(seat=whole.seats["health"], ends_on=TODAY - timedelta(days=1), by=whole["manager"])
    seat(whole.groups["executive"], Capacity.SECRETARY, whole["stranger"], partner=Partner.HEALTH)

    assert titles() == ["Health has no seat on the Executive"]


def test_vacant_seat_of_a_partner_is_a_gap(whole):
    operations.end_seat(seat=whole.seats["health"], ends_on=TODAY - timedelta(days=1), by=whole["manager"])
    vacant = {"post_title": "Designated Nurse", "partner": Partner.HEALTH, "starts_on": TODAY}
    seat(whole.groups["executive"], Capacity.MEMBER, None, **vacant)

    assert titles() == ["Health has no seat on the Executive"]


def test_partner_without_an_agency_is_a_gap(world):
    assert titles()[:3] == [f"No agency is recorded as the {partner.lower()} partner" for partner in Partner]


def test_group_without_a_chair_is_a_gap_and_an_ended_group_is_not(whole):
    operations.end_seat(seat=whole.seats["insider"], ends_on=TODAY - timedelta(days=1), by=whole["manager"])

    assert titles() == ["Panel has no chair"]
    seat(whole.groups["panel"], Capacity.CHAIR, None, post_title="Service Director", starts_on=TODAY)
    assert titles() == ["Panel has no chair"]
    operations.end_group(group=whole.groups["panel"], ends_on=TODAY, by=whole["manager"])
    assert titles(TODAY + timedelta(days=1)) == []


def test_executive_member_who_sponsors_none_is_a_gap(whole):
    sponsored = whole.groups["forum"].seats.get(capacity="Sponsor", person=whole["police"])
    operations.end_seat(seat=sponsored, ends_on=TODAY - timedelta(days=1), by=whole["manager"])

    assert titles() == ["Police sponsors no group"]
    seat(whole.groups["executive"], Capacity.SPONSOR, whole["police"])
    assert titles() == ["Police sponsors no group"]


@pytest.mark.parametrize(("days", "pointed_out"), [(61, 0), (60, 1), (0, 1), (-1, 0)])
def test_seat_that_ends_within_sixty_days_is_a_gap(whole, days, pointed_out):
    ends_on = TODAY + timedelta(days=days)
    operations.end_seat(seat=whole.seats["member"], ends_on=ends_on, by=whole["manager"])

    assert titles() == [f"The seat of Member in Forum ends on {ends_on:%-d %B %Y}"] * pointed_out


@pytest.mark.parametrize(("begins", "who", "count"), [(11, "stranger", 0), (12, "stranger", 1), (11, None, 1)])
def test_seat_that_somebody_takes_up_the_day_after_is_no_gap(whole, begins, who, count):
    operations.end_seat(seat=whole.seats["chair"], ends_on=TODAY + timedelta(days=10), by=whole["manager"])
    given = {"starts_on": TODAY + timedelta(days=begins), "post_title": "Head Teacher"}
    seat(whole.groups["forum"], Capacity.CHAIR, whole[who] if who else None, **given)

    assert len(titles()) == count


def test_appointment_that_ends_within_sixty_days_is_a_gap(whole):
    given = {"role": Role.INDEPENDENT_SCRUTINEER, "starts_on": BEGAN, "ends_on": date(2022, 12, 31)}
    operations.appoint_role(person=whole["stranger"], **given, by=whole["manager"])

    assert titles() == ["The appointment of the independent scrutineer ends on 31 December 2022"]
    assert titles(date(2022, 10, 1)) == []


@pytest.mark.parametrize(
    ("ends_on", "found"),
    [
        (TODAY - timedelta(days=1), "Nobody chairs the Executive today"),
        (TODAY, "The rota of the Executive’s chair runs out on 15 November 2022"),
        (TODAY + timedelta(days=183), "The rota of the Executive’s chair runs out on 17 May 2023"),
        (TODAY + timedelta(days=184), None),
    ],
)
def test_rota_that_runs_out_within_half_a_year_is_a_gap(whole, ends_on, found):
    changed = {"partner": Partner.POLICE, "person": whole["police"], "starts_on": YEAR_AHEAD[0], "ends_on": ends_on}
    operations.change_chair_term(term=whole.turn, **changed, seen_version=None, by=whole["manager"])

    assert titles() == ([found] if found else [])


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (None, "Nobody is named for today’s turn in the chair of the Executive (police)"),
        ("stranger", "Stranger chairs by the rota and has no seat on the Executive"),
    ],
)
def test_turn_without_a_member_of_the_executive_is_a_gap(whole, who, found):
    dates = {"starts_on": YEAR_AHEAD[0], "ends_on": YEAR_AHEAD[1]}
    named = {"partner": Partner.POLICE, "person": whole[who] if who else None}
    operations.change_chair_term(term=whole.turn, **named, **dates, seen_version=None, by=whole["manager"])

    assert titles() == [found]


def test_leads_and_delegates_are_missed_from_the_2023_edition_on(whole):
    turns = (date(2023, 10, 1), date(2024, 9, 30))
    term(Partner.HEALTH, *turns, whole["health"])
    assert titles(date(2023, 12, 14)) == []

    given = {"partner": Partner.POLICE, "starts_on": date(2023, 12, 15), "by": whole["manager"]}
    operations.appoint_lead(kind=LeadKind.LEAD, person=whole["stranger"], **given)
    operations.appoint_lead(kind=LeadKind.DELEGATE, person=whole["police"], **given)
    missing = [
        f"{who} has no {kind} safeguarding partner" for who in ("Local authority", "Health") for kind in ("lead", "delegated")
    ]
    assert titles(date(2023, 12, 15)) == missing
    Edition.objects.filter(year=2023).update(in_force_on=date(2024, 2, 1))
    assert titles(date(2023, 12, 15)) == []


def test_gaps_cost_four_queries_however_many_groups_there_are(whole, django_assert_num_queries):
    for number in range(30):
        Group.objects.create(
            slug=f"g{number}", name=f"G{number}", kind="Priority group", purpose="x", frequency="Monthly", starts_on=BEGAN
        )
    with django_assert_num_queries(4):
        found = queries.gaps(TODAY)

    assert len(found) == 30
    assert all(gap.url.startswith("/") and gap.detail for gap in found)
