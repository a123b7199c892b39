from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.publishing.sheets import read_table
from hamlet.learning import operations
from hamlet.learning.models import Action, Evidence, Recommendation
from hamlet.learning.rules.ladder import EvidenceKind
from hamlet.learning.tests import test_access
from hamlet.learning.tests.conftest import TODAY
from tests.house import ROOT

R = "/learning/recommendations/"
FOUND = {"found_on_0": "1", "found_on_1": "6", "found_on_2": "2022"}
TYPED = {"text": "Record the words of children at home visits", "source_kind": "Audit", "source_label": "Audit of 2022", **FOUND}
AGAIN = {"look_again_on_0": "15", "look_again_on_1": "11", "look_again_on_2": "2023"}
ELSEWHERE = {
    *("evidence/<uuid:key>/withdraw/", "briefings/<uuid:key>/", "evidence/new/"),
    *("<uuid:key>/undo/", "<str:action>/undo/", "changed/<uuid:key>/"),
}


def test_every_route_of_learning_stands_in_the_table_of_readers_or_below():
    known = {f"/{resolve(path.split('?')[0]).route}" for path, _ in test_access.PAGES}
    routes = {route for route in (ROOT / "docs/routes.txt").read_text().split() if route.startswith("/learning/")}

    assert {route for route in routes - known if not any(part in route for part in ELSEWHERE)} == set()


def test_new_recommendation_is_added_and_waits(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    response = client.post(f"{R}new/", TYPED)

    row = Recommendation.objects.get()
    assert response["Location"] == row.get_absolute_url()
    assert (row.answer, row.source_label, row.source_id) == ("Waiting for an answer", "Audit of 2022", "audit of 2022")


def test_likely_duplicate_is_shown_marked_before_it_is_added(client, sign_in, recommend):
    recommend(text="Record what children say at every home visit")
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    page = client.post(f"{R}new/", TYPED).content.decode()

    assert "Does one of these say the same?" in page and "<mark>home</mark>" in page
    assert "Record the words of children" in page
    assert Recommendation.objects.count() == 1
    client.post(f"{R}new/", {**TYPED, "looked": "on"})
    assert Recommendation.objects.count() == 2


def test_empty_form_says_what_is_missing(client, sign_in):
    sign_in(client, Role.WORKING_GROUP_SEAT)
    page = client.post(f"{R}new/", {}).content.decode()

    for sentence in ("Enter what is recommended", "Choose where it comes from", "Enter the day of the finding"):
        assert sentence in page


def test_working_group_accepts_once(client, sign_in, recommend):
    row = recommend(accepted=False)
    sign_in(client, Role.WORKING_GROUP_SEAT)
    client.post(f"{R}R-0001/accept/", {"seen_version": row.version})
    page = client.post(f"{R}R-0001/reject/", {"seen_version": row.version + 1, "reasons": "No"}).content.decode()

    assert "R-0001 was accepted on 15 November 2022" in page
    row.refresh_from_db()
    assert (row.answer, row.rung) == ("Accepted", "Agreed")


def test_stale_form_changes_nothing(client, sign_in, recommend):
    row = recommend()
    sign_in(client, Role.WORKING_GROUP_SEAT)
    page = client.post(f"{R}R-0001/change/", {"outcome": "Mine", "seen_version": row.version - 1}).content.decode()

    assert "Someone changed this since you opened it" in page and "Mine" in page


def test_from_action_to_embedded_by_the_pages_of_three_people(client, sign_in, recommend, plan, show):
    row = recommend()
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    due = {"due_on_0": "31", "due_on_1": "1", "due_on_2": "2023"}
    owner = plan().owner
    client.post("/actions/new/?for=R-0001", {"title": "Change the form", "owner": owner.pk, **due})
    action = Action.objects.latest("id")
    assert list(action.recommendations.all()) == [row]
    operations.complete_action(action=action, note="Done", closed_on=date(2022, 7, 1), seen_version=None, by=owner)
    for kind in (EvidenceKind.AUDIT, EvidenceKind.FAMILIES):
        show(row, kind)
    for rung, role in (("Action done", Role.WORKING_GROUP_SEAT), ("Practice checked", Role.WORKING_GROUP_SEAT)):
        climb_by_pages(client, sign_in, rung, role)
    for rung in ("Impact evidenced", "Embedded"):
        climb_by_pages(client, sign_in, rung, Role.QUALITY_SEAT)
    row.refresh_from_db()

    assert (row.rung, row.look_again_on) == ("Embedded", date(2023, 11, 15))


def climb_by_pages(client, sign_in, rung, role):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert f"Propose “{rung.lower()}”" in client.get(f"{R}R-0001/").content.decode()
    client.post(f"{R}R-0001/propose/", {"because": "It holds", **AGAIN})
    sign_in(client, role)
    assert "Confirm it" in client.get(f"{R}R-0001/").content.decode()
    assert client.post(f"{R}R-0001/confirm/", {"seen_version": 1})["Location"] == f"{R}R-0001/"


def test_page_says_what_the_next_rung_needs(client, sign_in, recommend):
    recommend()
    sign_in(client, Role.QUALITY_SEAT)
    page = client.get(f"{R}R-0001/").content.decode()

    assert "What “action done” still needs" in page and "It needs an action: none serves it yet" in page
    assert "/propose/" not in page


def test_own_proposal_is_not_confirmed_and_the_page_says_why(client, sign_in, recommend, climb, adder):
    row = climb(recommend(), 1)
    sign_in(client, Role.WORKING_GROUP_SEAT, person=adder)
    client.post(f"{R}R-0001/propose/", {"because": "It holds"})
    page = client.post(f"{R}R-0001/confirm/", {"seen_version": 1}).content.decode()

    assert "You proposed this rung: somebody else confirms it" in page
    row.refresh_from_db()
    assert row.rung == "Action done"


def test_declining_keeping_and_lowering_by_the_pages(client, sign_in, recommend, climb, adder):
    row = climb(recommend(), 3)
    operations.propose_rung(recommendation=row, because="So", look_again_on=date(2023, 11, 15), on=TODAY, by=adder)
    sign_in(client, Role.QUALITY_SEAT)
    assert client.post(f"{R}R-0001/decline/", {"seen_version": 1, "reasons": "Too early"}).status_code == 302
    row.refresh_from_db()
    client.post(f"{R}R-0001/keep/", {"seen_version": row.version, "because": "Seen again"})
    row.refresh_from_db()
    client.post(f"{R}R-0001/lower/", {"seen_version": row.version, "because": "A new audit", "to": "Agreed"})
    row.refresh_from_db()
    page = client.get(f"{R}R-0001/").content.decode()

    assert row.rung == "Agreed"
    for said in ("Impact evidenced (looked again)", "Agreed (before: impact evidenced)", "A new audit"):
        assert said in page


def test_two_are_linked_or_joined_from_the_page_of_possible_duplicates(client, sign_in, recommend):
    first, second = recommend(), recommend(text="Every home visit records what children say")
    sign_in(client, Role.WORKING_GROUP_SEAT)
    page = client.get(f"{R}R-0001/alike/").content.decode()
    assert (
        f"{R}R-0001/join/?other=R-0002" in page
        and 'value="R-0002"' in client.get(f"{R}R-0001/join/?other=R-0002").content.decode()
    )

    assert client.post(f"{R}R-0001/link/", {"reference": "r-0002", "because": "Alike"}).status_code == 302
    assert client.post(f"{R}R-0001/join/", {"reference": "R-0002", "text": "Record it"})["Location"] == f"{R}R-0003/"
    page = client.get(f"{R}R-0003/").content.decode()
    assert "What it joins" in page and first.text in page and second.text in page
    assert "There is no recommendation R-0099" in client.post(f"{R}R-0003/link/", {"reference": "R-0099"}).content.decode()


def test_action_in_the_plan_serves_it_and_one_that_one_may_not_see_is_unknown(client, sign_in, recommend, plan, panel):
    row = recommend()
    plan()
    plan(group_id=panel.pk, title="A canary")
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.post(f"{R}R-0001/serve/", {"reference": "A-0001"}).status_code == 302
    page = client.post(f"{R}R-0001/serve/", {"reference": "A-0002"}).content.decode()

    assert "There is no action A-0002 that you may see" in page
    assert row.actions.count() == 1


def test_actions_of_a_restricted_group_stay_off_the_page(client, sign_in, recommend, plan, panel):
    plan(title="A canary", group_id=panel.pk, recommendations=[recommend()])
    sign_in(client, Role.WORKING_GROUP_SEAT)

    assert "canary" not in client.get(f"{R}R-0001/").content.decode()


def test_evidence_is_withdrawn_by_who_added_it_or_keeps_the_plan(client, sign_in, recommend, show):
    item = show(recommend())
    path = f"{R}R-0001/evidence/{item.made_with}/withdraw/"
    sign_in(client, Role.QUALITY_SEAT)
    assert client.get(path).status_code == 403
    sign_in(client, Role.WORKING_GROUP_SEAT)
    assert client.post(path, {"because": "Wrong quarter", "seen_version": 1})["Location"] == f"{R}R-0001/"

    assert Evidence.objects.get().withdrawn_on == TODAY
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_download_holds_what_the_filter_shows_and_is_an_event(client, sign_in, recommend, form):
    recommend(text="=SUM(A1)")
    recommend(text="Something else", accepted=False)
    person = sign_in(client, Role.QUALITY_SEAT)
    content = client.get(f"{R}download.{form}?place=Agreed").content
    table = read_table(BytesIO(content).read(), f"a.{form}")

    assert [row[1:3] for row in table] == [["What", "Source"], ["'=SUM(A1)", "A rapid review"]]
    event = Event.objects.get(verb="audit.exported")
    assert (event.by, event.details) == (person, {"what": "the recommendations", "count": 1, "form": form})


LISTS = ["", "/learning/picture/", "/learning/changed/", "/learning/themes/neglect/", "/learning/working-group/", "/desk/"]


@pytest.mark.parametrize("path", [path or R for path in LISTS])
def test_lists_cost_the_same_with_one_row_and_with_ten(client, sign_in, recommend, climb, adder, path):
    theme = operations.add_theme(name="Neglect", by=adder)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    counts = []
    for many in (1, 9):
        for _ in range(many):
            climb(recommend(themes=[theme]), 3)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))

    most = 30 if path == "/desk/" else 15  # the desk asks every room
    assert counts[0] == counts[1] <= most


def test_recommendation_asks_few_questions_however_much_hangs_on_it(client, sign_in, recommend, climb, plan, adder):
    rows = [recommend(), recommend(text="Another of the same")]
    joint = operations.join_recommendations(recommendations=rows, text="Joint", on=TODAY, by=adder)
    climb(joint, 4)
    plan(recommendations=[joint])
    operations.link_recommendations(first=joint, second=recommend(), because="So", on=TODAY, by=adder)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    client.get(f"{R}R-0003/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{R}R-0003/")

    assert len(queries) <= 16, "\n".join(row["sql"][:150] for row in queries)


@pytest.mark.parametrize(("title", "questioned"), [("Remind staff of the form", True), ("Audit twenty files by March", False)])
def test_weak_wording_of_an_action_is_questioned_and_never_forbidden(client, sign_in, owner, title, questioned):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"title": title, "owner": owner.pk, "due_on_0": "31", "due_on_1": "1", "due_on_2": "2023"}
    page = client.post("/actions/new/", given)
    assert (page.status_code == 200) is questioned

    if questioned:
        assert "“Remind” may change little by itself." in page.content.decode()
        client.post("/actions/new/", {**given, "keep_words": "on"})
    assert Action.objects.get().title == title


def test_owner_sees_what_is_asked_and_what_their_action_serves(client, sign_in, recommend, plan, settings):
    settings.NEXT_MEETING_OF = "hamlet.learning.tests.test_asking.next_meeting"
    owner = sign_in(client, Role.SCHOOL_LEAD)
    plan(recommendations=[recommend()], owner=owner)
    operations.ask_for_updates(TODAY, owner)

    assert "15 Nov 2022, for 24 Nov 2022" in client.get("/actions/asked/").content.decode()
    page = client.get("/actions/A-0001/").content.decode()
    assert "An update was asked on 15 November 2022" in page and f"{R}R-0001/evidence/new/" in page
    assert f'href="{R}R-0001/"' not in page
    assert "an update was asked on 15 November" in client.get("/desk/").content.decode()


def test_desk_tells_who_confirms_looks_again_and_answers(client, sign_in, recommend, climb, adder):
    row = climb(recommend(), 1)
    operations.propose_rung(recommendation=row, because="So", on=TODAY, by=adder)
    Recommendation.objects.filter(pk=climb(recommend(), 4).pk).update(flags="Its theme came up again", flagged_on=TODAY)
    recommend(accepted=False)
    confirm, answer, again = "Confirm “practice checked”: R-0001", "1 recommendation waits for an answer", "Look again: R-0002"
    expected = {Role.PARTNERSHIP_MANAGER: {answer}, Role.EXECUTIVE_MEMBER: set()}
    expected |= {Role.WORKING_GROUP_SEAT: {confirm, answer}, Role.QUALITY_SEAT: {again}}
    for role, shown in expected.items():
        sign_in(client, role)
        page = client.get("/desk/").content.decode()
        assert {text for text in (confirm, answer, again) if text in page} == shown
