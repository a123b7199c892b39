from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.people.queries import system_person
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance import operations, queries
from hamlet.governance.models import Group
from hamlet.governance.rules import Capacity, ChallengeState, LeadKind, Partner, PlanState
from hamlet.governance.tests.factories import BEGAN, TODAY, priority, promised, seat, term

YEAR = (date(2022, 4, 1), date(2023, 3, 31))
YESTERDAY = TODAY - timedelta(days=1)


def evidence(item):
    return next(row for row in queries.report_evidence(*YEAR, TODAY) if row.item == item)


def posts(people):
    return sorted(person.post_title for person in people)


def test_members_are_those_of_the_day(world):
    forum = world.groups["forum"]
    operations.end_seat(seat=world.seats["member"], ends_on=YESTERDAY, by=world["manager"])
    seat(forum, Capacity.ADVISER, world["stranger"], starts_on=TODAY)
    seat(forum, Capacity.SPONSOR, world["chair"])
    seat(forum, Capacity.MEMBER, None, post_title="Nobody yet")

    assert posts(queries.group_people(forum, YESTERDAY)) == ["Chair", "Member"]
    assert posts(queries.group_people(forum, TODAY)) == ["Chair", "Stranger"]
    assert queries.group_people(forum, BEGAN - timedelta(days=1)) == []


def test_chair_is_by_seat_in_a_group_and_by_rota_on_the_executive(world):
    executive, forum = world.groups["executive"], world.groups["forum"]
    term(Partner.POLICE, date(2022, 10, 1), date(2023, 3, 31), world["police"])
    term(Partner.HEALTH, date(2023, 4, 1), date(2023, 9, 30))

    assert queries.chair_of(forum, TODAY) == world["chair"]
    days = (date(2022, 9, 30), date(2022, 10, 1), date(2023, 3, 31), date(2023, 4, 1))
    assert [queries.chair_of(executive, day) for day in days] == [None, world["police"], world["police"], None]
    assert [str(row) for row in queries.rota()] == ["Health from 1 April 2023", "Police from 1 October 2022"]
    assert queries.term_on(date(2023, 9, 30)).partner == "Health"


@pytest.mark.parametrize(
    ("key", "capacity", "partner"),
    [("police", None, Partner.POLICE), ("stranger", Capacity.ADVISER, None), ("member", None, None)],
)
def test_person_sits_for_the_partner_of_their_seat_only(world, key, capacity, partner):
    if capacity:
        seat(world.groups["executive"], capacity, world[key], partner=Partner.POLICE)

    assert queries.partner_of(world[key], TODAY) == partner
    assert queries.partner_of(world[key], BEGAN - timedelta(days=1)) is None


def test_executive_comes_first_on_every_engine(world):
    Group.objects.filter(slug="executive").update(name="Zenith")

    assert [row.slug for row in queries.groups_on(TODAY)] == ["executive", "forum", "panel"]
    assert queries.executive() == world.groups["executive"]


def test_three_partners_are_listed_as_equals_even_when_one_is_missing(world):
    operations.set_partner(partner=Partner.POLICE, agency=world["police"].agency, starts_on=BEGAN, by=system_person())
    given = {"partner": Partner.POLICE, "starts_on": BEGAN, "by": system_person()}
    operations.appoint_lead(kind=LeadKind.REPRESENTATIVE, person=world["police"], **given)

    found = [(partner, str(agency), [str(lead) for lead in leads]) for partner, agency, leads in queries.partners_on(TODAY)]
    assert found == [
        (Partner.LOCAL_AUTHORITY, "None", []),
        (Partner.HEALTH, "None", []),
        (Partner.POLICE, "Council", ["Representative of the safeguarding partner, Police"]),
    ]


def test_priorities_are_those_of_the_day_or_else_the_last(world):
    priority(world, ends_on=date(2022, 9, 30))
    priority(world, "Neglect", ends_on=date(2022, 6, 30))

    assert [str(row) for row in queries.priorities_on(date(2022, 6, 30))] == ["Exploitation", "Neglect"]
    assert (list(queries.priorities_on(TODAY)), queries.latest_priorities(date(2021, 1, 1))) == ([], [])
    assert [str(row) for row in queries.latest_priorities(TODAY)] == ["Exploitation"]


def meeting(world, day, came):
    """A meeting of the forum that took place; the meetings room is above this one and is reached by its dotted path."""
    plan, take, hold = (
        named(f"hamlet.meetings.operations.{name}") for name in ("plan_meeting", "record_attendance", "hold_meeting")
    )
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)
    given = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), "by": world["manager"]}
    held = plan(group=world.groups["forum"], **given)
    take(meeting=held, came=came, seen_version=None, by=world["manager"])
    hold(meeting=held, seen_version=None, by=world["manager"])


def test_sponsors_attendance_is_shown_at_the_group_they_sponsor(world, enter):
    came = named("hamlet.meetings.rules.Came")
    sponsor = seat(world.groups["forum"], Capacity.SPONSOR, world["police"])
    for day, how in ((date(2022, 9, 6), came.PRESENT), (date(2022, 10, 4), came.APOLOGIES), (date(2022, 11, 8), came.PRESENT)):
        others = {row.pk: (came.PRESENT, "") for row in (world.seats["chair"], world.seats["member"])}
        meeting(world, day, {**others, sponsor.pk: (how, "")})

    assert named(settings.SPONSOR_ATTENDANCE)([sponsor.pk], *YEAR) == {sponsor.pk: (2, 3)}
    assert "2 of 3 meetings this year" in enter(world["member"]).get("/groups/forum/").content.decode()


def test_report_has_the_structure_seats_and_rota_of_its_year(world):
    term(Partner.POLICE, date(2021, 10, 1), date(2022, 4, 1))
    term(Partner.HEALTH, date(2022, 10, 1), date(2023, 3, 31))
    term(Partner.LOCAL_AUTHORITY, date(2023, 4, 1), date(2023, 9, 30))

    assert [row[0] for row in evidence("structure").rows] == ["Executive", "Forum", "Panel"]
    assert evidence("seats").rows == (("Council", "6"),)
    assert [row[0] for row in evidence("chair_rota").rows] == ["Police", "Health"]


def test_report_has_what_was_achieved_and_what_is_lacking_in_its_year(world):
    held = priority(world)
    for title, day, under in (
        ("Before", date(2022, 3, 31), held),
        ("First day", date(2022, 4, 1), held),
        ("Ours", date(2023, 3, 31), None),
        ("After", date(2023, 4, 1), None),
    ):
        operations.record_achievement(title=title, achieved_on=day, priority=under, impact="Better", by=world["manager"])
    operations.note_lack_of_progress(priority=held, noted_on=TODAY, what="Slow", next_step="Soon", by=world["manager"])

    assert evidence("priorities").rows == (("Exploitation", "Local authority", "1 April 2021", "–"),)
    assert evidence("achievements").rows == (("Exploitation", "First day", "Better"),)
    assert evidence("impact").rows == (("Ours", "Better"),)
    assert evidence("little_progress").rows == (("Exploitation", "Slow", "Soon"),)


def test_report_forgets_no_promise_and_says_what_became_of_each(world):
    by = {"seen_version": None, "by": world["manager"]}
    website, late = promised(world), promised(world, title="Late", year_from=date(2021, 4, 1), target_on=date(2022, 3, 1))
    done = promised(world, title="Tracker")
    promised(world, title="Next", year_from=date(2023, 4, 1), target_on=date(2024, 3, 29))
    for target, why in ((date(2023, 6, 30), "first"), (date(2023, 12, 29), "second")):
        operations.slip_plan_item(item=website, target_on=target, reason=why, said_on=TODAY, **by)
    operations.finish_plan_item(item=done, state=PlanState.DONE, outcome="It goes with every pack", closed_on=TODAY, **by)

    assert evidence("plan_last_year").rows == (
        ("A new website", "31 December 2022", "29 December 2023", "Moved: second"),
        (str(late), "1 March 2022", "1 March 2022", "Not finished yet"),
        ("Tracker", "31 December 2022", "31 December 2022", "It goes with every pack"),
    )
    assert evidence("plan_next_year").rows == (("Next", "–", "29 March 2024"),)


def test_report_has_the_challenges_with_their_response(world):
    given = {"title": "Data", "what": "Late", "owner": world["council"], "raised_on": TODAY}
    held = operations.raise_challenge(**given, by=world["manager"])
    answer = {"response": "One return", "state": ChallengeState.ANSWERED, "seen_version": None}
    operations.answer_challenge(challenge=held, **answer, by=world["manager"])

    assert evidence("challenges").rows == (("Data", "Late", "One return"),)


def test_report_of_a_year_that_ends_on_a_leap_day_is_drawn(world):
    assert len(queries.report_evidence(date(2023, 3, 1), date(2024, 2, 29), TODAY)) == 11


def test_report_has_the_arrangements_that_were_published_in_the_year(world):
    text = dict.fromkeys(("area", "partners", "groups", "scrutiny", "dispute_process", "funding"), "Said")
    operations.publish_arrangements(published_on=date(2021, 4, 1), today=TODAY, **text, by=world["manager"])
    operations.publish_arrangements(published_on=TODAY, today=TODAY, **text, by=world["manager"])

    assert evidence("arrangements").rows == (("Version 2", "15 November 2022"),)


def test_duties_are_the_managers_gaps_and_ones_own_promises(world):
    for title, target in (("Late", YESTERDAY), ("Soon", TODAY + timedelta(days=30)), ("Open", TODAY + timedelta(days=31))):
        promised(world, title=title, target_on=target)

    own = [(duty.title, duty.state) for duty in queries.duties(world.empowered("council"), TODAY)]
    assert own == [("Late", "late"), ("Soon", "soon"), ("Open", "open")]
    assert queries.duties(world.empowered("member"), TODAY) == []
    assert [duty.title for duty in queries.duties(world.empowered("manager"), TODAY)] == [
        gap.title for gap in queries.gaps(TODAY)
    ]


def test_questions_cost_the_same_however_much_there_is(world):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            queries.structure_on(date(2022, 1, 1))
            queries.partners_on(TODAY)
            queries.report_evidence(*YEAR, TODAY)
            list(queries.seats_of(world.groups["forum"], TODAY))
        return len(asked)

    promised(world)
    priority(world)
    before = cost()
    for number in range(20):
        operations.change_group(group=world.groups["forum"], on=TODAY, name=f"F{number}", seen_version=None, by=world["manager"])
        slipped = promised(world, title=f"Promise {number}")
        given = {"reason": "Late", "said_on": TODAY, "seen_version": None, "by": world["manager"]}
        operations.slip_plan_item(item=slipped, target_on=date(2023, 1, 31), **given)
        seat(world.groups["forum"], Capacity.MEMBER, None, post_title=f"Post {number}")

    assert cost() == before
