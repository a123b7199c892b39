"""What the Independent Scrutineer reads: the reports and decisions of reviews, never the case."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record
from hamlet.foundations.design.paging import page
from hamlet.reviews.queries.scrutiny import reported, reports_content


@require_safe
@allowed(P.REVIEWS_SCRUTINISE)
def reports(request):
    found = page(request, reported(request.user).order_by("-referred_on", "-id"))
    rows = [(case, getattr(case, "rapid_review", None), getattr(case, "statutory_review", None)) for case in found]
    return render(request, "reviews/reports.html", {"page": found, "rows": rows})


@require_safe
@allowed(P.REVIEWS_SCRUTINISE)
def report(request, reference):
    case = get_object_or_404(reported(request.user), reference=reference)
    record("reviews.opened", by=request.user, subject=case, page="the reports and decisions")
    content = reports_content(case, settings.PARTNERSHIP["name"])
    return render(request, "reviews/report.html", {"content": content, "case": case})
