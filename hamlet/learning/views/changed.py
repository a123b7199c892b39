from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.identifying import could_identify
from hamlet.foundations.working_days.clock import today
from hamlet.learning import operations, queries
from hamlet.learning.forms import changed as forms
from hamlet.learning.models import Evidence
from hamlet.learning.views.shared import LEARNING, sheet

CHANGED = (*LEARNING, ("What changed for children?", "/learning/changed/"))
HEADINGS = (
    "Section",
    "Theme",
    "Recommendation",
    "Outcome expected",
    "Kind",
    "Tells of",
    "What it shows",
    "Strength",
    "Released on",
)


def chosen(request):
    form = forms.ChangedFilter(request.GET, years=queries.changed_years())
    given = form.chosen()
    theme, year = given.get("theme"), given.get("year")
    return form, queries.changed_keys(today(), theme.slug if theme else "", int(year) if year else None)


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def changed(request):
    form, keys = chosen(request)
    rows = page(request, keys)
    context = {
        "page": rows,
        "filter": form,
        "changes": queries.changes_of(list(rows)),
        "releases": request.user.powers.may(P.REPORTS_EDIT),
        "crumbs": LEARNING,
    }
    return render(request, "learning/changed.html", context)


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def download(request, form):
    _, keys = chosen(request)
    rows = [
        (
            *(change.section, change.theme, change.recommendation.reference, change.recommendation.outcome),
            *(item.kind, item.speaks_of, item.text, item.strength, item.released_on),
        )
        for change in queries.changes_of(keys)
        for item in change.items
    ]
    return sheet(request, HEADINGS, rows, name="what-changed", what="what changed for children", form=form)


@require_http_methods(["GET", "POST"])
@allowed(P.REPORTS_EDIT)
def release(request, key):
    item = get_object_or_404(Evidence.objects.standing().once(), made_with=key)
    hits = could_identify(item.text)
    form = forms.ReleaseForm(**typed(request), in_doubt=bool(hits), initial={"seen_version": item.version})
    said = ", ".join(f"“{hit.text}” ({hit.what.value.lower()})" for hit in hits)
    warning = f"This could identify someone: {said}." if hits else ""
    intro = f"It stands word for word in the yearly report and on the learning page: {item.text}"
    asked = Ask("Release this evidence", "Release it", "It is released", intro, item.kind, warning, CHANGED)
    about = {"evidence": item, "on": today(), "by": request.user}
    return ask(request, form, asked, lambda given: operations.release_evidence(**about, **given), "learning:changed")


@require_http_methods(["GET", "POST"])
@allowed(P.REPORTS_EDIT)
def hold_back(request, key):
    item = get_object_or_404(Evidence, made_with=key)
    form = forms.HoldBackForm(**typed(request), initial={"seen_version": item.version})
    asked = Ask("Take this evidence back", "Take it back", "It is released no longer", item.text, item.kind, crumbs=CHANGED)
    about = {"evidence": item, "by": request.user}
    return ask(request, form, asked, lambda given: operations.hold_back_evidence(**about, **given), "learning:changed")
