from hamlet.learning.queries.actions import (
    actions,
    actions_from,
    actions_paper,
    by_theme,
    duties,
    open_actions_of_group,
    report_evidence,
    themes,
)

__all__ = [
    "actions",
    "actions_from",
    "actions_paper",
    "by_theme",
    "duties",
    "open_actions_of_group",
    "report_evidence",
    "themes",
]
