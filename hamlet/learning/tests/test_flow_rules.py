from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hamlet.learning.rules.flow import COLUMNS, LEAST, MOST, REST, SCALE, WIDTH, Path, flow, gathered

NAMES = st.sampled_from("abcdefghijklmnop")
PATHS = st.lists(st.builds(Path, st.tuples(NAMES, NAMES, NAMES, NAMES), st.integers(1, 500)), min_size=1, max_size=40)
ORDERS = ("ab", "", "", "ab")


def test_bars_count_what_passes_and_bands_say_it_in_words():
    drawn = flow([Path(("Audit", "Neglect", "Open", "Agreed"), 3), Path(("Audit", "Voice", "Open", "Agreed"), 1)], ORDERS)

    assert [(bar.name, bar.count) for bar in drawn.bars] == [
        ("Audit", 4),
        ("Neglect", 3),
        ("Voice", 1),
        ("Open", 4),
        ("Agreed", 4),
    ]
    assert [band.title for band in drawn.bands][:2] == ["Audit to Neglect: 3", "Audit to Voice: 1"]


def test_label_counts_recommendations_where_the_bar_counts_ways():
    paths = [Path(("Audit", name, "Open", "Agreed"), 1) for name in ("Neglect", "Voice")]
    drawn = flow(paths, ORDERS, [{"Audit": 1}, {"Neglect": 1, "Voice": 1}, {"Open": 1}, {"Agreed": 1}])

    assert [(bar.name, bar.count, bar.said) for bar in drawn.bars][:2] == [("Audit", 2, 1), ("Neglect", 1, 1)]
    assert {bar.said for bar in drawn.bars} == {1}


def test_an_empty_picture_is_no_error():
    drawn = flow([], ORDERS)

    assert (drawn.bars, drawn.bands, len(drawn.heads)) == ((), (), 4)


def test_themes_beyond_the_most_are_one():
    rows = gathered([Path(("a", f"theme {number}", "c", "d"), number) for number in range(1, 21)])

    assert sum(path.count for path in rows if path.names[1] == REST) == sum(range(1, 21 - MOST))


@given(PATHS)
def test_nothing_is_lost_between_columns_and_all_fits(paths):
    drawn, total = flow(paths, ORDERS), sum(path.count for path in paths)

    for column in range(len(COLUMNS)):
        assert sum(bar.count for bar in drawn.bars if bar.column == column) == total
    for column in range(len(COLUMNS) - 1):
        assert sum(band.count for band in drawn.bands if band.tone == column) == total
    assert all(LEAST <= bar.height <= SCALE and 0 <= bar.x < WIDTH and bar.y + bar.height < drawn.height for bar in drawn.bars)


@given(PATHS)
def test_bars_of_a_column_stand_apart(paths):
    bars = flow(paths, ORDERS).bars
    for above, below in pairwise(bars):
        assert above.column != below.column or above.y + above.height < below.y
