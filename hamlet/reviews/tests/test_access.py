"""Who sees what: every route × every persona, and a sentence planted in each restricted field that nobody else may meet."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.notices.outbox import send_waiting
from hamlet.foundations.working_days.clock import now
from hamlet.reviews import operations
from hamlet.reviews.models import Case, NotificationField, Opening
from hamlet.reviews.rules.cases import National, Outcome, Section
from hamlet.reviews.rules.chronology import Row
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY
from tests.house import ROOT

pytestmark = pytest.mark.django_db
CANARY, NAME = "kanarienvogel", "zaunkoenig"
ROUTES = [route for route in (ROOT / "docs/routes.txt").read_text().split() if "<" not in route]
STRANGERS = ("school", "author", "other", "scrutineer", "administrator")


@pytest.fixture
def case(world):
    """A case with the planted word in everything that is restricted."""
    found = factories.recommended(world, what_happened=f"{CANARY} account")
    summary = factories.asked(world, review=found, asks_for=f"{CANARY} question")
    by, case = world["chair"], found.case
    operations.describe_child(case=case, child=None, name=f"{NAME} child", more=f"{CANARY} more", by=by)
    operations.hold_name(case=case, name=f"{NAME} name", stands_for="the aunt", by=by)
    answers = {NotificationField.objects.first().pk: f"{CANARY} answer"}
    operations.prepare_notification(case=case, answers=answers, seen_version=None, by=by)
    operations.write_section(review=found, section=Section.FACTS, text=f"{CANARY} facts", seen_version=None, by=by)
    parts = dict.fromkeys(("involvement", "analysis", "inequality"), f"{CANARY} part")
    operations.write_summary(summary=summary, **parts, seen_version=None, by=world["author"])
    operations.add_entry(summary=summary, row=Row(TODAY, None, f"{CANARY} entry", f"{CANARY} file"), by=world["author"])
    operations.declare_conflict(case=case, person=world["other"], reason=f"{CANARY} family", on=TODAY, by=world["manager"])
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def commissioned(world):
    """A case whose commissioned review, sessions and questions hold the planted word, published without it."""
    texts = dict.fromkeys(("independence", "terms_of_reference", "family_part", "parallel_proceedings"), f"{CANARY} commission")
    summary = factories.asked(world)
    found = factories.recommended(world, of=summary.review)
    meeting = factories.executive_met(world)
    joint = {"outcome": Outcome.LCSPR, "national": National.NO, "because": CANARY, "on": TODAY, "seen_version": None}
    operations.decide_in_meeting(review=found, meeting_id=meeting.pk, **joint, by=world["manager"])
    found = factories.written(world, type(found).objects.get(pk=found.pk))
    operations.send_to_panel(review=found, sent_on=TODAY, on=TODAY, seen_version=None, by=world["manager"])
    review = factories.commissioned(world, case=found.case, **texts)
    by = world["manager"]
    factories.found(world, review, text=f"{CANARY} finding")
    factories.delayed(world, review, reasons=f"{CANARY} delay")
    advice = factories.advised(world, review)
    operations.reject_advice(advice=advice, reasons=f"{CANARY} rejected", on=TODAY, seen_version=None, by=by)
    review = factories.completed(world, of=review, text="Nothing planted", improvements=f"{CANARY} improvements")
    session = review.sessions.get()
    arranged = {"planned_on": TODAY, "place": "Hall", "agencies": [], "author_present": True, "material": f"{CANARY} material"}
    operations.arrange_session(session=session, **arranged, on=TODAY, seen_version=None, by=by)
    operations.ask_question(session=session, text=f"{CANARY} question", by=by)
    factories.publish(world, factories.proposed(world, review))
    return Case.objects.get(pk=review.case_id)


@pytest.mark.parametrize("key", ["school", "author", "other", "administrator", "scrutineer"])
def test_word_planted_in_a_commissioned_review_reaches_nobody_without_a_seat(world, enter, commissioned, frozen, key):
    """The reviewer ("other") included: their access ends with the day of publication."""
    frozen.shift(timedelta(days=1))
    allowed = {f"/reviews/reports/{commissioned.reference}/"} if key == "scrutineer" else set()

    assert set(met(enter(world[key]), commissioned)) == allowed


def test_word_planted_in_a_commissioned_review_is_not_public(world, client, commissioned):
    assert met(client, commissioned, [*addresses(commissioned), "/reviews/published/review-a/"]) == []


def addresses(case):
    """Every route of the house without a key, and every route of the room with this case's keys."""
    summary = case.rapid_review.summaries.get()
    keys = {"slug:reference": case.reference, "uuid:key": str(summary.made_with), "int:identity": "1", "int:position": "1"}
    keys |= {"slug:slug": "facts", "slug:key": "0" * 32, "slug:kind": "learning", "str:plan": "R-0001"}
    room = [route for route in (ROOT / "docs/routes.txt").read_text().split() if route.startswith("/reviews/") and "<" in route]
    return ROUTES + [re.sub("<([a-z:]+)>", lambda hit: keys[hit[1]], route) for route in room]


def met(client, case, paths=None):
    found = []
    for path in paths or addresses(case):
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if CANARY.encode() in content or NAME.encode() in content:
            found.append(path)
    return found


@pytest.mark.parametrize("key", [key for key in STRANGERS if key not in ("author", "scrutineer")])
def test_planted_word_reaches_nobody_without_a_seat_on_any_page(world, enter, case, key):
    assert met(enter(world[key]), case) == []


def test_stranger_meets_nothing(client, world, case):
    assert met(client, case) == []


def test_author_meets_only_their_own_part(world, enter, case):
    key = case.rapid_review.summaries.get().made_with

    assert set(met(enter(world["author"]), case)) == {f"/reviews/own/{key}/", f"/reviews/own/{key}/write/"}


def test_scrutineer_reads_the_report_once_it_was_sent_and_never_the_case(world, enter, case):
    client = enter(world["scrutineer"])
    assert met(client, case) == []

    review = factories.written(world, case.rapid_review)
    operations.write_section(review=review, section=Section.VOICE, text=f"{CANARY} voice", seen_version=1, by=world["chair"])
    type(review).objects.filter(pk=review.pk).update(sent_on=TODAY, outcome="No further review", decided_on=TODAY)
    assert met(client, case) == [f"/reviews/reports/{case.reference}/"]


def test_no_mail_notice_or_audit_sentence_carries_it(world, enter, case):
    send_waiting(now())
    assert len(mail.outbox) > 0
    assert CANARY not in repr(list(Notice.objects.values()))
    assert CANARY not in repr([(message.subject, message.body) for message in mail.outbox])
    assert CANARY not in repr(list(Event.objects.values("verb", "details")))
    assert "/audit/" not in met(enter(world["manager"]), case, ["/audit/", "/desk/", "/actions/", "/reviews/"])


def test_administrator_reads_in_the_trail_only_that_something_restricted_happened(world, enter, case):
    trail = enter(world["administrator"]).get("/audit/").content.decode()
    assert "worked on a restricted record" in trail
    assert not any(words in trail for words in ("referred a serious incident", "described a child", "Rapid review"))

    assert "referred a serious incident" in enter(world["manager"]).get("/audit/?verb=reviews.referred").content.decode()


def test_children_are_open_to_seats_of_the_panel_alone(world, enter, case):
    path = f"{case.get_absolute_url()}children/"
    opened = {
        key: enter(world[key]).get(path).status_code for key in ("chair", "member", "manager", "authority", "administrator")
    }

    assert opened == {"chair": 200, "member": 200, "manager": 403, "authority": 403, "administrator": 403}


def test_names_are_shown_to_seats_of_the_panel_alone(world, enter, case):
    path = f"{case.get_absolute_url()}chronology/?names=shown"

    assert enter(world["member"]).get(path).status_code == 200
    assert enter(world["manager"]).get(path).status_code == 403


def test_each_opening_is_in_the_trail_and_the_manager_reads_who(world, enter, case):
    enter(world["member"]).get(f"{case.get_absolute_url()}children/")
    assert Event.objects.filter(verb="reviews.opened", by=world["member"], subject_id=str(case.pk)).count() == 1

    html = enter(world["manager"]).get(f"{case.get_absolute_url()}people/").content.decode()
    assert "opened the details of the children" in html


def test_someone_not_assigned_gives_a_reason_first(world, sign_in, client, case):
    person = sign_in(client, Role.EXECUTIVE_MEMBER)
    home = case.get_absolute_url()
    assert client.get(home)["Location"] == f"{home}reason/?next={home.replace('/', '%2F')}"
    assert client.get(f"{home}reason/").status_code == 200

    client.post(f"{home}reason/?next={home}", {"reason": "I chair the Executive today"})
    assert client.get(home).status_code == 200
    assert Opening.objects.get(person=person).reason == "I chair the Executive today"


def test_reason_leads_nowhere_else(world, sign_in, client, case):
    sign_in(client, Role.EXECUTIVE_MEMBER)
    home = case.get_absolute_url()

    assert client.post(f"{home}reason/?next=//evil.example/", {"reason": "So"})["Location"] == home


def test_declared_conflict_shuts_the_case(world, enter, case):
    client, home = enter(world["member"]), case.get_absolute_url()
    client.post(f"{home}conflict/", {"reason": "Family"})

    assert client.get(home).status_code == 404
    assert case.reference not in client.get("/reviews/").content.decode()


@pytest.mark.parametrize("key", ["school", "administrator", "scrutineer", "other"])
def test_case_does_not_exist_for_those_without_a_seat(world, enter, case, key):
    assert enter(world[key]).get(case.get_absolute_url()).status_code == 404
    assert enter(world[key]).get(f"{case.get_absolute_url()}reason/").status_code == 404


def test_disposed_case_is_gone_for_everyone(world, enter, case):
    Case.objects.filter(pk=case.pk).update(disposed_on=TODAY)

    assert enter(world["chair"]).get(case.get_absolute_url()).status_code == 404


def test_nothing_changes_by_the_post_of_somebody_without_the_right(world, enter, case):
    before = list(Case.objects.values())
    for key in ("school", "administrator", "scrutineer", "author"):
        client = enter(world[key])
        answered = {client.post(path, {}).status_code for path in addresses(case) if path.startswith(case.get_absolute_url())}
        assert answered <= {403, 404, 405}
    assert list(Case.objects.values()) == before
