from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.queries import agencies_with
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.foundations.working_days.clock import today
from hamlet.insight import operations
from hamlet.insight.forms.suppliers import AreaForm, BeginForm, PopulationForm, SupplierForm
from hamlet.insight.queries.asking import home
from hamlet.insight.queries.suppliers import (
    agencies_by_kind,
    agencies_with_supply,
    areas_held,
    populations_held,
    said_of_starting_set,
    who_answers,
)
from hamlet.insight.rules.areas import AreaKind
from hamlet.insight.views.shared import DATA

SUPPLIERS = (*DATA, ("Areas and suppliers", "/data/suppliers/"))


@require_safe
@allowed(P.DATA_READ)
def suppliers(request):
    context = {
        "rows": agencies_with_supply(),
        "areas": areas_held(),
        "populations": populations_held(),
        "home": home(),
        "sends": agencies_with(P.DATA_RETURN, today()),
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "crumbs": DATA,
    }
    return render(request, "insight/suppliers.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def supplier(request, agency):
    found = get_object_or_404(agencies_on_record(), slug=agency)
    held = next((row for one, row in agencies_with_supply() if one.pk == found.pk), None)
    seen = {"area": held.area_id, "signs_off": held.signs_off_id} if held else {}
    form = SupplierForm(**typed(request), initial=seen)
    asked = Ask("How does the agency supply?", "Save", "Saved", caption=found.name, crumbs=SUPPLIERS)
    to = reverse("insight:suppliers")
    return ask(
        request, form, asked, lambda given: operations.set_supplier(agency=found, on=today(), **given, by=request.user), to
    )


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def add_area(request):
    form = AreaForm(**typed(request))
    asked = Ask("Add an area", "Add it", "The area is on record", crumbs=SUPPLIERS)

    def act(given):
        words = {
            "name": given["name"],
            "code": given["code"],
            "kind": AreaKind(given["kind"]),
            "is_home": given["whose"] == "ours",
        }
        return operations.add_area(**words, by=request.user)

    return ask(request, form, asked, act, reverse("insight:suppliers"))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def add_population(request):
    form = PopulationForm(**typed(request))
    intro = "Rates are worked out per 10,000 of these, year by year. A later estimate of a year replaces the earlier one."
    asked = Ask("Record the number of children", "Save", "Saved", intro, crumbs=SUPPLIERS)
    to = reverse("insight:suppliers")
    return ask(request, form, asked, lambda given: operations.hold_home_population(**given, by=request.user), to)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def begin(request):
    kinds = agencies_by_kind(today())
    form = BeginForm(**typed(request), today=today(), kinds=kinds)
    intro = f"About fifty indicators that partnerships commonly collect, under your priorities and by themes. {said_of_starting_set(kinds)}"
    asked = Ask("Begin with the starting set", "Add the starting set", "The starting set is in", intro, crumbs=DATA)
    to = reverse("insight:indicators")

    def act(given):
        words = {"agencies": form.agencies(), **who_answers(today()), "first_quarter": given["quarter"]}
        return operations.begin_with_starting_set(**words, by=request.user)

    return ask(request, form, asked, act, to)
