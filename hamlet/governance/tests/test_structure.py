"""Groups that change and end, deputies from day to day, the chair's powers, leads and roles: the operations beside the seats."""

from datetime import date, timedelta

import pytest

from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.rules import Permission, Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import ChangedMeanwhile, Refusal
from hamlet.governance import operations, queries
from hamlet.governance.models import Appointment, Deputy, Group, Lead, PartnerTenure
from hamlet.governance.rules import Capacity, GroupKind, LeadKind, Partner, QuorumRule
from hamlet.governance.tests.factories import BEGAN, TODAY, agency, group, seat, term

KEY = "12345678-1234-5678-1234-567812345678"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def changed(world, slug, day=TODAY, **new):
    found = Group.objects.get(slug=slug)
    return operations.change_group(group=found, on=day, seen_version=None, by=world["manager"], **new)


def verbs(subject):
    return list(Event.objects.about(subject).order_by("id").values_list("verb", flat=True))


def shape(day):
    return [(row.name, row.reports_to.name if row.reports_to else None) for row in queries.structure_on(day)]


def test_structure_of_a_past_day_keeps_the_names_and_places_of_then(world):
    panel = world.groups["panel"]
    changed(world, "panel", date(2022, 6, 1), name="Rapid Review Panel", reports_to=world.groups["forum"])
    changed(world, "forum", name="Education Safeguarding Forum")

    assert shape(date(2022, 5, 31)) == [("Executive", None), ("Forum", "Executive"), ("Panel", "Executive")]
    assert shape(YESTERDAY) == [("Executive", None), ("Forum", "Executive"), ("Rapid Review Panel", "Forum")]
    assert shape(TODAY)[1:] == [
        ("Education Safeguarding Forum", "Executive"),
        ("Rapid Review Panel", "Education Safeguarding Forum"),
    ]
    assert panel.before.get().until == date(2022, 5, 31)


def test_two_changes_on_one_day_keep_what_the_day_began_with(world):
    changed(world, "forum", name="First")
    changed(world, "forum", name="Second")

    assert [shape(day) for day in (YESTERDAY, TODAY)] == [
        [("Executive", None), ("Forum", "Executive"), ("Panel", "Executive")],
        [("Executive", None), ("Panel", "Executive"), ("Second", "Executive")],
    ]


def test_change_of_how_often_a_group_meets_leaves_the_past_structure_alone(world):
    changed(world, "forum", frequency="Monthly")

    assert world.groups["forum"].before.count() == 0


@pytest.mark.parametrize(
    ("slug", "new", "refusal"),
    [
        ("executive", {"reports_to": "panel"}, "Executive would report to itself"),
        ("forum", {"reports_to": "forum"}, "Forum would report to itself"),
        ("forum", {"quorum_rule": QuorumRule.NUMBER.value}, "Say how many seats make the quorum"),
    ],
)
def test_structure_that_cannot_be_is_refused(world, slug, new, refusal):
    new = {name: world.groups.get(value, value) for name, value in new.items()}
    with pytest.raises(Refusal, match=refusal):
        changed(world, slug, **new)
    assert verbs(world.groups[slug]) == ["governance.group_added"]


@pytest.mark.parametrize(
    ("slug", "given", "refusal"),
    [
        ("board", {"kind": GroupKind.EXECUTIVE}, "There is an Executive already"),
        ("new", {}, "No short address can be made of “new”"),
        ("？", {}, "No short address"),
        ("late", {"ends_on": BEGAN - timedelta(days=1)}, "A group cannot end before it begins"),
        ("few", {"quorum_rule": QuorumRule.NUMBER.value}, "Say how many seats"),
    ],
)
def test_group_that_cannot_be_is_refused(world, slug, given, refusal):
    with pytest.raises(Refusal, match=refusal):
        group(slug, **given)
    assert Group.objects.count() == 3


def test_group_ends_with_its_seats_and_their_access(world):
    panel = world.groups["panel"]
    operations.end_group(group=panel, ends_on=TODAY, seen_version=1, by=world["manager"])

    assert [row.name for row in queries.groups_on(TOMORROW)] == ["Executive", "Forum"]
    found = [world.empowered("insider", day).powers.groups(Permission.MEETINGS_READ) for day in (TODAY, TOMORROW)]
    assert found == [{panel.pk}, frozenset()]
    assert verbs(world.seats["insider"]) == ["governance.seat_given", "governance.seat_ended"]
    assert verbs(panel) == ["governance.group_added", "governance.group_ended"]
    with pytest.raises(Refusal, match="Panel stands from 1 April 2021 to 15 November 2022"):
        seat(panel, Capacity.MEMBER, world["stranger"], starts_on=TODAY)


def test_group_that_must_stand_does_not_end(world):
    end = {"by": world["manager"]}
    with pytest.raises(Refusal, match="The Executive does not end"):
        operations.end_group(group=world.groups["executive"], ends_on=TODAY, **end)
    changed(world, "panel", reports_to=world.groups["forum"])
    with pytest.raises(Refusal, match="Panel reports to it"):
        operations.end_group(group=world.groups["forum"], ends_on=TODAY, **end)
    seat(world.groups["panel"], Capacity.MEMBER, world["stranger"], starts_on=TOMORROW)
    with pytest.raises(Refusal, match="The seat of Stranger begins on 16 November 2022"):
        operations.end_group(group=world.groups["panel"], ends_on=TODAY, **end)
    with pytest.raises(ChangedMeanwhile):
        operations.end_group(group=world.groups["panel"], ends_on=TODAY, seen_version=9, **end)


def test_end_of_a_seat_is_not_moved_into_the_next_ones_days(world):
    operations.end_seat(seat=world.seats["chair"], ends_on=YESTERDAY, by=world["manager"])
    seat(world.groups["forum"], Capacity.CHAIR, world["stranger"], starts_on=TODAY)

    with pytest.raises(Refusal, match="Stranger chairs Forum on some of those days"):
        operations.end_seat(seat=world.seats["chair"], ends_on=TODAY, by=world["manager"])


def test_partner_has_one_seat_on_the_executive_on_any_day(world):
    executive = world.groups["executive"]
    with pytest.raises(Refusal, match="Police sits for police on some of those days"):
        seat(executive, Capacity.MEMBER, world["stranger"], partner=Partner.POLICE)
    seat(executive, Capacity.ADVISER, world["stranger"], partner=Partner.POLICE)
    seat(executive, Capacity.MEMBER, world["deputy"])

    assert queries.representatives_on(TODAY) == {
        partner: world[key] for partner, key in zip(Partner, ("council", "health", "police"), strict=True)
    }


def test_deputies_follow_each_other_and_each_keeps_their_days(world):
    name = {"seat": world.seats["member"], "by": world["manager"]}
    operations.appoint_deputy(deputy=world["deputy"], on=date(2022, 6, 1), **name)
    operations.appoint_deputy(deputy=world["stranger"], on=TODAY, **name)

    days = (date(2022, 5, 31), date(2022, 6, 1), YESTERDAY, TODAY)
    acted = {
        key: [world.empowered(key, day).powers.has_role(Role.GROUP_MEMBER) for day in days] for key in ("deputy", "stranger")
    }
    assert acted == {"deputy": [False, True, True, False], "stranger": [False, False, False, True]}
    (event,) = Event.objects.about(world.seats["member"]).filter(verb="governance.deputy_named").order_by("-id")[:1]
    assert (event.details, bool(event.private)) == ({"on": "2022-11-15"}, True)
    with pytest.raises(Refusal, match="A later deputy is named already"):
        operations.appoint_deputy(deputy=world["chair"], on=YESTERDAY, **name)


def test_deputys_access_ends_with_the_seat(world):
    held = world.seats["member"]
    operations.appoint_deputy(seat=held, deputy=world["deputy"], on=BEGAN, by=world["manager"])
    operations.end_seat(seat=held, ends_on=TODAY, by=world["manager"])

    found = [world.empowered("deputy", day).powers.may(Permission.MEETINGS_READ) for day in (TODAY, TOMORROW)]
    assert found == [True, False]
    with pytest.raises(Refusal, match="on days of the seat only"):
        operations.appoint_deputy(seat=held, deputy=world["deputy"], on=TOMORROW, by=world["manager"])


def test_deputy_to_come_goes_when_the_seat_ends_before(world):
    held = world.seats["member"]
    operations.appoint_deputy(seat=held, deputy=world["deputy"], on=date(2023, 1, 1), by=world["manager"])
    operations.end_seat(seat=held, ends_on=TODAY, by=world["manager"])

    assert (Deputy.objects.count(), Grant.objects.filter(person=world["deputy"]).count()) == (0, 0)


def test_chairs_powers_end_with_the_seat_on_the_executive(world):
    term(Partner.POLICE, date(2022, 10, 1), date(2023, 3, 31), world["police"])
    operations.end_seat(seat=world.seats["police"], ends_on=TODAY, by=world["manager"])

    found = [world.empowered("police", day).powers.has_role(Role.EXECUTIVE_CHAIR) for day in (TODAY, TOMORROW)]
    assert found == [True, False]


def test_chair_without_a_seat_has_no_powers_until_it_is_given(world):
    term(Partner.POLICE, date(2022, 10, 1), date(2023, 3, 31), world["stranger"])
    before = world.empowered("stranger").powers.has_role(Role.EXECUTIVE_CHAIR)
    seat(world.groups["executive"], Capacity.MEMBER, world["stranger"], starts_on=TODAY)

    after = [world.empowered("stranger", day).powers.has_role(Role.EXECUTIVE_CHAIR) for day in (YESTERDAY, TODAY)]
    assert (before, after) == (False, [False, True])


def test_turn_given_to_another_takes_the_chairs_powers_with_it(world):
    turn = term(Partner.POLICE, date(2022, 10, 1), date(2023, 3, 31), world["police"])
    given = {"partner": Partner.HEALTH, "starts_on": turn.starts_on, "ends_on": turn.ends_on, "person": world["health"]}
    operations.change_chair_term(term=turn, **given, seen_version=1, by=world["manager"])

    held = [world.empowered(key).powers.has_role(Role.EXECUTIVE_CHAIR) for key in ("police", "health")]
    assert (held, queries.executive_chair_on(TODAY)) == ([False, True], world["health"])
    assert verbs(turn) == ["governance.term_planned", "governance.term_changed"]
    assert term(Partner.POLICE, date(2023, 4, 1), date(2023, 9, 30), made_with=KEY) == term(
        Partner.POLICE, date(2023, 4, 1), date(2023, 9, 30), made_with=KEY
    )


def test_succession_ends_the_agency_before_and_a_second_click_changes_nothing(world):
    clinical, board = agency("clinical"), agency("board")
    given = {"partner": Partner.HEALTH, "by": system_person()}
    operations.set_partner(agency=clinical, starts_on=BEGAN, **given)
    follow = {"agency": board, "starts_on": date(2022, 7, 1), "made_with": KEY, **given}

    assert operations.succeed_partner(**follow) == operations.succeed_partner(**follow)
    rows = PartnerTenure.objects.order_by("starts_on").values_list("agency__slug", "ends_on")
    assert list(rows) == [("clinical", date(2022, 6, 30)), ("board", None)]
    with pytest.raises(Refusal, match="Clinical is the safeguarding partner for health"):
        operations.succeed_partner(agency=clinical, starts_on=date(2022, 6, 1), **given)
    with pytest.raises(Refusal, match="cannot end before it begins"):
        operations.set_partner(agency=clinical, starts_on=BEGAN, ends_on=date(2021, 1, 1), **given)


def test_lead_signs_without_a_seat_for_their_days_and_a_delegate_is_somebody_else(world):
    given = {"partner": Partner.POLICE, "starts_on": BEGAN, "by": world["manager"]}
    lead = operations.appoint_lead(kind=LeadKind.LEAD, person=world["stranger"], made_with=KEY, **given)
    assert operations.appoint_lead(kind=LeadKind.LEAD, person=world["stranger"], made_with=KEY, **given) == lead
    with pytest.raises(Refusal, match="nobody is their own delegate"):
        operations.appoint_lead(kind=LeadKind.DELEGATE, person=world["stranger"], **given)
    operations.end_lead(lead=lead, ends_on=TODAY, seen_version=1, by=world["manager"])

    found = [world.empowered("stranger", day).powers.may(Permission.REPORTS_SIGN) for day in (TODAY, TOMORROW)]
    assert found == [True, False]
    assert verbs(lead) == ["governance.lead_appointed", "governance.lead_ended"]


def test_end_of_a_lead_is_not_moved_into_the_next_ones_days(world):
    given = {"partner": Partner.POLICE, "kind": LeadKind.LEAD, "by": world["manager"]}
    first = operations.appoint_lead(person=world["stranger"], starts_on=BEGAN, **given)
    operations.appoint_lead(person=world["chair"], starts_on=TODAY, **given)
    end = {"lead": first, "by": world["manager"]}

    with pytest.raises(Refusal, match="Somebody else is the lead"):
        operations.end_lead(ends_on=TODAY, **end)
    with pytest.raises(ChangedMeanwhile):
        operations.end_lead(ends_on=TODAY, seen_version=1, **end)
    assert list(Lead.objects.order_by("starts_on").values_list("ends_on", flat=True)) == [YESTERDAY, None]
    assert not world.empowered("stranger").powers.may(Permission.REPORTS_SIGN)


def test_person_holds_a_role_once_on_any_day(world):
    given = {"person": world["stranger"], "role": Role.INDEPENDENT_SCRUTINEER, "by": world["manager"]}
    held = operations.appoint_role(starts_on=BEGAN, ends_on=YESTERDAY, **given)
    operations.appoint_role(starts_on=TODAY, **given)
    with pytest.raises(Refusal, match="Stranger is the independent scrutineer already"):
        operations.appoint_role(starts_on=YESTERDAY, ends_on=YESTERDAY, **given)
    with pytest.raises(Refusal, match="by another appointment"):
        operations.end_role(appointment=held, ends_on=TODAY, by=world["manager"])
    with pytest.raises(Refusal, match="cannot end before it begins"):
        operations.appoint_role(starts_on=BEGAN, ends_on=date(2021, 1, 1), **given)
    with pytest.raises(ChangedMeanwhile):
        operations.end_role(appointment=held, ends_on=YESTERDAY, seen_version=5, by=world["manager"])

    assert Appointment.objects.filter(person=world["stranger"]).count() == 2
