"""The indicators with which a partnership begins: what partnerships in England commonly collect, grouped by the model's three
priorities and by themes. Measures after published lists (Bury's key performance indicators; DfE's 2012 framework); words ours.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hamlet.insight.rules.indicators import (
    Aggregation,
    Definition,
    Frequency,
    Measured,
    Part,
    Polarity,
    Shape,
    SmallNumbers,
    Wording,
)


class Who(StrEnum):
    """Which kind of agency is asked."""

    COUNCIL = "Local authority"
    POLICE = "Police"
    ICB = "Integrated care board"
    PROVIDER = "Health provider"
    SCHOOLS = "Education"
    VOLUNTARY = "Voluntary, community and faith"
    PARTNERSHIP = "The partnership itself"
    EVERYONE = "Every agency"


COUNT, SHARE, RATE, MEAN = Shape.COUNT, Shape.PERCENTAGE, Shape.RATE, Shape.AVERAGE
MORE, LESS, EITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.NEITHER
SUM, LATEST = Aggregation.SUM, Aggregation.LATEST
AGES = ("Age", ("Under 5", "5 to 9", "10 to 15", "16 and 17", "Not known"))
SEX = ("Sex", ("Female", "Male", "Not known"))
NOT_PERFORMANCE = "No measure of performance: more or fewer notifications say nothing of how well children are protected."


@dataclass(frozen=True)
class Start:
    """One indicator of the starting set. `under` is how the priority's title begins, or a theme's name."""

    title: str
    question: str
    who: Who
    under: str
    shape: Shape
    polarity: Polarity
    aggregation: Aggregation
    numerator: str
    denominator: str = ""
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unit: str = ""
    source: str = ""
    challenge: str = ""  # one question a line
    frequency: Frequency = Frequency.QUARTERLY
    caption: str = ""
    counted_by: str = ""
    denominator_is: str = ""  # the title of the indicator whose count it is out of

    @property
    def part(self) -> Part:
        return Part.COMPLIANCE if self.who is Who.EVERYONE else Part.INDICATORS

    @property
    def wording(self) -> Wording:
        return Wording(self.title, self.question, self.source, self.challenge, self.caption)

    @property
    def definition(self) -> Definition:
        out_of = f" out of {self.denominator}" if self.denominator else ""
        when = "on the last day of the quarter" if self.aggregation in AT_ONCE else "in the quarter"
        when = "in the year" if self.frequency is Frequency.YEARLY else when
        return Definition(f"{self.numerator.capitalize()}{out_of}, {when}.", self.numerator, self.denominator)

    @property
    def measured(self) -> Measured:
        own = self.who is Who.EVERYONE or (self.who is Who.PARTNERSHIP and not self.counted_by.startswith("reviews."))
        return Measured(
            self.shape,
            self.polarity,
            self.aggregation,
            self.unit,
            0 if self.shape is COUNT else 1,
            self.frequency,
            self.breakdowns,
            SmallNumbers.ACTIVITY if own else SmallNumbers.CHILDREN,
            self.counted_by,
        )


SHAPES = {"count": COUNT, "share": SHARE, "rate": RATE, "average": MEAN}
POLARITIES = {"more": MORE, "less": LESS, "either": EITHER}
AGGREGATIONS = {"sum": SUM, "latest": LATEST, "mean": Aggregation.MEAN, "none": Aggregation.NONE}
AT_ONCE = frozenset({LATEST, Aggregation.MEAN})  # what is counted on one day
BREAKDOWNS = {"age": AGES, "sex": SEX}
CAPTIONS = {"reviews.notified": NOT_PERFORMANCE}


def words_from(text: str) -> dict[str, tuple[str, str, Frequency]]:
    """By title: the source, the challenge questions one a line, and how often."""
    rows = [[cell.strip() for cell in row.split("|")] for row in text.splitlines() if row and not row.startswith("#")]
    often = {"yearly": Frequency.YEARLY}
    return {
        title: (source, "\n".join(part.strip() for part in questions.split(";")), often[when[0]] if when else Frequency.QUARTERLY)
        for title, source, questions, *when in rows
    }


HERE = Path(__file__).parent
WORDS = words_from((HERE / "starting_words.txt").read_text(encoding="utf-8"))


def start_from(under: str, row: str) -> Start:
    cells = [cell.strip() for cell in row.split("|")]
    title, question, who, shape, polarity, aggregation, numerator, denominator, broken, unit, held, same = cells + [""] * (
        12 - len(cells)
    )
    source, challenge, frequency = WORDS[title]
    return Start(
        *(title, question, Who[who.upper()], under, SHAPES[shape], POLARITIES[polarity], AGGREGATIONS[aggregation]),
        *(numerator, denominator, tuple(BREAKDOWNS[name] for name in broken.split()), unit),
        source=source,
        challenge=challenge,
        frequency=frequency,
        caption=CAPTIONS.get(held, ""),
        counted_by=held,
        denominator_is=same,
    )


def starts_from(text: str) -> tuple[Start, ...]:
    """The rows of a text: "[heading]" begins those under a priority or theme, "#" a line that says what the cells are."""
    found, under = [], ""
    for row in text.splitlines():
        if row.startswith("["):
            under = row.strip("[]")
        elif row and not row.startswith("#"):
            found.append(start_from(under, row))
    return tuple(found)


STARTING_SET = starts_from((HERE / "starting_set.txt").read_text(encoding="utf-8"))
