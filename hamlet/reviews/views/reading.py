"""What is read of a rapid review: the combined chronology, and the report before it leaves and as it leaves."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record, record_export
from hamlet.foundations.design.paging import page
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.word import to_docx
from hamlet.reviews.forms import rapid as forms
from hamlet.reviews.queries.chronology import chronology, still_writing, tally_of
from hamlet.reviews.queries.report import report_content, report_of
from hamlet.reviews.views.opening import opened, review_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAKERS = {"pdf": (to_pdf, "application/pdf"), "docx": (to_docx, WORD)}


@require_safe
@allowed(P.DESK)
@opened
def the_combined_chronology(request, case):
    form, review = forms.ChronologyFilter(request.GET), review_of(case)
    chosen = form.chosen()
    named, may_name = chosen.get("names") == "shown", request.user.powers.may(P.REVIEWS_CHILDREN)
    require(not named or may_name, "Only seats of the Rapid Review Panel see names.")
    if named:
        record("reviews.opened", by=request.user, subject=case, page="the names in the chronology")
    agency, tally = chosen.get("agency"), tally_of(case, named=named)
    given = {"agency_id": agency.pk if agency else None, "first": chosen.get("first"), "last": chosen.get("last")}
    context = {
        "case": case,
        "page": page(request, chronology(review, tally, **given), 100),
        "filter": form,
        "named": named,
        "may_name": may_name,
        "switched": switched(request, named),
        "waiting": still_writing(review),
    }
    return render(request, "reviews/chronology.html", context)


def switched(request, named):
    """The address of the same entries with names instead of pseudonyms, or the other way round."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("names", None)
    if not named:
        query["names"] = "shown"
    return f"?{query.urlencode()}"


@require_safe
@allowed(P.DESK)
@opened
def the_report_before_it_leaves(request, case):
    found = report_of(review_of(case), settings.PARTNERSHIP["name"])
    context = {
        "case": case,
        "content": found.content,
        "replaced": sorted(found.tally.replaced.items()),
        "left": sorted(found.tally.left.items()),
    }
    return render(request, "reviews/report_check.html", context)


@require_safe
@allowed(P.DESK)
@opened
def the_report_as_a_file(request, case, form):
    make, kind = MAKERS[form]
    content = report_content(review_of(case), settings.PARTNERSHIP["name"])
    record_export(by=request.user, what="a rapid review", count=1, form=form, subject=case)
    response = HttpResponse(make(content), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="rapid-review.{form}"'
    return response
