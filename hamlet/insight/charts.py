"""Charts as Vega-Lite specifications: what is drawn, its digest (the chart's address) and the words that say what it shows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import altair
import vl_convert

from hamlet.insight.queries.control import Controlled
from hamlet.insight.queries.dashboard import Reading
from hamlet.insight.queries.told import Remark
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.reading import finding

PINE, LEAF, STRAW, RUST, MIST = "#17383d", "#1f6f64", "#b7791f", "#b3261e", "#7d8a85"
VERSION = 2  # part of every address: a change of style gives new ones


@dataclass(frozen=True)
class Chart:
    """A specification with its alternative text. `digest` is the address: it changes with whatever is shown, and only then."""

    spec: str
    alt: str

    @property
    def digest(self) -> str:
        return sha256(f"{VERSION}\n{self.spec}\n{self.alt}".encode()).hexdigest()[:40]

    def svg(self) -> str:
        """Drawn: about 50 ms, the first in a process about a second."""
        return vl_convert.vegalite_to_svg(self.spec)

    def png(self) -> bytes:
        return vl_convert.vegalite_to_png(self.spec, scale=2)


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


def styled(chart: Any) -> str:
    return json.dumps(
        chart.configure_view(strokeWidth=0)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=PINE, titleColor=PINE, gridColor="#e3e7e1")
        .to_dict(),
        sort_keys=True,
    )


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
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=quarters(order),
        y=altair.Y("value:Q", title=axis_title(reading), scale=altair.Scale(zero=True)),
        detail="series:N",  # a line of its own for each definition: they are never joined
    )
    layers = [base.mark_line(color=LEAF, strokeWidth=2.5, point=altair.OverlayMarkDef(color=LEAF, size=48))]
    if reading.aim is not None:
        aim = altair.Chart(altair.Data(values=[{"aim": float(reading.aim)}]))
        layers.append(aim.mark_rule(color=STRAW, strokeDash=[6, 4], strokeWidth=2).encode(y="aim:Q"))
    layers += _marks(lettered(remarks, order), order)
    alt = " ".join([words_of(reading), *remark_words(remarks, order)])
    return Chart(styled(altair.layer(*layers).properties(width=560, height=240)), alt)


def quarters(order: Sequence[str]) -> Any:
    return altair.X("quarter:O", sort=list(order), title=None, axis=altair.Axis(labelAngle=-45))


def lettered(remarks: Sequence[Remark], order: Sequence[str]) -> list[tuple[str, str, str]]:
    """Letter, quarter and text of the remarks on quarters that are drawn: A, B, C… (the twenty-seventh is A2)."""
    drawn = [(str(row.quarter), row.text) for row in remarks if str(row.quarter) in order]
    return [(f"{chr(ord('A') + place % 26)}{place // 26 + 1 if place >= 26 else ''}", *row) for place, row in enumerate(drawn)]


def remark_words(remarks: Sequence[Remark], order: Sequence[str]) -> list[str]:
    return [f"{letter}, {quarter}: {text.rstrip('.')}." for letter, quarter, text in lettered(remarks, order)]


def _marks(rows: list[tuple[str, str, str]], order: Sequence[str]) -> list[Any]:
    """A dotted line at each quarter that was explained, with the letters of what explains it on top."""
    letters: dict[str, list[str]] = {}
    for letter, quarter, _ in rows:
        letters.setdefault(quarter, []).append(letter)
    if not letters:
        return []
    told = [{"quarter": quarter, "letters": ", ".join(held)} for quarter, held in letters.items()]
    base = altair.Chart(altair.Data(values=told)).encode(x=quarters(order))
    name = base.mark_text(align="left", dx=4, color=PINE, fontWeight="bold", fontSize=13).encode(
        text="letters:N", y=altair.value(8)
    )
    return [base.mark_rule(color=MIST, strokeDash=[2, 3], strokeWidth=1.5), name]


def spark(reading: Reading) -> Chart:
    """The same in small, for the overview: no axes, the newest figure marked."""
    rows = values_of(reading)
    order = [row["quarter"] for row in rows]
    x = altair.X("quarter:O", sort=order, axis=None)
    y = altair.Y("value:Q", axis=None, scale=altair.Scale(zero=False, padding=6))
    line = altair.Chart(altair.Data(values=rows)).encode(x=x, y=y, detail="series:N").mark_line(color=LEAF, strokeWidth=2)
    known = [row for row in rows if row["value"] is not None]
    last = altair.Chart(altair.Data(values=known[-1:])).encode(x=x, y=y).mark_point(color=PINE, filled=True, size=60, opacity=1)
    return Chart(styled(altair.layer(line, last).properties(width=220, height=56)), words_of(reading))


def control_chart(reading: Reading, held: Controlled, remarks: Sequence[Remark] = ()) -> Chart:
    """Points with mean and limits; those that break a rule are diamonds and named in the words, not told by colour alone."""
    decimals = reading.indicator.decimals
    rows: list[dict[str, Any]] = [
        {
            "quarter": str(point.quarter),
            "value": round(float(point.value or 0), decimals),
            "rule": held.rule_at(point.quarter) or "within the limits",
            "broken": bool(held.rule_at(point.quarter)),
        }
        for point in held.points
    ]
    order = [row["quarter"] for row in rows]
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=quarters(order),
        y=altair.Y("value:Q", title=axis_title(reading), scale=altair.Scale(zero=False)),
    )
    marks = base.mark_point(filled=True, size=80, opacity=1).encode(
        color=altair.condition("datum.broken", altair.value(RUST), altair.value(LEAF)),
        shape=altair.condition("datum.broken", altair.value("diamond"), altair.value("circle")),
    )
    layers = [base.mark_line(color=MIST), marks, *_rules(held), *_marks(lettered(remarks, order), order)]
    alt = " ".join([words_of(reading), control_words(held), *remark_words(remarks, order)])
    return Chart(styled(altair.layer(*layers).properties(width=600, height=280)), alt)


def _rules(held: Controlled) -> list[Any]:
    if held.limits is None:
        return []
    lines: list[dict[str, Any]] = [{"at": float(held.limits.mean), "dash": [1, 0]}]
    lines += [{"at": float(limit), "dash": [5, 4]} for limit in (held.limits.lower, held.limits.upper)]
    return [
        altair.Chart(altair.Data(values=[{"at": line["at"]}])).mark_rule(color=PINE, strokeDash=line["dash"]).encode(y="at:Q")
        for line in lines
    ]


def control_words(held: Controlled) -> str:
    if held.limits is None:
        return held.why_not
    if not held.broken:
        return "Every point lies within the control limits, and none breaks a rule."
    said = [f"{held.points[row.place].quarter}: {row.rule}" for row in held.broken]
    return f"Points that break a rule: {'; '.join(said)}."
