"""Themes of the action plan and illustrative actions, owned by posts: some done, some late, some due soon."""

from datetime import date, timedelta
from typing import Any

from hamlet.foundations.people.queries import system_person
from hamlet.governance.queries import group_called
from hamlet.learning import demo_ladder, operations

THEMES = ("Professional curiosity", "Sharing information", "Voice of the child", "Neglect", "Safety online")

# title, theme, group, owner, raised on, due on, and what became of it ("" while open)
WITHIN_THE_YEAR = [
    (
        "Brief all teams on the refreshed neglect guidance",
        "Neglect",
        "quality",
        "quality-chair",
        (2022, 5, 10),
        (2022, 9, 30),
        "Done",
    ),
    (
        "Agree one form for sharing information with schools",
        "Sharing information",
        "education-forum",
        "education-forum-chair",
        (2022, 6, 22),
        (2022, 12, 16),
        "Done",
    ),
    (
        "Add the child's own words to the audit tool",
        "Voice of the child",
        "quality",
        "working-group-chair",
        (2022, 7, 12),
        (2022, 11, 30),
        "Done",
    ),
    (
        "Write a practice note on professional curiosity",
        "Professional curiosity",
        "rapid-review-working-group",
        "working-group-chair",
        (2022, 9, 13),
        (2023, 1, 31),
        "Stopped",
    ),
]
FROM_TODAY = [
    ("Check how schools use the online safety tool kit", "Safety online", "online-safety", "online-safety-chair", -60, -9),
    ("Collect the second round of audit returns", "Sharing information", "quality", "data-lead-health", -40, -3),
    ("Plan the next learning session", "Professional curiosity", "rapid-review-working-group", "working-group-chair", -20, 5),
    ("Ask young people about the tool kit's words", "Voice of the child", "domestic-abuse", "domestic-abuse-chair", -14, 24),
    ("Publish the training calendar for the next term", "Neglect", "quality", "partnership-manager", -7, 40),
]


# title, days from today on which it was said, what was said
PROGRESS = [
    ("Check how schools use the online safety tool kit", -25, "Illustrative: nine of twenty schools have answered."),
    ("Collect the second round of audit returns", -12, "Illustrative: health and the council have sent theirs."),
    ("Plan the next learning session", -6, "Illustrative: a room is booked, the speakers are asked."),
]


def load(cast: Any, today: date) -> None:
    by = system_person()
    themes = {name: operations.add_theme(name=name, by=by) for name in THEMES}
    for title, theme, slug, owner, raised, due, became in WITHIN_THE_YEAR:
        action = operations.add_action(
            title=f"Illustrative: {title}",
            theme=themes[theme],
            group_id=group_called(slug).pk,
            owner=cast[owner],
            raised_on=date(*raised),
            due_on=date(*due),
            by=by,
        )
        close = operations.complete_action if became == "Done" else operations.stop_action
        note = (
            "Illustrative: reported done at the group's meeting."
            if became == "Done"
            else "Illustrative: taken into another action."
        )
        close(action=action, note=note, closed_on=date(*due) - timedelta(days=4), seen_version=None, by=cast[owner])
    made = {}
    for title, theme, slug, owner, raised_days, due_days in FROM_TODAY:
        made[title] = operations.add_action(
            title=f"Illustrative: {title}",
            theme=themes[theme],
            group_id=group_called(slug).pk,
            owner=cast[owner],
            raised_on=today + timedelta(days=raised_days),
            due_on=today + timedelta(days=due_days),
            by=by,
        )
    tell(made, today)
    demo_ladder.load(cast, themes, made, today)


def tell(made: dict[str, Any], today: date) -> None:
    """What owners said on the way, and one due date that slipped."""
    for title, days, note in PROGRESS:
        action, said_on = made[title], today + timedelta(days=days)
        operations.report_progress(action=action, note=note, said_on=said_on, by=action.owner)
    slipped = made["Publish the training calendar for the next term"]
    operations.move_due_date(
        action=slipped,
        due_on=slipped.due_on + timedelta(days=14),
        reason="Illustrative: two agencies have not named their courses yet.",
        said_on=today - timedelta(days=2),
        seen_version=None,
        by=slipped.owner,
    )
