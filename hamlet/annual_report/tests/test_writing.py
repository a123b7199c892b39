from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hamlet.annual_report import operations, queries
from hamlet.annual_report.models import Report, Section, Summary
from hamlet.annual_report.operations.writing import NotNow, WrongPeriod
from hamlet.annual_report.tests import factories
from hamlet.annual_report.tests.factories import DAY
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.records import ChangedMeanwhile

pytestmark = pytest.mark.django_db


def verbs(report):
    return list(Event.objects.about(report).order_by("id").values_list("verb", flat=True))


def test_start_makes_an_empty_section_for_each_item_of_the_edition(manager):
    report = factories.started(manager)

    assert (report.slug, report.title, report.state) == ("2021-22", "Yearly report 2021–22", "Being written")
    assert report.sections.count() == report.edition.items.count() == 12
    assert verbs(report) == ["annual_report.started"]


def test_double_click_starts_one_report(manager):
    key = uuid4()

    assert factories.started(manager, made_with=key) == factories.started(manager, made_with=key)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ((date(2022, 4, 1), date(2023, 4, 30)), "at most twelve months"),
        ((date(2022, 4, 1), date(2022, 3, 1)), "must end after it begins"),
        ((date(2022, 9, 30), date(2023, 9, 1)), "Yearly report 2021–22 covers part"),
    ],
)
def test_period_that_is_none_is_refused(manager, period, words):
    factories.started(manager)

    with pytest.raises(WrongPeriod, match=words):
        factories.started(manager, starts_on=period[0], ends_on=period[1])


def test_section_is_written_once_from_what_was_seen(manager):
    report = factories.started(manager)
    section = Section.objects.get(report=report, key="feedback")
    operations.write_section(section=section, narrative="First", other_evidence="", seen_version=1, by=manager)

    with pytest.raises(ChangedMeanwhile):
        operations.write_section(section=section, narrative="Stale", other_evidence="", seen_version=1, by=manager)
    section.refresh_from_db()
    assert section.narrative == "First"


@pytest.mark.parametrize("state", ["Scrutiny", "Signature", "Published"])
def test_nothing_is_written_once_it_left_the_editor(state, request, report, manager):
    report = request.getfixturevalue({"Scrutiny": "report", "Signature": "proposed", "Published": "published"}[state])
    if state == "Scrutiny":
        operations.send_to_scrutineer(report=report, sent_on=DAY, seen_version=None, by=manager)
    section = report.sections.first()

    with pytest.raises(NotNow):
        operations.write_section(section=section, narrative="Late", other_evidence="", seen_version=None, by=manager)
    with pytest.raises(NotNow):
        operations.write_summary(report=report, item="challenges", text="Late", by=manager)


def test_summary_enters_only_once_released_and_leaves_when_changed(manager):
    report = factories.started(manager)
    summary = operations.write_summary(report=report, item="challenges", text="Hard", by=manager)
    operations.release_summary(summary=summary, released_on=DAY, seen_version=1, by=manager)
    released = Summary.objects.get()
    changed = operations.write_summary(report=report, item="challenges", text="Harder", seen_version=2, by=manager)

    assert (released.released_on, released.released_by) == (DAY, manager)
    assert (changed.released_on, changed.text) == (None, "Harder")
    with pytest.raises(ChangedMeanwhile):
        operations.release_summary(summary=changed, released_on=DAY, seen_version=2, by=manager)


def test_scrutineer_is_told_and_only_a_given_commentary_counts(report, manager, scrutineer, grant_role):
    grant_role(scrutineer, Role.INDEPENDENT_SCRUTINEER)
    operations.send_to_scrutineer(report=report, sent_on=DAY, seen_version=None, by=manager)
    draft = operations.write_commentary(report=report, text="So far", final=False, on=DAY, seen_version=None, by=scrutineer)
    given = operations.write_commentary(report=report, text="So it is", final=True, on=DAY, seen_version=None, by=scrutineer)

    assert [notice.person for notice in Notice.objects.all()] == [scrutineer]
    assert (draft.given_on, given.given_on, given.text) == (None, DAY, "So it is")
    assert verbs(report)[-2:] == ["annual_report.commentary_written", "annual_report.commentary_given"]


def test_commentary_must_be_given_again_on_another_text(report, manager, scrutineer):
    report = factories.commented(report, manager, scrutineer)
    operations.take_back(report=report, reason="A number", on=DAY, seen_version=None, by=manager)
    operations.send_to_scrutineer(report=report, sent_on=DAY, seen_version=None, by=manager)

    assert queries.commentary_of(report).given_on is None
    assert not queries.progress(factories.fresh(report)).commentary_given


def test_database_itself_refuses_a_signed_text_that_is_missing(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="For signature")
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.create(report=report, item="x", text="y", released_on=DAY)
