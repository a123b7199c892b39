"""Charts drawn on the server: always beside their table, never inside a page's response time."""

import base64

import altair
import vl_convert

PINE, LEAF = "#17383d", "#1f6f64"


def bar_chart(rows: list[tuple[str, float]], *, value_title: str) -> tuple[str, str]:
    """Horizontal bars, in the order given: an SVG, and the same as a PNG in base64 for Word."""
    data = altair.Data(values=[{"label": label, "value": value} for label, value in rows])
    order = [label for label, _ in rows]
    base = altair.Chart(data).encode(
        y=altair.Y("label:N", sort=order, title=None, axis=altair.Axis(labelLimit=260)),
        x=altair.X("value:Q", title=value_title, axis=altair.Axis(tickMinStep=1, grid=False)),
        text=altair.Text("value:Q"),
    )
    chart = (base.mark_bar(color=LEAF, size=16) + base.mark_text(align="left", dx=4, color=PINE)).properties(
        width=460, height=max(60, 30 * len(rows))
    )
    described = (
        chart.configure_view(strokeWidth=0)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=PINE, titleColor=PINE)
        .to_json()
    )
    return vl_convert.vegalite_to_svg(described), base64.b64encode(vl_convert.vegalite_to_png(described, scale=2)).decode()
