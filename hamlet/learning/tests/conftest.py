from datetime import date

import pytest

from hamlet.foundations.people.queries import system_person
from hamlet.governance import operations as governance
from hamlet.governance.rules import Frequency, GroupKind
from hamlet.learning.operations import add_action


def make_group(slug, kind=GroupKind.PRIORITY, **given):
    return governance.add_group(
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        kind=kind,
        purpose="For a test",
        frequency=Frequency.SIX_WEEKLY.value,
        starts_on=date(2021, 4, 1),
        by=system_person(),
        **given,
    )


@pytest.fixture
def group(db):
    return make_group("exploitation")


@pytest.fixture
def panel(db):
    return make_group("rapid-review-panel", GroupKind.RAPID_REVIEW_PANEL, restricted=True)


@pytest.fixture
def owner(person_factory):
    return person_factory("Named Doctor")


@pytest.fixture
def plan(owner):
    """Adds an action, due at the end of November 2022 unless said otherwise."""

    def add(title="Write the practice note", **given):
        given = {"owner": owner, "due_on": date(2022, 11, 30), "raised_on": date(2022, 10, 3), "by": owner, **given}
        return add_action(title=title, **given)

    return add


@pytest.fixture
def action(plan, group):
    return plan(group_id=group.pk)
