from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import today
from hamlet.insight.charts import control_chart, control_words, line_chart, remark_words, spark
from hamlet.insight.forms.dashboard import DashboardFilter
from hamlet.insight.models import Indicator
from hamlet.insight.queries import compliance as compliances
from hamlet.insight.queries.control import controlled, long_supply
from hamlet.insight.queries.dashboard import one_reading, open_indicators, readings
from hamlet.insight.queries.points import broken_down
from hamlet.insight.queries.report import sources_of
from hamlet.insight.queries.told import KIND, remarks_of, revisions_of, said_of
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import last_ended, quarter_from
from hamlet.insight.rules.values import computed
from hamlet.insight.views.shared import DATA


def chosen(form, newest):
    """The quarter and the indicators that the address asks for."""
    given = form.chosen()
    quarter = quarter_from(given["quarter"]) if "quarter" in given else newest
    wanted = {name: given[name] for name in ("priority", "theme") if name in given}
    if "agency" in given:
        wanted["asked_of"] = given["agency"]
    return quarter, open_indicators(quarter, **wanted)


def address_of(reading, quarter, kind, chart):
    return reverse("insight:chart", args=[reading.indicator.slug, quarter.key, kind, chart.digest])


def grouped(rows):
    """Readings under their priority, then under their theme, in the order in which they come."""
    groups = {}
    for row in rows:
        heading = row.indicator.priority or row.indicator.theme or "Other"
        groups.setdefault(str(heading), []).append(row)
    return list(groups.items())


@require_safe
@allowed(P.DATA_READ)
def dashboard(request):
    newest = last_ended(today())
    form = DashboardFilter(request.GET, newest=newest)
    quarter, indicators = chosen(form, newest)
    rows = readings(indicators, quarter)
    small = [(row, spark(row)) for row in rows if row.newest]
    context = {
        "quarter": quarter,
        "filter": form,
        "groups": grouped(rows),
        "sparks": {row.indicator.pk: (address_of(row, quarter, "spark", chart), chart.alt) for row, chart in small},
        "sources": sources_of(rows),
        "late": sum(bool(row.lag) or row.newest is None for row in rows),
        "count": len(rows),
        "query": request.GET.urlencode(),
        "manages": request.user.powers.may(P.DATA_MANAGE),
    }
    return render(request, "insight/dashboard.html", context)


def categories_of(reading):
    """The headings and rows of the newest figure by its breakdowns; None where there is none."""
    if reading.newest is None or not reading.indicator.breakdowns:
        return None
    row, shape = reading.indicator, Shape(reading.indicator.shape)
    held = broken_down([row.pk], [reading.newest.quarter])[row.pk, reading.newest.quarter.starts_on]
    parted = shape in {Shape.PERCENTAGE, Shape.AVERAGE}
    rows = []
    for key in ((name, category) for name, categories in row.breakdowns for category in categories):
        top, below = held.get(key, (None, None))
        if top is not None:
            rows.append((*key, f"{int(top):,}", *([reading.say(computed(shape, top, below))] if parted else [])))
    return (["By", "Category", "Number", *(["Figure"] if parted else [])], rows) if rows else None


def pictures(reading, held, said, quarter):
    """What is drawn of one indicator, with the words under each drawing."""
    remarks = remarks_of(said.annotations, reading.begun)
    line = line_chart(reading, remarks)
    control = control_chart(reading, held, remarks) if held.limits else None
    return {
        "line": (address_of(reading, quarter, "line", line), line.alt) if reading.newest else None,
        "explained": remark_words(remarks, [str(point.quarter) for point in reading.points]),
        "control": (address_of(reading, quarter, "control", control), control.alt) if control else None,
        "control_explained": remark_words(remarks, [str(point.quarter) for point in held.points]),
        "control_words": control_words(held),
    }


@require_safe
@allowed(P.DATA_READ)
def indicator(request, slug):
    found = get_object_or_404(Indicator.objects.select_related("owner", "priority", "theme"), slug=slug)
    newest = last_ended(today())
    form = DashboardFilter(request.GET, newest=newest)
    quarter = quarter_from(form.chosen().get("quarter", newest.key))
    supply = long_supply([found], quarter)
    reading, held, said = one_reading(found, quarter, supply), controlled(found, quarter, supply), said_of(found)
    context = {
        "indicator": found,
        "reading": reading,
        "quarter": quarter,
        "held": held,
        **pictures(reading, held, said, quarter),
        "categories": categories_of(reading),
        "said": said,
        "revisions": revisions_of(found),
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "actions": named(settings.ACTIONS_FROM)(request.user, KIND, found.slug),
        "raises": request.user.powers.may(P.ACTIONS_MANAGE),
        "decides": request.user.powers.may(P.DATA_APPROVE),
        "crumbs": DATA,
    }
    return render(request, "insight/indicator.html", context)


@require_safe
@allowed(P.DATA_READ)
def compliance(request):
    newest = last_ended(today())
    form = DashboardFilter(request.GET, newest=newest)
    quarter = quarter_from(form.chosen().get("quarter", newest.key))
    context = {"quarter": quarter, "tables": compliances.tables(quarter), "crumbs": DATA}
    return render(request, "insight/compliance.html", context)
