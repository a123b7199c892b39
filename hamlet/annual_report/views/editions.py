from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.annual_report import forms, operations
from hamlet.annual_report.editions import DueKind, SignedBy
from hamlet.annual_report.models import EditionItem, ReportEdition
from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed

NUMBERS = ("due_months", "due_month", "due_day", "copies_within_days")
WORDS = ("signed_by", "due_kind", "source", "confirmed")


def crumbs(edition):
    return (("Yearly reports", "/reports/"), (edition.name, edition.get_absolute_url()))


def back(request, edition):
    """Where one goes after a correction: an administrator corrects an edition without reading reports."""
    return edition if request.user.powers.may(Permission.REPORTS_READ) else request.path


@require_safe
@allowed(Permission.REPORTS_READ)
def edition(request, year):
    found = get_object_or_404(ReportEdition, year=year)
    context = {
        "edition": found,
        "items": found.items.order_by("position"),
        "manages": request.user.powers.may(Permission.SETTINGS_MANAGE),
        "history": history(found),
    }
    return render(request, "annual_report/edition.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SETTINGS_MANAGE)
def change_edition(request, year):
    found = get_object_or_404(ReportEdition, year=year)
    initial = {name: getattr(found, name) for name in (*NUMBERS, *WORDS)}
    form = forms.EditionForm(**typed(request), initial={**initial, "seen_version": found.version})
    page = Ask("What this edition says of yearly reports", "Save", "Saved", caption=found.name, crumbs=crumbs(found))

    def act(given):
        given |= {"signed_by": SignedBy(given["signed_by"]), "due_kind": DueKind(given["due_kind"])}
        numbers = {name: given.pop(name) for name in NUMBERS}
        return operations.change_edition(edition=found, numbers=numbers, **given, by=request.user)

    return ask(request, form, page, act, back(request, found))


@require_http_methods(["GET", "POST"])
@allowed(Permission.SETTINGS_MANAGE)
def change_item(request, year, key):
    found = get_object_or_404(ReportEdition, year=year)
    item = get_object_or_404(EditionItem, edition=found, key=key)
    initial = {name: getattr(item, name) for name in ("title", "asks", "source", "confirmed")}
    form = forms.ItemForm(**typed(request), initial={**initial, "seen_version": item.version})
    page = Ask("What is asked for", "Save", "Saved", caption=f"{found.name}: {item.need.lower()}", crumbs=crumbs(found))
    act = {"item": item, "by": request.user}
    return ask(request, form, page, lambda given: operations.change_item(**act, **given), back(request, found))
