from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.sheets import to_xlsx
from hamlet.foundations.working_days.clock import today
from hamlet.insight.queries.report import HEADS, MARKING, linked, quarter_content, sheet_rows
from hamlet.insight.views.shared import DATA, download, quarter_in


@require_safe
@allowed(P.DATA_READ)
def report(request, quarter):
    found = quarter_in(quarter)
    context = {"quarter": found, "content": quarter_content(found, today(), linked), "marking": MARKING, "crumbs": DATA}
    return render(request, "insight/quarter_report.html", context)


@require_safe
@allowed(P.DATA_READ)
def report_file(request, quarter, form):
    found = quarter_in(quarter)
    if form == "pdf":
        content, count = to_pdf(quarter_content(found, today())), 1
    else:
        rows = sheet_rows(found)
        content, count = to_xlsx(("Under", *HEADS), rows, str(found)), len(rows)
    what = f"the dashboard’s report of {found}"
    return download(request, content, name=f"dashboard-{found.key.lower()}", form=form, what=what, count=count)
