from datetime import date, timedelta
from decimal import Decimal

import pytest

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Permission, Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.insight import operations
from hamlet.insight.models import Figure, Return
from hamlet.insight.operations import NothingToSend, SaysNotWhy, SentAlready
from hamlet.insight.operations.returns import NoAreaYet
from hamlet.insight.queries.points import points
from hamlet.insight.rules.indicators import Frequency
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.returns import Came, Fresh, Standing, State, due_on, freshness
from hamlet.insight.tests.conftest import ASKED, AT, TODAY, line, standing, supplied

BEFORE = Quarter(2021, 4)


def test_return_is_due_thirty_days_after_its_quarter(asked):
    assert asked.due_on == due_on(ASKED) == date(2022, 7, 30)
    assert str(asked) == "Police, Q1 2022–23"


def test_quarter_is_asked_for_once(asked):
    assert operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person()) == []
    assert Return.objects.count() == 1


def test_yearly_indicator_is_asked_with_the_fourth_quarter_only(count, agency):
    count("Population survey", frequency=Frequency.YEARLY)
    assert operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person()) == []
    assert len(operations.ask_for_returns(quarter=BEFORE, on=TODAY, by=system_person())) == 1


def test_those_who_send_the_data_are_told(count, agency, person_factory, grant_role):
    lead, other = person_factory("Analyst"), person_factory("Somebody")
    grant_role(lead, Role.DATA_LEAD, agency=agency)
    count()

    operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())

    (notice,) = Notice.objects.all()
    assert (notice.person, notice.path) == (lead, "/data/returns/2022-23-Q1/police/")
    assert other.pk != lead.pk


def test_figures_wait_until_the_return_is_sent(asked, supplier):
    operations.supply_figures(source=asked, lines=[line(asked, 12)], at=AT, by=supplier)
    assert standing(asked) == [(12, Standing.WAITING)]

    sent = operations.send_return(source=asked, on=TODAY, seen_version=None, by=supplier)

    assert standing(asked) == [(12, Standing.STANDING)]
    assert (sent.state, sent.sent_on, sent.sent_by) == (State.COMPLETE, TODAY, supplier)


def test_nothing_is_sent_when_nothing_waits(asked, supplier):
    with pytest.raises(NothingToSend):
        operations.send_return(source=asked, on=TODAY, seen_version=None, by=supplier)


def test_same_figures_again_change_nothing(asked, supplier):
    supplied(asked, supplier, line(asked, 12))
    assert operations.supply_figures(source=asked, lines=[line(asked, 12)], at=AT, by=supplier) == []
    assert standing(asked) == [(12, Standing.STANDING)]


def test_figure_put_in_again_before_sending_takes_the_place_of_the_first(asked, supplier):
    for number in (12, 13):
        operations.supply_figures(source=asked, lines=[line(asked, number)], at=AT, by=supplier)
    assert standing(asked) == [(13, Standing.WAITING)]


def test_revision_keeps_the_old_figure_and_says_why(asked, supplier):
    supplied(asked, supplier, line(asked, 12))

    supplied(asked, supplier, line(asked, 15, revised_because="Three were recorded late"))

    assert standing(asked) == [(12, Standing.REPLACED), (15, Standing.STANDING)]
    new = Figure.objects.get(standing=Standing.STANDING.value)
    assert (new.replaces.numerator, new.revised_because) == (12, "Three were recorded late")


def test_revision_without_a_reason_is_refused(asked, supplier):
    supplied(asked, supplier, line(asked, 12))
    with pytest.raises(SaysNotWhy, match="it was sent before"):
        operations.supply_figures(source=asked, lines=[line(asked, 15)], at=AT, by=supplier)
    assert standing(asked) == [(12, Standing.STANDING)]


def test_figures_go_in_all_or_none(asked, supplier, count):
    count("Second thing")
    supplied(asked, supplier, line(asked, 12))
    lines = [line(asked, 7, code="second-thing"), line(asked, 15)]
    with pytest.raises(SaysNotWhy):
        operations.supply_figures(source=asked, lines=lines, at=AT, by=supplier)
    assert standing(asked) == [(12, Standing.STANDING)]


def test_figure_put_back_to_what_stands_waits_no_more(asked, supplier):
    supplied(asked, supplier, line(asked, 12))
    operations.supply_figures(source=asked, lines=[line(asked, 15, revised_because="Late")], at=AT, by=supplier)
    operations.supply_figures(source=asked, lines=[line(asked, 12)], at=AT, by=supplier)
    assert standing(asked) == [(12, Standing.STANDING)]


def test_nothing_changes_while_a_return_waits_for_its_sign_off(asked, supplier, second):
    supplied(asked, supplier, line(asked, 12))
    with pytest.raises(SentAlready):
        operations.supply_figures(source=asked, lines=[line(asked, 13)], at=AT, by=supplier)
    with pytest.raises(SentAlready):
        operations.discard_waiting(source=asked, seen_version=None, by=supplier)


def test_return_sent_back_is_put_right_and_sent_again(asked, supplier, second):
    supplied(asked, supplier, line(asked, 12))
    back = operations.send_back(source=asked, reasons="Look at May again", seen_version=None, by=second)
    assert (back.state, back.comment) == (State.ASKED, "Look at May again")

    supplied(asked, supplier, line(asked, 14))
    operations.sign_off(source=asked, on=TODAY, seen_version=None, by=second)

    assert standing(asked) == [(14, Standing.STANDING)]


def test_stale_form_sends_nothing(asked, supplier):
    seen = asked.version
    operations.supply_figures(source=asked, lines=[line(asked, 12)], at=AT, by=supplier)
    with pytest.raises(ChangedMeanwhile):
        operations.send_return(source=asked, on=TODAY, seen_version=seen, by=supplier)


def test_discarding_leaves_what_stands(asked, supplier):
    supplied(asked, supplier, line(asked, 12))
    operations.supply_figures(source=asked, lines=[line(asked, 15, revised_because="Late")], at=AT, by=supplier)
    operations.discard_waiting(source=asked, seen_version=None, by=supplier)
    assert standing(asked) == [(12, Standing.STANDING)]


def plotted(indicator, quarters):
    supply = points([indicator], quarters)[indicator.pk]
    return [None if point.value is None else int(point.value) for point in supply.points], supply.elsewhere


def test_figure_of_an_earlier_quarter_is_never_plotted_as_of_the_one_asked(asked, supplier, home):
    supplied(asked, supplier, line(asked, 12, of=BEFORE))
    indicator = Figure.objects.get().series.indicator
    assert plotted(indicator, ASKED.last(2)) == ([12, None], None)


def test_late_figure_does_not_push_out_the_one_asked_in_its_own_quarter(count, agency, supplier, home):
    indicator = count()
    for quarter in (BEFORE, ASKED):
        operations.ask_for_returns(quarter=quarter, on=TODAY, by=system_person())
    first, second = Return.objects.order_by("quarter_on")
    supplied(first, supplier, line(first, 30))
    supplied(second, supplier, line(second, 12, of=BEFORE))
    assert plotted(indicator, ASKED.last(2))[0] == [30, None]


def test_figure_of_a_larger_area_is_shown_apart_and_never_plotted(asked, supplier, home, larger):
    supplied(asked, supplier, line(asked, 80, area=larger.code))
    values, elsewhere = plotted(Figure.objects.get().series.indicator, ASKED.last(2))
    assert values == [None, None]
    assert (elsewhere.area, elsewhere.quarter, elsewhere.value) == ("Tower Hamlets and Hackney", ASKED, Decimal(80))


SENT = date(2022, 7, 20)


@pytest.mark.parametrize(
    ("came", "today", "fresh"),
    [
        (None, SENT, Fresh.NOT_ASKED),
        (Came(State.ASKED, due_on(ASKED)), date(2022, 7, 30), Fresh.OPEN),
        (Came(State.ASKED, due_on(ASKED)), date(2022, 7, 31), Fresh.LATE),
        (Came(State.SENT, due_on(ASKED), SENT, 3, 3), date(2022, 8, 1), Fresh.SIGNING),
        (Came(State.COMPLETE, due_on(ASKED), SENT, 3, 2), SENT, Fresh.IN_PART),
        (Came(State.COMPLETE, due_on(ASKED), SENT, 3, 3, 1), SENT, Fresh.BEHIND),
        (Came(State.COMPLETE, due_on(ASKED), SENT, 3, 3, 1, 1), SENT, Fresh.BEHIND),
        (Came(State.COMPLETE, due_on(ASKED), SENT, 3, 3, 0, 1), SENT, Fresh.ELSEWHERE),
        (Came(State.COMPLETE, due_on(ASKED), SENT, 3, 3), SENT, Fresh.ON_TIME),
        (Came(State.COMPLETE, due_on(ASKED), date(2022, 7, 31), 3, 3), SENT, Fresh.CAME_LATE),
    ],
)
def test_freshness_says_the_worst_that_is_true(came, today, fresh):
    assert freshness(came, today) is fresh


def test_counts_of_our_rooms_are_reported_as_any_agencys_are(count, agency, home):
    count("Escalations", counted_by="escalations.raised")
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())

    for counted in (4, 4, 5):
        row = Return.objects.get(pk=source.pk)
        operations.take_counts(
            source=row, counts={"escalations.raised": counted}, at=AT + timedelta(hours=counted), by=system_person()
        )

    assert standing(source) == [(4, Standing.REPLACED), (5, Standing.STANDING)]
    assert Return.objects.get().state == State.COMPLETE
    assert Event.objects.filter(verb="insight.counts_taken").count() == 2


def test_signing_off_is_a_grant_that_passes_from_one_person_to_the_next(agency, home, person_factory):
    first, second = person_factory("First"), person_factory("Second")
    for person, on in ((first, date(2021, 4, 1)), (second, date(2022, 4, 1))):
        operations.set_supplier(agency=agency, area=home, signs_off=person, on=on, by=system_person())

    for day, able in ((date(2022, 3, 31), first), (date(2022, 4, 1), second)):
        holders = [one for one in (first, second) if agency.pk in powers_on(one, day).agencies(Permission.DATA_SIGN)]
        assert holders == [able]


def test_figures_wait_for_somebody_to_say_which_area_is_ours(agency, supplier, count, home):
    count()
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    row = line(source, 12, area="")
    with pytest.raises(NoAreaYet, match="Nobody has said yet which area"):
        operations.supply_figures(source=source, lines=[row], at=AT, by=supplier)
