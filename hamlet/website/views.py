from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import public
from hamlet.foundations.working_days.clock import today
from hamlet.governance import queries as governance
from hamlet.website import queries, rules


@require_safe
@public
def home(request):
    day = today()
    context = {
        "partners": governance.partners_on(day),
        "term": governance.term_on(day),
        "groups": list(governance.groups_on(day)),
        "priorities": governance.latest_priorities(day),
        "published": queries.published(),
    }
    return render(request, "website/home.html", context)


@require_safe
@public
def accessibility(request):
    return render(request, "website/accessibility.html")


@require_safe
@public
def privacy(request):
    return render(request, "website/privacy.html", {"kept": queries.kept()})


@require_safe
@public
def robots(request):
    return HttpResponse(rules.robots(demonstration=settings.DEMONSTRATION), content_type="text/plain; charset=utf-8")
