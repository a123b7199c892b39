from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.clock import now, today
from hamlet.insight.forms import sources as forms
from hamlet.insight.jobs import load_release
from hamlet.insight.models import Dataset, Mapping, Release
from hamlet.insight.operations import datasets, loading, populations
from hamlet.insight.queries import sources as queries
from hamlet.insight.queries.comparators import beside_for
from hamlet.insight.queries.measures import measures_held
from hamlet.insight.rules.national import COLOURS, OPEN, LoadState
from hamlet.insight.rules.values import SYMBOLS
from hamlet.insight.views.shared import DATA

SOURCES = (*DATA, ("Official statistics", "/data/sources/"))


def crumbs(dataset):
    return (*SOURCES, (dataset.title, dataset.get_absolute_url()))


@require_safe
@allowed(P.DATA_READ)
def sources(request):
    models, mappings = queries.our_neighbours(), queries.mappings()
    beside = beside_for([row.series_id for row in mappings], today())
    context = {
        "datasets": queries.datasets(),
        "mappings": mappings,
        "reasons": {pk: found.why_no_comparator for pk, found in beside.items()},
        "ended": queries.mappings_ended(),
        "editions": queries.neighbour_models(),
        "models": list(models),
        "neighbours": queries.side_by_side(models),
        "differing": queries.differing(models),
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "crumbs": DATA,
    }
    return render(request, "insight/sources.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def add(request):
    form = forms.DatasetForm(**typed(request))
    asked = Ask("Add a data set", "Add it", "It is on record. Load its newest file next", crumbs=SOURCES)
    return ask(request, form, asked, lambda given: datasets.add_dataset(**given, by=request.user))


@require_safe
@allowed(P.DATA_READ)
def dataset(request, slug):
    found = get_object_or_404(Dataset.objects.select_related("current"), slug=slug)
    form = forms.MeasuresFilter(request.GET)
    standing = Prefetch("mappings", Mapping.objects.standing().select_related("series__indicator"))
    rows = measures_held(found).prefetch_related(standing).order_by("label", "id")
    words = form.chosen().get("search", "")
    context = {
        "dataset": found,
        "releases": found.releases.select_related("loaded_by").order_by("-number")[:20],
        "colours": {state.value: colour for state, colour in COLOURS.items()},
        "page": page(request, rows.filter(label__icontains=words) if words else rows),
        "filter": form,
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "crumbs": SOURCES,
    }
    return render(request, "insight/source.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def change(request, slug):
    found = get_object_or_404(Dataset, slug=slug)
    names = ("title", "publisher", "licence", "citation", "year_end")
    seen = {name: getattr(found, name) for name in names} | {"seen_version": found.version}
    form = forms.ChangeDatasetForm(**typed(request), initial=seen)
    intro = (
        "Another end of its years dates every figure of every release anew, and comparisons are worked out again. Numbers of "
        "children that were taken out of it keep their years: take them again afterwards."
    )
    asked = Ask("Change the data set", "Save", "Saved", intro, found.title, crumbs=crumbs(found))
    return ask(request, form, asked, lambda given: datasets.change_dataset(dataset=found, **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def load(request, slug):
    found = get_object_or_404(Dataset, slug=slug)
    form = forms.ReleaseForm(**typed(request))
    if form.is_bound and form.is_valid():
        file, words = form.cleaned_data["file"], {"made_with": form.cleaned_data["made_with"], "by": request.user}
        try:
            release = loading.begin_load(dataset=found, file_name=file.name, content=file.read(), at=now(), **words)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            load_release.enqueue(release.pk)
            return redirect(release)
    asked = Ask(
        "Load a release", "Load it", intro="It is read in the background. You can cancel it.", upload=True, crumbs=crumbs(found)
    )
    return render(request, "design/form_page.html", {"form": form, "ask": asked})


def release_of(slug, number):
    return get_object_or_404(Release.objects.select_related("dataset", "loaded_by"), dataset__slug=slug, number=number)


@require_safe
@allowed(P.DATA_READ)
def release(request, slug, number):
    found = release_of(slug, number)
    context = {
        "release": found,
        "colour": COLOURS[LoadState(found.state)],
        "loads": LoadState(found.state) in OPEN,
        "waits": found.state == LoadState.WAITING.value,
        "told": queries.NOTHING | found.summary,
        "symbols": SYMBOLS,
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "crumbs": crumbs(found.dataset),
    }
    return render(request, "insight/release.html", context)


@require_POST
@allowed(P.DATA_MANAGE)
def cancel(request, slug, number):
    found = release_of(slug, number)
    try:
        loading.cancel_load(release=found, at=now(), by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The load is cancelled. Nothing of it is kept")
    return redirect(found)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def take_populations(request, slug):
    found = get_object_or_404(Dataset.objects.exclude(current=None), slug=slug)
    form = forms.PopulationsForm(**typed(request), dataset=found)
    intro = (
        "Rates are worked out per 10,000 of these, for every place and year of the data set. They replace the earlier estimates."
    )
    asked = Ask("Take the numbers of children", "Take them", "They are on record", intro, found.title, crumbs=crumbs(found))
    return ask(request, form, asked, lambda given: populations.take_populations(**given, by=request.user), found)
