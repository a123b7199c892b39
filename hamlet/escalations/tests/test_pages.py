import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from markupsafe import Markup
from pypdf import PdfReader

from hamlet.escalations import operations, queries
from hamlet.escalations.models import Escalation, Step
from hamlet.escalations.tests.factories import TODAY, answer_drafted, answered, draft, sent
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.notices.models import Notice

CANARY = "CanaryOnlyForTheExecutive"
TYPED = {
    "title": "Files do not follow pupils",
    "issue": "They come late",
    "why_not_here": "It needs the council",
    "asked": "One rule",
    "answer_by_0": "13",
    "answer_by_1": "12",
    "answer_by_2": "2022",
    "urgency": "High",
}


def restricted(escalation, by):
    upload = SimpleUploadedFile(f"{CANARY}.txt", b"for few eyes", "text/plain")
    return operations.add_document(escalation=escalation, upload=upload, title=CANARY, marking=Marking.RESTRICTED, by=by)


def test_member_drafts_and_only_the_chair_is_offered_to_send(world, enter):
    response = enter(world["member"]).post("/escalations/new/", {**TYPED, "group": world.forum.pk})
    escalation = Escalation.objects.get()

    assert response["Location"] == escalation.get_absolute_url()
    assert b"Send it to the Executive" not in enter(world["member"]).get(escalation.get_absolute_url()).content
    assert b"Send it to the Executive" in enter(world["chair"]).get(escalation.get_absolute_url()).content


def test_form_says_first_what_to_do_for_a_child_at_risk(world, enter):
    html = enter(world["member"]).get("/escalations/new/").content.decode()

    assert html.index("If a child is at risk now") < html.index('<form method="post" novalidate')


def test_empty_form_says_what_is_missing_and_links_to_it(world, enter):
    html = enter(world["member"]).post("/escalations/new/", {}).content.decode()

    assert 'href="#id_answer_by_day"' in html
    assert "Say what the issue is" in html


@pytest.mark.parametrize("day", [("31", "2", "2022"), ("", "12", "2022"), ("x", "y", "z")])
def test_wrong_day_is_said_in_words_and_what_was_typed_stays(world, enter, day):
    typed = {**TYPED, "group": world.forum.pk, **{f"answer_by_{n}": part for n, part in enumerate(day)}}
    html = enter(world["member"]).post("/escalations/new/", typed).content.decode()

    assert "The date must" in html
    assert "They come late" in html
    assert Escalation.objects.count() == 0


def test_chair_sends_citing_the_meeting(world, enter):
    escalation = draft(world)
    url = f"{escalation.get_absolute_url()}send/"
    enter(world["chair"]).post(url, {"meeting_id": world.met.pk, "seen_version": escalation.version})

    escalation.refresh_from_db()
    assert (escalation.number, escalation.sent_by) == ("E-2022-001", world["chair"])


def test_only_a_text_in_doubt_asks_whether_it_names_a_child(world, enter):
    question = 'type="checkbox"'
    plain, doubted = draft(world), draft(world, issue="It began with a 7-year-old")

    assert question not in enter(world["chair"]).get(f"{plain.get_absolute_url()}send/").content.decode()
    assert question in enter(world["chair"]).get(f"{doubted.get_absolute_url()}send/").content.decode()


def test_answer_says_at_which_meeting_it_was_minuted(world, enter):
    html = enter(world["member"]).get(answered(world).get_absolute_url()).content.decode()

    assert "15 November 2022. Minuted: Meeting of 15 November 2022" in html


def test_desk_of_the_executive_tells_a_drafted_answer_from_none(world, enter):
    person = enter(world["health"]).get("/desk/").wsgi_request.user
    without = [duty.title for duty in queries.duties(person, TODAY)]
    answer_drafted(world)
    drafted = [duty.title for duty in queries.duties(person, TODAY)]

    assert without == []
    assert drafted[0] == "Have the answer to E-2022-001 agreed or minuted: Files do not follow pupils"


def test_stale_form_loses_nothing(world, enter):
    escalation = answer_drafted(world)
    typed = {"kind": "Not agreed", "reasons": "My own long reasons", "seen_version": 1}
    html = enter(world["police"]).post(f"{escalation.get_absolute_url()}answer/", typed).content.decode()

    assert "Someone changed this since you opened it" in html
    assert "My own long reasons" in html


def test_member_may_not_send_and_reads_why(world, enter):
    response = enter(world["member"]).post(f"{draft(world).get_absolute_url()}send/", {})

    assert response.status_code == 403
    assert Event.objects.filter(verb="audit.refused").count() == 1


def test_draft_does_not_exist_for_another_group(world, enter):
    escalation = draft(world, title=CANARY)
    client = enter(world["stranger"])

    assert client.get(escalation.get_absolute_url()).status_code == 404
    for address in ("/escalations/", "/desk/", "/escalations/download.csv"):
        assert CANARY not in client.get(address).content.decode()


def test_age_and_silence_are_visible_in_the_tracker_its_file_and_the_record(world, enter):
    escalation = sent(world)
    Escalation.objects.update(sent_on=date(2022, 10, 16))
    Step.objects.update(on=date(2022, 11, 3))
    client = enter(world["stranger"])

    for address in ("/escalations/", "/escalations/download.csv", escalation.get_absolute_url()):
        assert "30 days, silent for 12" in client.get(address).content.decode()


def test_reader_who_has_nothing_to_do_reads_whose_turn_it_is(world, enter):
    html = enter(world["stranger"]).get(sent(world).get_absolute_url()).content.decode()

    assert "The Executive answers next." in html


def test_other_group_may_not_change_what_this_one_escalated(world, enter):
    response = enter(world["stranger"]).get(f"{sent(world).get_absolute_url()}change/")

    assert response.status_code == 403
    assert "people who sit in Forum" in response.content.decode()


@pytest.mark.parametrize("act", ["change", "send", "withdraw", "answer", "agree", "minuted", "accept", "come-back", "close"])
def test_every_act_needs_an_escalation_and_its_own_permission(world, enter, act):
    client = enter(world["stranger"])

    assert client.get(f"{sent(world).get_absolute_url()}{act}/").status_code == 403
    unknown = "/escalations/00000000-0000-4000-8000-000000000000/"
    assert enter(world["police"]).get(unknown).status_code == 404


def test_stranger_is_sent_to_sign_in(world, client):
    for address in ("/escalations/", "/escalations/new/", draft(world).get_absolute_url()):
        assert client.get(address)["Location"].startswith("/account/login/")


def test_young_scrutineer_never_reaches_the_tracker(world, client, sign_in):
    sign_in(client, Role.YOUNG_SCRUTINEER)

    assert client.get("/escalations/").status_code == 403
    assert client.get(sent(world).get_absolute_url()).status_code == 403


def test_page_that_only_shows_refuses_a_post(world, enter):
    assert enter(world["chair"]).post("/escalations/").status_code == 405


def test_draft_answer_is_hidden_from_the_group_until_it_is_the_executives(world, enter):
    escalation = answer_drafted(world, reasons=CANARY)

    assert CANARY not in enter(world["chair"]).get(escalation.get_absolute_url()).content.decode()
    assert CANARY in enter(world["police"]).get(escalation.get_absolute_url()).content.decode()
    rest = {"meeting_id": world.executive_met.pk, "on": TODAY, "seen_version": None, "by": world["council"]}
    operations.minute_answer(escalation=escalation, **rest)
    assert CANARY in enter(world["member"]).get(escalation.get_absolute_url()).content.decode()


def test_restricted_document_leaks_by_no_side_door(world, enter):
    escalation = sent(world)
    document = restricted(escalation, world["chair"])
    client = enter(world["stranger"])
    seen = [
        client.get(address) for address in (escalation.get_absolute_url(), "/escalations/", "/escalations/download.csv", "/desk/")
    ]

    assert [CANARY in response.content.decode() for response in seen] == [False] * 4
    assert client.get(document.get_absolute_url()).status_code == 404
    paper = queries.tracker_paper(world.other, timezone.now())
    assert CANARY not in repr(paper)
    assert not Notice.objects.filter(subject__contains=CANARY).exists()
    assert CANARY not in "".join(str(event.details) for event in Event.objects.all())
    assert CANARY in enter(world["police"]).get(escalation.get_absolute_url()).content.decode()
    assert enter(world["police"]).get(document.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_tracker_leaves_as_a_file_and_the_trail_says_so(world, enter, form):
    answered(world)
    response = enter(world["stranger"]).get(f"/escalations/download.{form}")

    assert response["Content-Disposition"] == f'attachment; filename="escalations.{form}"'
    event = Event.objects.get(verb="audit.exported")
    assert (event.by, event.details) == (world["stranger"], {"what": "the escalation tracker", "count": 1, "form": form})
    if form == "pdf":
        assert "E-2022-001" in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


def test_tracker_is_filtered_by_what_was_chosen(world, enter):
    sent(world)
    answered(world)
    client = enter(world["stranger"])

    def numbers(query):
        html = client.get(f"/escalations/{query}").content.decode()
        return list(dict.fromkeys(re.findall(r"E-2022-\d{3}", html)))

    assert numbers("") == ["E-2022-002", "E-2022-001"]
    assert numbers("?state=Answered") == ["E-2022-002"]
    assert numbers(f"?group={world.other.pk}") == []
    assert numbers("?sent_from_0=16&sent_from_1=11&sent_from_2=2022") == []


def test_tracker_costs_the_same_with_one_row_and_with_thirty(world, enter, django_assert_max_num_queries):
    client = enter(world["stranger"])
    sent(world)
    client.get("/escalations/")
    with django_assert_max_num_queries(15) as few:
        client.get("/escalations/")
    for number in range(30):
        sent(world, title=f"Number {number}")
    with django_assert_max_num_queries(15) as many:
        client.get("/escalations/")

    assert len(many) == len(few)


def test_quiet_group_is_a_question(world):
    sent(world)

    assert queries.quiet_groups(TODAY) == [world.other]
    assert queries.quiet_groups(date(2023, 11, 20)) == [world.forum, world.other]


def test_young_group_is_not_asked_why_it_is_quiet(world):
    type(world.other).objects.filter(pk=world.other.pk).update(starts_on=date(2022, 9, 1))

    assert queries.quiet_groups(TODAY) == [world.forum]


def test_report_counts_and_says_no_words(world):
    answered(world)
    (evidence,) = queries.report_evidence(date(2022, 4, 1), date(2023, 3, 31), TODAY)

    assert (evidence.item, evidence.count, evidence.rows) == ("escalations", 1, (("Forum", "1", "1", "0", "0", "0"),))
    assert evidence.number_columns == (1, 2, 3, 4, 5)
    assert "pupils" not in repr(evidence)


def test_duties_are_those_of_each_seat(world, enter):
    escalation = answer_drafted(world)
    words = {key: enter(world[key]).get("/desk/").content.decode() for key in ("police", "chair", "stranger")}

    assert f"Agree an answer: {escalation.number}" in Markup(words["police"]).striptags()
    assert "Agree an answer" not in words["chair"]
    assert escalation.title not in words["stranger"]
