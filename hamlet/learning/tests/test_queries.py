from datetime import UTC, date, datetime, timedelta

import pytest

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import HeldRole, Powers, Role
from hamlet.foundations.references import Duty, Reference
from hamlet.governance.rules import GroupKind
from hamlet.learning import operations, queries
from hamlet.learning.models import Action
from hamlet.learning.tests.conftest import make_group

TODAY = date(2022, 11, 15)
AS_AT = datetime(2022, 11, 15, 10, tzinfo=UTC)


@pytest.fixture
def seen_by(person_factory, grant_role):
    def titles(role, group=None, person=None):
        person = person or person_factory("Reader")
        if role:
            grant_role(person, role, group=group)
        person.powers = powers_on(person, TODAY)
        return set(Action.objects.visible_to(person).values_list("title", flat=True))

    return titles


@pytest.fixture
def three(plan, group, panel):
    plan(title="open to readers", group_id=group.pk)
    plan(title="the panel's own", group_id=panel.pk)
    plan(title="of no group")


def test_visible_to_as_a_truth_table(three, seen_by, group, panel, owner):
    everything = {"open to readers", "the panel's own", "of no group"}

    assert seen_by(Role.PARTNERSHIP_MANAGER) == {"open to readers", "of no group"}
    assert seen_by(Role.INDEPENDENT_SCRUTINEER) == {"open to readers", "of no group"}
    assert seen_by(Role.GROUP_MEMBER, group) == {"open to readers"}
    assert seen_by(Role.GROUP_SECRETARY, panel) == {"the panel's own"}
    assert seen_by(Role.YOUNG_SCRUTINEER) == set()
    assert seen_by(None, person=owner) == everything


def test_actions_from_a_record(plan):
    source = Reference("meetings.meeting", "7", "Executive", "/meetings/7/")
    mine = plan(source=source)
    plan(source=Reference("meetings.meeting", "8", "Executive", "/meetings/8/"))

    assert list(queries.actions_from("meetings.meeting", "7")) == [mine]


def test_open_actions_of_a_group_late_first(plan, group, owner):
    later, sooner = plan(group_id=group.pk), plan(group_id=group.pk, due_on=TODAY)
    closed = plan(group_id=group.pk)
    operations.complete_action(action=closed, note="Done", closed_on=TODAY, seen_version=None, by=owner)

    assert list(queries.open_actions_of_group(group.pk)) == [sooner, later]


def test_paper_is_for_quality_assurance_and_keeps_restricted_groups_out(plan, group, panel, owner):
    quality = make_group("quality", GroupKind.QUALITY)
    theme = operations.add_theme(name="Neglect", by=owner)
    plan(title="Late one", due_on=TODAY - timedelta(days=1), theme=theme)
    plan(title="Canary of the panel", due_on=TODAY - timedelta(days=1), group_id=panel.pk, theme=theme)

    paper = queries.actions_paper(quality, AS_AT)

    assert queries.actions_paper(group, AS_AT) is None
    assert paper.count == 1
    assert [block.caption for block in paper.blocks[:2]] == ["Progress by theme", "Late actions"]
    assert paper.blocks[2].text == "Nothing stands under: to confirm, look again."
    assert paper.blocks[0].rows == (("Neglect", "1", "1", "1"),)
    assert "Late one" in str(paper.blocks) and "Canary" not in str(paper.blocks)


def test_paper_of_an_empty_plan_says_so(db):
    assert [block.text for block in queries.actions_paper(make_group("quality", GroupKind.QUALITY), AS_AT).blocks] == [
        "Nothing stands under: to confirm, look again, late actions."
    ]


def test_duties_are_ones_own_open_actions(plan, person_factory, owner):
    plan(title="Late", due_on=TODAY - timedelta(days=1))
    plan(title="Soon", due_on=TODAY + timedelta(days=7))
    plan(title="Open", due_on=TODAY + timedelta(days=8))
    plan(title="A canary", owner=person_factory("Other"))
    operations.stop_action(action=plan(title="Over"), note="No longer", closed_on=TODAY, seen_version=None, by=owner)

    owner.powers = Powers((HeldRole(Role.SCHOOL_LEAD, "Safeguarding lead of a school", TODAY),))
    rows = queries.duties(owner, TODAY)

    assert [(row.title, row.state) for row in rows] == [("Late", "late"), ("Soon", "soon"), ("Open", "open")]
    assert rows[0] == Duty("Late", "/actions/A-0001/", TODAY - timedelta(days=1), "Action plan", "late")


def test_desk_of_someone_whose_seats_have_ended_names_no_action_that_they_still_own(plan, owner):
    plan(title="A canary")
    owner.powers = powers_on(owner, TODAY)

    assert queries.duties(owner, TODAY) == []


def test_evidence_counts_and_never_quotes(plan, owner):
    theme = operations.add_theme(name="Neglect", by=owner)
    done = plan(title="A canary", theme=theme)
    operations.complete_action(action=done, note="A canary", closed_on=TODAY, seen_version=None, by=owner)
    plan(title="A canary", due_on=TODAY - timedelta(days=1))
    plan(title="Of another year", raised_on=date(2021, 5, 1))

    row, *_ = queries.report_evidence(date(2022, 4, 1), date(2023, 3, 31), TODAY)

    assert (row.item, row.count) == ("actions", 2)
    assert sorted(row.rows) == [("Neglect", "1", "1", "0"), ("No theme", "1", "0", "1")]
    assert "canary" not in str(row)


def test_row_of_one_theme_is_its_row_among_all(recommend, climb, owner):
    neglect, voice = (operations.add_theme(name=name, by=owner) for name in ("Neglect", "Voice"))
    climb(recommend(themes=[neglect, voice]), 4)
    recommend(themes=[neglect, voice], source=Reference("", "", "Audit", ""))
    recommend(themes=[voice], source=Reference("reviews.case", "9", "A review", ""))
    rows = {row.theme: row for row in queries.theme_standings()}

    assert [(row.recommendations, row.sources) for row in (rows[neglect], rows[voice])] == [(2, 2), (3, 3)]
    assert [queries.theme_standings(theme) for theme in (neglect, voice)] == [[rows[neglect]], [rows[voice]]]
