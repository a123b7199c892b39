"""Two people at once: no figure is lost or doubled, and nothing is published by halves."""

import pytest

from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.models import Figure, Publication, PublishedCell, PublishedIndicator, Release, Return
from hamlet.insight.operations import loading, publishing
from hamlet.insight.rules.returns import Standing
from hamlet.insight.tests.conftest import ASKED, AT, TODAY, line, supplied
from hamlet.insight.tests.official import FILE
from hamlet.insight.tests.opening import AGES
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.racing]


def test_two_who_put_the_same_figure_in_leave_one(asked, supplier, person_factory):
    other = person_factory("Second Analyst")
    acts = [
        lambda number=number, by=by: operations.supply_figures(source=asked, lines=[line(asked, number)], at=AT, by=by)
        for number, by in ((12, supplier), (13, other))
    ]
    assert at_once(*acts) == []
    assert Figure.objects.filter(standing=Standing.WAITING.value).count() == 1


def test_two_with_the_same_form_open_put_one_in(asked, supplier):
    words = {"source": asked, "at": AT, "seen_version": asked.version, "by": supplier}
    acts = [lambda number=number: operations.supply_figures(lines=[line(asked, number)], **words) for number in (12, 13)]
    assert at_once(*acts) == ["ChangedMeanwhile"]
    assert Figure.objects.count() == 1


def test_two_clicks_send_a_return_once(asked, supplier):
    operations.supply_figures(source=asked, lines=[line(asked, 12)], at=AT, by=supplier)
    send = {"source": asked, "on": TODAY, "seen_version": None, "by": supplier}
    assert at_once(*(lambda: operations.send_return(**send),) * 2) == ["NothingToSend"]
    assert list(Figure.objects.values_list("standing", flat=True)) == [Standing.STANDING.value]


def test_a_quarter_that_two_ask_for_is_asked_once(count):
    count()
    words = {"quarter": ASKED, "on": TODAY, "by": system_person()}
    assert at_once(*(lambda: operations.ask_for_returns(**words),) * 2) == []
    assert Return.objects.count() == 1


def test_two_files_loaded_at_once_are_one_release(dataset, manager):
    words = {"dataset": dataset, "at": AT, "by": manager}
    contents = (FILE, FILE.replace(b",40\n", b",41\n"))
    acts = [lambda content=content: loading.begin_load(file_name="a.csv", content=content, **words) for content in contents]
    assert at_once(*acts) == ["LoadsAlready"]
    assert Release.objects.count() == 1


def test_two_who_publish_at_once_publish_once(draft, count, agency, supplier, people):
    indicator = count(breakdowns=AGES)
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, supplier, line(source, 9), line(source, 3, category="Under 10"), line(source, 6, category="10 to 17"))
    row, words = draft(indicator), {"on": TODAY, "seen_version": None}
    publishing.send_for_approval(publication=row, **words, by=people["manager"])
    publishing.approve(publication=row, agency=agency, **words, by=people["lead"])
    publishing.approve(publication=row, agency=None, **words, by=people["quality"])

    assert at_once(*(lambda: publishing.publish(publication=row, **words, by=people["manager"]),) * 2) == ["NotNow"]
    assert (Publication.objects.get().state, PublishedIndicator.objects.count()) == ("Published", 1)
    assert PublishedCell.objects.filter(part="numerator").count() == 3


def test_two_publications_at_once_do_not_tell_together_what_each_keeps_back(draft, count, agency, supplier, people):
    """The later of the two sees what the first kept back, or was drawn up before it and must be approved anew."""
    indicator = count(breakdowns=AGES)
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, supplier, line(source, 20), line(source, 8, category="Under 10"), line(source, 12, category="10 to 17"))
    words, rows = {"on": TODAY, "seen_version": None}, []
    for number in (8, 6):
        if rows:
            change = line(source, number, category="Under 10", revised_because="Late")
            total = line(source, number + 12, revised_because="Late")
            supplied(source, supplier, change, total)
        row = draft(indicator)
        publishing.send_for_approval(publication=row, **words, by=people["manager"])
        publishing.approve(publication=row, agency=agency, **words, by=people["lead"])
        publishing.approve(publication=row, agency=None, **words, by=people["quality"])
        rows.append(row)

    refused = at_once(*(lambda row=row: publishing.publish(publication=row, **words, by=people["manager"]) for row in rows))
    assert "NotApproved" in refused
    assert Publication.objects.filter(state="Published").count() <= 1
