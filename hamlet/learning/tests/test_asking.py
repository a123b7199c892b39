from datetime import UTC, date, datetime, timedelta

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.references import Reference
from hamlet.governance.rules import GroupKind
from hamlet.learning import operations, queries
from hamlet.learning.models import Evidence, UpdateRequest
from hamlet.learning.rules.ladder import EvidenceKind, Rung
from hamlet.learning.rules.recommendations import SourceKind
from hamlet.learning.tests.conftest import CANARY, TODAY, make_group, review

DAY = timedelta(days=1)
MEETING = date(2022, 11, 24)
AS_AT = datetime(2022, 11, 15, 10, tzinfo=UTC)


@pytest.fixture
def working(db):
    return make_group("working-group", GroupKind.RAPID_REVIEW_WORKING)


@pytest.fixture
def meets(settings):
    settings.NEXT_MEETING_OF = "hamlet.learning.tests.test_asking.next_meeting"


def next_meeting(kind, today):
    return MEETING if kind is GroupKind.RAPID_REVIEW_WORKING and today <= MEETING else None


def test_owners_are_asked_once_for_each_meeting_however_many_actions(meets, working, recommend, plan, owner, group):
    asked = [plan(group_id=working.pk), plan(recommendations=[recommend()])]
    plan(group_id=group.pk, title="Of another group, serving nothing")
    for days in range(-5, 9):
        operations.ask_for_updates(TODAY + days * DAY, system_person())

    rows = list(UpdateRequest.objects.order_by("action_id").values_list("action", "meeting_on", "asked_on"))
    assert rows == [(action.pk, MEETING, date(2022, 11, 14)) for action in asked]
    notice = Notice.objects.get()
    assert (notice.person, notice.subject, notice.path) == (
        owner,
        "An update is asked of you before a meeting",
        "/actions/asked/",
    )


def test_nobody_is_asked_when_no_meeting_is_planned(settings, working, plan):
    settings.NEXT_MEETING_OF = "hamlet.meetings.queries.next_meeting_day"
    plan(group_id=working.pk)

    assert operations.ask_for_updates(TODAY, system_person()) == 0


def test_what_was_asked_is_shown_until_its_owner_says_something(meets, working, plan, owner):
    action = plan(group_id=working.pk)
    operations.ask_for_updates(TODAY, system_person())
    shown = queries.with_asked(queries.actions(), TODAY).get()
    assert (shown.asked_on, shown.asked_for) == (TODAY, MEETING)

    operations.report_progress(action=action, note="Half", said_on=TODAY, by=owner)
    assert queries.with_asked(queries.actions(), TODAY).get().asked_on is None


@pytest.fixture
def embedded(recommend, climb, adder):
    theme = operations.add_theme(name="Neglect", by=adder)
    return climb(recommend(themes=[theme]), 4), theme


def look(days=0):
    return operations.flag_what_to_look_at_again(TODAY + days * DAY, system_person())


def test_nothing_is_flagged_on_the_day_it_was_confirmed(embedded):
    assert look() == 0


def test_day_to_look_again_flags_it_once_and_tells_quality_assurance(embedded, person_factory, grant_role):
    quality = person_factory("Quality seat")
    grant_role(quality, Role.QUALITY_SEAT)
    row, _ = embedded

    assert [look(365), look(366)] == [1, 0]
    row.refresh_from_db()
    assert (row.flags, row.flagged_on) == ("The day to look again has come", TODAY + 365 * DAY)
    notice = Notice.objects.get(person=quality, subject="Learning should be looked at again")
    assert notice.path == row.get_absolute_url()


def test_theme_that_comes_up_again_flags_it_without_naming_a_case(embedded, recommend):
    row, theme = embedded
    recommend(source=review(9, "Canary of another case"), themes=[theme], on=TODAY + 3 * DAY, accepted=False)
    look(3)
    row.refresh_from_db()

    assert row.why_again == ["Its theme came up again"]
    events = [str(event.details) for event in Event.objects.about(row)]
    assert not any("anary" in text for text in events)


def test_evidence_that_fell_away_flags_it_and_keeping_it_clears_the_flag(embedded, show, adder):
    row, _ = embedded
    item = Evidence.objects.filter(kind=EvidenceKind.FAMILIES.value).latest("id")
    for each in Evidence.objects.filter(kind=item.kind):
        operations.withdraw_evidence(evidence=each, because="Another team", on=TODAY, seen_version=None, by=adder)
    look(1)
    row.refresh_from_db()
    assert row.why_again == ["Evidence that held it up has expired or fallen away"]

    show(row, EvidenceKind.PRACTITIONERS)
    given = {"because": "Still so", "look_again_on": TODAY + 400 * DAY, "on": TODAY + DAY}
    operations.keep_rung(recommendation=row, **given, seen_version=None, by=adder)
    row.refresh_from_db()
    assert (row.flags, row.flagged_on, look(2)) == ("", None, 0)


def test_later_review_of_the_same_case_and_a_rejected_one_are_no_recurrence(embedded, recommend, adder):
    _, theme = embedded
    recommend(source=review(1), themes=[theme], on=TODAY + 3 * DAY, accepted=False)
    other = recommend(source=review(9), themes=[theme], on=TODAY + 3 * DAY, accepted=False)
    given = {"reasons": "No", "on": TODAY + 3 * DAY, "seen_version": None, "by": adder}
    operations.reject_recommendation(recommendation=other, **given)

    assert look(4) == 0


def test_theme_that_comes_up_again_flags_what_is_evidenced_too(recommend, climb, adder):
    theme = operations.add_theme(name="Neglect", by=adder)
    rows = [climb(recommend(themes=[theme]), rungs) for rungs in (2, 3)]
    recommend(source=review(9), themes=[theme], on=TODAY + 3 * DAY, accepted=False)
    look(4)
    for row in rows:
        row.refresh_from_db()

    assert [row.flags for row in rows] == ["", "Its theme came up again"]


def test_any_item_that_counted_and_expired_flags_it(embedded, show):
    row, _ = embedded
    Evidence.objects.filter(recommendation=row, kind="Audit").update(expires_on=TODAY + 2 * DAY)
    show(row, EvidenceKind.INSPECTION)

    assert [look(2), look(3)] == [0, 1]


def test_action_done_later_does_not_undo_earlier_evidence_and_says_so(embedded, plan):
    row, _ = embedded
    action = plan(title="One more", recommendations=[row])
    operations.complete_action(action=action, note="Done", closed_on=TODAY + 3 * DAY, seen_version=None, by=action.owner)
    look(4)
    row.refresh_from_db()

    assert (row.why_again, row.done_on) == (["More was done since"], date(2022, 7, 1))


def test_after_a_fall_evidence_counts_from_the_new_work(embedded, plan, adder):
    row, _ = embedded
    lower = {"because": "Not seen", "on": TODAY + DAY, "seen_version": None, "by": adder}
    operations.lower_rung(recommendation=row, to=Rung.ACTION_DONE, **lower)
    action = plan(title="One more", recommendations=[row])
    operations.complete_action(action=action, note="Done", closed_on=TODAY + 3 * DAY, seen_version=None, by=action.owner)
    row.refresh_from_db()

    assert row.done_on == TODAY + 3 * DAY
    with pytest.raises(operations.NotReached, match="It needs evidence about practice since the action was done"):
        operations.propose_rung(recommendation=row, because="So", on=TODAY + 4 * DAY, by=adder)


def test_paper_of_the_working_group_fills_itself_by_theme_and_names_no_case(working, recommend, climb, plan, adder, panel):
    theme = operations.add_theme(name="Neglect", by=adder)
    first, second, third = (recommend(text=f"Do {word}", themes=[theme]) for word in ("one", "two", "three"))
    plan(title="Late one", due_on=TODAY - DAY, recommendations=[first])
    plan(title="Due one", due_on=TODAY + DAY, group_id=working.pk)
    plan(title="Canary of the panel", group_id=panel.pk, recommendations=[first])
    done = plan(recommendations=[second])
    operations.complete_action(action=done, note="Done", closed_on=TODAY, seen_version=None, by=done.owner)
    climb(third, 1)
    paper = queries.working_group_paper(working, AS_AT)
    rows = {block.caption: [row[2] for row in block.rows] for block in paper.blocks if hasattr(block, "rows")}

    assert rows["Late"] == ["Late one"] and rows["Due in six weeks"] == ["Due one"]
    assert rows["Ready to close"] == ["Do two"] and rows["Awaiting evidence"] == ["Do three"]
    assert "anary" not in str(paper.blocks) and CANARY not in str(paper.blocks)
    assert (paper.count, queries.working_group_paper(make_group("other"), AS_AT)) == (4, None)


def rows_of(blocks):
    return {block.caption: block.rows for block in blocks if hasattr(block, "rows")}


def test_agenda_has_what_stalls_by_theme(recommend, climb, plan, adder):
    first, last = (operations.add_theme(name=name, by=adder) for name in ("Alpha", "Omega"))
    recommend(text="To answer", accepted=False)
    recommend(text="Nobody acts", themes=[last])
    recommend(text="Nobody acts either", themes=[first])
    again = climb(recommend(text="Look here", themes=[first]), 4)
    type(again).objects.filter(pk=again.pk).update(flags="Its theme came up again", flagged_on=TODAY)
    source = Reference("reviews.rapid", "7", "A rapid review", "")
    plan(title="At once", source=source, due_on=TODAY - DAY)
    rows = rows_of(queries.working_group_blocks(TODAY)[0])

    assert [row[2] for row in rows["To be answered"]] == ["To answer"]
    assert [row[2] for row in rows["Agreed, no action yet"]] == ["Nobody acts either", "Nobody acts"]
    assert rows["Look again"] == (("Alpha", again.reference, "Look here", "Its theme came up again"),)
    assert [row[2] for row in rows["Late"]] == ["At once"]


def test_agenda_that_was_cut_says_so(recommend):
    for number in range(3):
        recommend(text=f"Do {number}")
    blocks, count = queries.working_group_blocks(TODAY, 2)

    assert (len(rows_of(blocks)["Agreed, no action yet"]), count) == (2, 2)
    assert "“Agreed, no action yet” holds more than these 2: the list on the screen shows all." in [
        block.text for block in blocks if hasattr(block, "text")
    ]


def test_quality_assurance_finds_what_it_confirms_and_looks_at_again(recommend, climb, adder, person_factory):
    quality = make_group("quality", GroupKind.QUALITY)
    row, again = climb(recommend(text="Impact"), 2), climb(recommend(text="Again"), 4)
    operations.propose_rung(recommendation=row, because="So", on=TODAY, by=adder)
    type(again).objects.filter(pk=again.pk).update(flags="More was done since", flagged_on=TODAY)
    rows = rows_of(queries.actions_paper(quality, AS_AT).blocks)

    assert rows["To confirm"] == (("No theme", row.reference, "Impact", "“Impact evidenced”, 15 November 2022"),)
    assert [line[2:] for line in rows["Look again"]] == [("Again", "More was done since")]


def test_paper_of_an_empty_plan_says_so(working):
    paper = queries.working_group_paper(working, AS_AT)

    assert [block.text for block in paper.blocks] == [
        "Nothing stands under: to be answered, agreed, no action yet, late, due in six weeks, ready to close, "
        "awaiting evidence, look again."
    ]


def test_report_counts_recommendations_rungs_evidence_and_themes_that_recur(embedded, recommend, adder):
    _, theme = embedded
    inspection = {"source_kind": SourceKind.INSPECTION, "source": review(4, "Inspection")}
    recommend(themes=[theme], **inspection, accepted=False)
    rows = {row.item: row for row in queries.report_evidence(date(2022, 4, 1), date(2023, 3, 31), TODAY)}

    assert rows["recommendations"].rows == (("Rapid review", "1", "1", "0", "0"), ("Inspection", "1", "0", "0", "1"))
    assert rows["rungs"].rows[-1] == ("Embedded", "1", "1") and rows["rungs"].count == 1
    assert rows["evidence_of_impact"].rows == (("Audit", "1", "1"), ("Children and families", "1", "1"))
    assert rows["themes"].points == ("Came up more than once: Neglect",)
    assert CANARY not in str(rows)
