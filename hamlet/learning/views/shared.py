from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from hamlet.foundations.audit.operations import record_export
from hamlet.foundations.publishing import sheets
from hamlet.learning import queries

PLAN = (("Action plan", "/actions/"),)
LEARNING = (("Learning", "/learning/"),)
RECOMMENDATIONS = (*LEARNING, ("Recommendations", "/learning/recommendations/"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def found(request, reference):
    """The recommendation, if this person may see it."""
    return get_object_or_404(queries.recommendations().visible_to(request.user), reference=reference)


def crumbs(recommendation):
    return (*RECOMMENDATIONS, (str(recommendation), recommendation.get_absolute_url()))


def sheet(request, headings, rows, *, name, what, form):
    """A list as CSV or XLSX; leaving is an audit event."""
    record_export(by=request.user, what=what, count=len(rows), form=form)
    content = sheets.to_csv(headings, rows) if form == "csv" else sheets.to_xlsx(headings, rows, what.capitalize())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if form == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
