"""What the pages show and to whom: the structure on a day, who is published, what is offered, whose progress it is."""

import re
from datetime import date, timedelta

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.governance import operations
from hamlet.governance.models import Arrangements, Group, LackOfProgress
from hamlet.governance.rules import Capacity, GroupKind, LeadKind, Partner
from hamlet.governance.tests.acts import day
from hamlet.governance.tests.factories import BEGAN, TODAY, group, priority, promised, seat, term
from hamlet.governance.tests.test_work import WORDS, published

CANARY = "CanaryWhoIsNotPublished"


def on(when):
    return f"/partnership/structure/?on_0={when.day}&on_1={when.month}&on_2={when.year}"


def drawn(html):
    """The names in the picture, and the names in the list below it with how deep each stands."""
    picture, rest = html[html.index("<svg role") :].split("</svg>", 1)
    names = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    depth, listed = 0, []
    for mark, words in re.findall(r"(<ul|</ul>|<li>)\s*([^<]*)", rest[: rest.index("</main>")]):
        depth += {"<ul": 1, "</ul>": -1}.get(mark, 0)
        listed += [(words.split(":")[0], depth)] if mark == "<li>" else []
    return sorted(names), listed


def test_structure_is_a_picture_and_the_same_as_a_nested_list(world, client):
    group("working", GroupKind.RAPID_REVIEW_WORKING, reports_to=world.groups["panel"], starts_on=date(2022, 6, 1))
    picture, listed = drawn(client.get("/partnership/structure/").content.decode())

    assert listed == [("Executive", 1), ("Forum", 2), ("Panel", 2), ("Working", 3)]
    assert picture == sorted(name for name, _ in listed)


def test_structure_of_a_past_day_is_as_it_was(world, client):
    group("working", GroupKind.RAPID_REVIEW_WORKING, reports_to=world.groups["panel"], starts_on=date(2022, 6, 1))
    given = {"on": TODAY, "name": "Schools", "seen_version": None, "by": world["manager"]}
    operations.change_group(group=world.groups["forum"], **given)
    html = client.get(on(date(2022, 5, 31))).content.decode()

    assert drawn(html) == (["Executive", "Forum", "Panel"], [("Executive", 1), ("Forum", 2), ("Panel", 2)])
    assert "31 May 2022" in html[html.index("<main") : html.index("<svg role")]
    assert drawn(client.get(on(TODAY)).content.decode())[0] == ["Executive", "Panel", "Schools", "Working"]


@pytest.mark.parametrize("query", ["?on_0=31&on_1=2&on_2=2022", "?on_0=x&on_1=&on_2="])
def test_day_that_cannot_be_understood_shows_today(world, client, query):
    assert drawn(client.get(f"/partnership/structure/{query}").content.decode())[0] == ["Executive", "Forum", "Panel"]


def test_day_before_the_partnership_says_so(world, client):
    assert "No group stood on that day" in client.get(on(BEGAN - timedelta(days=1))).content.decode()


def test_lead_is_named_to_the_public_only_when_published(world, client, enter, person_factory):
    shown, hidden = person_factory("Commander", name="Shown Lead"), person_factory("Delegate", name=CANARY)
    given = {"partner": Partner.POLICE, "starts_on": BEGAN, "by": system_person()}
    operations.appoint_lead(kind=LeadKind.REPRESENTATIVE, person=shown, published=True, about="Answers for policing", **given)
    operations.appoint_lead(kind=LeadKind.DELEGATE, person=hidden, about=CANARY, **given)

    for address in ("/partnership/", "/", "/partnership/structure/"):
        assert CANARY not in client.get(address).content.decode()
    public, seated = (
        page.content.decode() for page in (client.get("/partnership/"), enter(world["member"]).get("/partnership/"))
    )
    assert ("Shown Lead" in public, "Answers for policing" in public, "Delegate" in public) == (True, True, False)
    assert ("Delegate" in seated, CANARY in seated) == (True, False)


def test_gaps_are_the_managers_to_see(world, client, enter):
    words = "Council sponsors no group"

    assert words not in client.get("/partnership/").content.decode()
    assert words not in enter(world["member"]).get("/partnership/").content.decode()
    assert words in enter(world["manager"]).get("/partnership/").content.decode()
    assert words in enter(world["manager"]).get("/desk/").content.decode()


def test_published_arrangements_show_every_part_and_what_changed(world, client):
    published(date(2022, 7, 1), relevant_agencies=[world["council"].agency])
    published(funding="In equal parts")
    pages = [client.get(f"/partnership/arrangements/{number}/").content.decode() for number in (1, 2)]

    assert [words for words in WORDS.values() if words not in pages[0]] == []
    assert ("Council" in pages[0], "Changed since version 1: funding, relevant agencies." in pages[1]) == (True, True)
    assert "In equal parts" not in pages[0]


def test_next_arrangements_begin_with_the_words_of_the_last(world, enter):
    published(relevant_agencies=[world["council"].agency])
    html = enter(world["manager"]).get("/partnership/arrangements/new/").content.decode()

    assert [words for words in WORDS.values() if words not in html] == []
    assert len(re.findall(r'name="relevant_agencies"[^>]*checked', html)) == 1
    assert Arrangements.objects.count() == 1


def test_only_the_chair_of_its_group_and_the_manager_record_a_prioritys_progress(world, enter):
    priority(world)
    address = "/priorities/exploitation/lacking/new/"
    given = {"what": "Too slow", "next_step": "Sooner", **day("noted_on", TODAY)}

    assert [enter(world[key]).get(address).status_code for key in ("chair", "insider", "police")] == [200, 403, 403]
    assert "Only the chair and secretary of Forum" in enter(world["insider"]).get(address).content.decode()
    enter(world["chair"]).post(address, given)
    assert [row.what for row in LackOfProgress.objects.all()] == ["Too slow"]


def test_priority_shows_what_was_achieved_by_whom_with_evidence_and_impact(world, client):
    held, council = priority(world), world["council"].agency
    given = {"title": "A tool", "achieved_on": TODAY, "evidence": "Used 40 times.", "impact": "Children are seen earlier."}
    operations.record_achievement(priority=held, agencies=[council], **given, by=world["manager"])
    html = client.get("/priorities/exploitation/").content.decode()

    assert "Used 40 times. Children are seen earlier." in html
    assert "15 November 2022 · Council" in html


def test_owner_moves_and_finishes_their_own_promise_and_no_other(world, enter):
    item = promised(world)
    for act in ("move", "finish"):
        found = [enter(world[key]).get(f"/partnership/plan/{item.pk}/{act}/").status_code for key in ("council", "police")]
        assert found == [200, 403]
    html = {key: enter(world[key]).get("/partnership/plan/").content.decode() for key in ("council", "police")}
    assert [f"/partnership/plan/{item.pk}/move/" in html[key] for key in ("council", "police")] == [True, False]


def test_slipped_promise_shows_both_days(world, enter):
    item = promised(world)
    given = {"reason": "Other work", "said_on": TODAY, "seen_version": None, "by": world["manager"]}
    operations.slip_plan_item(item=item, target_on=date(2023, 12, 29), **given)

    html = enter(world["member"]).get("/partnership/plan/").content.decode()
    assert "29 Dec 2023 · Moved from 31 Dec 2022" in html


def test_administrator_reads_the_roles_and_is_offered_nothing(world, client, sign_in):
    sign_in(client, Role.ADMINISTRATOR)
    html = client.get("/partnership/roles/").content.decode()

    assert ("Partnership manager" in html, "End it" in html, "/partnership/roles/new/" in html) == (True, False, False)


def test_member_is_offered_no_change(world, enter):
    client = enter(world["member"])
    term(Partner.POLICE, date(2022, 10, 1), date(2023, 3, 31), world["police"])
    pages = ("/partnership/", "/partnership/rota/", "/partnership/challenges/", "/groups/", "/groups/forum/", "/priorities/")
    offered = [
        re.findall(r'href="(/[a-z/0-9-]*(?:new|change|end|deputy)/)"', client.get(page).content.decode()) for page in pages
    ]

    assert offered == [[]] * len(pages)


def test_group_shows_its_seats_deputies_quorum_and_past(world, enter):
    forum = world.groups["forum"]
    operations.appoint_deputy(seat=world.seats["member"], deputy=world["deputy"], on=BEGAN, by=world["manager"])
    seat(forum, Capacity.ADVISER, None, post_title="Named Nurse of before", ends_on=date(2022, 1, 31))
    given = {"quorum_rule": "A number of seats", "quorum_number": 2, "on": TODAY, "seen_version": None}
    operations.change_group(group=forum, **given, by=world["manager"])
    html = enter(world["chair"]).get("/groups/forum/").content.decode()

    now, before = html.split("Seats before", 1)
    assert ("Deputy" in now, "A number of seats: 2" in now, "Named Nurse of before" in now) == (True, True, False)
    assert ("Named Nurse of before" in before, "31 Jan 2022" in before) == (True, True)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2022, 9, 30), "On 30 September 2022: nobody is planned to chair."),
        (date(2022, 10, 1), "On 1 October 2022: Police, Police."),
        (date(2023, 4, 1), "On 1 April 2023: Health, nobody named yet."),
    ],
)
def test_rota_is_read_for_any_day(world, enter, when, said):
    term(Partner.POLICE, date(2022, 10, 1), date(2023, 3, 31), world["police"])
    term(Partner.HEALTH, date(2023, 4, 1), date(2023, 9, 30))
    html = enter(world["member"]).get(on(when).replace("structure", "rota")).content.decode()

    assert said in " ".join(re.sub(r"<[^>]*>", "", html).split())


def test_ended_group_is_marked_in_the_list(world, enter):
    operations.end_group(group=world.groups["panel"], ends_on=TODAY - timedelta(days=1), by=world["manager"])

    assert "Ended 14 November 2022" in enter(world["member"]).get("/groups/").content.decode()


def test_group_is_hidden_from_whoever_has_no_seat(world):
    seen = [list(Group.objects.visible_to(world.empowered(key)).order_by("id")) for key in ("member", "stranger")]

    assert seen == [list(world.groups.values()), []]
