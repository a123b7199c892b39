from datetime import date, timedelta

import pytest

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission, Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import ChangedMeanwhile, Refusal
from hamlet.governance import operations, queries
from hamlet.governance.models import ChairTerm, Group, Seat
from hamlet.governance.operations import groups, roles, rota, seating
from hamlet.governance.rules import Capacity, GroupKind, LeadKind, Partner
from hamlet.governance.tests.factories import BEGAN, TODAY, agency, group, seat, term, world
from tests.racing import at_once

KEY = "12345678-1234-5678-1234-567812345678"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def verbs(subject):
    return list(Event.objects.about(subject).order_by("id").values_list("verb", flat=True))


def reads(world, key, day=TODAY):
    return world.empowered(key, day).powers.groups(Permission.MEETINGS_READ)


def test_group_is_added_once_and_its_address_is_its_own(world):
    again = group("schools", made_with=KEY)

    assert group("schools", made_with=KEY) == again
    assert verbs(again) == ["governance.group_added"]
    with pytest.raises(groups.GroupExists, match="short address forum stands already"):
        group("forum")


def test_changed_group_keeps_before_and_after(world):
    forum = world.groups["forum"]
    operations.change_group(group=forum, purpose="Schools together", on=TODAY, seen_version=1, by=world["manager"])

    event = Event.objects.about(forum).get(verb="governance.group_changed")
    assert event.details["changes"] == {"purpose": ["For tests", "Schools together"]}
    with pytest.raises(ChangedMeanwhile):
        operations.change_group(group=forum, purpose="Other", on=TODAY, seen_version=1, by=world["manager"])


def test_access_begins_and_ends_with_the_seat(world):
    forum = world.groups["forum"]
    given = {"starts_on": TODAY, "ends_on": TOMORROW}
    seat(forum, Capacity.MEMBER, world["stranger"], **given)

    days = (YESTERDAY, TODAY, TOMORROW, TOMORROW + timedelta(days=1))
    assert [forum.pk in reads(world, "stranger", day) for day in days] == [False, True, True, False]


def test_ended_seat_takes_its_powers_with_it_and_keeps_its_history(world):
    operations.end_seat(seat=world.seats["member"], ends_on=YESTERDAY, by=world["manager"])

    assert reads(world, "member") == frozenset()
    assert reads(world, "member", YESTERDAY) == {world.groups["forum"].pk}
    assert verbs(world.seats["member"]) == ["governance.seat_given", "governance.seat_ended"]


def test_vacant_seat_gives_nobody_anything(world):
    before = len(people_with(Permission.MEETINGS_READ, TODAY))
    seat(world.groups["forum"], Capacity.ADVISER, None, post_title="Named Nurse")

    assert len(people_with(Permission.MEETINGS_READ, TODAY)) == before


@pytest.mark.parametrize(
    ("capacity", "who", "given", "refusal"),
    [
        (Capacity.CHAIR, "stranger", {}, "Chair chairs Forum on some of those days"),
        (Capacity.MEMBER, "member", {"starts_on": TODAY}, "holds that seat already"),
        (Capacity.ADVISER, "stranger", {"ends_on": BEGAN - timedelta(days=1)}, "cannot end before it begins"),
    ],
)
def test_seat_that_cannot_be_is_refused(world, capacity, who, given, refusal):
    count = Seat.objects.count()
    with pytest.raises(Refusal, match=refusal):
        seat(world.groups["forum"], capacity, world[who], **given)
    assert Seat.objects.count() == count


def test_new_chair_follows_the_day_after_the_last(world):
    operations.end_seat(seat=world.seats["chair"], ends_on=YESTERDAY, by=world["manager"])
    seat(world.groups["forum"], Capacity.CHAIR, world["stranger"], starts_on=TODAY)

    found = [queries.chair_of(world.groups["forum"], day) for day in (YESTERDAY, TODAY)]
    assert found == [world["chair"], world["stranger"]]


def test_seat_cannot_end_before_it_began_nor_by_a_stale_form(world):
    held = world.seats["member"]
    with pytest.raises(seating.WrongDates):
        operations.end_seat(seat=held, ends_on=BEGAN - timedelta(days=1), by=world["manager"])
    with pytest.raises(ChangedMeanwhile):
        operations.end_seat(seat=held, ends_on=TODAY, seen_version=7, by=world["manager"])


def test_seat_given_by_mistake_is_withdrawn_with_all_that_it_opened(world):
    panel = world.groups["panel"]
    given = seat(panel, Capacity.MEMBER, world["stranger"], starts_on=TODAY)
    operations.appoint_deputy(seat=given, deputy=world["deputy"], on=TODAY, by=world["manager"])
    assert [panel.pk in reads(world, who) for who in ("stranger", "deputy")] == [True, True]

    operations.withdraw_seat(seat=given, today=TODAY, reason="Wrong person", seen_version=2, by=world["manager"])

    assert [panel.pk in reads(world, who) for who in ("stranger", "deputy")] == [False, False]
    assert not Seat.objects.filter(pk=given.pk).exists()
    told = Event.objects.about(panel).get(verb="governance.seat_withdrawn").details
    assert told == {"post": "Stranger", "capacity": "member", "starts_on": "2022-11-15", "reason": "Wrong person"}


def test_seat_that_has_begun_is_ended_and_not_withdrawn(world):
    with pytest.raises(Refusal, match="began on 1 April 2021: end it instead"):
        operations.withdraw_seat(seat=world.seats["member"], today=TODAY, reason="Wrong", by=world["manager"])
    given = seat(world.groups["forum"], Capacity.ADVISER, world["stranger"], starts_on=TOMORROW)
    with pytest.raises(ChangedMeanwhile):
        operations.withdraw_seat(seat=given, today=TODAY, reason="Wrong", seen_version=9, by=world["manager"])


def test_withdrawn_place_on_the_executive_takes_the_chair_by_rota_with_it(world):
    operations.end_seat(seat=world.seats["police"], ends_on=YESTERDAY, by=world["manager"])
    given = seat(world.groups["executive"], Capacity.MEMBER, world["stranger"], partner=Partner.POLICE, starts_on=TODAY)
    term(Partner.POLICE, TODAY, date(2023, 3, 31), world["stranger"])
    assert world.empowered("stranger").powers.has_role(Role.EXECUTIVE_CHAIR)

    operations.withdraw_seat(seat=given, today=TODAY, reason="Wrong", by=world["manager"])

    assert {held.role for held in world.empowered("stranger").powers.held} == {Role.PERSON}


def test_deputy_acts_in_the_group_and_signs_for_nobody(world):
    operations.appoint_deputy(seat=world.seats["council"], deputy=world["deputy"], on=TODAY, by=world["manager"])
    powers = world.empowered("deputy").powers

    assert powers.groups(Permission.MEETINGS_READ) == {world.groups["executive"].pk}
    assert (powers.may(Permission.REPORTS_SIGN), powers.everywhere(Permission.MEETINGS_READ)) == (False, False)
    operations.appoint_deputy(seat=world.seats["council"], deputy=None, on=TODAY, by=world["manager"])
    assert reads(world, "deputy") == frozenset()


def test_nobody_is_their_own_deputy(world):
    with pytest.raises(seating.SeatTaken, match="their own deputy"):
        operations.appoint_deputy(seat=world.seats["chair"], deputy=world["chair"], on=TODAY, by=world["manager"])


def test_rota_says_who_chairs_on_any_day(world):
    term(Partner.POLICE, date(2022, 4, 1), date(2022, 9, 30), world["police"])
    term(Partner.HEALTH, date(2022, 10, 1), date(2023, 3, 31), world["health"])

    days = (date(2022, 3, 31), date(2022, 9, 30), TODAY, date(2023, 4, 1))
    assert [queries.executive_chair_on(day) for day in days] == [None, world["police"], world["health"], None]
    powers = world.empowered("health").powers
    assert powers.has_role(Role.EXECUTIVE_CHAIR)
    assert not world.empowered("police").powers.has_role(Role.EXECUTIVE_CHAIR)


def test_two_turns_never_share_a_day(world):
    held = term(Partner.POLICE, date(2022, 4, 1), date(2022, 9, 30))
    with pytest.raises(rota.RotaOverlaps, match="Police chairs from 1 April 2022 to 30 September 2022"):
        term(Partner.HEALTH, date(2022, 9, 30), date(2023, 3, 31))
    with pytest.raises(seating.WrongDates):
        term(Partner.HEALTH, date(2023, 3, 31), date(2022, 10, 1))
    changed = {"partner": Partner.HEALTH, "starts_on": date(2022, 4, 1), "ends_on": date(2022, 10, 31), "person": None}
    operations.change_chair_term(term=held, **changed, seen_version=1, by=world["manager"])
    with pytest.raises(ChangedMeanwhile):
        operations.change_chair_term(term=held, **changed, seen_version=1, by=world["manager"])
    assert ChairTerm.objects.get().partner == "Health"


def test_agency_succeeds_another_as_the_partner(world):
    clinical, board = agency("clinical"), agency("board")
    given = {"partner": Partner.HEALTH, "by": system_person()}
    operations.set_partner(agency=clinical, starts_on=BEGAN, ends_on=date(2022, 6, 30), **given)
    operations.set_partner(agency=board, starts_on=date(2022, 7, 1), **given)

    on = {day: dict((row[0], row[1]) for row in queries.partners_on(day)) for day in (date(2022, 6, 30), date(2022, 7, 1))}
    assert [found[Partner.HEALTH] for found in on.values()] == [clinical, board]
    for day in (TODAY, date(2022, 6, 1), date(2020, 1, 1)):
        with pytest.raises(seating.SeatTaken, match="safeguarding partner for health"):
            operations.set_partner(agency=clinical, starts_on=day, **given)


def test_new_lead_ends_the_one_before(world):
    given = {"partner": Partner.POLICE, "kind": LeadKind.REPRESENTATIVE, "by": world["manager"]}
    operations.appoint_lead(person=world["police"], starts_on=BEGAN, **given)
    operations.appoint_lead(person=world["stranger"], starts_on=TODAY, **given)

    found = [queries.lead_for(Partner.POLICE, LeadKind.REPRESENTATIVE.value, day) for day in (YESTERDAY, TODAY)]
    assert found == [world["police"], world["stranger"]]
    with pytest.raises(seating.SeatTaken):
        operations.appoint_lead(person=world["police"], starts_on=TODAY, **given)


def test_data_lead_is_one_of_an_agency_and_ends(world):
    given = {"person": world["stranger"], "role": Role.DATA_LEAD, "starts_on": BEGAN, "by": world["manager"]}
    with pytest.raises(roles.NotAppointed, match="Say for which agency"):
        operations.appoint_role(**given)
    held = operations.appoint_role(**given, agency=world["stranger"].agency, made_with=KEY)
    assert operations.appoint_role(**given, agency=world["stranger"].agency, made_with=KEY) == held

    assert world.empowered("stranger").powers.agencies(Permission.DATA_RETURN) == {world["stranger"].agency_id}
    operations.end_role(appointment=held, ends_on=YESTERDAY, by=world["manager"])
    assert not world.empowered("stranger").powers.may(Permission.DATA_RETURN)
    with pytest.raises(seating.WrongDates):
        operations.end_role(appointment=held, ends_on=BEGAN - timedelta(days=1), by=world["manager"])


def test_nothing_is_kept_when_the_event_cannot_be_written(world, monkeypatch):
    def broken(**given):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        group("lost")
    with pytest.raises(RuntimeError):
        operations.end_seat(seat=world.seats["member"], ends_on=YESTERDAY, by=world["manager"])
    assert not Group.objects.filter(slug="lost").exists()
    assert reads(world, "member") == {world.groups["forum"].pk}


@pytest.mark.racing
@pytest.mark.django_db(transaction=True)
def test_two_at_once_plan_one_turn_and_seat_one_chair():
    made = world()
    free = group("free", GroupKind.OTHER)
    turns = [lambda p=partner: term(p, date(2022, 4, 1), date(2022, 9, 30)) for partner in (Partner.POLICE, Partner.HEALTH)]
    chairs = [lambda k=key: seat(free, Capacity.CHAIR, made[k]) for key in ("stranger", "deputy")]

    assert len(at_once(*turns)) == 1
    assert len(at_once(*chairs)) == 1
