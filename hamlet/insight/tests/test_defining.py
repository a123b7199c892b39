"""What an indicator is said to be: its definitions, its targets, who counts it; and the set a partnership begins with."""

from datetime import timedelta
from decimal import Decimal

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.people.rules import AgencyKind
from hamlet.insight import operations
from hamlet.insight.models import Figure, Indicator, Return, Target
from hamlet.insight.operations import NoNewSeries, NotAnIndicator
from hamlet.insight.queries.defining import count_names, counts_free
from hamlet.insight.rules.indicators import Aggregation, Definition, Frequency, Part, Shape
from hamlet.insight.rules.returns import State
from hamlet.insight.starting_set import STARTING_SET
from hamlet.insight.tests.conftest import ASKED, AT, TODAY, history, line, make_agency, supplied
from hamlet.insight.tests.opening import AGES
from hamlet.insight.tests.test_indicator_pages import ADDING

PAGE = "/data/indicators/missing-episodes/"


def redefined(indicator, quarter):
    words = {"definition": Definition("Counted anew", "episodes"), "note": "Absences count too", "seen_version": None}
    return operations.start_series(indicator=indicator, first_quarter=quarter, **words, by=system_person())


def test_new_definition_takes_no_figure_from_the_one_before(count, supplier):
    indicator = count()
    history(indicator, supplier, [12, 13])
    for quarter in (ASKED.later(-1), ASKED):
        with pytest.raises(NoNewSeries, match=r"Figures of Q1 2022–23 came under the definition before\. Choose a later quarter"):
            redefined(indicator, quarter)
    assert redefined(indicator, ASKED.later(1)).number == 2


def test_page_says_how_it_is_asked_every_definition_and_every_target(client, sign_in, count):
    indicator = count(breakdowns=AGES, decimals=1)
    redefined(indicator, ASKED)
    words = {"first_quarter": ASKED, "value": Decimal(20), "because": "Agreed in May", "by": system_person()}
    operations.set_target(indicator=indicator, **words)
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get(PAGE).content.decode()
    for said in (
        "Every quarter",
        "Age: Under 10, 10 to 17",
        "The agencies that are asked",
        "Absences count too",
        "Agreed in May",
    ):
        assert said in page
    assert "Reported in the quarter" in page and "Counted anew" in page


def test_mistyped_target_is_put_right_and_the_trail_keeps_what_it_was(client, sign_in, count):
    words = {"first_quarter": ASKED, "value": Decimal(200), "because": "Agreed", "by": system_person()}
    target = operations.set_target(indicator=count(), **words)
    address = f"{PAGE}target/{target.pk}/"
    sign_in(client, Role.GROUP_MEMBER)
    assert client.get(address).status_code == 403
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert 'value="200"' in client.get(address).content.decode()
    assert client.get(f"{PAGE}target/{target.pk + 1}/").status_code == 404

    assert client.post(address, {"value": "20", "because": "Agreed", "seen_version": target.version})["Location"] == PAGE

    assert Target.objects.get().value == 20
    assert Event.objects.filter(verb="insight.target_corrected").count() == 1
    stale = client.post(address, {"value": "30", "because": "Agreed", "seen_version": target.version}).content.decode()
    assert "Someone changed this since you opened it" in stale


def test_manager_gives_an_indicator_a_count_that_a_room_holds(client, sign_in, agency):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {**ADDING, "owner": agency.pk, "asked_of": [agency.pk], "counted_by": "escalations.answered", "breakdowns": ""}
    assert "What this system counts is a count" in client.post("/data/indicators/new/", given).content.decode()
    client.post("/data/indicators/new/", given | {"shape": "Count"})
    assert Indicator.objects.get().counted_by == "escalations.answered"
    assert "escalations.answered" not in dict(counts_free())


def test_count_is_taken_by_one_indicator(count):
    count(counted_by="escalations.sent")
    with pytest.raises(NotAnIndicator, match="Another indicator takes that count already"):
        count("Again", counted_by="escalations.sent")


def test_every_count_that_a_room_holds_has_its_name(db, settings):
    from hamlet.insight.operations.counting import counts_held

    assert set(counts_held(ASKED)) == set(count_names())


def test_count_of_each_agency_goes_to_each_and_leaves_the_rest_to_it(count, agency, supplier, home):
    health, words = make_agency("health"), {"counted_by": "learning.late_of_agency"}
    count("Overdue actions", place={"asked_of": [agency, health], "part": Part.COMPLIANCE}, **words)
    count()
    for source in operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person()):
        operations.take_counts(source=source, counts={"learning.late_of_agency": {agency.pk: 3}}, at=AT, by=system_person())

    assert dict(Figure.objects.values_list("agency__slug", "numerator")) == {"police": 3, "health": 0}
    assert dict(Return.objects.values_list("agency__slug", "state")) == {"police": State.ASKED, "health": State.COMPLETE}
    police = Return.objects.get(agency=agency)
    assert supplied(police, supplier, line(police, 12), at=AT + timedelta(days=1)).state == State.COMPLETE


def test_nobody_fills_in_what_a_room_counts(client, sign_in, count, agency):
    count("Overdue actions", counted_by="learning.late_of_agency")
    count()
    operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    sign_in(client, Role.DATA_LEAD, agency=agency)
    here = "/data/returns/2022-23-Q1/police/"
    for page, expected in (("", True), ("figures/", False), ("template.csv", False)):
        assert ("Overdue actions" in client.get(f"{here}{page}").content.decode()) is expected


def test_every_indicator_of_the_starting_set_has_its_source_and_its_own_questions():
    assert all(start.source for start in STARTING_SET)
    assert all(len(start.challenge.splitlines()) == 2 for start in STARTING_SET)
    assert len({start.challenge for start in STARTING_SET}) == len(STARTING_SET)
    assert {start.aggregation for start in STARTING_SET} == set(Aggregation)
    assert {start.frequency for start in STARTING_SET} == set(Frequency)
    assert all(start.counted_by in count_names() for start in STARTING_SET if start.counted_by)
    assert all(start.shape is Shape.COUNT for start in STARTING_SET if start.counted_by)


def test_beginning_asks_which_of_two_hospitals_and_says_what_is_left_out(client, sign_in, agency):
    for slug in ("royal", "homerton"):
        make_agency(slug, AgencyKind.HEALTH_PROVIDER)
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    page = client.get("/data/begin/").content.decode()
    assert "Police: Police" in page and "indicators are left out: no agency on record is of the kind" in page
    assert "Choose who is asked" in client.post("/data/begin/", {"quarter": "2022-23-Q2"}).content.decode()

    client.post("/data/begin/", {"quarter": "2022-23-Q2", "provider": "homerton"})

    assert list(Indicator.objects.get(slug="self-harm-seen-in-hospital").asked_of.values_list("slug", flat=True)) == ["homerton"]
