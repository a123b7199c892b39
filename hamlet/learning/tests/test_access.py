"""Who may open which page of learning, role by role; and a canary in what is restricted, looked for everywhere else."""

from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.access.rules import GRANTS, Permission, Role
from hamlet.foundations.documents.queries import documents_on
from hamlet.foundations.notices import jobs
from hamlet.foundations.publishing.sheets import read_table
from hamlet.learning import operations, queries
from hamlet.learning.models import Briefing, Evidence, Recommendation
from hamlet.learning.rules.ladder import Rung
from hamlet.learning.rules.recommendations import SourceKind
from hamlet.learning.tests.conftest import CANARY, TODAY, review

R = "/learning/recommendations/"
READERS = {
    *(Role.PARTNERSHIP_MANAGER, Role.EXECUTIVE_MEMBER, Role.EXECUTIVE_CHAIR, Role.LEAD_PARTNER, Role.INDEPENDENT_SCRUTINEER),
    *(Role.REVIEW_PANEL_CHAIR, Role.REVIEW_PANEL_MEMBER, Role.WORKING_GROUP_SEAT, Role.QUALITY_SEAT),
    Role.LEARNING_SECRETARY,
}
KEEPERS = {Role.PARTNERSHIP_MANAGER, Role.WORKING_GROUP_SEAT}
KNOW_THE_CASE = READERS - {Role.WORKING_GROUP_SEAT, Role.QUALITY_SEAT, Role.LEARNING_SECRETARY}
GIVE_EVIDENCE = {role for role in Role if Permission.EVIDENCE_ADD in GRANTS[role]}
SIGNED_IN = {role for role in Role if Permission.PARTNERSHIP_READ in GRANTS[role]}
PAGES = [
    (f"{R}", READERS),
    (f"{R}?search=visit&place=Embedded&again=on", READERS),
    (f"{R}R-0001/", READERS),
    (f"{R}R-0003/", READERS),
    (f"{R}download.csv", READERS),
    (f"{R}download.xlsx", READERS),
    ("/learning/picture/", READERS),
    ("/learning/themes/neglect/", READERS),
    ("/learning/changed/", READERS),
    ("/learning/changed/?theme=&year=2022", READERS),
    ("/learning/changed/download.csv", READERS),
    ("/learning/changed/download.xlsx", READERS),
    ("/learning/working-group/", READERS),
    (f"{R}new/", KEEPERS),
    (f"{R}R-0001/alike/", KEEPERS),
    (f"{R}R-0001/change/", KEEPERS),
    (f"{R}R-0001/accept/", KEEPERS),
    (f"{R}R-0001/reject/", KEEPERS),
    (f"{R}R-0001/link/", KEEPERS),
    (f"{R}R-0001/join/", KEEPERS),
    (f"{R}R-0001/take-out/", KEEPERS),
    (f"{R}R-0001/serve/", KEEPERS),
    (f"{R}R-0003/dissolve/", KEEPERS),
    (f"{R}R-0001/evidence/new/", READERS & GIVE_EVIDENCE),
    (f"{R}R-0004/propose/", READERS & GIVE_EVIDENCE),
    (f"{R}R-0004/confirm/", {Role.WORKING_GROUP_SEAT}),
    (f"{R}R-0004/decline/", {Role.WORKING_GROUP_SEAT}),
    (f"{R}R-0003/keep/", {Role.QUALITY_SEAT}),
    (f"{R}R-0003/lower/", {Role.QUALITY_SEAT}),
    ("/learning/", SIGNED_IN),
    ("/learning/briefings/", KEEPERS),
    ("/learning/briefings/new/", {Role.PARTNERSHIP_MANAGER}),
]


@pytest.fixture
def filled(recommend, climb, plan, adder, person_factory):
    """An embedded joint recommendation of a rapid review and a national one, and one whose rung waits: each with the canary."""
    theme = operations.add_theme(name="Neglect", by=adder)
    first = recommend(themes=[theme])
    second = recommend(
        text="Record what a child says at home", source_kind=SourceKind.NATIONAL_REVIEW, source=review(2, "National")
    )
    joint = operations.join_recommendations(recommendations=[first, second], text="Record it", on=TODAY, by=adder)
    climb(joint, 4)
    waits = recommend(text="Look at bruises of babies", source_kind=SourceKind.LOCAL_REVIEW, source=review(3), themes=[theme])
    action = plan(recommendations=[waits])
    operations.complete_action(action=action, note="Done", closed_on=TODAY, seen_version=None, by=action.owner)
    operations.propose_rung(recommendation=waits, because="Done", on=TODAY, by=adder)
    plan(title="Still to do", recommendations=[waits], due_on=TODAY)
    operations.flag_what_to_look_at_again(joint.look_again_on or TODAY.replace(year=2024), adder)
    return waits


@pytest.fixture
def briefing(adder, person_factory):
    texts = {"title": "Hearing children", "learned": "Ask.", "changed": "", "practice": "Ask again.", "question": ""}
    row = operations.draft_briefing(on=TODAY, source=review(1), by=adder, **texts)
    other = person_factory("Other")
    return operations.publish_briefing(briefing=row, names_nobody=False, on=TODAY, seen_version=None, by=other)


def shown(client, path):
    response = client.get(path)
    if path.endswith(".xlsx") and response.status_code == 200:
        return response.status_code, str(read_table(BytesIO(response.content).read(), "a.xlsx"))
    return response.status_code, response.content.decode(errors="replace")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_and_no_other(client, sign_in, filled, role):
    sign_in(client, role)
    found = {path: shown(client, path)[0] for path, _ in PAGES}
    expected = {path: 200 if role in may else 403 for path, may in PAGES}
    if role in GIVE_EVIDENCE - READERS:
        expected[f"{R}R-0001/evidence/new/"] = 404  # none of their actions serves it, so they may not know of it

    assert found == expected


def test_stranger_signs_in_first(client, filled):
    assert {client.get(path)["Location"].split("?")[0] for path, _ in PAGES} == {"/account/login/"}


@pytest.mark.parametrize(
    "path", [f"{R}", f"{R}R-0001/", "/learning/picture/", "/learning/changed/", "/learning/", f"{R}download.csv"]
)
def test_pages_that_only_show_refuse_a_post(client, sign_in, filled, path):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", [f"{R}R-9999/", f"{R}R-9999/propose/", f"{R}R-0001/confirm/", "/learning/themes/nothing/"])
def test_what_is_not_there_is_not_found(client, sign_in, filled, path):
    sign_in(client, Role.WORKING_GROUP_SEAT)

    assert client.get(path).status_code == 404


SIDE_DOORS = [
    "/desk/",
    "/actions/",
    "/actions/A-0001/",
    "/actions/A-0002/",
    "/actions/themes/",
    "/actions/asked/",
    "/actions/download.csv",
]


@pytest.mark.parametrize("role", list(Role))
def test_which_case_it_was_stays_with_those_who_read_reviews(client, sign_in, filled, briefing, role):
    sign_in(client, role)
    paths = [*(path for path, _ in PAGES), *SIDE_DOORS, briefing.get_absolute_url(), f"{R}?search=K17", f"{R}R-0004/"]
    seen = [path for path in paths if CANARY in shown(client, path)[1] or "case-1" in shown(client, path)[1]]

    assert bool(seen) is (role in KNOW_THE_CASE), seen
    assert not {*SIDE_DOORS, "/learning/", "/learning/picture/", "/learning/working-group/", briefing.get_absolute_url()} & set(
        seen
    )


def test_no_mail_feed_paper_or_report_names_the_case(filled, grant_role, person_factory, panel):
    for role in (Role.WORKING_GROUP_SEAT, Role.QUALITY_SEAT):
        grant_role(person_factory("Seat"), role)
    operations.lower_rung(
        recommendation=Recommendation.objects.get(reference="R-0003"),
        to=Rung.AGREED,
        because="So",
        on=TODAY,
        seen_version=None,
        by=person_factory("Quality"),
    )
    jobs.send_notices.call()
    blocks, _ = queries.working_group_blocks(TODAY)
    said = [*(f"{letter.subject} {letter.body}" for letter in mail.outbox), str(blocks)]
    said.append(str(queries.report_evidence(TODAY.replace(year=2021), TODAY, TODAY)))

    assert mail.outbox and Evidence.objects.exists()
    assert not any(CANARY in text or "case-1" in text for text in said)


def test_owner_of_an_action_gives_evidence_and_reads_no_more(client, sign_in, filled, plan):
    owner = sign_in(client, Role.DATA_LEAD)
    plan(recommendations=[filled], owner=owner)
    page = client.get(f"{R}R-0004/evidence/new/").content.decode()

    assert "Look at bruises of babies" in page and CANARY not in page
    assert client.get(f"{R}R-0004/").status_code == 403
    given = {"kind": "Data", "text": "Fewer", "strength": "Fair", "speaks_of_0": "1", "speaks_of_1": "11", "speaks_of_2": "2022"}
    assert client.post(f"{R}R-0004/evidence/new/", given)["Location"] == "/actions/"
    assert Evidence.objects.latest("id").added_by == owner


def test_draft_briefing_is_for_those_who_work_on_it(client, sign_in, adder):
    texts = {"title": "Canary draft", "learned": "A", "changed": "", "practice": "B", "question": ""}
    row = operations.draft_briefing(on=TODAY, by=adder, **texts)
    paths = [row.get_absolute_url(), f"{row.get_absolute_url()}briefing.pdf"]
    for role, status in ((Role.PRACTITIONER, 404), (Role.EXECUTIVE_MEMBER, 404), (Role.PARTNERSHIP_MANAGER, 200)):
        sign_in(client, role)
        assert [client.get(path).status_code for path in paths] == [status, status]
        assert "Canary draft" not in client.get("/learning/").content.decode()
    assert Briefing.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [(Role.QUALITY_SEAT, 200), (Role.PRACTITIONER, 404), (Role.DATA_LEAD, 404)])
def test_file_of_evidence_opens_for_readers_of_recommendations(client, sign_in, recommend, show, role, status):
    item = show(recommend(), upload=SimpleUploadedFile("audit.txt", b"Nine of ten", content_type="text/plain"))
    (document,) = documents_on(item)
    sign_in(client, role)

    assert client.get(document.get_absolute_url()).status_code == status
