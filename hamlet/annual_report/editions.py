"""What each edition of Working Together asks of a yearly report. Seeds a table that the manager can correct. No Django.

`confirmed` is False where the wording was not checked against the guidance itself: the page says so beside the item.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Need(StrEnum):
    MUST = "Must"
    SHOULD = "Should"
    OWN = "Our own section"


class SignedBy(StrEnum):
    REPRESENTATIVES = "The representatives of the three safeguarding partners"
    LEADS = "The three lead safeguarding partners, not their delegates"


class DueKind(StrEnum):
    AFTER_LAST = "Within a number of months of the last report"
    DAY_OF_YEAR = "By a day of the year after the period ends"


@dataclass(frozen=True)
class ItemRow:
    """One thing a report includes. `evidence` names what the rooms offer for it (`Evidence.item`)."""

    key: str
    title: str
    asks: str
    need: Need
    evidence: tuple[str, ...] = ()
    confirmed: bool = True
    source: str = ""


@dataclass(frozen=True)
class EditionRow:
    """A yearly report under one edition: who signs it, when it is due, within how many days copies go out."""

    year: int
    name: str
    signed_by: SignedBy
    due_kind: DueKind
    due_months: int
    due_month: int
    due_day: int
    copies_within_days: int
    confirmed: bool
    source: str
    items: tuple[ItemRow, ...]


OURS = "Chosen by the partnership; not asked for by the guidance"
WT18 = "Working Together 2018, chapter 3, yearly report"
WT23 = "Working Together 2023, chapter 2, yearly report"
WT26 = "Working Together 2026, chapter 2: wording to be confirmed"

PRIORITIES = ItemRow("priorities", "Our priorities", "Each priority, who leads it, from when to when.", Need.OWN, ("priorities",))
DONE = ItemRow(
    "done",
    "What we did",
    "What was done because of the arrangements, practice reviews included.",
    Need.MUST,
    ("achievements", "meetings"),
)
EFFECTIVE = ItemRow(
    "effective",
    "How well it worked",
    "How effective the arrangements have been in practice.",
    Need.MUST,
    ("attendance", "plan_last_year"),
)
IMPACT = ItemRow(
    "impact",
    "The difference it made",
    "Evidence of the impact of partners and agencies, training included, on outcomes from early help to care leavers.",
    Need.SHOULD,
    ("impact", "evidence_of_impact"),
)
LITTLE = ItemRow(
    "little_progress",
    "Where progress is lacking",
    "An analysis of priorities on which there is little or no evidence of progress.",
    Need.SHOULD,
    ("little_progress",),
)
FEEDBACK = ItemRow(
    "feedback",
    "What children and families told us",
    "How feedback was sought from children and families, and how it was used.",
    Need.SHOULD,
)
CHALLENGES = ItemRow("challenges", "What was hard", "The challenges of the year and the response.", Need.OWN, ("challenges",))
ESCALATIONS = ItemRow(
    "escalations",
    "How the groups and the Executive heard each other",
    "How many concerns the groups sent up, and how soon they were answered.",
    Need.OWN,
    ("escalations",),
)
AHEAD = ItemRow("year_ahead", "The year ahead", "What the partnership promises for the next year.", Need.OWN, ("plan_next_year",))
DATA_TOLD = ("movement", "comparators", "data_quality", "data_used")
DATA = ItemRow(
    "data",
    "What the data say",
    "How the indicators of each priority moved, beside whom; how good each agency's data were; how data led to action.",
    Need.OWN,
    DATA_TOLD,
)
LAST = (CHALLENGES, ESCALATIONS, AHEAD)

REVIEWED = (
    *("decisions", "actions", "rapid_reviews", "statutory_dates", "practice_reviews"),
    *("recommendations", "rungs", "learning_sessions"),
)
ITEMS_2018 = (
    ItemRow(
        "structure",
        "Who we are and how we work together",
        "The partners, the groups and what each is for, the seats, who chaired.",
        Need.OWN,
        ("structure", "seats", "chair_rota"),
    ),
    PRIORITIES,
    DONE,
    EFFECTIVE,
    IMPACT,
    LITTLE,
    ItemRow(
        "reviews",
        "What we did about reviews",
        "Decisions and actions, taken or planned, on what local and national reviews recommend, and what improved.",
        Need.SHOULD,
        REVIEWED,
    ),
    FEEDBACK,
    DATA,
    *LAST,
)
ITEMS_2023 = (
    PRIORITIES,
    DONE,
    EFFECTIVE,
    ItemRow(
        "contribution",
        "What each partner contributed",
        "What each safeguarding partner contributed to how the arrangements work and are built.",
        Need.SHOULD,
        ("structure", "seats", "chair_rota"),
        False,
    ),
    replace(IMPACT, confirmed=False),
    ItemRow(
        "incidents",
        "What serious incidents taught us",
        "An analysis of learning from serious incidents.",
        Need.SHOULD,
        ("serious_incidents", "themes"),
        False,
    ),
    replace(LITTLE, confirmed=False),
    ItemRow(
        "reviews",
        "Key decisions and actions",
        "Key decisions and actions, those on local and national reviews included, and their impact.",
        Need.SHOULD,
        REVIEWED,
        False,
    ),
    replace(FEEDBACK, asks="What children and families said, and how it changed services.", confirmed=False),
    ItemRow(
        "cost",
        "What it cost",
        "Each partner's contribution, changes to it, and whether it gave value for money.",
        Need.SHOULD,
        (),
        False,
    ),
    ItemRow(
        "education",
        "Education in the partnership",
        "Evidence that education is represented and heard at every level.",
        Need.SHOULD,
        (),
        False,
    ),
    ItemRow(
        "data",
        "How we used data",
        "How data led to learning, and how sharing information improved practice and outcomes.",
        Need.SHOULD,
        DATA_TOLD,
        False,
    ),
    ItemRow(
        "scrutiny",
        "What scrutiny found",
        "The impact of independent scrutiny and what was learnt from it.",
        Need.SHOULD,
        (),
        False,
    ),
    ItemRow(
        "arrangements",
        "Changes to our arrangements",
        "Updates to the published arrangements, with dates.",
        Need.SHOULD,
        ("arrangements",),
        False,
    ),
    ItemRow("reforms", "National reforms", "Evidence that national reforms have been put in place.", Need.SHOULD, (), False),
    *LAST,
)
FAMILIES = ItemRow(
    "families",
    "The difference to children and families",
    "Evidence of the impact on children and families.",
    Need.MUST,
    ("what_changed",),
    True,
    "Working Together 2026, chapter 2, as summarised by government",
)


def sourced(items: tuple[ItemRow, ...], source: str, *, unconfirmed: bool = False) -> tuple[ItemRow, ...]:
    """The items with their source; what the partnership itself chose is always confirmed."""
    return tuple(
        replace(item, source=OURS)
        if item.need is Need.OWN
        else replace(item, source=item.source or source, confirmed=item.confirmed and not (unconfirmed and not item.source))
        for item in items
    )


EDITIONS = (
    EditionRow(
        2018,
        "Working Together 2018",
        SignedBy.REPRESENTATIVES,
        DueKind.AFTER_LAST,
        12,
        0,
        0,
        7,
        True,
        WT18,
        sourced(ITEMS_2018, WT18),
    ),
    EditionRow(
        2023,
        "Working Together 2023",
        SignedBy.LEADS,
        DueKind.DAY_OF_YEAR,
        0,
        9,
        30,
        7,
        True,
        WT23,
        sourced(ITEMS_2023, WT23),
    ),
    EditionRow(
        2026,
        "Working Together 2026",
        SignedBy.LEADS,
        DueKind.DAY_OF_YEAR,
        0,
        9,
        30,
        7,
        False,
        WT26,
        sourced((FAMILIES, *ITEMS_2023), WT26, unconfirmed=True),
    ),
)
EVIDENCE = {(row.year, item.key): item.evidence for row in EDITIONS for item in row.items}
