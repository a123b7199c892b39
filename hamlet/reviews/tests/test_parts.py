"""The author's pages: writing, typing and uploading a chronology, sending it; and the reviewer's way into a case."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.access.rules import Role
from hamlet.foundations.publishing.sheets import to_csv, to_xlsx
from hamlet.reviews.models import Case, ChronologyEntry, Reviewer, StatutoryReview
from hamlet.reviews.rules.statutory import ReviewKind
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db
HEADINGS = ("Date", "Time", "What happened", "Source")


@pytest.fixture
def summary(world):
    return factories.asked(world)


@pytest.fixture
def author(world, enter, summary):
    return enter(world["author"])


def upload(client, summary, content, name="chronology.csv"):
    path = f"{summary.get_absolute_url()}entries/upload/"
    return client.post(path, {"upload": SimpleUploadedFile(name, content)})


def test_author_finds_their_part_on_the_desk_and_in_the_list(author, summary):
    assert summary.get_absolute_url() in author.get("/desk/").content.decode()
    assert summary.get_absolute_url() in author.get("/reviews/own/").content.decode()


def test_author_writes_saves_and_sends(author, summary):
    home = summary.get_absolute_url()
    said = {"involvement": "We saw the family", "analysis": "It was busy", "inequality": "An interpreter was missing"}
    assert author.post(f"{home}write/", {**said, "seen_version": summary.version})["Location"] == home
    summary = fresh(summary)
    author.post(f"{home}send/", {"seen_version": summary.version})

    assert fresh(summary).sent_on == TODAY
    assert b"Sent to the Rapid Review Panel" in author.get(home).content


def test_stale_summary_is_not_saved(author, summary):
    home = summary.get_absolute_url()
    author.post(f"{home}write/", {"involvement": "First", "seen_version": summary.version})
    response = author.post(f"{home}write/", {"involvement": "Second", "seen_version": summary.version})

    assert b"Someone changed this since you opened it" in response.content
    assert fresh(summary).involvement == "First"


def test_author_types_an_entry(author, summary):
    given = {"on_0": "7", "on_1": "11", "on_2": "2022", "at": "9.30", "what": "Seen at school", "source": "Register"}
    author.post(f"{summary.get_absolute_url()}entries/new/", given)

    entry = ChronologyEntry.objects.get()
    assert (entry.happened_on, f"{entry.happened_at:%H:%M}", entry.what) == (date(2022, 11, 7), "09:30", "Seen at school")


def test_entry_without_a_time_needs_none_and_a_wrong_one_is_refused(author, summary):
    given = {"on_0": "7", "on_1": "11", "on_2": "2022", "what": "Seen", "source": "Register"}
    path = f"{summary.get_absolute_url()}entries/new/"
    assert b"Enter a time like 14:30" in author.post(path, {**given, "at": "noonish"}).content

    author.post(path, {**given, "at": ""})
    assert ChronologyEntry.objects.get().happened_at is None


@pytest.mark.parametrize("name", ["chronology.csv", "chronology.xlsx"])
def test_author_uploads_a_table(author, summary, name):
    rows = [("7/11/2022", "09:30", "Seen at school", "Register"), ("8/11/2022", "", "Rang home", "Register")]
    content = to_csv(HEADINGS, rows) if name.endswith("csv") else to_xlsx(HEADINGS, rows)

    assert upload(author, summary, content, name)["Location"] == summary.get_absolute_url()
    assert [entry.what for entry in ChronologyEntry.objects.order_by("happened_on")] == ["Seen at school", "Rang home"]


def test_wrong_rows_are_listed_and_nothing_is_read_in(author, summary):
    content = to_csv(HEADINGS, [("7/11/2022", "", "Seen", "x"), ("never", "", "", "x")])
    html = upload(author, summary, content).content.decode()

    assert "“never” is no date: write it like 7/11/2022" in html
    assert "It is empty" in html
    assert not ChronologyEntry.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"just words"])
def test_file_that_is_no_table_is_refused_in_words(author, summary, content):
    response = upload(author, summary, content)

    assert response.status_code == 200
    assert b"govuk-error-summary" in response.content


def test_author_removes_an_entry(author, summary, world):
    entry = ChronologyEntry.objects.create(summary=summary, happened_on=TODAY, what="Wrong", source="x")
    author.post(f"{summary.get_absolute_url()}entries/{entry.pk}/remove/")

    assert not ChronologyEntry.objects.exists()


def test_author_with_a_conflict_loses_the_page(author, summary):
    home = summary.get_absolute_url()
    assert author.post(f"{home}conflict/", {"reason": "Family"})["Location"] == "/desk/"

    assert author.get(home).status_code in (403, 404)
    assert home not in author.get("/desk/").content.decode()


def test_another_agencys_author_finds_nothing_there(world, sign_in, client, summary):
    sign_in(client, Role.SUMMARY_AUTHOR)

    assert client.get(summary.get_absolute_url()).status_code == 404


def test_reviewer_opens_their_case_while_appointed(world, sign_in, client, summary):
    person = sign_in(client, Role.REVIEWER)
    case = Case.objects.get(pk=summary.review.case_id)
    home = case.get_absolute_url()
    assert client.get(home).status_code == 404

    StatutoryReview.objects.create(case=case, kind=ReviewKind.LEARNING.value, commissioned_on=TODAY, reviewer=person)
    appointed = Reviewer.objects.create(case=case, person=person, starts_on=TODAY)
    paths = ("", "rapid-review/", "chronology/", f"agencies/{summary.made_with}/")
    assert {path: client.get(f"{home}{path}").status_code for path in paths} == dict.fromkeys(paths, 200)
    assert {client.get(f"{home}{path}").status_code for path in ("children/", "people/", "chronology/?names=shown")} == {403}
    assert case.reference in client.get("/reviews/own/").content.decode()

    Reviewer.objects.filter(pk=appointed.pk).update(starts_on=date(2022, 1, 1), ends_on=date(2022, 11, 14))
    assert client.get(home).status_code == 404
