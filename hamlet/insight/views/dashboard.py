from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import today
from hamlet.insight.charts import chart_addresses, control_chart, control_words, line_chart, remark_words
from hamlet.insight.forms.dashboard import DashboardFilter, Look, QuarterFilter
from hamlet.insight.models import Indicator
from hamlet.insight.queries import compliance as compliances
from hamlet.insight.queries.control import controlled, long_supply
from hamlet.insight.queries.dashboard import one_reading, open_indicators, readings
from hamlet.insight.queries.defining import defined
from hamlet.insight.queries.freshness import quarters_held
from hamlet.insight.queries.points import broken_down
from hamlet.insight.queries.report import sources_of
from hamlet.insight.queries.told import KIND, remarks_of, revisions_of, said_of
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import between, last_ended, quarter_of
from hamlet.insight.rules.values import computed
from hamlet.insight.sparks import sparks_of
from hamlet.insight.views.shared import DATA, selected


def addresses_of(reading, quarter, chart):
    """Where a chart is, where it is for a narrow screen, and its alternative text."""
    return (*chart_addresses(reading.indicator.slug, quarter, chart), chart.alt)


def at(form):
    """The quarter as part of the addresses of pages that show the same one; "" for the newest, which is theirs anyway."""
    return "" if form.asked == form.held[-1] else f"?quarter={form.asked.key}"


def grouped(rows):
    """Readings under their priority, then under their theme, in the order in which they come."""
    groups = {}
    for row in rows:
        heading = row.indicator.priority or row.indicator.theme or "Other"
        groups.setdefault(str(heading), []).append(row)
    return list(groups.items())


def numbered(rows, quarter, query):
    """The address of each reading's small multiple, by indicator: all are in one picture."""
    shown = [row for row in rows if row.newest]
    if not shown:
        return {}
    address = reverse("insight:sparks", args=[quarter.key, sparks_of(rows).digest]) + (f"?{query}" if query else "")
    return {row.indicator.pk: f"{address}#s{place}" for place, row in enumerate(shown)}


def looks(request):
    """The ways to look at the same selection: the words, the address and whether it is this one."""
    for name, words in ((Look.OVERVIEW, "Overview"), (Look.CARDS, "Cards")):
        query = request.GET.copy()
        query.pop("view", None)
        query.update({"view": name.value} if name is Look.CARDS else {})
        yield words, f"?{query.urlencode()}", name.value == (request.GET.get("view") or Look.OVERVIEW.value)


@require_safe
@allowed(P.DATA_READ)
def dashboard(request):
    form = DashboardFilter(request.GET, held=quarters_held(today()))
    quarter, query = form.asked, request.GET.urlencode()
    rows = readings(open_indicators(quarter, **selected(form)), quarter)
    cards = form.chosen().get("view") == Look.CARDS.value
    context = {
        "quarter": quarter,
        "filter": form,
        "groups": grouped(rows),
        "sparks": numbered(rows, quarter, query),
        "sources": sources_of(rows),
        "late": sum(bool(row.lag) or row.newest is None for row in rows),
        "count": len(rows),
        "query": query,
        "at": at(form),
        "looks": list(looks(request)),
        "cards": cards,
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
    return {
        "line": addresses_of(reading, quarter, line_chart(reading, remarks)) if reading.newest else None,
        "explained": remark_words(remarks, [str(point.quarter) for point in reading.points]),
        "control": addresses_of(reading, quarter, control_chart(reading, held, remarks)) if held.limits else None,
        "control_explained": remark_words(remarks, [str(point.quarter) for point in held.points]),
        "control_words": control_words(held),
    }


@require_safe
@allowed(P.DATA_READ)
def indicator(request, slug):
    found = get_object_or_404(Indicator.objects.select_related("owner", "priority", "theme"), slug=slug)
    form = QuarterFilter(request.GET, held=between(quarter_of(found.starts_on), last_ended(today())))
    quarter = form.asked
    supply = long_supply([found], quarter)
    reading, held, said = one_reading(found, quarter, supply), controlled(found, quarter, supply), said_of(found)
    context = {
        "indicator": found,
        "reading": reading,
        "quarter": quarter,
        "filter": form,
        "at": at(form),
        "held": held,
        **pictures(reading, held, said, quarter),
        "categories": categories_of(reading),
        "said": said,
        "defined": defined(found),
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
    form = QuarterFilter(request.GET, held=quarters_held(today()))
    context = {"quarter": form.asked, "filter": form, "tables": compliances.tables(form.asked), "crumbs": DATA}
    return render(request, "insight/compliance.html", context)
