"""What the Independent Scrutineer reads: the reports and decisions of rapid reviews that were sent, never the case."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record
from hamlet.foundations.design.paging import page
from hamlet.reviews.models import Conflict, RapidReview
from hamlet.reviews.queries.report import report_content


def sent(request):
    conflicts = Conflict.objects.filter(person=request.user, ended_on=None).values("case_id")
    rows = RapidReview.objects.exclude(sent_on=None).filter(case__disposed_on=None).exclude(case__in=conflicts)
    return rows.select_related("case")


@require_safe
@allowed(P.REVIEWS_SCRUTINISE)
def reports(request):
    return render(request, "reviews/reports.html", {"page": page(request, sent(request).order_by("-sent_on", "-id"))})


@require_safe
@allowed(P.REVIEWS_SCRUTINISE)
def report(request, reference):
    review = get_object_or_404(sent(request), case__reference=reference)
    record("reviews.opened", by=request.user, subject=review.case, page="the report and the decision")
    content = report_content(review, settings.PARTNERSHIP["name"])
    return render(request, "reviews/report.html", {"content": content, "review": review})
