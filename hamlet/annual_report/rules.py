"""When a report is due, what may follow what, what may leave a room and enter it. No Django; days are arguments."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from dateutil.relativedelta import relativedelta

from hamlet.annual_report.editions import DueKind, Need
from hamlet.foundations.references import Evidence
from hamlet.insight.rules.suppression import is_small


class State(StrEnum):
    DRAFT = "Being written"
    SCRUTINY = "With the independent scrutineer"
    SIGNATURE = "For signature"
    PUBLISHED = "Published"


class Recipient(StrEnum):
    PANEL = "Child Safeguarding Practice Review Panel"
    WHAT_WORKS = "Foundations, the What Works Centre for Children and Families"


FOLLOWS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SCRUTINY}),
    State.SCRUTINY: frozenset({State.SIGNATURE, State.DRAFT}),
    State.SIGNATURE: frozenset({State.PUBLISHED, State.DRAFT}),
    State.PUBLISHED: frozenset(),
}
COLOURS = {State.DRAFT: "yellow", State.SCRUTINY: "purple", State.SIGNATURE: "blue", State.PUBLISHED: "green"}


def may_follow(before: State, after: State) -> bool:
    return after in FOLLOWS[before]


@dataclass(frozen=True)
class DueRule:
    kind: DueKind
    months: int = 0
    month: int = 0
    day: int = 0


@dataclass(frozen=True)
class Due:
    on: date
    why: str


def due_on(rule: DueRule, *, ends_on: date, last_published_on: date | None) -> Due:
    """The day by which the report on a period that ends on `ends_on` is to be published, and the reason."""
    if rule.kind is DueKind.DAY_OF_YEAR:
        day = date(ends_on.year, rule.month, rule.day)
        return Due(day if day > ends_on else day.replace(year=day.year + 1), "the day that the guidance sets")
    if last_published_on:
        return Due(last_published_on + relativedelta(months=rule.months), f"{rule.months} months after the last report")
    return Due(
        ends_on + relativedelta(months=rule.months), f"{rule.months} months after the period, as no earlier report is here"
    )


def standing(due: date, today: date) -> str:
    """ "late", "soon" (within 30 days) or "due", as the desk shows it."""
    return "late" if today > due else "soon" if (due - today).days <= 30 else "due"


def period_fault(starts_on: date, ends_on: date) -> str:
    """Why these two days are no reporting period; empty when they are one."""
    if ends_on <= starts_on:
        return "The period must end after it begins"
    if ends_on >= starts_on + relativedelta(months=12):
        return "A report covers at most twelve months"
    return ""


def period_name(starts_on: date, ends_on: date) -> str:
    """ "2022-23", and "2023" for a period within one year."""
    return f"{starts_on.year}" if starts_on.year == ends_on.year else f"{starts_on.year}-{ends_on.year % 100:02}"


# What the partnership publishes anyway, word for word. Everything else enters as counts, or rewritten and released by an editor.
OPEN_TABLES = frozenset(
    {"structure", "chair_rota", "priorities", "achievements", "impact", "arrangements", "movement", "comparators"}
)
KEPT_BACK = "c"
NUMBER = re.compile(r"(?:[\d\s.,%/–-]|\bof\b|\b(?:working )?days?\b|\bno\b|\bnone\b)+", re.IGNORECASE)


def releasable(evidence: Evidence) -> Evidence:
    """The evidence with what may enter the report: an open table as it is; else numbers by group, theme or state, or the count alone.

    A table is kept back whole when any cell but its row's name is more than a number: nobody's words slip through in part.
    """
    if evidence.item in OPEN_TABLES:
        return evidence
    numbers = all(NUMBER.fullmatch(cell) for row in evidence.rows for cell in row[1:])
    if numbers and evidence.number_columns:
        return replace(evidence, points=())
    return replace(evidence, headings=(), rows=(), points=(), number_columns=())


def for_the_public(evidence: Evidence) -> Evidence:
    """The evidence as everyone may read it, where `releasable` is as the draft shows it: without what is for the draft alone.

    Numbers that count children or reviews are shown all or none: none when one of them, or the difference of two in a row or a
    column (twelve referred, nine of them notified), is 1 to 5.
    """
    told = evidence
    if _tells_small([[row[place] for place in evidence.small] for row in evidence.rows]):
        rows = [tuple(KEPT_BACK if place in evidence.small else cell for place, cell in enumerate(row)) for row in evidence.rows]
        told = replace(evidence, rows=tuple(rows))
    kept = [place for place in range(len(evidence.headings)) if place not in evidence.inside]
    rows = [tuple(row[place] for place in kept) for row in told.rows]
    numbers = tuple(kept.index(place) for place in evidence.number_columns if place in kept)
    headings = tuple(evidence.headings[place] for place in kept)
    return replace(told, headings=headings, rows=tuple(rows), number_columns=numbers, small=(), inside=())


def _tells_small(table: Sequence[Sequence[str]]) -> bool:
    lines = [*table, *zip(*table, strict=True)]
    counted = [[int(one.replace(",", "")) for cell in line for one in re.findall(r"\d[\d,]*", cell)] for line in lines]
    return any(is_small(one) for line in counted for one in line) or any(
        is_small(one - other) for line in counted for one, other in combinations(line, 2)
    )


def public_count(evidence: Evidence) -> str:
    """How many stand behind it: of children and reviews not 1 to 5."""
    return KEPT_BACK if evidence.small and is_small(evidence.count) else f"{evidence.count:,}"


def needs_summary(evidence: Evidence) -> bool:
    """Whether the room holds words for this that only a rewritten summary can bring into the report."""
    return evidence.count > 0 and not releasable(evidence).rows


@dataclass(frozen=True)
class Gap:
    """Something that the guidance asks for and the report does not have yet."""

    key: str
    title: str
    what: str


def gap_in(*, title: str, key: str, need: Need, counts: Iterable[int], has_words: bool, has_other: bool) -> Gap | None:
    """What a section lacks; a section of the partnership's own choosing lacks nothing."""
    if need is Need.OWN:
        return None
    if not any(counts) and not has_other:
        return Gap(key, title, "no evidence yet")
    return None if has_words else Gap(key, title, "nothing written yet")


@dataclass(frozen=True)
class Progress:
    """How far a report has come: enough to say what is next."""

    state: State
    sections: int = 0
    written: int = 0
    commentary_given: bool = False
    signatures: int = 0
    partners: int = 3
    copies_owed: int = 2


@dataclass(frozen=True)
class Step:
    label: str
    state: str


@dataclass(frozen=True)
class Next:
    """The one thing to do now: what, on which page (a URL name of this room; empty when all is done), and whose turn it is."""

    what: str
    page: str
    whose: str


def steps(progress: Progress) -> tuple[Step, ...]:
    order = [State.DRAFT, State.SCRUTINY, State.SIGNATURE, State.PUBLISHED]
    labels = ["Write the sections", "Scrutineer’s commentary", "Three signatures", "Publish and send copies"]
    here = order.index(progress.state)
    over = progress.state is State.PUBLISHED and not progress.copies_owed
    return tuple(
        Step(label, "done" if number < here or over else "now" if number == here else "to-do")
        for number, label in enumerate(labels)
    )


def signatures_missing(missing: int, partners: int) -> str:
    return f"{missing} of {partners} signatures {'is' if missing == 1 else 'are'} missing"


def sections_left(left: int) -> str:
    return f"Write the {left} sections that have no words yet" if left > 1 else "Write the one section that has no words yet"


def next_step(progress: Progress) -> Next:
    left = progress.sections - progress.written
    missing = progress.partners - progress.signatures
    table = {
        State.DRAFT: Next(sections_left(left), "work", "editor")
        if left > 0
        else Next("Send it to the independent scrutineer", "to_scrutineer", "editor"),
        State.SCRUTINY: Next("Send it for signature", "for_signature", "editor")
        if progress.commentary_given
        else Next("Write the commentary", "commentary", "scrutineer"),
        State.SIGNATURE: Next(f"Sign: {signatures_missing(missing, progress.partners)}", "sign", "signer")
        if missing > 0
        else Next("Publish it", "publish", "editor"),
        State.PUBLISHED: Next("Send the copies", "copies", "editor") if progress.copies_owed else Next("All is done", "", ""),
    }
    return table[progress.state]


def days_late(sent_on: date, due: date) -> int:
    """How many days after it was due a copy was sent; 0 when in time."""
    return max((sent_on - due).days, 0)


def copies_due_on(published_on: date, within_days: int) -> date:
    return published_on + timedelta(days=within_days)


def signing_fault(*, signed_on: date, sent_on: date, today: date) -> str:
    """Why a signature cannot bear this day; empty when it can."""
    if signed_on > today:
        return "A signature cannot be dated in the future"
    if signed_on < sent_on:
        return f"The text was sent for signature on {sent_on:%-d %B %Y}: a signature cannot be earlier"
    return ""


SENTENCES = {
    "annual_report.started": "started the report",
    "annual_report.section_written": "wrote the section {section}",
    "annual_report.summary_written": "wrote a summary for {item}",
    "annual_report.summary_released": "released the summary for {item}",
    "annual_report.sent_to_scrutineer": "sent the report to the independent scrutineer",
    "annual_report.commentary_written": "wrote on the commentary",
    "annual_report.commentary_given": "gave the independent scrutineer’s commentary",
    "annual_report.sent_for_signature": "sent the report for signature",
    "annual_report.taken_back": "took the report back to change it: {reason}",
    "annual_report.signed": "signed the report for the partner {partner}",
    "annual_report.signature_recorded": "recorded the signature for the partner {partner}, given on {signed_on}",
    "annual_report.published": "published the report",
    "annual_report.copy_sent": "sent a copy to {recipient} on {sent_on}",
    "annual_report.edition_changed": "changed what an edition says of yearly reports",
    "annual_report.item_changed": "changed what an edition asks for",
}
