from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.sheets import to_workbook
from hamlet.foundations.working_days.clock import today
from hamlet.insight.queries.report import MARKING, found_in, linked, quarter_content
from hamlet.insight.queries.report_book import quarter_sheets
from hamlet.insight.rules.periods import last_ended
from hamlet.insight.views.shared import DATA, download, quarter_in


@require_safe
@allowed(P.DATA_READ)
def newest(request):
    """The report of the newest quarter that is over, whatever the day: what an agenda links to."""
    return redirect("insight:quarter_report", last_ended(today()).key)


def findings_in(address):
    """What a quarter's report says, if the quarter is over and anything is asked for in it; or 404."""
    quarter = quarter_in(address)
    if quarter > last_ended(today()):
        raise Http404(f"{quarter} is not over")
    found = found_in(quarter)
    if not found.rows:
        raise Http404(f"Nothing is asked for in {quarter}")
    return found


def others(found):
    """The quarters before and after, where figures are asked for in them."""
    earlier = any(row.indicator.starts_on < found.quarter.starts_on for row in found.rows)
    return [
        *([("The quarter before", found.quarter.later(-1))] if earlier else []),
        *([("The quarter after", found.quarter.later(1))] if found.quarter < last_ended(today()) else []),
    ]


@require_safe
@allowed(P.DATA_READ)
def report(request, quarter):
    found = findings_in(quarter)
    context = {"quarter": found.quarter, "content": quarter_content(found, today(), linked), "marking": MARKING}
    return render(request, "insight/quarter_report.html", context | {"others": others(found), "crumbs": DATA})


@require_safe
@allowed(P.DATA_READ)
def report_file(request, quarter, form):
    found = findings_in(quarter)
    if form == "pdf":
        content, count = to_pdf(quarter_content(found, today())), 1
    else:
        content, count = to_workbook(quarter_sheets(found, today()), MARKING), len(found.rows)
    what = f"the dashboard’s report of {found.quarter}"
    return download(request, content, name=f"dashboard-{found.quarter.key.lower()}", form=form, what=what, count=count)
