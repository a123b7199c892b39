"""Illustrative learning briefings: two published, one that waits for somebody else to read it."""

from datetime import date, timedelta
from typing import Any

from hamlet.learning import operations

DAY = timedelta(days=1)
BRIEFINGS = [
    (
        "Voice of the child",
        "What did the child say?",
        "Illustrative: reviews found that children had spoken, and that nobody had written it down.",
        "Illustrative: the form asks for the child’s words, and most files now hold them.",
        "Illustrative: write the child’s own words first, then what you make of them, then what you did.",
        "Illustrative: in the last file that you closed, where do the child’s words stand?",
    ),
    (
        "Professional curiosity",
        "Ask the second question",
        "Illustrative: the first explanation of an injury was often believed because it came first.",
        "Illustrative: supervision tests the first explanation, and teams say that they ask once more.",
        "Illustrative: ask what else could explain it, and who would see it otherwise.",
        "Illustrative: when did you last change your mind about a family, and why?",
    ),
    (
        "Neglect",
        "Seeing neglect early",
        "Illustrative: missed appointments were noted one by one, and nobody saw the pattern.",
        "",
        "Illustrative: count missed appointments, and ask what stands behind them.",
        "",
    ),
]


def load(cast: Any, themes: dict[str, Any], today: date) -> None:
    for number, (theme, title, learned, changed, practice, question) in enumerate(BRIEFINGS):
        day = today - (60 - 20 * number) * DAY
        texts: dict[str, Any] = {
            "title": title,
            "learned": learned,
            "changed": changed,
            "practice": practice,
            "question": question,
        }
        row = operations.draft_briefing(theme=themes[theme], on=day, by=cast["partnership-manager"], **texts)
        if number < 2:
            publish: dict[str, Any] = {
                "names_nobody": False,
                "on": day + 3 * DAY,
                "seen_version": None,
                "by": cast["working-group-chair"],
            }
            operations.publish_briefing(briefing=row, **publish)
