from hamlet.learning.operations.actions import (
    ActionClosed,
    NotSaid,
    add_action,
    add_theme,
    change_owner,
    complete_action,
    move_due_date,
    remind_owners,
    report_progress,
    stop_action,
)

__all__ = [
    "ActionClosed",
    "NotSaid",
    "add_action",
    "add_theme",
    "change_owner",
    "complete_action",
    "move_due_date",
    "remind_owners",
    "report_progress",
    "stop_action",
]
