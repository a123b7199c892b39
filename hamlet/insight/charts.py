"""Charts: what is drawn, its digest (the chart's address), its Vega-Lite specification and the words that say what it shows."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import altair
import vl_convert
from django.urls import reverse

from hamlet.insight.queries.control import Controlled
from hamlet.insight.queries.dashboard import Reading
from hamlet.insight.queries.told import Remark
from hamlet.insight.rules.control import SMALLEST, Broken
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.reading import finding

WIDE, NARROW = (720, 320), (290, 260)  # as large as the letters in them ask for: 12 pixels high, and higher where it is enlarged
PINE, LEAF, STRAW, RUST, MIST = "#17383d", "#1f6f64", "#b7791f", "#b3261e", "#7d8a85"
VERSION = 4  # part of every address: a change of style gives new ones


@dataclass(frozen=True)
class Chart:
    """What is drawn, as plain values, with its alternative text. `digest` is the address: it changes with whatever is shown, and
    only then. Nothing is drawn before it is asked for: a specification takes ten times as long as the rest of a page.
    """

    kind: str
    shown: dict[str, Any]
    alt: str

    @property
    def narrow(self) -> "Chart":
        """The same for a narrow screen, where its letters are still large enough to read."""
        return replace(self, shown={**self.shown, "narrow": True})

    @property
    def digest(self) -> str:
        return sha256(json.dumps([VERSION, self.kind, self.shown, self.alt]).encode()).hexdigest()[:40]

    @property
    def spec(self) -> str:
        """The Vega-Lite specification."""
        drawn = SPECIFIED[self.kind](self.shown).configure_view(strokeWidth=0)
        axis = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": PINE, "titleColor": PINE, "gridColor": "#e3e7e1"}
        width, height = NARROW if self.shown["narrow"] else WIDE
        drawn = drawn.properties(width=width, height=height, autosize={"type": "fit", "contains": "padding"}, padding=4)
        return json.dumps(drawn.configure_axis(**axis).to_dict(), sort_keys=True)

    def svg(self) -> str:
        """Drawn: about 50 ms, the first in a process about a second."""
        return vl_convert.vegalite_to_svg(self.spec)


def chart_addresses(slug: str, quarter: Quarter, chart: Chart) -> tuple[str, str]:
    """Where a chart is, and where it is for a narrow screen."""
    named = ((chart.kind, chart.digest), (f"{chart.kind}-narrow", chart.narrow.digest))
    wide, narrow = (reverse("insight:chart", args=[slug, quarter.key, *one]) for one in named)
    return wide, narrow


def values_of(reading: Reading) -> list[dict[str, Any]]:
    decimals = reading.indicator.decimals
    return [
        {
            "quarter": str(point.quarter),
            "value": None if point.value is None else round(float(point.value), decimals),
            "series": point.series,
        }
        for point in reading.points
    ]


def axis_title(reading: Reading) -> str:
    shape = Shape(reading.indicator.shape)
    return {Shape.PERCENTAGE: "Per cent", Shape.RATE: "Per 10,000 children"}.get(
        shape, reading.indicator.unit.capitalize() or "Number"
    )


def words_of(reading: Reading) -> str:
    shape, decimals = Shape(reading.indicator.shape), reading.indicator.decimals
    said = [
        str(reading.since_last).capitalize() if reading.newest else "",
        reading.target.capitalize(),
        reading.indicator.caption.rstrip("."),
    ]
    return finding(reading.indicator.title, reading.points, said, shape=shape, decimals=decimals)


def line_chart(reading: Reading, remarks: Sequence[Remark] = ()) -> Chart:
    """Thirteen quarters as a line with gaps where no figure is, the target, if there is one, and what was explained."""
    rows = values_of(reading)
    order = [row["quarter"] for row in rows]
    aim = None if reading.aim is None else [float(reading.aim), f"target {reading.say(reading.aim)}"]
    marks = marks_of(lettered(remarks, order))
    shown = {"rows": rows, "title": axis_title(reading), "aim": aim, "marks": marks, "narrow": False}
    return Chart("line", shown, " ".join([words_of(reading), *remark_words(remarks, order)]))


def _line(shown: dict[str, Any]) -> Any:
    order = [row["quarter"] for row in shown["rows"]]
    base = altair.Chart(altair.Data(values=shown["rows"])).encode(
        x=quarters(order),
        y=figures(shown, zero=True),
        detail="series:N",  # a line of its own for each definition: they are never joined
    )
    layers = [base.mark_line(color=LEAF, strokeWidth=2.5, point=altair.OverlayMarkDef(color=LEAF, size=48))]
    if shown["aim"] is not None:
        layers += _named_line(*shown["aim"], color=STRAW, dash=[6, 4], baseline="middle")
    return altair.layer(*layers, *_marks(shown["marks"], order))


def figures(shown: dict[str, Any], *, zero: bool) -> Any:
    return altair.Y("value:Q", title=shown["title"], scale=altair.Scale(zero=zero), axis=altair.Axis(format=",~f"))


def _named_line(at: float, words: str, *, color: str, dash: list[int], baseline: Any) -> list[Any]:
    """A level line across the chart, with what it is at its right end."""
    base = altair.Chart(altair.Data(values=[{"at": at, "words": words}])).encode(y="at:Q")
    name = base.mark_text(align="left", baseline=baseline, dx=5, color=PINE, fontSize=12).encode(
        text="words:N", x=altair.value("width")
    )
    return [base.mark_rule(color=color, strokeDash=dash, strokeWidth=1.5), name]


def quarters(order: Sequence[str]) -> Any:
    return altair.X("quarter:O", sort=list(order), title=None, axis=altair.Axis(labelAngle=-45, labelOverlap="greedy"))


def lettered(remarks: Sequence[Remark], order: Sequence[str]) -> list[tuple[str, str, str]]:
    """Letter, quarter and text of the remarks on quarters that are drawn: A, B, C… (the twenty-seventh is A2)."""
    drawn = [(str(row.quarter), row.text) for row in remarks if str(row.quarter) in order]
    return [(f"{chr(ord('A') + place % 26)}{place // 26 + 1 if place >= 26 else ''}", *row) for place, row in enumerate(drawn)]


def remark_words(remarks: Sequence[Remark], order: Sequence[str]) -> list[str]:
    return [f"{letter}, {quarter}: {text.rstrip('.')}." for letter, quarter, text in lettered(remarks, order)]


def marks_of(rows: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    """The quarters that were explained, each with the letters of what explains it."""
    letters: dict[str, list[str]] = {}
    for letter, quarter, _ in rows:
        letters.setdefault(quarter, []).append(letter)
    return [{"quarter": quarter, "letters": ", ".join(held)} for quarter, held in letters.items()]


def _marks(marks: list[dict[str, str]], order: Sequence[str]) -> list[Any]:
    """A dotted line at each quarter that was explained, its letters on top."""
    if not marks:
        return []
    base = altair.Chart(altair.Data(values=marks)).encode(x=quarters(order))
    name = base.mark_text(align="left", dx=4, color=PINE, fontWeight="bold", fontSize=13).encode(
        text="letters:N", y=altair.value(8)
    )
    return [base.mark_rule(color=MIST, strokeDash=[2, 3], strokeWidth=1.5), name]


def control_chart(reading: Reading, held: Controlled, remarks: Sequence[Remark] = ()) -> Chart:
    """Points with mean and limits; those that break a rule are diamonds and named in the words, not told by colour alone."""
    rows = controlled_values(reading, held)
    order = [row["quarter"] for row in rows]
    marks = marks_of(lettered(remarks, order))
    shown = {"rows": rows, "title": axis_title(reading), "limits": lines_of(held), "marks": marks, "narrow": False}
    return Chart("control", shown, " ".join([words_of(reading), control_words(held), *remark_words(remarks, order)]))


def lines_of(held: Controlled) -> list[tuple[str, float, str]]:
    """Each line of the control chart: which it is, where it lies, and its name with its number."""
    drawn = held.limits
    named = [("upper", drawn.upper), ("mean", drawn.mean), ("lower", drawn.lower)] if drawn else []
    return [(name, float(at), f"{name} {held.say_line(at)}") for name, at in named]


def controlled_values(reading: Reading, held: Controlled) -> list[dict[str, Any]]:
    """Every quarter from the first point to the last; one without a figure leaves a gap."""
    decimals = reading.indicator.decimals
    return [
        {
            "quarter": str(point.quarter),
            "value": None if point.value is None else round(float(point.value), decimals),
            "rule": held.rule_at(point.quarter) or "within the limits",
            "broken": held.broken_at(point.quarter) is not None,
        }
        for point in held.points
    ]


def _control(shown: dict[str, Any]) -> Any:
    order = [row["quarter"] for row in shown["rows"]]
    base = altair.Chart(altair.Data(values=shown["rows"])).encode(x=quarters(order), y=figures(shown, zero=False))
    points = base.mark_point(filled=True, size=80, opacity=1).encode(
        color=altair.condition("datum.broken", altair.value(RUST), altair.value(LEAF)),
        shape=altair.condition("datum.broken", altair.value("diamond"), altair.value("circle")),
    )
    drawn = []
    for name, at, words in shown["limits"]:
        baseline, dash = {"upper": ("bottom", [5, 4]), "mean": ("middle", [1, 0]), "lower": ("top", [5, 4])}[name]
        drawn += _named_line(at, words, color=PINE, dash=dash, baseline=baseline)
    return altair.layer(base.mark_line(color=MIST), points, *drawn, *_marks(shown["marks"], order))


SPECIFIED: dict[str, Callable[[dict[str, Any]], Any]] = {"line": _line, "control": _control}


def control_words(held: Controlled) -> str:
    """Mean and limits, the points that break a rule, and what else must be known to read the chart."""
    if held.limits is None:
        return held.why_not
    drawn = held.limits
    said = [
        f"Mean {held.say_line(drawn.mean)}, limits {held.say_line(drawn.lower)} and {held.say_line(drawn.upper)}, from the first "
        f"{drawn.points} quarters.",
        _broken_words(held),
    ]
    if held.small:
        said.append(f"Passed over, because they count fewer than {SMALLEST}: {', '.join(map(str, held.small))}.")
    return " ".join([*said, outrun_words(held)]).strip()


def outrun_words(held: Controlled) -> str:
    """A prompt where the figures have long left the mean; "" otherwise. Only a decision works limits out anew."""
    if not held.outrun:
        return ""
    return f"The newest {held.outrun} figures lie on one side of the mean: ask whether to work the limits out anew."


def _broken_words(held: Controlled) -> str:
    if not held.broken:
        return "No point breaks a rule."
    runs: list[list[Broken]] = []
    for row in held.broken:
        before = runs[-1][-1] if runs else None
        if before and (before.place + 1, before.rule, before.up) == (row.place, row.rule, row.up):
            runs[-1].append(row)
        else:
            runs.append([row])
    return f"Points that break a rule: {'; '.join(f'{_span(held, run)}: {held.told(run[0])}' for run in runs)}."


def _span(held: Controlled, run: list[Broken]) -> str:
    first, last = (held.points[row.place].quarter for row in (run[0], run[-1]))
    return str(first) if first == last else f"{first} to {last}"
