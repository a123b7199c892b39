"""Learning sessions and the reflection a year on: who is invited, who reads what and until when, and what is decided."""

from datetime import date

import pytest

from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.rules import Role
from hamlet.foundations.notices.models import Notice
from hamlet.governance import operations as governance
from hamlet.learning.models import Action, RungProposal
from hamlet.learning.operations import NotReached
from hamlet.learning.queries import actions_of, recommendations
from hamlet.reviews import operations
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.reflecting import (
    DOUBT,
    Further,
    NotOfThisReview,
    ReflectedAlready,
    reflect_on_recommendation,
    undecided,
)
from hamlet.reviews.operations.sessions import KeptOut, NotTheirs, NoWorkingDay
from hamlet.reviews.rules.statutory import Reflecting, SessionKind
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
CANARY = "canary-of-the-session"


def arranged(world, session, **given):
    rest = {"planned_on": TODAY, "place": "Hall", "agencies": [], "author_present": True, "material": CANARY}
    rest |= {"on": TODAY, "seen_version": None, "by": world["manager"]} | given
    return operations.arrange_session(session=session, **rest)


@pytest.fixture
def session(world):
    return arranged(world, factories.completed(world).sessions.get())


def named(world, session, key):
    return operations.name_attendee(session=session, person=world[key], on=TODAY, by=world["manager"])


def held(world, session, *, agreed=True, on=TODAY, **given):
    place = named(world, session, "school")
    if agreed:
        operations.agree_confidentiality(attendee=place, on=on, by=world["school"])
    operations.record_came(session=session, came=[place.pk], seen_version=None, by=world["manager"])
    return operations.hold_session(session=session, held_on=on, on=on, seen_version=None, by=world["manager"], **given)


@pytest.mark.parametrize(
    ("completed_on", "planned_on"),
    [(date(2022, 12, 12), date(2022, 12, 23)), (date(2022, 12, 13), date(2022, 12, 23)), (TODAY, date(2022, 11, 29))],
)
def test_session_is_planned_on_the_last_day_on_which_people_work(world, completed_on, planned_on):
    session = factories.completed(world, on=completed_on).sessions.get()

    assert (session.planned_on, (session.due_on - completed_on).days) == (planned_on, 14)


@pytest.mark.parametrize("day", [date(2022, 11, 19), date(2022, 12, 26)])
def test_session_is_not_arranged_for_a_day_on_which_nobody_works(world, session, day):
    with pytest.raises(NoWorkingDay):
        arranged(world, session, planned_on=day, late_because="The author was ill")


def test_session_later_than_is_due_says_why(world, session):
    with pytest.raises(NotSaid, match="due by 29 November 2022"):
        arranged(world, session, planned_on=date(2022, 11, 30))
    assert arranged(world, session, planned_on=date(2022, 11, 30), late_because="The author was ill").late_because


def test_invited_agency_is_told_once_without_a_word_and_names_its_own_people(world, session, enter):
    for _ in range(2):
        arranged(world, session, agencies=[world.agencies["icb"]])
    told = Notice.objects.filter(key__startswith=f"reviews.session.{session.pk}.invited")
    assert sorted(row.person.post_title for row in told) == ["Health", "Member"]
    assert {row.subject for row in told} == {"Your agency is invited to a restricted session"}

    path = f"/reviews/sessions/{session.made_with}/agency/"
    client = enter(world["health"])
    assert session.review.case.reference not in client.get(path).content.decode()
    assert client.post(path, {"person": world["other"].pk})["Location"] == path
    assert client.post(path, {"person": world["school"].pk}).status_code == 200
    assert [row.person for row in session.attendees.all()] == [world["other"]]
    assert enter(world["police"]).get(path).status_code == 404


def test_agency_that_is_not_invited_names_nobody(world, session):
    with pytest.raises(NotTheirs):
        operations.name_own_attendee(session=session, person=world["other"], on=TODAY, by=world["health"])


def test_young_scrutineer_is_never_named(world, session):
    governance.appoint_role(person=world["school"], role=Role.YOUNG_SCRUTINEER, starts_on=date(2022, 1, 1), by=world["manager"])
    with pytest.raises(KeptOut):
        named(world, session, "school")


def test_material_is_read_with_the_second_factor_once_agreed_until_the_session_is_held(world, session, enter, client, frozen):
    named(world, session, "school")
    path = f"/reviews/sessions/{session.made_with}/"
    client.force_login(world["school"], backend="hamlet.foundations.people.sign_in.InvitedBackend")
    assert client.get(path).status_code in (302, 403)

    school = enter(world["school"])
    assert CANARY not in school.get(path).content.decode()
    school.post(f"{path}agree/")
    assert CANARY in school.get(path).content.decode()
    held(world, session)
    assert CANARY not in school.get(path).content.decode()
    frozen.shift(86400)
    assert enter(world["school"]).get(path).status_code == 403
    assert Grant.objects.get(role=Role.SESSION_ATTENDEE.value).ends_on == TODAY


def test_session_is_not_held_with_somebody_who_had_not_agreed(world, session):
    with pytest.raises(NotNow, match="School"):
        held(world, session, agreed=False)


def test_session_without_the_reports_author_says_why(world, session):
    arranged(world, session, author_present=False)
    with pytest.raises(NotSaid):
        held(world, session)
    assert held(world, session, author_absent_because="Ill, and answered by letter").held_on == TODAY


@pytest.fixture
def reflection(world, frozen):
    review = factories.commissioned(world)
    for _ in range(2):
        advice = factories.advised(world, review)
        operations.accept_advice(advice=advice, on=TODAY, seen_version=None, by=world["manager"])
    factories.publish(world, factories.proposed(world, factories.completed(world, of=review)))
    return review.sessions.get(kind=SessionKind.REFLECTION.value)


def reflect(world, session, reference, decided=Reflecting.STANDS, **given):
    rest = {"because": "Two teams were asked", "on": TODAY, "by": world["manager"], **given}
    return reflect_on_recommendation(session=session, reference=reference, decided=decided, **rest)


def test_reflection_is_held_once_each_recommendation_was_decided_on(world, reflection):
    first, second = undecided(reflection)
    with pytest.raises(NotNow, match=f"{first}, {second}"):
        held(world, reflection, agreed=False, undecided=undecided(reflection))
    reflect(world, reflection, first)
    reflect(world, reflection, second)
    with pytest.raises(ReflectedAlready):
        reflect(world, reflection, second)

    assert held(world, reflection, agreed=False, undecided=undecided(reflection)).held_on == TODAY


def test_doubt_flags_the_recommendation_without_naming_where_it_came_from(world, reflection):
    reference = undecided(reflection)[0]
    reflect(world, reflection, reference, Reflecting.AGAIN)

    flagged = recommendations().get(reference=reference)
    assert (flagged.flags, flagged.flagged_on) == (DOUBT, TODAY)


def test_more_to_do_is_an_action_that_serves_the_recommendation(world, reflection):
    reference = undecided(reflection)[0]
    with pytest.raises(NotSaid):
        reflect(world, reflection, reference, Reflecting.ACT)
    further = Further("Ask again in spring", world["health"], date(2023, 4, 3))
    made = reflect(world, reflection, reference, Reflecting.ACT, further=further)

    assert Action.objects.get(reference=made.action).title == "Ask again in spring"
    assert [row.reference for row in actions_of(recommendations().get(reference=reference))] == [made.action]


def test_proposal_of_a_rung_that_is_not_reached_is_refused_and_nothing_is_kept(world, reflection):
    with pytest.raises(NotReached):
        reflect(world, reflection, undecided(reflection)[0], Reflecting.PROPOSE)
    assert not RungProposal.objects.exists() and not reflection.reflections.exists()


def test_recommendation_of_another_review_is_refused(world, reflection):
    with pytest.raises(NotOfThisReview):
        reflect(world, reflection, "R-9999")


def test_deciding_is_a_page_and_the_pack_a_file(world, reflection, enter):
    reference = undecided(reflection)[0]
    home = f"{reflection.review.case.get_absolute_url()}sessions/reflection/"
    client = enter(world["manager"])
    missing = client.post(f"{home}decide/{reference}/", {"decided": Reflecting.ACT.value, "because": "Two teams"})
    assert "Enter what is to be done" in missing.content.decode()
    given = {"decided": Reflecting.STANDS.value, "because": "Two teams were asked"}
    assert client.post(f"{home}decide/{reference}/", given)["Location"] == home
    assert "Two teams were asked" in client.get(home).content.decode()
    assert client.get(f"{home}decide/R-9999/").status_code == 404
    pack = client.get(f"{home}pack.pdf")
    assert pack.content.startswith(b"%PDF") and reference not in pack["Content-Disposition"]
    assert client.get(f"{reflection.review.case.get_absolute_url()}sessions/learning/pack.pdf").status_code == 404


def test_attendee_of_a_reflection_reads_the_pack(world, reflection, enter):
    named(world, reflection, "school")
    html = enter(world["school"]).get(f"/reviews/sessions/{reflection.made_with}/").content.decode()

    assert "Then and now" in html and fresh(reflection).review.case.reference not in html
