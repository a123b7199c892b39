from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.publishing.sheets import read_table
from hamlet.learning.models import Action, Theme
from hamlet.learning.operations import add_theme, change_owner, complete_action

DAY = {"due_on_0": "31", "due_on_1": "1", "due_on_2": "2023"}


def test_plan_shows_what_one_may_see_and_no_more(client, sign_in, plan, group, panel):
    plan(title="Shown to readers", group_id=group.pk)
    plan(title="A canary of the panel", group_id=panel.pk)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    page = client.get("/actions/").content.decode()

    assert "Shown to readers" in page and "A-0001" in page
    assert "canary" not in page


@pytest.mark.parametrize(("role", "offered"), [(Role.SCHOOL_LEAD, False), (Role.DATA_LEAD, True)])
def test_files_and_themes_are_offered_only_to_those_who_may_have_them(client, sign_in, plan, role, offered):
    plan(owner=sign_in(client, role))
    page = client.get("/actions/").content.decode()

    assert "A-0001" in page and 'href="/actions/" aria-current="true"' in page
    for address in ("/actions/download.csv", "/actions/themes/"):
        assert (address in page, client.get(address).status_code) == (offered, 200 if offered else 403)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("theme=1", {"Themed"}),
        ("state=Done", {"Done"}),
        ("late=on", {"Overdue"}),
        ("search=verdu", {"Overdue"}),
        ("theme=nonsense", {"Themed", "Done", "Overdue"}),
        ("state=Open", {"Themed", "Overdue"}),
    ],
)
def test_filters_narrow_the_plan_and_what_is_nonsense_filters_nothing(client, sign_in, plan, owner, query, titles):
    theme = add_theme(name="Neglect", by=owner)
    plan(title="Themed", theme=theme)
    plan(title="Overdue", due_on=date(2022, 11, 1))
    complete_action(action=plan(title="Done"), note="So", closed_on=date(2022, 11, 1), seen_version=None, by=owner)
    sign_in(client, Role.INDEPENDENT_SCRUTINEER)
    page = client.get(f"/actions/download.csv?{query}".replace("theme=1", f"theme={theme.pk}"))

    assert {row[1] for row in read_table(page.content, "a.csv")[1:]} == titles


def test_plan_costs_the_same_with_one_row_and_with_thirty(client, sign_in, plan, group):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    counts = []
    for many in (1, 29):
        for _ in range(many):
            plan(group_id=group.pk)
        client.get("/actions/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/actions/")
        counts.append(len(queries))

    assert counts[0] + 0 == counts[1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_download_holds_what_one_may_see_escapes_formulas_and_is_an_event(client, sign_in, plan, group, panel, form):
    plan(title="=SUM(A1)", group_id=group.pk)
    plan(title="A canary", group_id=panel.pk)
    person = sign_in(client, Role.PARTNERSHIP_MANAGER)
    table = read_table(BytesIO(client.get(f"/actions/download.{form}").content).read(), f"a.{form}")

    assert [row[1] for row in table] == ["What", "'=SUM(A1)"]
    event = Event.objects.get(verb="audit.exported")
    assert (event.by, event.details) == (person, {"what": "the action plan", "count": 1, "form": form})


def test_secretary_adds_an_action_to_their_group(client, sign_in, group, owner):
    sign_in(client, Role.GROUP_SECRETARY, group=group)
    given = {"title": "Ask schools", "owner": owner.pk, "group": group.pk, **DAY}
    response = client.post("/actions/new/", given)

    action = Action.objects.get()
    assert response["Location"] == action.get_absolute_url()
    assert (action.title, action.due_on, action.raised_on) == ("Ask schools", date(2023, 1, 31), date(2022, 11, 15))


def test_action_for_another_group_is_refused(client, sign_in, group, panel, owner):
    sign_in(client, Role.GROUP_SECRETARY, group=group)

    assert client.post("/actions/new/", {"title": "T", "owner": owner.pk, "group": panel.pk, **DAY}).status_code == 403
    assert not Action.objects.exists()


def test_empty_form_says_what_is_missing(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    page = client.post("/actions/new/", {}).content.decode()

    for sentence in ("Enter what is to be done", "Choose who owns it", "Enter when it is due"):
        assert sentence in page


def test_date_that_is_none_is_said_in_words_and_nothing_typed_is_lost(client, sign_in, owner):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"title": "Kept as typed", "owner": owner.pk, **DAY, "due_on_1": "2"}
    page = client.post("/actions/new/", given).content.decode()

    assert "Due must be a real date, like 7 11 2022" in page
    assert "Kept as typed" in page


def test_owner_reports_and_completes_their_action(client, sign_in, action, owner):
    sign_in(client, Role.GROUP_MEMBER, person=owner)
    client.post(f"{action.get_absolute_url()}progress/", {"note": "Half of it"})
    given = {"note": "All of it", "seen_version": action.version}
    response = client.post(f"{action.get_absolute_url()}done/", given, follow=True)
    page = response.content.decode()

    assert "Half of it" in page and "15 November 2022: All of it" in page
    assert "completed the action" in page
    assert "It is done</a>" not in page


@pytest.mark.parametrize("what", ["move", "owner", "stop"])
def test_owner_does_not_move_give_away_or_stop_their_action(client, sign_in, action, owner, what):
    sign_in(client, Role.GROUP_MEMBER, person=owner)

    assert client.get(f"{action.get_absolute_url()}{what}/").status_code == 403
    assert f"{action.get_absolute_url()}{what}/" not in client.get(action.get_absolute_url()).content.decode()


def test_chair_moves_gives_and_stops_an_action_of_their_group(client, sign_in, action, group, person_factory):
    sign_in(client, Role.GROUP_CHAIR, group=group)
    heir, root = person_factory("Heir"), action.get_absolute_url()
    client.post(f"{root}move/", {**DAY, "reason": "Waiting", "seen_version": 1})
    client.post(f"{root}owner/", {"owner": heir.pk, "seen_version": 2})
    client.post(f"{root}stop/", {"note": "Taken into another", "seen_version": 3})
    action.refresh_from_db()

    assert (action.due_on, action.owner, action.state) == (date(2023, 1, 31), heir, "Stopped")


def test_member_who_does_not_own_it_reads_and_changes_nothing(client, sign_in, action, group):
    sign_in(client, Role.GROUP_MEMBER, group=group)

    assert "Report progress" not in client.get(action.get_absolute_url()).content.decode()
    for what in ("progress", "done", "move", "owner", "stop"):
        assert client.post(f"{action.get_absolute_url()}{what}/", {}).status_code == 403


def test_stale_form_gets_a_sentence_and_changes_nothing(client, sign_in, action, owner, person_factory):
    sign_in(client, Role.GROUP_MEMBER, person=owner)
    change_owner(action=action, owner=owner, seen_version=None, by=person_factory("Chair"))
    page = client.post(f"{action.get_absolute_url()}done/", {"note": "Mine", "seen_version": "1"}).content.decode()

    assert "Someone changed this since you opened it" in page and "Mine" in page
    action.refresh_from_db()
    assert action.state == "Open"


def test_double_click_on_add_makes_one(client, sign_in, owner):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"title": "Once", "owner": owner.pk, "made_with": "6f1c1a52-6f0d-4a51-8e26-3f4b1c2d3e4f", **DAY}
    first, second = (client.post("/actions/new/", given)["Location"] for _ in range(2))

    assert first == second
    assert Action.objects.count() == 1


def test_action_that_one_may_not_know_of_is_not_found(client, sign_in, plan, panel):
    hidden = plan(group_id=panel.pk)
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    for tail in ("", "progress/", "done/", "move/"):
        assert client.get(f"{hidden.get_absolute_url()}{tail}").status_code == 404
    assert client.get("/actions/A-9999/").status_code == 404


def test_themes_count_what_one_may_see(client, sign_in, plan, panel, owner):
    theme = add_theme(name="Neglect", by=owner)
    plan(theme=theme)
    plan(theme=add_theme(name="A canary", by=owner), group_id=panel.pk)
    sign_in(client, Role.INDEPENDENT_SCRUTINEER)
    page = client.get("/actions/themes/").content.decode()

    assert "Neglect" in page
    assert "canary" not in page


def test_manager_adds_a_theme(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.post("/actions/themes/new/", {"name": "Neglect"})["Location"] == "/actions/themes/"
    assert Theme.objects.get().slug == "neglect"


@pytest.mark.parametrize("path", ["/actions/", "/actions/themes/", "/actions/new/", "/actions/download.csv", "/actions/A-0001/"])
def test_stranger_signs_in_first_and_who_has_no_seat_is_refused(client, sign_in, action, path):
    assert client.get(path)["Location"].startswith("/account/login/")
    sign_in(client, Role.YOUNG_SCRUTINEER)

    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/actions/", "/actions/themes/", "/actions/A-0001/", "/actions/download.xlsx"])
def test_wrong_verb_is_refused(client, sign_in, action, path):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.post(path).status_code == 405
