"""The overview: every indicator on one screen, each with its figure, direction, line and freshness; and the cards behind it."""

import re

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.queries.dashboard import open_indicators, readings
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.sparks import APART, HEIGHT, sparks_of
from hamlet.insight.tests.conftest import ASKED, TODAY, history, line, supplied

AT_ASKED = "/data/?quarter=2022-23-Q1"


@pytest.fixture
def seen(client, sign_in):
    sign_in(client, Role.EXECUTIVE_MEMBER)
    return lambda address: client.get(address).content.decode()


def tiles(page):
    found = re.findall(r'<li class="hamlet-small.*?</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", tile).split()) for tile in found]


def test_overview_comes_first_with_figure_direction_and_freshness(seen, count, supplier):
    history(count("Risen"), supplier, [30, 35])
    history(count("Late"), supplier, [40, None])
    count("Never")
    assert tiles(seen(AT_ASKED)) == [
        "Late ◷ Q4 one quarter behind: Q4 2021–22 40 not compared",
        "Never no figure",
        "Risen 35 ▲ up, worse",
    ]


def test_larger_area_is_said_where_ours_has_no_figure(seen, count, larger, supplier):
    count()
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, supplier, line(source, 22, area=larger.code))
    assert tiles(seen(AT_ASKED)) == ["Missing episodes no figure larger area only"]


def test_every_small_line_is_in_one_picture(client, seen, count, supplier):
    for title in ("Risen", "Fallen"):
        history(count(title), supplier, [30, 35])
    page = seen(AT_ASKED)
    found = re.findall(r'src="([^"#]+/sparks/[^"#]+)#(s\d)" alt="([^"]+)"', page)
    words = "from 30 in Q4 2021–22; between 30 and 35"
    assert [(name, alt) for _, name, alt in found] == [("s0", words), ("s1", words)]
    assert len({address for address, _, _ in found}) == 1

    picture = client.get(found[0][0].replace("&amp;", "&"))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert f'<view id="s1" viewBox="0 {HEIGHT + APART} ' in picture.content.decode()


def test_picture_of_other_figures_is_not_found_and_not_for_everyone(client, sign_in, seen, count, supplier):
    history(count(), supplier, [30, 35])
    assert client.get(f"/data/sparks/2022-23-Q1/{'a' * 40}.svg").status_code == 404
    sign_in(client, Role.PRACTITIONER)
    assert client.get(f"/data/sparks/2022-23-Q1/{'a' * 40}.svg").status_code == 403


def test_picture_of_a_selection_is_drawn_of_that_selection(client, seen, count, supplier):
    theme = operations.add_theme(name="Workforce", by=system_person())
    history(count("Vacancies", place={"theme": theme}), supplier, [30, 35])
    history(count("Something else"), supplier, [1, 2])
    page = seen(f"{AT_ASKED}&theme={theme.pk}")
    (address,) = re.findall(r'src="([^"#]+/sparks/[^"#]+)#s0"', page)
    assert client.get(address.replace("&amp;", "&")).content.count(b"<view ") == 1


def test_picture_has_a_new_address_when_a_figure_changes(count, supplier):
    indicator = count()
    history(indicator, supplier, [30])
    before = sparks_of(readings(open_indicators(ASKED), ASKED)).digest
    history(indicator, supplier, [29], last=ASKED.later(-1))
    assert sparks_of(readings(open_indicators(ASKED), ASKED)).digest != before


def test_cards_are_one_click_away_and_keep_the_selection(seen, count, supplier):
    history(count(), supplier, [30, 31, 32, 33, 35])
    page = seen(AT_ASKED)
    assert 'href="?quarter=2022-23-Q1&amp;view=cards"' in page and "hamlet-multiple" not in page
    cards = seen(f"{AT_ASKED}&view=cards")
    assert 'href="?quarter=2022-23-Q1"' in cards and "hamlet-small" not in cards
    assert "Up 2 since the quarter before" in cards and "Up 5 since the same quarter last year" in cards
    assert '<input type="hidden" name="view" value="cards"' in cards


def test_card_says_against_whom_in_one_line(seen, mapped):
    cards = seen("/data/?quarter=2022-23-Q1&view=cards")
    assert "Neighbours (2025-05) " in cards and "London " in cards and "England " in cards


def test_card_says_why_nothing_stands_beside_it(seen, count):
    count()
    assert "No comparator: " in seen(f"{AT_ASKED}&view=cards")


def test_any_quarter_that_is_held_is_shown(seen, count, supplier):
    history(count(), supplier, [30], last=Quarter(2018, 1))
    assert tiles(seen("/data/?quarter=2018-19-Q1")) == ["Missing episodes 30 not compared"]


@pytest.mark.parametrize("page", ["/data/", "/data/compliance/", "/data/indicators/missing-episodes/"])
@pytest.mark.parametrize("quarter", ["2017-18-Q4", "2098-99-Q1", "never"])
def test_quarter_that_is_not_held_is_said(seen, count, page, quarter):
    count()
    assert f"There is no quarter “{quarter}” to show: figures are asked for from Q1 2018–19" in seen(f"{page}?quarter={quarter}")


def test_file_of_a_quarter_that_is_not_held_is_not_found(client, seen, count):
    count()
    for form in ("csv", "meta.csv", "xlsx"):
        assert client.get(f"/data/download.{form}?quarter=2098-99-Q1").status_code == 404


def test_indicator_keeps_the_quarter_that_was_chosen(seen, count, supplier):
    history(count(), supplier, [30, 35])
    assert 'href="/data/indicators/missing-episodes/?quarter=2022-23-Q1"' in seen(AT_ASKED)
    page = seen("/data/indicators/missing-episodes/?quarter=2021-22-Q4")
    assert 'href="/data/?quarter=2021-22-Q4"' in page
    assert '<p class="hamlet-figure-now hamlet-figure-now--large">30</p>' in page
