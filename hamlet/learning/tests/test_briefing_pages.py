from hamlet.foundations.access.rules import Role
from hamlet.learning import operations
from hamlet.learning.rules.ladder import EvidenceKind
from hamlet.learning.tests.conftest import CANARY, TODAY


def test_briefing_is_written_published_by_another_and_read_as_page_and_pdf(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    texts = {"title": "Hearing children", "learned": "Born on 3 May 2011, it was said.", "practice": "Ask again."}
    path = client.post("/learning/briefings/new/", texts)["Location"]
    assert "This could identify someone" in client.get(path).content.decode()
    assert "You wrote this last" in client.post(f"{path}publish/", {"seen_version": 1, "names_nobody": "on"}).content.decode()

    sign_in(client, Role.WORKING_GROUP_SEAT)
    page = client.post(f"{path}publish/", {"seen_version": 1}).content.decode()
    assert "“Born on 3 May 2011” (date of birth)" in page
    client.post(f"{path}publish/", {"seen_version": 1, "names_nobody": "on"})

    sign_in(client, Role.PRACTITIONER)
    assert "Hearing children" in client.get("/learning/").content.decode()
    assert "Ask again." in client.get(path).content.decode()
    assert client.get(f"{path}briefing.pdf").content[:5] == b"%PDF-"
    assert [client.get(f"{path}{what}/").status_code for what in ("change", "publish", "withdraw")] == [403, 403, 403]


def test_withdrawn_briefing_leaves_practitioners(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    path = client.post("/learning/briefings/new/", {"title": "One", "learned": "A", "practice": "B"})["Location"]
    client.post(f"{path}change/", {"title": "Two", "learned": "A", "practice": "B", "seen_version": 1})
    sign_in(client, Role.WORKING_GROUP_SEAT)
    client.post(f"{path}publish/", {"seen_version": 2})
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    client.post(f"{path}withdraw/", {"seen_version": 3})

    assert "Two" in client.get("/learning/briefings/").content.decode()
    sign_in(client, Role.PRACTITIONER)
    assert client.get(path).status_code == 404
    assert "no briefing is published yet." in client.get("/learning/").content.decode()


def test_practitioner_reads_themes_what_was_learned_and_what_changed_and_nothing_restricted(
    client, sign_in, recommend, climb, show, adder
):
    theme = operations.add_theme(name="Neglect", by=adder)
    row = climb(recommend("Canary text", themes=[theme], outcome="Canary outcome"), 3)
    show(row, EvidenceKind.AUDIT, text="Canary evidence")
    item = show(row, EvidenceKind.FAMILIES, text="Somebody came back to us")
    operations.release_evidence(evidence=item, names_nobody=False, on=TODAY, seen_version=None, by=adder)
    sign_in(client, Role.PRACTITIONER)
    page = client.get("/learning/?theme=neglect").content.decode()

    assert "1 recommendation is agreed. For 1 of them it is shown" in page
    assert "Somebody came back to us" in page
    assert "Canary" not in page and CANARY not in page and "R-0001" not in page
    assert "Neglect" not in client.get("/learning/?theme=other").content.decode()
