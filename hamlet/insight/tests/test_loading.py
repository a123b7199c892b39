from datetime import date

import pytest

from hamlet.insight.models import Area, Dataset, Measure, Observation, Release, WaitingFile
from hamlet.insight.operations import loading
from hamlet.insight.operations.loading import LoadedAlready, LoadsAlready, NotOfficial
from hamlet.insight.queries.uploads import ChildLevel
from hamlet.insight.rules.national import LoadState, YearEnd
from hamlet.insight.tests.official import AT, FILE, HEAD, REAL, authority, file_of, load, real


def numbers(dataset):
    dataset.refresh_from_db()
    rows = Observation.objects.filter(release=dataset.current).order_by("area__name")
    return [(name, number, symbol) for name, number, symbol in rows.values_list("area__name", "number", "symbol")]


def test_file_is_loaded_with_its_symbols_and_without_the_levels_that_nobody_asked(dataset, manager):
    release = load(dataset, manager)

    assert (release.state, release.rows_done, release.rows_in_all) == (LoadState.LOADED, 6, 6)
    assert numbers(dataset) == [
        *[("England", 1200, ""), ("Hackney", None, "x"), ("Islington", 20, ""), ("London", 300, "")],
        *[("Newham", 60, ""), ("Tower Hamlets", 40, "")],
    ]
    assert WaitingFile.objects.count() == 0
    assert Area.objects.get(name="Hackney").old_code == "204"
    assert Observation.objects.first().ends_on == date(2022, 3, 31)


def test_symbols_are_kept_as_meaning_and_never_zero_or_blank(dataset, manager):
    cells = ["c", "x", "z", "u", "k", "low", ":", "~", "-", "0", "1,204"]
    rows = [authority(f"E0900010{place}", f"9{place:02}", f"A{place:02}", f'"{cell}"') for place, cell in enumerate(cells)]
    load(dataset, manager, file_of(*rows))
    assert [(number, symbol) for _, number, symbol in numbers(dataset)] == [
        *[(None, symbol) for symbol in ("c", "x", "z", "u", "k", "low", "x", "low", "low")],
        *[(0, ""), (1204, "")],
    ]


def test_filters_make_measures_of_their_own(dataset, manager):
    rows = [authority("E09000030", "211", "Tower Hamlets", f"{kind},{value}") for kind, value in (("Started", 1), ("Total", 2))]
    load(dataset, manager, file_of(*rows, heads="kind,count"))
    found = {measure.label: Observation.objects.get(measure=measure).number for measure in Measure.objects.all()}
    assert found == {"Count: Started": 1, "Count: Total": 2}


def test_ages_with_a_total_are_a_filter_and_no_figures(dataset, manager):
    rows = [authority("E09000030", "211", "Tower Hamlets", f"{age},{age}") for age in range(10, 14)]
    rows.append(authority("E09000030", "211", "Tower Hamlets", "Total,46"))
    load(dataset, manager, file_of(*rows, heads="age,count"))
    assert sorted(Measure.objects.values_list("key", flat=True))[-1] == "count | age=Total"
    assert Measure.objects.count() == 5


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (authority("E09000033", "213", "Westminster", "many"), "Row 9, count: “many” is neither a number nor a symbol"),
        (authority("E09000033", "213", "Westminster", ""), "Row 9, count: this is empty: the standard asks for a symbol"),
        (authority("", "213", "Westminster", "4"), "Row 9, new_la_code: this must not be empty"),
        (authority("E09000030", "211", "Tower Hamlets", "4"), "Row 9: it says the same as an earlier row"),
        (authority("E09000033", "213", "Westminster", "4", "202227"), "Row 9, time_period: “202227” is not a time period"),
    ],
)
def test_wrong_file_is_refused_whole_with_its_row_and_column(dataset, manager, bad, sentence):
    release = load(dataset, manager, FILE + b"\n" + bad.encode())
    assert release.state == LoadState.REFUSED
    assert [problem for problem in release.problems if problem.startswith(sentence)]
    assert (Observation.objects.count(), WaitingFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\xff\xfe", HEAD.encode(), f"{HEAD},count\n".encode()])
def test_what_is_no_official_file_is_refused_in_words(dataset, manager, content):
    try:
        release = load(dataset, manager, content)
    except NotOfficial as error:
        assert str(error)
    else:
        assert (release.state, len(release.problems)) == (LoadState.REFUSED, 1)


def test_file_in_another_encoding_is_refused_and_not_taken_with_holes_in_its_names(dataset, manager):
    rows = [authority("E09000030", "211", "Tower Hamlets", "4"), authority("E09000099", "999", "Château", "5")]
    with pytest.raises(NotOfficial, match=r"Line 3 holds a letter that is not in UTF-8\. Save the file as “CSV UTF-8”"):
        load(dataset, manager, file_of(*rows).decode().encode("cp1252"))
    load(dataset, manager, b"\xef\xbb\xbf" + file_of(*rows))
    assert Area.objects.get(code="E09000099").name == "Château"


@pytest.mark.parametrize(
    ("head", "cell"), [("UPN", "1"), ("count", "9434765919"), ("note", "14/02/2009"), ("note", "14 Feb 2009"), ("note", "E1 4NS")]
)
def test_child_level_file_is_refused_and_nothing_of_it_is_kept(dataset, manager, head, cell):
    content = file_of(authority("E09000030", "211", "Tower Hamlets", f"3,{cell}"), heads=f"total,{head}")
    with pytest.raises(ChildLevel, match="nothing of it was kept"):
        load(dataset, manager, content)
    assert (Release.objects.count(), WaitingFile.objects.count()) == (0, 0)


def test_same_file_twice_changes_nothing(dataset, manager):
    load(dataset, manager)
    with pytest.raises(LoadedAlready):
        load(dataset, manager)
    assert Release.objects.count() == 1


def test_one_release_loads_at_a_time_and_a_second_click_finds_the_first(dataset, manager):
    words = {"dataset": dataset, "file_name": "a.csv", "content": FILE, "at": AT, "by": manager}
    made_with = "7d444840-9dc0-41d1-b245-5ffdce74fad2"
    first = loading.begin_load(**words, made_with=made_with)
    assert loading.begin_load(**words, made_with=made_with) == first
    with pytest.raises(LoadsAlready):
        loading.begin_load(**words)


def test_figures_are_not_seen_before_all_are_in(dataset, manager, count, supplier, home, monkeypatch):
    load(dataset, manager)
    seen = []
    put = loading.put_rows
    monkeypatch.setattr(loading, "put_rows", lambda **given: (put(**given), seen.append(numbers(dataset)))[0])
    load(dataset, manager, FILE.replace(b",40\n", b",41\n"), "revised.csv")
    assert seen and all(("Tower Hamlets", 40, "") in rows for rows in seen)
    assert ("Tower Hamlets", 41, "") in numbers(dataset)


def test_revision_keeps_the_release_before_and_says_what_it_revised(dataset, manager):
    load(dataset, manager)
    second = load(dataset, manager, FILE.replace(b",40\n", b",41\n").replace(b",x\n", b",33\n"), "revised.csv")
    assert second.summary == {
        "skipped": 1,
        "counted": {"numbers": 6},
        "against": 1,
        "revised": 2,
        "left_out": 0,
        "changes": [
            ["Count", "Hackney", "2022 Reporting year", "x", "33"],
            ["Count", "Tower Hamlets", "2022 Reporting year", "40", "41"],
        ],
    }
    assert Observation.objects.count() == 12


def test_release_that_leaves_figures_out_says_how_many(dataset, manager):
    load(dataset, manager)
    shorter = b"\n".join(line for line in FILE.splitlines() if b"Newham" not in line)
    second = load(dataset, manager, shorter.replace(b",40", b",41"), "shorter.csv")
    assert (second.summary["revised"], second.summary["left_out"]) == (1, 1)
    third = load(dataset, manager, shorter.replace(b",count\n", b",total\n"), "renamed.csv")
    assert (third.summary["revised"], third.summary["left_out"]) == (0, 5)


def test_two_years_that_end_on_one_day_are_refused(dataset, manager):
    twice = authority("E09000030", "211", "Tower Hamlets", "41").replace("2022,Reporting year", "202122,Financial year")
    release = load(dataset, manager, FILE + b"\n" + twice.encode())
    assert release.problems == [
        "2021–22 Financial year and 2022 Reporting year both end on 31 March 2022: the standard keeps periods of one kind in a file"
    ]


@real
@pytest.mark.parametrize(
    ("name", "count", "year_end"),
    [
        ("b1_children_in_need_2013_to_2025.csv", 17_056, YearEnd.MARCH),
        ("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", 21_320, YearEnd.MARCH),
        ("cla_number_and_rate_per_10k_children.csv", 7_515, YearEnd.MARCH),
        ("csww_indicators_2017_to_2025.csv", 32_186, YearEnd.SEPTEMBER),
    ],
)
def test_real_file_loads_whole(dataset, manager, name, count, year_end):
    Dataset.objects.filter(pk=dataset.pk).update(year_end=year_end.value)
    release = load(dataset, manager, (REAL / name).read_bytes(), name)
    assert (release.state, release.problems, Observation.objects.count()) == (LoadState.LOADED, [], count)
