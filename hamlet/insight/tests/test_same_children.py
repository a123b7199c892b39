"""The same children under two indicators: a count, and a percentage that is out of it."""

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.models import Return
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.tests.conftest import ASKED, TODAY, line, supplied
from hamlet.insight.tests.opening import AGES, published, shown


@pytest.fixture
def plans(count, percentage):
    """Children with a plan, by age; and how many of them have had it for long."""
    every, long = count("Plans", breakdowns=AGES), percentage("Long plans")
    operations.share_counts(indicator=long, numerator_is=None, denominator_is=every, seen_version=None, by=system_person())
    return every, long


def supply(by, plans, long, *ages):
    operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    source = Return.objects.get()
    words = {"revised_because": "Late"} if source.figures.exists() else {}
    rows = [line(source, plans, code="plans", **words), line(source, long, code="long-plans", out_of=plans, **words)]
    rows += [
        line(source, number, code="plans", category=name, **words)
        for name, number in zip(("Under 10", "10 to 17"), ages, strict=False)
    ]
    supplied(source, by, *rows)


def said(row):
    found = row.cells.exclude(part="value").order_by("id")
    return [(cell.indicator.title, cell.part, cell.symbol or int(cell.number)) for cell in found.select_related("indicator")]


def test_count_that_was_revised_by_a_small_number_is_not_told_by_the_percentage_out_of_it(plans, draft, agency, people, supplier):
    supply(supplier, 240, 20)
    assert shown(published(draft(plans[0]), agency, people)) == [("", 240)]
    supply(supplier, 243, 20)
    assert said(published(draft(plans[1]), agency, people)) == [
        ("Long plans", "numerator", "c"),
        ("Long plans", "denominator", "c"),
    ]


def test_both_in_one_publication_are_shown_together_or_kept_back_together(plans, draft, agency, people, supplier):
    supply(supplier, 240, 20)
    first = published(draft(*plans), agency, people)
    assert said(first) == [("Long plans", "numerator", 20), ("Long plans", "denominator", 240), ("Plans", "numerator", 240)]
    supply(supplier, 23, 20)  # of 23, 3 have not had it for long: without the total nobody can tell
    assert {symbol for *_, symbol in said(published(draft(*plans), agency, people))} == {"c"}


def test_percentage_keeps_back_its_part_while_the_count_by_age_goes_on(plans, draft, agency, people, supplier):
    supply(supplier, 40, 3, 15, 25)
    row = published(draft(*plans), agency, people)
    assert said(row)[:2] == [("Long plans", "numerator", "c"), ("Long plans", "denominator", 40)]
    assert [number for title, _, number in said(row) if title == "Plans"] == [40, 15, 25]


def test_indicator_shares_its_count_with_one_that_counts(plans, count, percentage):
    every, long = plans
    words = {"seen_version": None, "by": system_person()}
    own = count("Meetings", small_numbers=SmallNumbers.ACTIVITY)
    days = percentage("Days", shape=Shape.AVERAGE)
    for row, numerator, denominator, why in (
        (every, None, own, "has no denominator"),
        (every, every, None, "another indicator than this one"),
        (every, long, None, "Long plans is no count of its own"),
        (long, None, own, "counts no children"),
        (days, every, None, "counts no children"),
    ):
        with pytest.raises(operations.NotTheSame, match=why):
            operations.share_counts(indicator=row, numerator_is=numerator, denominator_is=denominator, **words)


def test_manager_says_which_indicators_count_the_same_children(client, sign_in, count, percentage):
    every, long = count("Plans"), percentage("Long plans")
    there = f"/data/indicators/{long.slug}/same-children/"
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    client.post(there, {"numerator_is": "", "denominator_is": every.pk, "seen_version": long.version})
    long.refresh_from_db()
    assert (long.numerator_is, long.denominator_is) == (None, every)
    assert "selected" in client.get(there).content.decode()
    sign_in(client, Role.GROUP_MEMBER)
    assert client.get(there).status_code == 403


def test_starting_set_knows_what_its_percentages_are_out_of():
    from hamlet.insight.starting_set import STARTING_SET

    titles = {start.title for start in STARTING_SET}
    linked = {start.title: start.denominator_is for start in STARTING_SET if start.denominator_is}
    assert set(linked) == {"Repeat domestic abuse calls", "Plans longer than two years"}
    assert set(linked.values()) <= titles
