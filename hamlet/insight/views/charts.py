from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.insight.charts import control_chart, line_chart, spark
from hamlet.insight.models import Indicator
from hamlet.insight.queries.control import controlled
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.queries.told import remarks_of
from hamlet.insight.views.shared import KINDS, quarter_in

KEPT = 30 * 24 * 3600


def line(indicator, quarter):
    reading = one_reading(indicator, quarter)
    return line_chart(reading, remarks_of(indicator.annotations.all(), reading.begun))


def control(indicator, quarter):
    reading = one_reading(indicator, quarter)
    return control_chart(reading, controlled(indicator, quarter), remarks_of(indicator.annotations.all(), reading.begun))


MAKERS = {"line": line, "control": control, "spark": lambda indicator, quarter: spark(one_reading(indicator, quarter))}


@require_safe
@allowed(P.DATA_READ)
def chart(request, slug, quarter, kind, digest):
    """At its own address for ever: what it shows is part of the address. A browser keeps none of it (signed-in pages never are)."""
    key = f"insight.chart.{kind}.{digest}"
    svg = cache.get(key)
    if svg is None:
        indicator = get_object_or_404(Indicator, slug=slug)
        found = MAKERS[kind](indicator, quarter_in(quarter)) if kind in MAKERS else None
        if found is None or found.digest != digest:
            raise Http404  # the figures changed since: the page that shows it has the new address
        svg = found.svg()
        cache.set(key, svg, KEPT)
    return HttpResponse(svg, content_type=KINDS["svg"])
