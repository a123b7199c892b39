"""The pages that undo: a joining, a link, an action that served by mistake. And what is not offered to whom it is forbidden."""

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.learning import operations, queries
from hamlet.learning.models import Link
from hamlet.learning.rules.ladder import EvidenceKind
from hamlet.learning.tests.conftest import TODAY, review

R = "/learning/recommendations/"


@pytest.fixture
def pair(recommend, adder):
    rows = [recommend(), recommend(source=review(2))]
    return operations.join_recommendations(recommendations=rows, text="Record it", on=TODAY, by=adder)


def undo(client, path, version=None):
    given = {} if version is None else {"seen_version": version}
    return client.post(path, {"because": "A slip", **given})


def test_pair_is_dissolved_from_its_page_and_says_why(client, sign_in, pair):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert "Dissolve it" in client.get(pair.get_absolute_url()).content.decode()
    path = f"{R}{pair}/dissolve/"
    assert "Say why it is undone" in client.post(path, {"seen_version": pair.version}).content.decode()
    pair.refresh_from_db()
    assert undo(client, path, pair.version)["Location"] == pair.get_absolute_url()

    page = client.get(pair.get_absolute_url()).content.decode()
    assert "A slip" in page and "Dissolve it" not in page
    assert f"{pair}" not in client.get(f"{R}?place=Agreed").content.decode()


def test_link_is_undone_from_either_page(client, sign_in, recommend, adder):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    first, second = recommend(), recommend(source=review(2))
    link = operations.link_recommendations(first=first, second=second, because="Alike", on=TODAY, by=adder)
    path = f"{R}{second}/links/{link.made_with}/undo/"

    assert path in client.get(second.get_absolute_url()).content.decode()
    assert undo(client, path, link.version).status_code == 302
    assert (Link.objects.get().undone_because, client.get(path).status_code) == ("A slip", 404)
    assert client.get(f"{R}{first}/links/{pair_key()}/undo/").status_code == 404


def pair_key():
    return "00000000-0000-4000-8000-000000000000"


def test_action_that_served_by_mistake_is_taken_off(client, sign_in, recommend, plan):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    row = recommend()
    action = plan(recommendations=[row])
    path = f"{R}{row}/actions/{action.reference}/undo/"

    assert path in client.get(row.get_absolute_url()).content.decode()
    assert undo(client, path).status_code == 302
    assert client.get(path).status_code == 404
    assert list(action.recommendations.all()) == []


@pytest.mark.parametrize("role", [Role.QUALITY_SEAT, Role.LEARNING_SECRETARY, Role.PRACTITIONER])
def test_who_does_not_keep_recommendations_undoes_nothing(client, sign_in, pair, role):
    sign_in(client, role)

    assert client.get(f"{R}{pair}/dissolve/").status_code == 403


@pytest.mark.parametrize("whose", ["proposal", "evidence", "action"])
def test_who_may_not_confirm_is_told_why_and_offered_nothing(client, sign_in, recommend, climb, plan, show, adder, whose):
    person = sign_in(client, Role.WORKING_GROUP_SEAT)
    row = recommend()
    if whose == "action":
        action = plan(recommendations=[row], owner=person)
        operations.complete_action(action=action, note="Done", closed_on=TODAY, seen_version=None, by=person)
    climb(row, 1)
    show(row, EvidenceKind.AUDIT, speaks_of=TODAY, by=person if whose == "evidence" else None)
    by = person if whose == "proposal" else adder
    operations.propose_rung(recommendation=row, because="So", on=TODAY, by=by)

    page, asked = client.get(row.get_absolute_url()).content.decode(), client.get(f"{R}{row}/confirm/")
    assert "Confirm it" not in page and "somebody else confirms" in page
    assert (asked.status_code, client.get("/desk/").content.decode().count("Confirm “")) == (403, 0)


def test_secretary_reads_and_proposes_and_confirms_nothing(client, sign_in, recommend, climb):
    sign_in(client, Role.LEARNING_SECRETARY)
    row = climb(recommend(), 1)
    assert client.post(f"{R}{row}/propose/", {"because": "Checked"}).status_code == 302

    assert queries.waiting(row).to == "Practice checked"
    assert client.get(f"{R}{row}/confirm/").status_code == 403


def test_evidence_says_whether_it_counts_for_the_next_rung(client, sign_in, recommend, climb, show):
    sign_in(client, Role.QUALITY_SEAT)
    row = climb(recommend(), 2)
    show(row, EvidenceKind.TRAINING)
    page = " ".join(client.get(row.get_absolute_url()).content.decode().split())

    assert "Counts for “impact evidenced”" in page
    assert "Does not count for “impact evidenced”: training shows what was offered, not what changed" in page


def test_change_of_themes_and_agencies_is_told_before_and_after(recommend, adder):
    row, theme = recommend(), operations.add_theme(name="Neglect", by=adder)
    given = {"agencies": [], "outcome": "", "measure": "", "themes": [theme], "seen_version": None, "by": adder}
    operations.change_recommendation(recommendation=row, **given)

    assert Event.objects.about(row).latest("id").details == {"changes": {"themes": [[], ["Neglect"]]}}
