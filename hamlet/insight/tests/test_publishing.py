import pytest

from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.models import Indicator, PublishedCell, Return
from hamlet.insight.operations import publishing
from hamlet.insight.operations.publishing import NotApproved, NotAPublication, NotNow, NotTheirs
from hamlet.insight.rules.publications import State
from hamlet.insight.tests.conftest import ASKED, TODAY, line, supplied
from hamlet.insight.tests.opening import published, shown


def revised(source):
    """30 in all, of which 27 are ten and over: the figures that were sent before, changed."""
    return [line(source, 30, revised_because="Late"), line(source, 27, category="10 to 17", revised_because="Late")]


def test_publication_is_frozen_with_its_small_numbers_kept_back(draft, broken_down, agency, people):
    row = published(draft(broken_down), agency, people)
    assert shown(row) == [("", 9), ("Under 10", "c"), ("10 to 17", "c")]

    source = Return.objects.get()
    supplied(source, people["lead"], *revised(source))

    assert shown(row) == [("", 9), ("Under 10", "c"), ("10 to 17", "c")]


def test_revision_by_a_small_number_is_kept_back_in_the_next_publication(draft, broken_down, agency, people):
    published(draft(broken_down), agency, people)
    source = Return.objects.get()
    supplied(
        source,
        people["lead"],
        line(source, 11, revised_because="Late"),
        line(source, 8, category="10 to 17", revised_because="Late"),
    )

    assert shown(published(draft(broken_down), agency, people)) == [("", "c"), ("Under 10", "c"), ("10 to 17", "c")]


def test_nothing_is_published_before_everyone_approved(draft, broken_down, agency, people):
    row = draft(broken_down)
    words = {"publication": row, "on": TODAY, "seen_version": None}
    with pytest.raises(NotNow):
        publishing.publish(**words, by=people["manager"])
    publishing.send_for_approval(**words, by=people["manager"])
    publishing.approve(agency=agency, **words, by=people["lead"])
    with pytest.raises(NotApproved, match="It is not approved yet by: Quality Assurance and Performance"):
        publishing.publish(**words, by=people["manager"])
    assert PublishedCell.objects.count() == 0


def test_figures_that_changed_are_approved_anew(draft, broken_down, agency, people):
    row = draft(broken_down)
    words = {"publication": row, "on": TODAY, "seen_version": None}
    publishing.send_for_approval(**words, by=people["manager"])
    publishing.approve(agency=agency, **words, by=people["lead"])
    source = Return.objects.get()
    supplied(source, people["lead"], *revised(source))

    for act in (
        lambda: publishing.approve(agency=None, **words, by=people["quality"]),
        lambda: publishing.publish(**words, by=people["manager"]),
    ):
        with pytest.raises(NotApproved, match="Figures changed since it was sent"):
            act()
    assert published(row, agency, people).state == State.PUBLISHED


def test_nobody_approves_what_they_drafted_nor_twice_nor_for_others(draft, broken_down, agency, people):
    from hamlet.insight.tests.conftest import make_agency

    row = draft(broken_down)
    words = {"publication": row, "on": TODAY, "seen_version": None}
    publishing.send_for_approval(**words, by=people["manager"])
    with pytest.raises(NotTheirs):
        publishing.approve(agency=agency, **words, by=people["manager"])
    with pytest.raises(NotTheirs):
        publishing.approve(agency=make_agency("health"), **words, by=people["lead"])
    publishing.approve(agency=agency, **words, by=people["lead"])
    with pytest.raises(NotNow):
        publishing.approve(agency=agency, **words, by=people["lead"])


def test_what_is_published_is_not_given_up(draft, broken_down, agency, people):
    row = published(draft(broken_down), agency, people)
    with pytest.raises(NotNow):
        publishing.withdraw(publication=row, seen_version=None, by=people["manager"])


def test_publication_needs_indicators_and_quarters_in_order(draft, broken_down):
    with pytest.raises(NotAPublication):
        draft()
    with pytest.raises(NotAPublication):
        draft(broken_down, first=ASKED, last=ASKED.later(-1))


def test_figures_of_a_larger_area_and_of_another_quarter_stay_out(draft, count, agency, supplier, larger, people):
    indicator = count()
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    supplied(source, supplier, line(source, 80, area=larger.code))
    cells = list(published(draft(indicator), agency, people).cells.values_list("part", "symbol"))
    assert cells == [("value", "x")]


def test_words_that_changed_since_it_was_sent_are_approved_anew(draft, broken_down, agency, people):
    row = draft(broken_down)
    words = {"on": TODAY, "seen_version": None}
    publishing.send_for_approval(publication=row, **words, by=people["manager"])
    Indicator.objects.filter(pk=broken_down.pk).update(title="Something else")
    with pytest.raises(publishing.NotApproved, match="changed since it was sent"):
        publishing.approve(publication=row, agency=agency, **words, by=people["lead"])
