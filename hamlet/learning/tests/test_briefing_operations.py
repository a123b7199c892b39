from uuid import uuid4

import pytest

from hamlet.learning import operations
from hamlet.learning.models import Briefing
from hamlet.learning.tests.conftest import TODAY

TEXTS = {"title": "Hearing children", "learned": "Ask.", "changed": "We ask.", "practice": "Ask again.", "question": "Do you?"}


@pytest.fixture
def draft(adder):
    def write(**given):
        return operations.draft_briefing(on=TODAY, by=adder, **{**TEXTS, **given})

    return write


def publish(row, by, **given):
    return operations.publish_briefing(briefing=row, on=TODAY, seen_version=None, by=by, **{"names_nobody": False, **given})


def test_briefing_is_published_by_somebody_else_and_withdrawn(draft, adder, person_factory):
    row, other = draft(), person_factory("Other")
    with pytest.raises(operations.NotTheirBriefing, match="You wrote this last"):
        publish(row, adder)
    published = publish(row, other)
    assert (published.state, published.published_by, published.published_on) == ("Published", other, TODAY)

    assert list(Briefing.objects.published()) == [row]
    operations.withdraw_briefing(briefing=row, on=TODAY, seen_version=None, by=adder)
    assert list(Briefing.objects.published()) == []
    with pytest.raises(operations.NotTheirBriefing):
        publish(row, other)


def test_who_changes_a_draft_has_written_it(draft, adder, person_factory):
    other = person_factory("Other")
    row = operations.change_briefing(
        briefing=draft(), theme=None, on=TODAY, seen_version=None, by=other, **{**TEXTS, "learned": "Listen."}
    )

    with pytest.raises(operations.NotTheirBriefing):
        publish(row, other)
    assert publish(row, adder).learned == "Listen."


@pytest.mark.parametrize("name", Briefing.TEXTS)
def test_what_could_identify_someone_waits_for_a_person_to_say_that_it_does_not(draft, person_factory, name):
    row, other = draft(**{name: "Call 020 7946 0018"}), person_factory("Other")
    with pytest.raises(operations.CouldIdentify, match="This could identify someone: phone number"):
        publish(row, other)

    assert publish(row, other, names_nobody=True).state == "Published"


def test_double_click_drafts_one_and_a_published_one_is_closed_to_change(draft, adder, person_factory):
    key = uuid4()
    row = draft(made_with=key)
    assert draft(made_with=key) == row

    publish(row, person_factory("Other"))
    with pytest.raises(operations.NotTheirBriefing, match="closed to change"):
        operations.change_briefing(briefing=row, theme=None, on=TODAY, seen_version=None, by=adder, **TEXTS)
