"""Charts: what is drawn, its digest (the chart's address), its Vega-Lite specification and the words that say what it shows."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import altair
import vl_convert

from hamlet.insight.queries.control import Controlled
from hamlet.insight.queries.dashboard import Reading
from hamlet.insight.queries.told import Remark
from hamlet.insight.rules.control import Broken
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.reading import finding

PINE, LEAF, STRAW, RUST, MIST = "#17383d", "#1f6f64", "#b7791f", "#b3261e", "#7d8a85"
VERSION = 2  # part of every address: a change of style gives new ones


@dataclass(frozen=True)
class Chart:
    """What is drawn, as plain values, with its alternative text. `digest` is the address: it changes with whatever is shown, and
    only then. Nothing is drawn before it is asked for: a specification takes ten times as long as the rest of a page.
    """

    kind: str
    shown: dict[str, Any]
    alt: str

    @property
    def digest(self) -> str:
        return sha256(json.dumps([VERSION, self.kind, self.shown, self.alt]).encode()).hexdigest()[:40]

    @property
    def spec(self) -> str:
        """The Vega-Lite specification."""
        drawn = SPECIFIED[self.kind](self.shown).configure_view(strokeWidth=0)
        axis = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": PINE, "titleColor": PINE, "gridColor": "#e3e7e1"}
        return json.dumps(drawn.configure_axis(**axis).to_dict(), sort_keys=True)

    def svg(self) -> str:
        """Drawn: about 50 ms, the first in a process about a second."""
        return vl_convert.vegalite_to_svg(self.spec)


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
    aim = None if reading.aim is None else float(reading.aim)
    shown = {"rows": rows, "title": axis_title(reading), "aim": aim, "marks": marks_of(lettered(remarks, order))}
    return Chart("line", shown, " ".join([words_of(reading), *remark_words(remarks, order)]))


def _line(shown: dict[str, Any]) -> Any:
    order = [row["quarter"] for row in shown["rows"]]
    base = altair.Chart(altair.Data(values=shown["rows"])).encode(
        x=quarters(order),
        y=altair.Y("value:Q", title=shown["title"], scale=altair.Scale(zero=True)),
        detail="series:N",  # a line of its own for each definition: they are never joined
    )
    layers = [base.mark_line(color=LEAF, strokeWidth=2.5, point=altair.OverlayMarkDef(color=LEAF, size=48))]
    if shown["aim"] is not None:
        aim = altair.Chart(altair.Data(values=[{"aim": shown["aim"]}]))
        layers.append(aim.mark_rule(color=STRAW, strokeDash=[6, 4], strokeWidth=2).encode(y="aim:Q"))
    return altair.layer(*layers, *_marks(shown["marks"], order)).properties(width=560, height=240)


def quarters(order: Sequence[str]) -> Any:
    return altair.X("quarter:O", sort=list(order), title=None, axis=altair.Axis(labelAngle=-45))


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


def spark(reading: Reading) -> Chart:
    """The same in small, for the overview: no axes, the newest figure marked."""
    return Chart("spark", {"rows": values_of(reading)}, words_of(reading))


def _spark(shown: dict[str, Any]) -> Any:
    rows = shown["rows"]
    x = altair.X("quarter:O", sort=[row["quarter"] for row in rows], axis=None)
    y = altair.Y("value:Q", axis=None, scale=altair.Scale(zero=False, padding=6))
    line = altair.Chart(altair.Data(values=rows)).encode(x=x, y=y, detail="series:N").mark_line(color=LEAF, strokeWidth=2)
    known = [row for row in rows if row["value"] is not None]
    last = altair.Chart(altair.Data(values=known[-1:])).encode(x=x, y=y).mark_point(color=PINE, filled=True, size=60, opacity=1)
    return altair.layer(line, last).properties(width=220, height=56)


def control_chart(reading: Reading, held: Controlled, remarks: Sequence[Remark] = ()) -> Chart:
    """Points with mean and limits; those that break a rule are diamonds and named in the words, not told by colour alone."""
    rows = controlled_values(reading, held)
    order = [row["quarter"] for row in rows]
    limits = held.limits and {"mean": float(held.limits.mean), "outer": [float(held.limits.lower), float(held.limits.upper)]}
    shown = {"rows": rows, "title": axis_title(reading), "limits": limits, "marks": marks_of(lettered(remarks, order))}
    return Chart("control", shown, " ".join([words_of(reading), control_words(held), *remark_words(remarks, order)]))


def controlled_values(reading: Reading, held: Controlled) -> list[dict[str, Any]]:
    """Every quarter from the first point to the last; one without a figure leaves a gap."""
    known = {point.quarter: point.value for point in held.points}
    if not known:
        return []
    last, decimals = max(known), reading.indicator.decimals
    return [
        {
            "quarter": str(quarter),
            "value": None if (value := known.get(quarter)) is None else round(float(value), decimals),
            "rule": held.rule_at(quarter) or "within the limits",
            "broken": bool(held.rule_at(quarter)),
        }
        for quarter in last.last(last.since(min(known)) + 1)
    ]


def _control(shown: dict[str, Any]) -> Any:
    order = [row["quarter"] for row in shown["rows"]]
    base = altair.Chart(altair.Data(values=shown["rows"])).encode(
        x=quarters(order),
        y=altair.Y("value:Q", title=shown["title"], scale=altair.Scale(zero=False)),
    )
    points = base.mark_point(filled=True, size=80, opacity=1).encode(
        color=altair.condition("datum.broken", altair.value(RUST), altair.value(LEAF)),
        shape=altair.condition("datum.broken", altair.value("diamond"), altair.value("circle")),
    )
    layers = [base.mark_line(color=MIST), points, *_limits(shown["limits"]), *_marks(shown["marks"], order)]
    return altair.layer(*layers).properties(width=600, height=280)


def _limits(limits: dict[str, Any] | None) -> list[Any]:
    if limits is None:
        return []
    drawn = [(limits["mean"], [1, 0]), *((limit, [5, 4]) for limit in limits["outer"])]
    return [
        altair.Chart(altair.Data(values=[{"at": at}])).mark_rule(color=PINE, strokeDash=dash).encode(y="at:Q")
        for at, dash in drawn
    ]


SPECIFIED: dict[str, Callable[[dict[str, Any]], Any]] = {"line": _line, "spark": _spark, "control": _control}


def control_words(held: Controlled) -> str:
    if held.limits is None:
        return held.why_not
    if not held.broken:
        return "Every point lies within the control limits, and none breaks a rule."
    runs: list[list[Broken]] = []
    for row in held.broken:
        if runs and (runs[-1][-1].place + 1, runs[-1][-1].rule) == (row.place, row.rule):
            runs[-1].append(row)
        else:
            runs.append([row])
    said = [f"{_span(held, run)}: {run[0].rule}" for run in runs]
    return f"Points that break a rule: {'; '.join(said)}."


def _span(held: Controlled, run: list[Broken]) -> str:
    first, last = (held.points[row.place].quarter for row in (run[0], run[-1]))
    return str(first) if first == last else f"{first} to {last}"
