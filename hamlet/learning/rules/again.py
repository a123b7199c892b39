"""When learning that was checked is looked at again, and why. No Django; `today` is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hamlet.learning.rules.ladder import UPPER, Proof, Rung, Work, holds_up, missing, telling


class Why(StrEnum):
    """Why learning is looked at again. None of them names where the learning came from."""

    DUE = "The day to look again has come"
    EXPIRED = "Evidence that held it up has expired or fallen away"
    RECURS = "Its theme came up again"
    MORE = "More was done since"
    TAKEN = "What held it up was taken away"


@dataclass(frozen=True)
class Held:
    """A recommendation as it is looked at again: its rung, since when it holds, and what it rests on."""

    rung: Rung
    since: date
    look_again_on: date | None
    proofs: tuple[Proof, ...]  # withdrawn ones too
    work: Work
    theme_found_on: date | None = None


def look_again(held: Held, today: date) -> list[Why]:
    """Why learning that was checked is looked at again. `theme_found_on` is the last day on which a theme of it came up elsewhere."""
    if held.rung in (Rung.AGREED, Rung.ACTION_DONE):
        return []
    found = []
    if held.look_again_on and held.look_again_on <= today:
        found.append(Why.DUE)
    if _fell_away(held, today):
        found.append(Why.EXPIRED)
    if held.rung in UPPER and held.theme_found_on and held.theme_found_on > held.since:
        found.append(Why.RECURS)
    if held.work.last_done_on and held.work.last_done_on > held.since:
        found.append(Why.MORE)
    return found


def _fell_away(held: Held, today: date) -> bool:
    """Whether anything that counted when the rung was confirmed counts no more, or too little is left."""
    then = [proof for proof in held.proofs if proof.known_on(held.since) and telling(proof, held.work)]
    gone = any(holds_up(held.rung, proof) and not proof.in_date(today) for proof in then)
    return gone or bool(missing(held.rung, held.proofs, held.work, date.max, today))


def unsupported(rung: Rung, proofs: Iterable[Proof], work: Work, today: date) -> bool:
    """Whether a rung would not be reached with what there is now: of its work, or of its evidence."""
    if rung is Rung.AGREED:
        return False
    if not work.done:  # an action that was raised later does not undo the rung
        return True
    return rung is not Rung.ACTION_DONE and bool(missing(rung, proofs, work, date.max, today))
