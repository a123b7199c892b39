from typing import Any

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.working_days.clock import today
from hamlet.learning import operations, queries
from hamlet.learning.forms import recommendations as forms
from hamlet.learning.rules.recommendations import DISSOLVED, Answer
from hamlet.learning.views.shared import RECOMMENDATIONS, crumbs, found, sheet

HEADINGS = ("Recommendation", "What", "Source", "Found", "Themes", "Addressed to", "Outcome expected", "How it is measured")
MORE_HEADINGS = ("Answer", "Rung", "Since", "Actions", "Part of", "Look again")


def chosen(request, form):
    given = form.chosen()
    rows = queries.recommendations().visible_to(request.user).order_by("-found_on", "-id")
    for name, field in (("theme", "themes"), ("agency", "agencies"), ("source_kind", "source_kind")):
        if name in given:
            rows = rows.filter(**{field: given[name]})
    place = given.get("place", "")
    rows = rows.filter(closed_on__isnull=False) if place == DISSOLVED else rows.worked()
    if place and place != DISSOLVED:
        rows = rows.filter(Q(rung=place) | Q(answer=place))
    if "search" in given:
        rows = rows.filter(Q(text__icontains=given["search"]) | Q(reference__iexact=given["search"]))
    return rows.filter(flagged_on__isnull=False) if given.get("again") else rows


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def recommendations(request):
    form = forms.RecommendationsFilter(request.GET)
    rows = page(request, chosen(request, form))
    for row in rows:
        row.source = row.source_for(request.user)[0]
    manages = request.user.powers.may(P.RECOMMENDATIONS_MANAGE)
    return render(request, "learning/recommendations.html", {"page": rows, "filter": form, "manages": manages})


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def download(request, form):
    rows = [
        (
            *(row.reference, row.text, row.source_for(request.user)[0], row.found_on),
            ", ".join(sorted(theme.name for theme in row.themes.all())),
            ", ".join(sorted(agency.name for agency in row.agencies.all())),
            *(row.outcome, row.measure, row.answer, row.rung, row.reached_on, row.doing),
            *(row.joint_into.reference if row.joint_into else "", row.flags),
        )
        for row in chosen(request, forms.RecommendationsFilter(request.GET))
    ]
    what = "the recommendations"
    return sheet(request, (*HEADINGS, *MORE_HEADINGS), rows, name="recommendations", what=what, form=form)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def new(request):
    form = forms.RecommendationForm(**typed(request), find=queries.likely_duplicates)
    intro = "From a national review, an audit or an inspection. It waits until it is accepted or rejected."
    asked = Ask("Add a recommendation", "Add it", "It is in the plan", intro, crumbs=RECOMMENDATIONS)
    if form.is_bound and form.alike and "looked" in form.errors:
        return render(request, "learning/looks_alike.html", {"form": form, "ask": asked, "alike": form.alike, "here": None})
    return ask(request, form, asked, lambda given: operations.add_recommendation(**given, by=request.user))


@require_safe
@allowed(P.RECOMMENDATIONS_MANAGE)
def alike(request, reference):
    row = found(request, reference)
    likely = queries.likely_duplicates(row.text, leaving=row)
    context = {"recommendation": row, "alike": likely, "crumbs": crumbs(row), "may_join": row.answer != Answer.REJECTED.value}
    return render(request, "learning/alike.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def change(request, reference):
    row = found(request, reference)
    seen = {"outcome": row.outcome, "measure": row.measure, "seen_version": row.version}
    seen |= {name: [item.pk for item in getattr(row, name).all()] for name in ("agencies", "themes")}
    form = forms.ChangeRecommendationForm(**typed(request), initial=seen)
    asked = Ask("Change how it is worked", "Save", caption=str(row), crumbs=crumbs(row))
    return ask(request, form, asked, lambda given: operations.change_recommendation(recommendation=row, **given, by=request.user))


ANSWERS: dict[str, Any] = {
    "accept": (forms.AcceptForm, "Accept it", operations.accept_recommendation, "It stands on the first rung"),
    "reject": (forms.RejectForm, "Reject it", operations.reject_recommendation, "It is rejected"),
}


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def answer(request, reference, what):
    row = found(request, reference)
    form_class, heading, operation, done = ANSWERS[what]
    form = form_class(**typed(request), initial={"seen_version": row.version})
    asked = Ask(heading, heading, done, row.text, str(row), crumbs=crumbs(row), kind="warning" if what == "reject" else "")
    alike = queries.likely_duplicates(row.text, leaving=row) if what == "accept" else []
    if alike and not form.is_bound:
        return render(request, "learning/looks_alike.html", {"form": form, "ask": asked, "alike": alike, "here": row})
    return ask(request, form, asked, lambda given: operation(recommendation=row, on=today(), **given, by=request.user), row)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def link(request, reference):
    row = found(request, reference)
    form = forms.LinkForm(**typed(request), initial={"reference": request.GET.get("other", "")[:20]})
    intro = "Two that say nearly the same, and are worked apart. Each page shows the other."
    asked = Ask("Link it to another", "Link them", "They are linked", intro, str(row), crumbs=crumbs(row))

    def act(given):
        return operations.link_recommendations(first=row, second=given.pop("other"), on=today(), **given, by=request.user)

    return ask(request, form, asked, act, row)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def join(request, reference):
    row = found(request, reference)
    seen = {"text": row.text, "outcome": row.outcome, "measure": row.measure, "reference": request.GET.get("other", "")[:20]}
    form = forms.JoinForm(**typed(request), initial=seen)
    intro = "One piece of work for both. Each keeps its source, and stands where the joint recommendation stands."
    asked = Ask("Join it with another", "Join them", "They are one now", intro, str(row), crumbs=crumbs(row))

    def act(given):
        rows = [row, given.pop("other")]
        return operations.join_recommendations(recommendations=rows, on=today(), **given, by=request.user)

    return ask(request, form, asked, act)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def serve(request, reference):
    row = found(request, reference)
    form = forms.ServeForm(**typed(request), user=request.user)
    intro = "An action that is in the plan already. To add a new one, use “Add an action” on the recommendation’s page."
    asked = Ask("Let an action serve it", "Save", "The action serves it", intro, str(row), crumbs=crumbs(row))
    return ask(request, form, asked, lambda given: operations.let_serve(**given, recommendation=row, by=request.user), row)
