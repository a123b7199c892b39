import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.annual_report import queries
from hamlet.annual_report.models import CopySent, Report, Section, Signature, Summary
from hamlet.annual_report.tests import factories
from hamlet.annual_report.tests.rooms import SECRET
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.governance.rules import Partner

pytestmark = pytest.mark.django_db
WORK = "/reports/2021-22/work/"
EDITOR_PAGES = [
    *("start/", "2021-22/sections/feedback/", "2021-22/summaries/challenges/", "2021-22/to-the-scrutineer/"),
    *("2021-22/for-signature/", "2021-22/take-back/", "2021-22/record-signature/", "2021-22/publish/", "2021-22/copies/"),
]
READER_PAGES = ["2021-22/work/", "editions/2018/"]
DRAFT = ["2021-22/", "2021-22/pdf/", "2021-22/docx/", "2021-22/figures/attendance.svg"]


def day(value):
    return {"_0": value[0], "_1": value[1], "_2": value[2]}


def dated(name, value):
    return {f"{name}{part}": typed for part, typed in day(value).items()}


def test_stranger_sees_published_reports_and_no_draft(client, report):
    response = client.get("/reports/")

    assert response.status_code == 200
    assert "Yearly report 2021" not in response.content.decode()


@pytest.mark.parametrize("path", DRAFT)
def test_draft_does_not_exist_for_strangers_and_members(client, report, sign_in, path):
    assert client.get(f"/reports/{path}").status_code == 404
    sign_in(client, Role.GROUP_CHAIR)
    assert client.get(f"/reports/{path}").status_code == 404


@pytest.mark.parametrize("path", EDITOR_PAGES)
def test_only_the_editor_opens_the_editors_pages(client, report, sign_in, path):
    assert client.get(f"/reports/{path}").status_code == 302
    sign_in(client, Role.EXECUTIVE_MEMBER)
    assert client.get(f"/reports/{path}").status_code == 403


@pytest.mark.parametrize("path", READER_PAGES)
def test_readers_open_the_checklist_and_others_do_not(client, report, sign_in, path):
    sign_in(client, Role.PRACTITIONER)
    assert client.get(f"/reports/{path}").status_code == 403
    sign_in(client, Role.INDEPENDENT_SCRUTINEER)
    assert client.get(f"/reports/{path}").status_code == 200


@pytest.mark.parametrize("path", [*EDITOR_PAGES, *READER_PAGES, *DRAFT[:1], "editions/2023/change/", "editions/2026/families/"])
def test_editor_opens_every_page(client, report, sign_in, path):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.get(f"/reports/{path}").status_code == 200


@pytest.mark.parametrize("path", ["2030-31/", "2030-31/work/", "2021-22/sections/nothing/", "2021-22/summaries/nothing/"])
def test_what_does_not_exist_is_not_found(client, report, sign_in, path):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.get(f"/reports/{path}").status_code == 404


def test_verbs_that_a_page_does_not_take_are_refused(client, report, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.post("/reports/").status_code == 405
    assert client.delete("/reports/2021-22/publish/").status_code == 405


def test_manager_starts_a_report(client, sign_in, manager, partners):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    edition = queries.edition_for(factories.DAY).pk
    first, last = dated("starts_on", ("1", "10", "2021")), dated("ends_on", ("30", "9", "2022"))

    empty = client.post("/reports/start/", {})
    response = client.post("/reports/start/", {"edition": edition, **first, **last})

    assert "Enter the first day of the period" in empty.content.decode()
    assert response["Location"] == WORK
    assert client.get(WORK).status_code == 200


def test_section_shows_evidence_and_says_where_there_is_none(client, report, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    effective = client.get("/reports/2021-22/sections/effective/").content.decode()
    feedback = client.get("/reports/2021-22/sections/feedback/").content.decode()
    escalations = client.get("/reports/2021-22/sections/escalations/").content.decode()

    assert "Local authority" in effective and "As at 15 November 2022" in effective
    assert "No evidence yet: no room holds anything" in feedback
    assert "Only the count enters the report" in escalations


def test_section_is_written_and_a_stale_form_loses_nothing(client, report, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    version = Section.objects.get(report=report, key="feedback").version
    path, words = "/reports/2021-22/sections/feedback/", {"other_evidence": "", "seen_version": version}

    saved = client.post(path, {**words, "narrative": "Young people said"})
    stale = client.post(path, {**words, "narrative": "Mine, typed long"})

    assert saved["Location"] == WORK
    assert "Someone changed this" in stale.content.decode() and "Mine, typed long" in stale.content.decode()
    assert Section.objects.get(report=report, key="feedback").narrative == "Young people said"


def test_summary_is_written_then_released(client, report, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    path = "/reports/2021-22/summaries/escalations/"

    written = client.post(path, {"text": "Both were answered."})
    released = client.post(f"{path}release/", {"seen_version": 1})

    assert (written["Location"], released["Location"]) == (f"{path}release/", "/reports/2021-22/sections/escalations/")
    assert Summary.objects.get().released_on == factories.DAY
    assert "Both were answered." in client.get("/reports/2021-22/").content.decode()


def test_scrutineer_writes_and_gives_the_commentary(client, report, sign_in, manager):
    factories.operations.send_to_scrutineer(report=report, sent_on=factories.DAY, seen_version=None, by=manager)
    sign_in(client, Role.INDEPENDENT_SCRUTINEER)
    path = "/reports/2021-22/commentary/"

    client.post(path, {"text": "I watched it work.", "seen_version": factories.fresh(report).version})
    assert "I watched it work." not in client.get("/reports/2021-22/").content.decode()
    client.post(path, {"text": "I watched it work.", "final": "on", "seen_version": factories.fresh(report).version})
    assert "I watched it work." in client.get("/reports/2021-22/").content.decode()


def test_manager_does_not_write_the_commentary(client, report, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    assert client.get("/reports/2021-22/commentary/").status_code == 403


def test_partner_signs_in_person_with_the_second_factor_only(client, proposed, partners, sign_in):
    person = sign_in(client, None, person=partners[Partner.HEALTH])
    path, text = "/reports/2021-22/sign/", {"agreed": "on", "text_sha256": proposed.proposed_sha256}

    unticked = client.post(path, {"text_sha256": proposed.proposed_sha256})
    client.post(path, text)

    assert "Tick the box to sign the report" in unticked.content.decode()
    assert list(Signature.objects.values_list("partner", "person")) == [("Health", person.pk)]
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}]
    session.save()
    assert client.get(path)["Location"].startswith("/")
    assert "There is nothing for you to sign" not in client.get(path).content.decode()


def test_manager_records_a_signature_with_its_letter(client, proposed, partners, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    letter = SimpleUploadedFile("letter.txt", b"I sign.", content_type="text/plain")
    given = {"partner": "Police", "person": partners[Partner.POLICE].pk, "evidence": "Letter of 15 November", "upload": letter}

    response = client.post("/reports/2021-22/record-signature/", {**given, **dated("signed_on", ("15", "11", "2022"))})

    assert response["Location"] == WORK
    page = client.get(WORK).content.decode()
    assert "Recorded by Partnership manager: Letter of 15 November" in page
    assert "letter.txt" in page


def test_report_goes_from_words_to_published_and_copies(client, ready, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    response = client.post("/reports/2021-22/publish/", {"gaps_reason": "", "seen_version": ready.version})
    copy = {"recipient": "Child Safeguarding Practice Review Panel", "how": "By email", **dated("sent_on", ("15", "11", "2022"))}
    client.post("/reports/2021-22/copies/", copy)

    assert response["Location"] == "/reports/2021-22/copies/"
    assert Report.objects.get().state == "Published"
    assert CopySent.objects.count() == 1
    assert "Still to be sent: Foundations" in client.get("/reports/2021-22/copies/").content.decode()
    assert client.post("/reports/2021-22/publish/", {"seen_version": ready.version + 1}).status_code == 200


def test_everyone_reads_a_published_report_in_three_forms(client, published):
    page = client.get("/reports/2021-22/")
    pdf, word = client.get("/reports/2021-22/pdf/"), client.get("/reports/2021-22/docx/")
    chart = client.get("/reports/2021-22/figures/attendance.svg")

    assert 'id="effective"' in page.content.decode()
    assert (pdf.content[:5], pdf["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert (word.content[:2], word["Content-Disposition"]) == (b"PK", 'attachment; filename="report-2021-22.docx"')
    assert (chart["Content-Type"], chart.content[:4], "immutable" in chart["Cache-Control"]) == ("image/svg+xml", b"<svg", True)
    assert client.get("/reports/2021-22/figures/seats2.svg").status_code == 404
    assert "Yearly report 2021–22" in client.get("/reports/").content.decode()


def test_letter_behind_a_signature_stays_with_those_who_read_drafts(client, published, sign_in, manager):
    assert not queries.may_open_document(client.get("/reports/").wsgi_request.user, stored(published, manager))
    sign_in(client, Role.PRACTITIONER)
    assert client.get(stored(published, manager).get_absolute_url()).status_code == 404


def stored(report, manager):
    from hamlet.foundations.documents.operations import keep_made

    return keep_made(content=b"I sign.", name="l.txt", kind="text/plain", on=report, title="Letter", by=manager)


@pytest.mark.parametrize("path", ["2021-22/pdf/", "2021-22/docx/"])
def test_draft_that_leaves_is_written_down_and_keeps_closed_words(client, report, sign_in, path):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    response = client.get(f"/reports/{path}")

    assert response["Content-Disposition"].startswith('attachment; filename="draft-report-2021-22.')
    assert Event.objects.filter(verb="audit.exported").count() == 1
    assert SECRET not in client.get("/reports/2021-22/").content.decode()


def test_manager_corrects_what_an_edition_asks(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {
        "title": "What it cost us",
        "asks": "Money",
        "source": "Chapter 2, paragraph 108",
        "confirmed": "on",
        "seen_version": 1,
    }

    client.post("/reports/editions/2023/cost/", given)

    page = client.get("/reports/editions/2023/").content.decode()
    assert "What it cost us" in page and "Chapter 2, paragraph 108" in page


def test_edition_with_no_real_due_day_is_refused(client, sign_in):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    numbers = {"due_months": 0, "due_month": 13, "due_day": 1, "copies_within_days": 7, "seen_version": 1}
    words = {"signed_by": "x", "due_kind": "By a day of the year after the period ends", "source": "Chapter 2"}

    response = client.post("/reports/editions/2023/change/", {**numbers, **words})

    assert "Error: " in response.content.decode()
