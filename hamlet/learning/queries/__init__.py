from hamlet.learning.queries.actions import actions, actions_from, by_theme, open_actions_of_group, themes, with_asked
from hamlet.learning.queries.duties import duties
from hamlet.learning.queries.evidence import may_open_document
from hamlet.learning.queries.ladder import (
    CONFIRMS,
    Standing,
    actions_of,
    actions_shown,
    evidence_of,
    evidence_shown,
    proposals_for,
    standing_then_and_now,
    still_missing,
    waiting,
    work_of,
    work_seen,
)
from hamlet.learning.queries.papers import actions_paper, working_group_blocks, working_group_paper
from hamlet.learning.queries.picture import ThemeStanding, paths, picture, sources_by_kind, theme_standings, what_changed
from hamlet.learning.queries.recommendations import Likely, likely_duplicates, linked_to, recommendations, recommendations_from
from hamlet.learning.queries.reporting import data_counts, report_evidence

__all__ = [
    "CONFIRMS",
    "Likely",
    "Standing",
    "ThemeStanding",
    "actions",
    "actions_from",
    "actions_of",
    "actions_paper",
    "actions_shown",
    "by_theme",
    "data_counts",
    "duties",
    "evidence_of",
    "evidence_shown",
    "likely_duplicates",
    "linked_to",
    "may_open_document",
    "open_actions_of_group",
    "paths",
    "picture",
    "proposals_for",
    "recommendations",
    "recommendations_from",
    "report_evidence",
    "sources_by_kind",
    "standing_then_and_now",
    "still_missing",
    "theme_standings",
    "themes",
    "waiting",
    "what_changed",
    "with_asked",
    "work_of",
    "work_seen",
    "working_group_blocks",
    "working_group_paper",
]
