"""The small multiples of the overview: every line of a selection in one picture, at one address, drawn in one go."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import altair
import vl_convert

from hamlet.insight.charts import LEAF, PINE, VERSION, values_of
from hamlet.insight.queries.dashboard import Reading

WIDTH, HEIGHT, APART = 84, 30, 60  # so far apart that none is seen beside another, however narrow a tile is


@dataclass(frozen=True)
class Sparks:
    """Lines without axes, one below the other, the newest figure marked. A page shows one by its number: `…svg#s12`.

    Forty-four pictures of their own take two seconds to draw and as many requests; as one they take fifty milliseconds and one.
    """

    rows: tuple[tuple[dict[str, Any], ...], ...]

    @property
    def digest(self) -> str:
        return sha256(json.dumps([VERSION, WIDTH, HEIGHT, APART, self.rows]).encode()).hexdigest()[:40]

    @property
    def spec(self) -> str:
        """The Vega-Lite specification: one facet for each line, with a scale of its own."""
        values = [{**point, "place": place} for place, points in enumerate(self.rows) for point in _marked(points)]
        base = altair.Chart().encode(
            x=altair.X("at:O", axis=None),
            y=altair.Y("value:Q", axis=None, scale=altair.Scale(zero=False, padding=5)),
            detail="series:N",  # a line of its own for each definition: they are never joined
        )
        line = base.mark_line(color=LEAF, strokeWidth=1.8)
        last = base.transform_filter("datum.newest").mark_point(color=PINE, filled=True, size=44, opacity=1)
        drawn = altair.layer(line, last, data=altair.Data(values=values)).properties(width=WIDTH, height=HEIGHT)
        drawn = drawn.facet(row=altair.Row("place:O", header=None), spacing=APART).resolve_scale(y="independent")
        drawn = drawn.properties(padding=0, background="transparent").configure_view(strokeWidth=0)
        return json.dumps(drawn.to_dict(), sort_keys=True)

    def svg(self) -> str:
        views = "".join(
            f'<view id="s{place}" viewBox="0 {place * (HEIGHT + APART)} {WIDTH} {HEIGHT}"/>' for place in range(len(self.rows))
        )
        head, rest = vl_convert.vegalite_to_svg(self.spec).split(">", 1)
        return f"{head}>{views}{rest}"


def _marked(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    known = [place for place, point in enumerate(points) if point["value"] is not None]
    return [{**point, "at": place, "newest": known[-1:] == [place]} for place, point in enumerate(points)]


def sparks_of(readings: Sequence[Reading]) -> Sparks:
    """In the order of the readings that have a figure, which is the order of their numbers."""
    return Sparks(tuple(tuple(values_of(row)) for row in readings if row.newest))
