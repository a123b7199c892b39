"""An indicator gives rise to an action: the plan says where it comes from, the indicator what was done, the yearly report how often."""

from datetime import date
from uuid import uuid4

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.governance import operations as governance
from hamlet.governance.rules import Frequency, GroupKind
from hamlet.insight.queries import report_evidence
from hamlet.insight.queries.told import indicator_reference
from hamlet.insight.tests import conftest as insight
from hamlet.learning.operations import add_action

pytestmark = pytest.mark.django_db
PAGE = "/data/indicators/missing-episodes/"
agency, home, count = insight.agency, insight.home, insight.count


def asked_for(client, owner, query):
    typed = {"title": "Ask for the number of children", "owner": owner.pk, "made_with": str(uuid4())}
    due = {f"due_on_{place}": part for place, part in enumerate((31, 12, 2022))}
    return client.post(f"/actions/new/?{query}", typed | due)


def in_the_report():
    found = report_evidence(date(2022, 4, 1), date(2023, 3, 31), date(2022, 11, 15))
    return next(row for row in found if row.item == "data_used")


def test_action_that_came_of_an_indicator_is_on_both_and_in_the_report(client, sign_in, count):
    count()
    manager = sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert "from=insight.indicator&amp;of=missing-episodes" in client.get(PAGE).content.decode()
    answer = asked_for(client, manager, "from=insight.indicator&of=missing-episodes")

    assert answer.status_code == 302
    assert "Ask for the number of children (open)" in client.get(PAGE).content.decode()
    assert "The dashboard: Missing episodes" in client.get(answer["Location"]).content.decode()
    assert (in_the_report().rows, in_the_report().count) == ((("Missing episodes", "0", "0", "1", "0"),), 1)


@pytest.mark.parametrize("query", ["from=insight.indicator&of=nothing", "from=reviews.case&of=1", "of=missing-episodes", "from="])
def test_action_from_what_no_room_offers_comes_from_the_plan_itself(client, sign_in, count, query):
    count()
    answer = asked_for(client, sign_in(client, Role.PARTNERSHIP_MANAGER), query)
    assert "The plan itself" in client.get(answer["Location"]).content.decode()
    assert in_the_report().rows == ()


def test_who_adds_no_action_is_offered_none_and_sees_none_of_a_restricted_group(client, sign_in, count):
    count()
    words = {"purpose": "For a test", "frequency": Frequency.SIX_WEEKLY.value, "starts_on": date(2021, 4, 1)}
    kind, by = GroupKind.RAPID_REVIEW_PANEL, system_person()
    panel = governance.add_group(slug="panel", name="Panel", kind=kind, restricted=True, **words, by=by)
    given = {"owner": by, "due_on": date(2022, 12, 31), "raised_on": date(2022, 11, 1), "by": by}
    source = indicator_reference("missing-episodes")
    add_action(title="Ask the school", source=source, **given)
    add_action(title="Ask the panel", source=source, group_id=panel.pk, **given)
    sign_in(client, Role.INDEPENDENT_SCRUTINEER)
    page = client.get(PAGE).content.decode()

    assert "Ask the school" in page
    assert "Ask the panel" not in page and "Act on it" not in page
