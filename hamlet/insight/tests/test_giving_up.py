from datetime import timedelta

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import now, today
from hamlet.insight.jobs import begin_again, clear_up, give_up_quiet, load_release
from hamlet.insight.models import Area, Measure, Neighbour, Observation, Release, WaitingFile
from hamlet.insight.operations import datasets, loading, neighbours
from hamlet.insight.operations.loading import LoadOver
from hamlet.insight.queries.official_files import sheet_from
from hamlet.insight.rules.national import BROKE_OFF, QUIET, LoadState, YearEnd
from hamlet.insight.rules.periods import Length
from hamlet.insight.tests.official import AT, FILE, NEIGHBOURS, load

QUARTERS = FILE.replace(b"2022,Reporting year", b"202122,Financial year Q4")


def on_record():
    rows = Area.objects.order_by("code").values_list("code", "name", "old_code", "region_code")
    return [*rows], [*Measure.objects.order_by("key").values_list("key", "length")], Observation.objects.count()


@pytest.fixture
def under_way(dataset, manager):
    """Begins a load and stops after its places and measures are on record and no figure is in."""

    def begin(content=FILE, at=AT):
        release = loading.begin_load(dataset=dataset, file_name="a.csv", content=content, at=at, by=manager)
        loading.start_load(release=release, sheet=sheet_from(content, YearEnd.MARCH), at=at, by=manager)
        return Release.objects.get(pk=release.pk)

    return begin


def test_cancelled_load_leaves_nothing(dataset, manager):
    release = loading.begin_load(dataset=dataset, file_name="a.csv", content=FILE, at=AT, by=manager)
    loading.cancel_load(release=release, at=AT, by=manager)
    load_release.call(release.pk)

    assert (Observation.objects.count(), WaitingFile.objects.count()) == (0, 0)
    with pytest.raises(LoadOver):
        loading.cancel_load(release=release, at=AT, by=manager)


def test_load_cancelled_between_two_parts_leaves_nothing(dataset, manager, monkeypatch):
    release = loading.begin_load(dataset=dataset, file_name="a.csv", content=FILE, at=AT, by=manager)
    put = loading.put_rows

    def cancelled_after_the_first(**given):
        done = put(**given)
        if given["done"] == 2:
            loading.cancel_load(release=release, at=AT, by=manager)
        return done

    monkeypatch.setattr("hamlet.insight.jobs.PART", 2)
    monkeypatch.setattr(loading, "put_rows", cancelled_after_the_first)
    load_release.call(release.pk)

    dataset.refresh_from_db()
    assert (Observation.objects.count(), dataset.current) == (0, None)


def test_cancelled_load_takes_its_measures_and_places_with_it(under_way, manager, home):
    before = on_record()
    release = under_way()
    assert (Measure.objects.count(), Area.objects.count()) == (1, 6)
    loading.cancel_load(release=release, at=AT, by=manager)
    clear_up(system_person())
    assert (on_record(), WaitingFile.objects.count()) == (before, 0)
    assert Release.objects.get().brought == {}
    assert Event.objects.about(release).filter(verb="insight.load_cleared").count() == 1


def test_cancelled_load_changes_nothing_of_the_current_release(under_way, dataset, manager):
    load(dataset, manager)
    before = on_record()
    release = under_way(QUARTERS)
    loading.cancel_load(release=release, at=AT, by=manager)
    clear_up(system_person())
    assert on_record() == before
    assert Measure.objects.get().length == Length.YEAR


def test_place_that_something_else_stands_on_meanwhile_is_kept(under_way, manager, home):
    release = under_way()
    neighbours.load_neighbours(content=NEIGHBOURS, name="n.csv", source="DfE", by=manager)
    loading.cancel_load(release=release, at=AT, by=manager)
    clear_up(system_person())
    assert sorted(Area.objects.values_list("name", flat=True)) == ["Hackney", "Islington", "Newham", "Tower Hamlets"]
    assert Neighbour.objects.count() == 4


def test_nothing_is_taken_away_that_another_load_under_way_counts_on(under_way, manager, home):
    loading.cancel_load(release=under_way(), at=AT, by=manager)
    other = datasets.add_dataset(title="Other", publisher="DfE", licence="OGL", citation="x", year_end=YearEnd.MARCH, by=manager)
    release = loading.begin_load(dataset=other, file_name="b.csv", content=FILE, at=AT, by=manager)
    loading.start_load(release=release, sheet=sheet_from(FILE, YearEnd.MARCH), at=AT, by=manager)
    clear_up(system_person())
    assert (Measure.objects.count(), Area.objects.count()) == (2, 6)
    loading.cancel_load(release=release, at=AT, by=manager)
    clear_up(system_person())
    assert (Measure.objects.count(), Area.objects.count()) == (0, 1)


def test_measure_that_the_next_load_brought_figures_of_is_kept(under_way, dataset, manager):
    loading.cancel_load(release=under_way(), at=AT, by=manager)
    load(dataset, manager)
    before = on_record()
    clear_up(system_person())
    assert (on_record(), before[2]) == (before, 6)
    assert [row.brought for row in Release.objects.all()] == [{}, {}]


def test_measures_of_a_load_under_way_cannot_be_mapped_yet(client, sign_in, under_way):
    under_way()
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.get(f"/data/sources/missing/measures/{Measure.objects.get().pk}/").status_code == 404
    assert "Measures" not in client.get("/data/sources/missing/").content.decode()


def test_load_that_breaks_off_leaves_nothing_and_says_so(dataset, manager, monkeypatch):
    release = loading.begin_load(dataset=dataset, file_name="a.csv", content=FILE, at=AT, by=manager)
    monkeypatch.setattr(loading, "insert_observations", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_release.call(release.pk)
    release.refresh_from_db()
    assert (release.state, release.problems, Observation.objects.count()) == (
        LoadState.REFUSED,
        ["The load broke off. Try it again"],
        0,
    )


@pytest.mark.parametrize(("since", "state"), [(QUIET * 0.9, LoadState.LOADING), (QUIET * 1.1, LoadState.REFUSED)])
def test_load_of_which_nothing_comes_any_more_is_given_up_in_the_morning(under_way, since, state):
    under_way(at=now() - since)
    give_up_quiet(today(), system_person())
    release = Release.objects.get()
    assert release.state == state
    assert release.problems == ([BROKE_OFF] if state is LoadState.REFUSED else [])
    assert Measure.objects.count() == (state is LoadState.LOADING)


def test_load_whose_worker_was_killed_is_given_up_when_the_service_starts(under_way, manager):
    under_way(at=now() - timedelta(seconds=1))
    begin_again(system_person())
    release = Release.objects.get()
    assert (release.state, release.problems) == (LoadState.REFUSED, [BROKE_OFF])
    assert Event.objects.about(release).filter(verb="insight.load_refused").count() == 1


def test_file_that_waits_when_the_service_starts_is_asked_for_once_more(dataset, manager, monkeypatch):
    release = loading.begin_load(dataset=dataset, file_name="a.csv", content=FILE, at=AT, by=manager)
    asked = []
    monkeypatch.setattr(type(load_release), "enqueue", lambda self, pk: asked.append(pk))
    begin_again(system_person())
    assert asked == [release.pk]


def test_load_that_broke_off_does_not_hinder_the_next(under_way, dataset, manager):
    broken = under_way()
    later = load_at(dataset, manager, AT + QUIET + timedelta(minutes=1))
    broken.refresh_from_db()
    assert (broken.state, later.state) == (LoadState.REFUSED, LoadState.LOADED)


def load_at(dataset, manager, at):
    release = loading.begin_load(dataset=dataset, file_name="b.csv", content=FILE, at=at, by=manager)
    load_release.call(release.pk)
    return Release.objects.get(pk=release.pk)
