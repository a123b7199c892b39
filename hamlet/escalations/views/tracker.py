from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamlet.escalations import forms, queries
from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record_export
from hamlet.foundations.design.dates import moment
from hamlet.foundations.design.paging import page
from hamlet.foundations.publishing import sheets
from hamlet.foundations.publishing.content import Content, Paragraph, Table
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.working_days.clock import now, today

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
LOOKUPS = {
    "group": "group",
    "agency": "agencies",
    "priority": "priority",
    "state": "state",
    "sent_from": "sent_on__gte",
    "sent_to": "sent_on__lte",
}


def chosen_rows(request, form):
    rows = queries.escalations().visible_to(request.user)
    chosen = {LOOKUPS[name]: value for name, value in form.chosen().items()}
    return rows.filter(**chosen).order_by("-sent_on", "-id")


@require_safe
@allowed(Permission.ESCALATIONS_READ)
def tracker(request):
    form, day = forms.TrackerFilter(request.GET), today()
    rows = chosen_rows(request, form)
    powers = request.user.powers
    shown = page(request, rows)
    context = {
        "page": shown,
        "ages": {row.pk: queries.age(row, day) for row in shown},
        "filter": form,
        "figures": queries.figures_of(rows, day),
        "quiet": queries.quiet_groups(day),
        "drafts": powers.may(Permission.ESCALATIONS_DRAFT),
        "day": day,
    }
    return render(request, "escalations/tracker.html", context)


@require_safe
@allowed(Permission.ESCALATIONS_READ)
def download(request, form):
    rows = queries.tracker_rows(chosen_rows(request, forms.TrackerFilter(request.GET)).sent(), today())
    record_export(by=request.user, what="the escalation tracker", count=len(rows), form=form)
    response = HttpResponse(made(rows, form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="escalations.{form}"'
    return response


def made(rows, form):
    headings = queries.TRACKER_HEADINGS
    if form == "csv":
        return sheets.to_csv(headings, rows)
    if form == "xlsx":
        return sheets.to_xlsx(headings, rows, "Escalations")
    name = settings.PARTNERSHIP["name"]
    table = Table("Escalations", headings, tuple(rows)) if rows else Paragraph("No escalation matches.")
    return to_pdf(Content("Escalation tracker", (table,), "", f"As of {moment(now())}", publisher=name))
