"""The ladder from an agreed recommendation to embedded learning, and what each rung needs. No Django; `today` is an argument.

The rungs and what they need are the partnership's own rule (local): "done" is not the top.
"""

from calendar import monthrange
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
# Why a kind does not count for the rungs that it does not hold up.
NOT_SHOWN = {
    EvidenceKind.TRAINING: "training shows what was offered, not what changed",
    EvidenceKind.POLICY: "a policy shows what was offered, not what changed",
    EvidenceKind.DATA: "a figure does not show what people do",
    EvidenceKind.PRACTITIONERS: "practitioners say what they do, not what changed for children",
}
KINDS_TO_EMBED = 2
# How long each kind holds, in months, when nobody says otherwise (local). Training wears off soonest; a policy stands until its review.
HOLDS_FOR = {
    EvidenceKind.TRAINING: 12,
    EvidenceKind.POLICY: 24,
    EvidenceKind.AUDIT: 12,
    EvidenceKind.DATA: 12,
    EvidenceKind.PRACTITIONERS: 12,
    EvidenceKind.FAMILIES: 12,
    EvidenceKind.INSPECTION: 36,
}
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
    added_on: date | None = None
    withdrawn_on: date | None = None

    def in_date(self, day: date) -> bool:
        """Whether it tells of a day that has come, has not expired and was not withdrawn."""
        kept = self.withdrawn_on is None or day < self.withdrawn_on
        return kept and self.speaks_of <= day and (self.expires_on is None or day <= self.expires_on)

    def known_on(self, day: date) -> bool:
        """Whether it could be weighed on a day: in date on it, and added by then."""
        return self.in_date(day) and (self.added_on is None or self.added_on <= day)


@dataclass(frozen=True)
class Work:
    """The actions behind a recommendation: how many, how many are open and done, and the day from which evidence of them counts.

    `done_on` is the day the last was done that stood when practice was checked: what is done later does not undo earlier evidence.
    `last_done_on` is the day on which anything was done last.
    """

    actions: int = 0
    open: int = 0
    done: int = 0
    done_on: date | None = None
    last_done_on: date | None = None


def holds_until(kind: EvidenceKind, speaks_of: date) -> date:
    """Until when evidence holds unless somebody says otherwise; a day that its month lacks becomes the month's last."""
    years, month = divmod(speaks_of.month - 1 + HOLDS_FOR[kind], 12)
    year, month = speaks_of.year + years, month + 1
    return date(year, month, min(speaks_of.day, monthrange(year, month)[1]))


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


@dataclass(frozen=True)
class Joint:
    """Where a joint recommendation begins: its rung, the day to look again, and why it is looked at again already."""

    rung: Rung
    look_again_on: date | None
    why_again: tuple[str, ...]


def joined(rows: Iterable[tuple[Rung, date | None, Iterable[str]]]) -> Joint:
    """(rung, day to look again, reasons) of each that is joined: the lowest rung and the earliest day at the top.

    Reasons to look again stay only for the rung that they were about.
    """
    known = list(rows)
    rung = lowest(one for one, _, _ in known)
    days = [day for _, day, _ in known if day and rung is Rung.EMBEDDED]
    whys = dict.fromkeys(why for one, _, whys in known if one is rung for why in whys)
    return Joint(rung, min(days, default=None), tuple(whys))


def telling(proof: Proof, work: Work) -> bool:
    """Whether it tells of a time when the work was done."""
    return work.done_on is None or proof.speaks_of >= work.done_on


def counted(proofs: Iterable[Proof], work: Work, today: date) -> list[Proof]:
    """What may hold a rung up: in date, and telling of a time when the work was done."""
    return [proof for proof in proofs if proof.in_date(today) and telling(proof, work)]


def holds_up(rung: Rung, proof: Proof) -> bool:
    """Whether evidence of this kind and strength counts for a rung at all, whenever it tells of."""
    firm = proof.strength is not Strength.WEAK
    return {
        Rung.PRACTICE_CHECKED: proof.kind in OF_PRACTICE,
        Rung.IMPACT_EVIDENCED: firm and proof.kind in OF_IMPACT,
        Rung.EMBEDDED: firm,
    }.get(rung, False)


def weighed_by(rung: Rung) -> Rung:
    """The rung for which evidence is weighed by whoever works towards `rung`: below "practice checked" none needs any."""
    return max(rung, Rung.PRACTICE_CHECKED, key=LADDER.index)


def why_not(rung: Rung, proof: Proof, work: Work, today: date) -> str:
    """Why an item does not count for a rung, or "" when it does."""
    if not proof.in_date(today):
        return "it has expired"
    if not telling(proof, work):
        return "it tells of a time before the action was done"
    if proof.strength is Strength.WEAK and rung in UPPER:
        return "weak evidence does not count for this rung"
    if not holds_up(rung, proof):
        return NOT_SHOWN[proof.kind]
    return ""


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


def may_not_confirm(person: int, proposed_by: int | None, proofs: Iterable[Proof], owners: Iterable[int]) -> str:
    """Why this person confirms no rung of it, nor keeps one, or "". Nobody confirms what they proposed, did or gave evidence for."""
    if person == proposed_by:
        return "You proposed this rung: somebody else confirms it"
    if any(proof.added_by == person and proof.withdrawn_on is None for proof in proofs):
        return "Some of the evidence is yours: somebody else confirms the rung"
    if person in set(owners):
        return "You own an action of it: somebody else confirms the rung"
    return ""
