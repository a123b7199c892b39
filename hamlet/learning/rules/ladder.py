"""The ladder from an agreed recommendation to embedded learning, and what each rung needs. No Django; `today` is an argument.

The rungs and what they need are the partnership's own rule (local): "done" is not the top.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rung(StrEnum):
    AGREED = "Agreed"
    ACTION_DONE = "Action done"
    PRACTICE_CHECKED = "Practice checked"
    IMPACT_EVIDENCED = "Impact evidenced"
    EMBEDDED = "Embedded"


class EvidenceKind(StrEnum):
    TRAINING = "Training"
    POLICY = "Policy"
    AUDIT = "Audit"
    DATA = "Data"
    PRACTITIONERS = "Practitioners"
    FAMILIES = "Children and families"
    INSPECTION = "Inspection"


class Strength(StrEnum):
    WEAK = "Weak"
    FAIR = "Fair"
    STRONG = "Strong"


class Why(StrEnum):
    """Why learning is looked at again. None of them names where the learning came from."""

    DUE = "The day to look again has come"
    EXPIRED = "Evidence that held it up has expired or fallen away"
    RECURS = "Its theme came up again"


LADDER = tuple(Rung)
# Shown beside each kind when one adds evidence.
HINTS = {
    EvidenceKind.TRAINING: "Who was trained, and what they took from it",
    EvidenceKind.POLICY: "A procedure or form that changed",
    EvidenceKind.AUDIT: "Cases looked at, and what was found in practice",
    EvidenceKind.DATA: "A figure that moved, and since when",
    EvidenceKind.PRACTITIONERS: "What practitioners say they do now",
    EvidenceKind.FAMILIES: "What children and families say has changed for them",
    EvidenceKind.INSPECTION: "What an inspectorate saw",
}
# Training and policy show what was offered, not what people do.
OF_PRACTICE = frozenset({EvidenceKind.AUDIT, EvidenceKind.PRACTITIONERS, EvidenceKind.FAMILIES, EvidenceKind.INSPECTION})
OF_IMPACT = frozenset({EvidenceKind.AUDIT, EvidenceKind.DATA, EvidenceKind.FAMILIES, EvidenceKind.INSPECTION})
KINDS_TO_EMBED = 2
UPPER = frozenset({Rung.IMPACT_EVIDENCED, Rung.EMBEDDED})
COLOURS = {
    Rung.AGREED: "grey",
    Rung.ACTION_DONE: "yellow",
    Rung.PRACTICE_CHECKED: "light-blue",
    Rung.IMPACT_EVIDENCED: "turquoise",
    Rung.EMBEDDED: "green",
}


@dataclass(frozen=True)
class Proof:
    """One item of evidence as the ladder weighs it: `speaks_of` is the day that it tells of, not the day it was added."""

    kind: EvidenceKind
    speaks_of: date
    strength: Strength = Strength.FAIR
    expires_on: date | None = None
    added_by: int | None = None

    def in_date(self, day: date) -> bool:
        return self.speaks_of <= day and (self.expires_on is None or day <= self.expires_on)


@dataclass(frozen=True)
class Work:
    """The actions behind a recommendation: how many, how many are open, how many done, and the day the last was done."""

    actions: int = 0
    open: int = 0
    done: int = 0
    done_on: date | None = None


def number(rung: Rung) -> int:
    """1 for agreed to 5 for embedded."""
    return LADDER.index(rung) + 1


def next_rung(rung: Rung) -> Rung | None:
    """The rung that may be proposed: always the one above, none above the top."""
    place = LADDER.index(rung) + 1
    return LADDER[place] if place < len(LADDER) else None


def lower_rungs(rung: Rung) -> tuple[Rung, ...]:
    return LADDER[: LADDER.index(rung)]


def lowest(rungs: Iterable[Rung]) -> Rung:
    """Where a joint recommendation begins: no higher than the lowest of its parts."""
    return min(rungs, key=LADDER.index, default=Rung.AGREED)


def counted(proofs: Iterable[Proof], work: Work, today: date) -> list[Proof]:
    """What may hold a rung up: in date, and telling of a time when the work was done."""
    return [proof for proof in proofs if proof.in_date(today) and (work.done_on is None or proof.speaks_of >= work.done_on)]


def missing(to: Rung, proofs: Iterable[Proof], work: Work, look_again_on: date | None, today: date) -> list[str]:
    """What the rung still needs, as sentences; an empty list when it may be proposed. Weak evidence holds up neither of the top two."""
    standing = counted(proofs, work, today)
    firm = [proof for proof in standing if proof.strength is not Strength.WEAK]
    checks = {
        Rung.AGREED: lambda: [],
        Rung.ACTION_DONE: lambda: _work(work),
        Rung.PRACTICE_CHECKED: lambda: _practice(standing),
        Rung.IMPACT_EVIDENCED: lambda: _impact(firm),
        Rung.EMBEDDED: lambda: _embedded(firm, look_again_on, today),
    }
    return checks[to]()


def _work(work: Work) -> list[str]:
    if not work.actions:
        return ["It needs an action: none serves it yet"]
    found = [f"Actions still open: {work.open}"] if work.open else []
    return found if work.done else [*found, "No action of it was done"]


def _practice(proofs: list[Proof]) -> list[str]:
    if any(proof.kind in OF_PRACTICE for proof in proofs):
        return []
    return [
        "It needs evidence about practice since the action was done: an audit, practitioners, children and families, an inspection"
    ]


def _impact(proofs: list[Proof]) -> list[str]:
    if any(proof.kind in OF_IMPACT for proof in proofs):
        return []
    return [
        "It needs fair or strong evidence that something changed for children: an audit, data, children and families, an inspection"
    ]


def _embedded(proofs: list[Proof], look_again_on: date | None, today: date) -> list[str]:
    found = []
    kinds = {proof.kind for proof in proofs}
    if len(kinds) < KINDS_TO_EMBED:
        found.append("It needs fair or strong evidence of at least two kinds that is in date")
    if not kinds & OF_PRACTICE:
        found.append("One kind must be about practice or about children’s experience")
    if look_again_on is None or look_again_on <= today:
        found.append("Say on which day after today it is looked at again")
    return found


def may_not_confirm(person: int, proposed_by: int, to: Rung, proofs: Iterable[Proof], owners: Iterable[int]) -> str:
    """Why this person does not confirm this rung, or "". Nobody confirms what they proposed, did or gave evidence for."""
    if person == proposed_by:
        return "You proposed this rung: somebody else confirms it"
    if any(proof.added_by == person for proof in proofs):
        return "Some of the evidence is yours: somebody else confirms the rung"
    if to is Rung.ACTION_DONE and person in set(owners):
        return "You own an action of it: somebody else confirms that it was done"
    return ""


@dataclass(frozen=True)
class Held:
    """A recommendation as it is looked at again: its rung, since when it holds, and what it rests on."""

    rung: Rung
    since: date
    look_again_on: date | None
    proofs: tuple[Proof, ...]
    work: Work
    theme_found_on: date | None = None


def look_again(held: Held, today: date) -> list[Why]:
    """Why learning that was checked is looked at again. `theme_found_on` is the last day on which a theme of it came up elsewhere."""
    found = []
    if held.look_again_on and held.look_again_on <= today:
        found.append(Why.DUE)
    if _rests_on_nothing(held, today):
        found.append(Why.EXPIRED)
    if held.rung is Rung.EMBEDDED and held.theme_found_on and held.theme_found_on > held.since:
        found.append(Why.RECURS)
    return found


def _rests_on_nothing(held: Held, today: date) -> bool:
    """Whether the rung would no longer be reached. Whether a day to look again is set is another question."""
    if held.rung in (Rung.AGREED, Rung.ACTION_DONE):
        return False
    return bool(missing(held.rung, held.proofs, held.work, date.max, today))
