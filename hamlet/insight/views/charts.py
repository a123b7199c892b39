from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.working_days.clock import today
from hamlet.insight.charts import control_chart, line_chart
from hamlet.insight.forms.dashboard import DashboardFilter
from hamlet.insight.models import Indicator
from hamlet.insight.queries.control import controlled
from hamlet.insight.queries.dashboard import one_reading, open_indicators, readings
from hamlet.insight.queries.freshness import quarters_held
from hamlet.insight.queries.told import remarks_of
from hamlet.insight.sparks import sparks_of
from hamlet.insight.views.shared import KINDS, quarter_held, selected

KEPT = 30 * 24 * 3600


def line(indicator, quarter):
    reading = one_reading(indicator, quarter)
    return line_chart(reading, remarks_of(indicator.annotations.all(), reading.begun))


def control(indicator, quarter):
    reading = one_reading(indicator, quarter)
    return control_chart(reading, controlled(indicator, quarter), remarks_of(indicator.annotations.all(), reading.begun))


def at_once(key, make):
    """A picture out of the server's cache, or drawn. A browser keeps none of it: pages of signed-in people are never stored."""
    svg = cache.get(key)
    if svg is None:
        svg = make().svg()
        cache.set(key, svg, KEPT)
    return HttpResponse(svg, content_type=KINDS["svg"])


MAKERS = {
    "line": line,
    "control": control,
    "line-narrow": lambda indicator, quarter: line(indicator, quarter).narrow,
    "control-narrow": lambda indicator, quarter: control(indicator, quarter).narrow,
}


def still(found, digest):
    """The picture, if it is what its address says; else 404: the page that shows the new figures has the new address."""
    if found is None or found.digest != digest:
        raise Http404
    return found


@require_safe
@allowed(P.DATA_READ)
def chart(request, slug, quarter, kind, digest):
    """At its own address for ever: what it shows is part of the address."""

    def make():
        indicator = get_object_or_404(Indicator, slug=slug)
        return still(MAKERS[kind](indicator, quarter_held(quarter)) if kind in MAKERS else None, digest)

    return at_once(f"insight.chart.{kind}.{digest}", make)


@require_safe
@allowed(P.DATA_READ)
def sparks(request, quarter, digest):
    """The small multiples of a selection, which the address says as the dashboard's does, in one picture."""

    def make():
        found, wanted = quarter_held(quarter), selected(DashboardFilter(request.GET, held=quarters_held(today())))
        return still(sparks_of(readings(open_indicators(found, **wanted), found)), digest)

    return at_once(f"insight.sparks.{digest}", make)
