"""The form for the figures of a return: what nobody touches stays as it is, and what somebody does is what changes."""

import re
from dataclasses import replace
from html import unescape

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.insight import operations
from hamlet.insight.models import Figure
from hamlet.insight.queries.asking import cells_asked
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.returns import Standing
from hamlet.insight.tests.conftest import ASKED, AT, TODAY, line, supplied, system_person
from hamlet.insight.tests.opening import AGES

HERE = "/data/returns/2022-23-Q1/police/"
STANDING, WAITING = Standing.STANDING.value, Standing.WAITING.value


@pytest.fixture
def lead(client, sign_in, agency):
    return sign_in(client, Role.DATA_LEAD, agency=agency)


@pytest.fixture
def source(count, percentage, lead, larger):
    """A count by age, a share and an average."""
    count(breakdowns=AGES)
    percentage()
    count("Days to a decision", shape=Shape.AVERAGE, denominator="decisions")
    (row,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    return row


def opened(client):
    """What a browser would post of the form if nothing were typed."""
    page = client.get(f"{HERE}figures/").content.decode()
    typed = {name: unescape(value) for name, value in re.findall(r'<input [^>]*name="([^"]+)"[^>]*? value="([^"]*)"', page)}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        typed[name] = unescape(re.search(r'<option value="([^"]*)" selected', options)[1])
    for box in re.findall(r"<input[^>]*checkbox[^>]*>", page):
        name = re.search(r'name="([^"]+)"', box)[1]
        if " checked" not in box:
            typed.pop(name, None)
    return {name: value for name, value in typed.items() if name != "csrfmiddlewaretoken"}


def place_of(source, code, category=""):
    cells = cells_asked(source.agency, source.quarter)
    return next(place for place, cell in enumerate(cells) if (cell.code, cell.category) == (code, category))


def everything():
    fields = ("standing", "category", "numerator", "denominator", "of_quarter_on", "area__name", "provisional", "comment")
    return list(Figure.objects.order_by("id").values_list(*fields, "missing_because", "revised_because"))


def unusual(source, larger):
    early = ASKED.later(-2)
    return [
        line(source, 12, area=larger.code, comment="Both boroughs"),
        line(source, 5, area=larger.code, category="Under 10"),
        line(source, 3, code="return-interviews", out_of=4, of=early, provisional=True, comment="As far as known"),
        line(source, code="days-to-a-decision", missing_because="The system changed"),
    ]


@pytest.mark.parametrize("sent", [True, False])
def test_form_that_nobody_touches_changes_nothing(client, source, lead, larger, sent):
    lines = unusual(source, larger)
    supplied(source, lead, *lines) if sent else operations.supply_figures(source=source, lines=lines, at=AT, by=lead)
    before = everything()

    answer = client.post(f"{HERE}figures/", opened(client), follow=True)

    assert everything() == before
    assert "Nothing was changed" in answer.content.decode()


def test_one_figure_is_revised_and_the_others_are_left_alone(client, source, lead, larger):
    supplied(source, lead, *unusual(source, larger))
    share = place_of(source, "return-interviews")
    typed = opened(client) | {f"numerator-{share}": "4", f"revised_because-{share}": "One was recorded late"}

    client.post(f"{HERE}figures/", typed)

    (new,) = Figure.objects.filter(standing=WAITING)
    assert (new.numerator, new.of_quarter, new.provisional, new.comment) == (4, ASKED.later(-2), True, "As far as known")
    assert new.revised_because == "One was recorded late"


def test_figure_is_made_final_without_a_reason(client, source, lead, larger):
    supplied(source, lead, *unusual(source, larger))
    typed = opened(client)
    typed.pop(f"provisional-{place_of(source, 'return-interviews')}")

    client.post(f"{HERE}figures/", typed)
    operations.send_return(source=source, on=TODAY, seen_version=None, by=lead)

    new = Figure.objects.get(standing=STANDING, series__indicator__slug="return-interviews")
    assert (new.provisional, new.revised_because, new.replaces.provisional) == (False, "Final now", True)


def test_change_of_a_number_without_a_reason_is_refused_beside_its_own_box(client, source, lead, larger):
    supplied(source, lead, *unusual(source, larger))
    page = client.post(f"{HERE}figures/", opened(client) | {f"numerator-{place_of(source, 'return-interviews')}": "2"})
    found = re.findall(r"[^>]*Say why it changed", page.content.decode())
    assert {sentence.strip() for sentence in found} == {"Return interviews: it was sent before. Say why it changed"}


def test_emptied_box_takes_back_what_waits(client, source, lead):
    lines = [line(source, 12), line(source, 3, code="return-interviews", out_of=4)]
    operations.supply_figures(source=source, lines=lines, at=AT, by=lead)

    answer = client.post(
        f"{HERE}figures/", opened(client) | {f"numerator-{place_of(source, 'missing-episodes')}": ""}, follow=True
    )

    assert [row[2] for row in everything()] == [3]
    assert "1 taken back. Look at them and send the return" in answer.content.decode()


def test_emptied_box_of_what_was_sent_asks_why_there_is_none(client, source, lead):
    supplied(source, lead, line(source, 12))
    total = place_of(source, "missing-episodes")
    page = client.post(f"{HERE}figures/", opened(client) | {f"numerator-{total}": ""}).content.decode()
    assert "Missing episodes: it was sent before. Enter its number, or say why there is none" in page

    why = {f"missing_because-{total}": "Counted wrongly", f"revised_because-{total}": "Counted wrongly"}
    client.post(f"{HERE}figures/", opened(client) | {f"numerator-{total}": ""} | why)

    assert Figure.objects.get(standing=WAITING).missing_because == "Counted wrongly"


def test_categories_follow_their_total_to_another_area(client, source, lead, larger):
    total, young = (place_of(source, "missing-episodes", category) for category in ("", "Under 10"))
    operations.supply_figures(source=source, lines=[line(source, 12), line(source, 5, category="Under 10")], at=AT, by=lead)

    client.post(f"{HERE}figures/", opened(client) | {f"area-{total}": larger.name, f"numerator-{young}": "6"})

    assert [(row[1], row[2], row[5]) for row in everything()] == [("", 12, larger.name), ("Under 10", 6, larger.name)]


def test_revision_of_a_category_alone_must_add_up_to_the_total(client, source, lead):
    supplied(source, lead, line(source, 9), line(source, 3, category="Under 10"), line(source, 6, category="10 to 17"))
    total, young = (place_of(source, "missing-episodes", category) for category in ("", "Under 10"))
    typed = opened(client) | {f"numerator-{young}": "4", f"revised_because-{total}": "Late"}

    page = client.post(f"{HERE}figures/", typed).content.decode()
    assert "Missing episodes: by age it adds up to 10, and the total is 9" in page

    with pytest.raises(operations.DoesNotAddUp):
        one = replace(line(source, 4, category="Under 10"), revised_because="Late")
        operations.supply_figures(source=source, lines=[one], at=AT, by=lead)


def test_form_has_its_two_parts(client, source, count):
    page = client.get(f"{HERE}figures/").content.decode()
    assert re.findall(r'<h2 class="govuk-heading-l">([^<]+)</h2>', page) == ["Priorities and themes"]
    assert "Asked for Tower Hamlets." in page


def test_day_within_a_comment_is_not_kept(client, source, lead):
    place = place_of(source, "missing-episodes")
    typed = {f"numerator-{place}": "12", f"comment-{place}": "A B (12/05/2011) was missing 9 times"}
    page = client.post(f"{HERE}figures/", opened(client) | typed).content.decode()
    assert "A date could be of a child’s birth. Write it without its day" in page
    assert not Figure.objects.exists()
