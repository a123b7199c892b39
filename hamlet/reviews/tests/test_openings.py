"""Who opened what, for those who keep cases; and what the trail tells of a case to others."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.models import Document
from hamlet.reviews import operations
from hamlet.reviews.models import AgencySummary
from hamlet.reviews.rules.cases import National, Outcome
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LIST = "/reviews/openings/"


def rows(client, path=LIST):
    html = client.get(path).content.decode()
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.S)
    return [" · ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def text(client, path=LIST):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())


@pytest.fixture
def review(world):
    """A commissioned review with a summary behind it and a version of its report."""
    summary = factories.asked(world)
    found = factories.recommended(world, of=summary.review)
    for key in ("authority", "health", "police"):
        found = operations.decide_for_partner(**decision(found, world[key]))
    found = factories.written(world, found)
    operations.send_to_panel(review=found, sent_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])
    review = factories.commissioned(world, case=found.case)
    upload = SimpleUploadedFile("Somebody family draft.pdf", PDF)
    operations.keep_version(review=review, upload=upload, note="", on=TODAY, by=world["other"])
    return review


def decision(found, by):
    given = {"outcome": Outcome.LCSPR, "national": National.NO, "reason": "Agreed", "on": TODAY, "seen_version": None}
    return {"review": found, **given, "by": by}


def test_everything_that_was_opened_of_a_case_is_listed(world, enter, review):
    home, document = review.case.get_absolute_url(), Document.objects.get()
    reviewer = enter(world["other"])
    reviewer.get(home)
    reviewer.get(f"{home}rapid-review.docx")
    assert reviewer.get(document.get_absolute_url())["Content-Disposition"] == 'attachment; filename="version-1.pdf"'

    for path in (LIST, f"{home}people/"):
        said = text(enter(world["manager"]), path)
        for words in ("opened the case", "exported a rapid review (1 rows, docx)", "downloaded a document: Version 1"):
            assert words in said
    assert f"downloaded a document: Version 1 {review.case.reference}" in text(enter(world["manager"]))


def test_authors_openings_of_their_summary_are_listed(world, enter):
    summary = factories.asked(world)
    enter(world["author"]).get(summary.get_absolute_url())

    for path in (LIST, f"{summary.review.case.get_absolute_url()}people/"):
        assert "Author" in text(enter(world["manager"]), path)
        assert "opened a summary: Schools" in text(enter(world["manager"]), path)
    assert AgencySummary.objects.count() == 1


def test_opening_does_not_vanish_behind_other_work(world, enter):
    case = factories.referred(world)
    enter(world["member"]).get(case.get_absolute_url())
    for _ in range(600):
        record("reviews.name_held", by=world["chair"], subject=case)

    assert "Member opened the case" in text(enter(world["manager"]), f"{case.get_absolute_url()}people/")


def test_list_is_narrowed_by_whom_and_by_day(world, enter, frozen):
    case = factories.referred(world)
    enter(world["member"]).get(case.get_absolute_url())
    frozen.shift(timedelta(days=1))
    enter(world["chair"]).get(case.get_absolute_url())
    manager = enter(world["manager"])

    assert "Member opened" not in text(manager, f"{LIST}?by={world['chair'].pk}")
    assert "Chair opened" in text(manager, f"{LIST}?by={world['chair'].pk}")
    days = "first_0=16&first_1=11&first_2=2022"
    assert "Chair opened" in text(manager, f"{LIST}?{days}")
    assert "Member opened" not in text(manager, f"{LIST}?{days}")


def test_conflicted_manager_reads_no_opening_of_that_case(world, enter):
    case = factories.referred(world)
    enter(world["member"]).get(case.get_absolute_url())
    operations.declare_conflict(case=case, person=world["manager"], reason="Family", on=TODAY, by=world["chair"])

    assert case.reference not in text(enter(world["manager"]))
    assert case.reference in text(enter(world["chair"]))


@pytest.mark.parametrize("key", ["member", "health", "scrutineer", "administrator", "other"])
def test_list_is_for_those_who_keep_cases(world, enter, key):
    assert enter(world[key]).get(LIST).status_code == 403


def test_list_costs_the_same_with_one_row_and_with_thirty(world, enter, review):
    for path in (review.case.get_absolute_url(), Document.objects.get().get_absolute_url()):
        enter(world["chair"]).get(path)
    manager = enter(world["manager"])
    manager.get(LIST)
    with CaptureQueriesContext(connection) as few:
        manager.get(LIST)
    for _ in range(30):
        record("reviews.opened", by=world["chair"], subject=review.case, page="the case")
    with CaptureQueriesContext(connection) as many:
        manager.get(LIST)

    assert len(few) == len(many)


TELLS = ("Report version", "rapid review", "commissioned", "downloaded", "/reviews/", "summary", "was to be told: reviews")


def test_administrator_learns_of_no_case_from_the_trail(world, enter, review):
    reviewer = enter(world["other"])
    for path in (review.case.get_absolute_url(), Document.objects.get().get_absolute_url()):
        reviewer.get(path)
    reviewer.get(f"{review.case.get_absolute_url()}rapid-review.pdf")
    reviewer.get(f"{review.case.get_absolute_url()}children/")

    administrator = enter(world["administrator"])
    said = text(administrator, "/audit/?page=1") + text(administrator, "/audit/?page=2")
    assert "worked on a restricted record" in said
    assert [words for words in TELLS if words in said] == []


@pytest.mark.parametrize(
    "verb", ["reviews", "reviews.commissioned", "documents", "audit.exported", "audit.refused", "notices.made", "audit"]
)
def test_search_of_the_trail_says_nothing_of_a_restricted_room(world, enter, review, verb):
    reviewer = enter(world["other"])
    reviewer.get(Document.objects.get().get_absolute_url())
    reviewer.get(f"{review.case.get_absolute_url()}rapid-review.pdf")
    reviewer.get(f"{review.case.get_absolute_url()}children/")

    assert "restricted record" not in text(enter(world["administrator"]), f"/audit/?verb={verb}")
    assert "No event matches" in text(enter(world["administrator"]), f"/audit/?verb={verb}")
    assert "No event matches" not in text(enter(world["manager"]), f"/audit/?verb={verb}")


def test_search_still_finds_what_is_not_restricted(world, enter, review):
    enter(world["school"]).get("/people/")

    assert "was refused /people/" in text(enter(world["administrator"]), "/audit/?verb=audit.refused")


def test_who_may_see_what_tells_of_a_reviewer_only_to_those_who_may_open_cases(world, enter, review):
    own, wanted = f"/people/{world['other'].pk}/", Role.REVIEWER.value
    for path in ("/access/", own):
        assert f"{wanted} {wanted}" in text(enter(world["manager"]), path).replace("  ", " ")
    administrator = enter(world["administrator"])

    assert "Something restricted" in text(administrator, "/access/")
    table = text(administrator, "/access/").split("What each role may do")[0]
    assert wanted not in table
    assert "summary" not in table
    assert wanted not in text(administrator, own)
    assert "Nobody may" in text(administrator, "/access/?permission=REVIEWS_OWN_PART")
