"""What stands beside ours: measures that somebody maps or takes away, and the models of our neighbours."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.insight.forms import sources as forms
from hamlet.insight.models import Dataset, Mapping, NeighbourModel
from hamlet.insight.operations import comparing, neighbours
from hamlet.insight.queries.measures import measures_held, series_of_shape
from hamlet.insight.rules.comparators import SPOKEN
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.views.sources import SOURCES, crumbs


def measure_of(slug, pk):
    dataset = get_object_or_404(Dataset, slug=slug)
    return get_object_or_404(measures_held(dataset).select_related("dataset"), pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def map_measure(request, slug, pk):
    measure = measure_of(slug, pk)
    form = forms.OfficialForm(**typed(request), measure=measure)
    intro = "A count never stands beside a rate, nor a rate beside a percentage."
    asked = Ask("Use it as a comparator", "Continue", "", intro, measure.label, crumbs=crumbs(measure.dataset))
    return ask(request, form, asked, lambda given: reverse("insight:map_as", args=[slug, pk, given["official"]]))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def map_as(request, slug, pk, official):
    measure = measure_of(slug, pk)
    shape = next((shape for shape in Shape if shape.name.lower() == official), None)
    if shape is None:
        raise Http404
    form = forms.MapForm(**typed(request), series=series_of_shape(shape, today()))
    intro = (
        f"It is {SPOKEN[shape]}. Only what counts the same may stand beside ours: a year beside a year, never beside one quarter."
    )
    asked = Ask(
        "Use it as a comparator", "Use it", "It stands beside the indicator", intro, measure.label, crumbs=crumbs(measure.dataset)
    )

    def act(given):
        because = comparing.Because(given["same"], given.get("instead", ""))
        words = {"series": given["series"], "point_in_time": given["point_in_time"], "because": because}
        comparing.map_measure(measure=measure, official=shape, **words, on=today(), by=request.user)
        return given["series"].indicator

    return ask(request, form, asked, act)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def unmap(request, pk):
    found = get_object_or_404(Mapping.objects.standing().select_related("series__indicator", "measure"), pk=pk)
    form = forms.ReasonForm(**typed(request), initial={"seen_version": found.version})
    intro = f"“{found.measure}” stands beside {found.series.indicator} no more. What was said of it stays on record."
    asked = Ask(
        *("Take the official measure away", "Take it away", "The official measure stands beside it no more", intro),
        *(found.series.indicator.title,),
        crumbs=SOURCES,
        kind="warning",
    )

    def act(given):
        return comparing.unmap(mapping=found, **given, on=today(), by=request.user)

    return ask(request, form, asked, act, reverse("insight:sources"))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def put_aside(request, pk):
    found = get_object_or_404(NeighbourModel.objects.standing(), pk=pk)
    form = forms.ReasonForm(**typed(request), initial={"seen_version": found.version})
    intro = "Its neighbours stand beside our figures no more. Loading it again brings it back."
    asked = Ask("Remove this model", "Remove it", "The model is put aside", intro, found.name, crumbs=SOURCES, kind="warning")

    def act(given):
        return neighbours.put_aside(model=found, **given, on=today(), by=request.user)

    return ask(request, form, asked, act, reverse("insight:sources"))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def load_neighbours(request):
    form = forms.NeighboursForm(**typed(request))
    intro = "Every model of the file replaces the one of its name. Comparisons are worked out anew."
    asked = Ask("Load statistical neighbours", "Load them", "They are loaded", intro, upload=True, crumbs=SOURCES)

    def act(given):
        file = given["file"]
        words = {"content": file.read(), "name": file.name, "source": given["source"]}
        return neighbours.load_neighbours(**words, by=request.user)

    return ask(request, form, asked, act, reverse("insight:sources"))
