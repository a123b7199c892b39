"""The invented numbers of the demonstration: none of a real child. Each is the same whenever it is worked out.

Most figures swing by chance and go nowhere, as most do; a few were planned to move, so that a rule of the control chart breaks.
"""

from hashlib import sha256

from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.supplying import Asked

FIRST = Quarter(2021, 4)
SWING = 0.15
# What a quarter is about: (number, out of)
BASES = {
    "missing-episodes": (118, 0),
    "return-interviews-held": (84, 112),
    "children-hurt-with-a-knife": (17, 0),
    "violent-offences-against-children": (310, 0),
    "domestic-abuse-with-a-child-present": (420, 0),
    "contacts-at-the-front-door": (3100, 0),
    "re-referrals-within-a-year": (235, 1010),
    "days-to-a-decision-at-the-front-door": (1480, 740),
    "strategy-meetings-with-all-three": (150, 210),
    "children-with-a-protection-plan": (240, 0),
    "children-looked-after": (300, 0),
    "self-harm-seen-in-hospital": (64, 0),
    "weeks-to-mental-health-treatment": (2100, 150),
    "permanent-exclusions": (12, 0),
    "second-or-later-plans": (11, 64),
    "plans-longer-than-two-years": (9, 240),
    "repeat-domestic-abuse-calls": (122, 420),
    "notifications-that-became-referrals": (130, 420),
    "disruption-orders": (16, 0),
    "high-risk-of-exploitation": (31, 0),
    "online-harm-reported-to-police": (46, 0),
    "police-protection": (27, 0),
    "missing-from-education": (48, 0),
    "taught-at-home": (214, 0),
    "enquiries-begun": (330, 0),
    "early-help-assessments": (410, 0),
    "parents-reached-on-online-safety": (180, 0),
}
# Out of the very count of another indicator.
SAME_CHILDREN = {
    "repeat-domestic-abuse-calls": "domestic-abuse-with-a-child-present",
    "plans-longer-than-two-years": "children-with-a-protection-plan",
}
# What was planned to move, in per cent over three years: all three at strategy meetings, seen ever more often.
PLANNED = {"strategy-meetings-with-all-three": 14}
# Of a hundred, how many are in each category; the last is "Not known".
WEIGHTS = {
    ("missing-episodes", "Age"): (0, 3, 58, 38, 1),
    ("missing-episodes", "Sex"): (46, 53, 1),
    ("children-hurt-with-a-knife", "Sex"): (9, 91, 0),
    ("high-risk-of-exploitation", "Sex"): (35, 64, 1),
    ("online-harm-reported-to-police", "Age"): (1, 12, 62, 24, 1),
    ("police-protection", "Age"): (34, 21, 31, 12, 2),
    ("self-harm-seen-in-hospital", "Age"): (0, 2, 59, 38, 1),
    ("self-harm-seen-in-hospital", "Sex"): (73, 26, 1),
    ("permanent-exclusions", "Sex"): (22, 78, 0),
}


def noise(*words: object) -> float:
    """Between -1 and 1, and the same each time."""
    digest = sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**31 - 1


def swing(quarter: Quarter, *words: object) -> float:
    """By chance alone, up to 15 per cent either way; after a high quarter rather a low one, so that chance makes no runs."""
    return SWING * (noise(*words, quarter.key) - noise(*words, quarter.later(-1).key)) / 2


def parts_of(code: str, shape: Shape, agency: str, quarter: Quarter) -> tuple[int, int]:
    """Number and what it is out of, of one agency in one quarter."""
    number, out_of = BASES.get(code, (60, 0) if shape in {Shape.COUNT, Shape.RATE} else (70, 90))
    moved = 1 + PLANNED.get(code, 0) / 100 * quarter.since(FIRST) / 12 + swing(quarter, code, agency)
    if shape is Shape.PERCENTAGE:
        whole = round(out_of * (1 + swing(quarter, "whole", code, agency)))
        if code in SAME_CHILDREN:
            whole = parts_of(SAME_CHILDREN[code], Shape.COUNT, agency, quarter)[0]
        return min(round(whole * number / out_of * moved), whole), whole
    return round(number * moved), max(out_of, 1)


def share_of(cell: Asked, cells: list[Asked], total: int) -> int:
    """What of a total falls into the category, by the weights of its breakdown; what rounding leaves goes to the heaviest."""
    parts = [one.category for one in cells if one.code == cell.code and one.breakdown == cell.breakdown]
    weights = WEIGHTS.get((cell.code, cell.breakdown), (1,) * len(parts))
    shares = [total * weight // sum(weights) for weight in weights]
    shares[weights.index(max(weights))] += total - sum(shares)
    return shares[parts.index(cell.category)]
