from datetime import date

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.insight.models import Comparison, Observation
from hamlet.insight.operations import datasets, loading
from hamlet.insight.operations.datasets import LoadsNow
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.rules.national import YearEnd
from hamlet.insight.tests.conftest import ASKED
from hamlet.insight.tests.official import AT, FILE, load


def changed(dataset, by, seen_version=None, **new):
    words = {name: getattr(dataset, name) for name in ("title", "publisher", "licence", "citation")}
    return datasets.change_dataset(
        dataset=dataset, **{**words, "year_end": YearEnd.MARCH, **new}, seen_version=seen_version, by=by
    )


def test_another_year_end_dates_every_figure_of_every_release_anew(mapped, dataset, manager):
    load(dataset, manager, FILE.replace(b",40\n", b",41\n"), "revised.csv")
    changed(dataset, manager, year_end=YearEnd.SEPTEMBER)
    assert set(Observation.objects.values_list("release__number", "ends_on")) == {(1, date(2022, 9, 30)), (2, date(2022, 9, 30))}
    assert set(Comparison.objects.values_list("ends_on", flat=True)) == {date(2022, 9, 30)}
    assert "31 March 2022" not in one_reading(mapped, ASKED).say_ours
    (event,) = Event.objects.about(dataset).filter(verb="insight.dataset_changed")
    assert event.details == {"changes": {"year_end": ["31 March", "30 September"]}}


def test_financial_year_keeps_the_day_that_it_carries_itself(dataset, manager):
    load(dataset, manager, FILE.replace(b"2022,Reporting year", b"202122,Financial year"))
    changed(dataset, manager, year_end=YearEnd.DECEMBER)
    assert set(Observation.objects.values_list("ends_on", flat=True)) == {date(2022, 3, 31)}


def test_words_change_without_working_anything_out(mapped, dataset, manager):
    before = list(Comparison.objects.values_list("pk", flat=True))
    changed(dataset, manager, citation="DfE, Missing, revised", title="Missing children")
    assert list(Comparison.objects.values_list("pk", flat=True)) == before
    assert one_reading(mapped, ASKED).beside[0].citation == "DfE, Missing, revised"


def test_nothing_changed_leaves_no_event_and_a_stale_form_is_refused(dataset, manager):
    changed(dataset, manager)
    assert Event.objects.about(dataset).filter(verb="insight.dataset_changed").count() == 0
    with pytest.raises(ChangedMeanwhile):
        changed(dataset, manager, seen_version=dataset.version + 1, title="Another")


def test_years_are_not_dated_anew_while_a_release_loads(dataset, manager):
    loading.begin_load(dataset=dataset, file_name="a.csv", content=FILE, at=AT, by=manager)
    with pytest.raises(LoadsNow):
        changed(dataset, manager, year_end=YearEnd.AUGUST)
    assert changed(dataset, manager, title="Another").title == "Another"
