import io
from datetime import date, timedelta

import docx
import pytest
from django.core.cache import cache
from pypdf import PdfReader

from hamlet.annual_report import gathering, operations, queries
from hamlet.annual_report.models import Publication, Section
from hamlet.annual_report.operations.publishing import GapsNeedReason, WrongDay
from hamlet.annual_report.operations.writing import NotNow
from hamlet.annual_report.rules import Recipient
from hamlet.annual_report.tests import factories
from hamlet.annual_report.tests.factories import DAY
from hamlet.annual_report.tests.rooms import SECRET
from hamlet.foundations.access.rules import Role
from hamlet.foundations.documents.queries import content_of
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.publishing.content import Figure, Heading, to_json
from hamlet.governance import operations as governance

pytestmark = pytest.mark.django_db


def gaping(manager, scrutineer, partners):
    report = factories.for_signature(factories.started(manager), manager, scrutineer)
    return factories.signed(report, partners.values())


def test_publishing_needs_all_three_signatures(proposed, partners, manager):
    report = factories.signed(proposed, list(partners.values())[:2])

    with pytest.raises(NotNow, match="1 of 3 signatures is missing"):
        factories.published(report, manager)


def test_gaps_need_a_reason_that_is_printed(manager, scrutineer, partners):
    report = gaping(manager, scrutineer, partners)
    with pytest.raises(GapsNeedReason):
        factories.published(report, manager, "  ")
    factories.published(report, manager, "The evaluation comes in spring.")

    notes = [row["text"] for row in Publication.objects.get().content["blocks"] if row["kind"] == "note"]
    assert "What children and families told us: no evidence yet" in notes[0]
    assert notes[0].endswith("The evaluation comes in spring.")
    assert [row["title"] for row in report.gaps][-1] == "What children and families told us"


def test_snapshot_does_not_change_when_records_do(published, manager):
    before = to_json(gathering.content_of(published, DAY))
    pdf = content_of(published.publication.pdf)
    governance.record_achievement(title="Found later", achieved_on=date(2022, 5, 1), by=manager)
    Section.objects.update(narrative="Changed behind its back")
    later = factories.fresh(published)

    assert to_json(gathering.content_of(later, DAY + timedelta(days=400))) == before
    assert content_of(Publication.objects.get().pdf) == pdf


def test_published_text_is_the_signed_text_with_its_signatures(published):
    content = gathering.content_of(published, DAY)
    signed = [row for row in published.proposed["blocks"] if row["kind"] != "figure"]
    kept = [row for row in to_json(content)["blocks"] if row["kind"] != "figure"]

    assert gathering.described(content)["blocks"][: len(published.proposed["blocks"])] == published.proposed["blocks"]
    assert len(kept) == len(signed) + 2
    assert content.blocks[-1].rows[0] == ("Health", "Director, Health", "15 November 2022", "In person")
    assert "draft" not in str(kept).lower()


def test_pdf_and_word_say_the_same_as_the_page(published):
    titles = [row.text for row in gathering.content_of(published, DAY).blocks if isinstance(row, Heading) and row.level == 1]
    pdf = PdfReader(io.BytesIO(content_of(published.publication.pdf)))
    word = docx.Document(io.BytesIO(content_of(published.publication.docx)))

    assert [row.title for row in pdf.outline if not isinstance(row, list)] == titles
    assert [row.text for row in word.paragraphs if row.style.name == "Heading 1"] == titles
    assert (pdf.metadata.title, word.core_properties.title) == ("Yearly report 2021–22",) * 2
    assert [shape._inline.docPr.get("descr")[:18] for shape in word.inline_shapes] == ["Bar chart of came."]


def test_chart_of_a_published_report_is_frozen_in_it(published):
    figures = [row for row in gathering.content_of(published, DAY).blocks if isinstance(row, Figure)]

    assert [row.href for row in figures] == ["/reports/2021-22/figures/attendance.svg"]
    assert figures[0].svg.startswith("<svg") and "Police" in figures[0].svg
    assert figures[0].alt == "Bar chart of came. Local authority: 5; Health: 4; Police: 6."


def test_words_of_a_closed_room_never_enter_only_the_count(published):
    whole = str(published.publication.content) + "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(content_of(published.publication.pdf))).pages
    )

    assert SECRET not in whole
    assert "On record as at 15 November 2022: 2." in whole


def test_summary_that_is_not_released_stays_out(report, manager):
    summary = operations.write_summary(report=report, item="escalations", text="Two were answered in time.", by=manager)
    before = str(to_json(gathering.content_of(report, DAY)))
    operations.release_summary(summary=summary, released_on=DAY, seen_version=None, by=manager)
    after = str(to_json(gathering.content_of(report, DAY)))

    assert ("Two were answered" in before, "Two were answered" in after) == (False, True)


def test_copy_is_recorded_with_its_day(published, manager):
    given = {"report": published, "how": "By email", "today": DAY, "by": manager}
    operations.record_copy(recipient=Recipient.PANEL, sent_on=DAY, **given)

    assert queries.copies_owed(published) == [Recipient.WHAT_WORKS]
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(WrongDay):
            operations.record_copy(recipient=Recipient.PANEL, sent_on=day, **given)


def test_copies_are_not_recorded_before_publication(ready, manager):
    with pytest.raises(NotNow):
        operations.record_copy(report=ready, recipient=Recipient.PANEL, sent_on=DAY, how="Email", today=DAY, by=manager)


def test_reminder_goes_to_whose_turn_it_is_and_once(report, manager, grant_role, scrutineer):
    grant_role(manager, Role.PARTNERSHIP_MANAGER)
    grant_role(scrutineer, Role.INDEPENDENT_SCRUTINEER)
    due = queries.due(report).on
    for day in (due - timedelta(days=31), due - timedelta(days=30), due - timedelta(days=30)):
        operations.remind_report(day, system_person())

    assert [(row.person, row.path) for row in Notice.objects.all()] == [(manager, "/reports/2021-22/to-the-scrutineer/")]


def test_late_report_is_brought_up_every_monday(report, manager, grant_role):
    grant_role(manager, Role.PARTNERSHIP_MANAGER)
    for day in range(14):
        operations.remind_report(date(2024, 1, 1) + timedelta(days=day), system_person())

    assert Notice.objects.count() == 2


def test_counts_of_reviews_stand_in_the_draft_and_not_in_what_is_frozen(settings, report):
    settings.REPORT_SECTIONS = ["hamlet.annual_report.tests.rooms.reviews"]
    cache.clear()
    draft = str(gathering.described(gathering.content_of(report, DAY)))
    frozen = str(gathering.described(gathering.text_to_sign(report, DAY)[0]))
    cache.clear()

    assert "['No further review', '3']" in draft and "'13'" in draft
    assert "['No further review', 'c']" in frozen and "['A practice review', 'c']" in frozen
    assert "counts of 1 to 5 are not published" in frozen and "'13'" not in frozen
