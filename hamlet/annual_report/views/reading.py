from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hamlet.annual_report import gathering, queries
from hamlet.annual_report.editions import EDITIONS
from hamlet.annual_report.figures import figure_at
from hamlet.annual_report.files import KINDS
from hamlet.annual_report.models import Report
from hamlet.annual_report.rules import standing
from hamlet.annual_report.views.conversing import found_report
from hamlet.foundations.access.decorators import public
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record_export
from hamlet.foundations.design.paging import page
from hamlet.foundations.documents import queries as documents
from hamlet.foundations.publishing.content import Heading
from hamlet.foundations.working_days.clock import today


@require_safe
@public
def reports(request):
    day = today()
    drafts = [
        (turn.report, turn.due, standing(turn.due.on, day), turn.step)
        for turn in queries.turns(Report.objects.visible_to(request.user).open())
    ]
    context = {
        "page": page(request, queries.published_reports()),
        "drafts": drafts,
        "edits": request.user.powers.may(Permission.REPORTS_EDIT),
        "editions": [(row.name, row.year) for row in EDITIONS],
        "reads": request.user.powers.may(Permission.REPORTS_READ),
    }
    return render(request, "annual_report/reports.html", context)


@require_safe
@public
def report(request, slug):
    found = found_report(request, slug)
    content = gathering.content_of(found, today())
    context = {
        "report": found,
        "content": content,
        "headings": [block for block in content.blocks if isinstance(block, Heading) and block.level == 1],
        "reads": request.user.powers.may(Permission.REPORTS_READ),
        "partnership": settings.PARTNERSHIP["name"],
    }
    return render(request, "annual_report/report.html", context)


def download(request, slug, form):
    """A published report's own file, byte for byte; a draft is made anew, and its leaving is written down."""
    found = found_report(request, slug)
    kind, make = KINDS[form]
    name = f"report-{found.slug}.{form}"
    if found.is_published:
        content = documents.content_of(getattr(found.publication, form))
    else:
        content = make(gathering.content_of(found, today(), drawing="drawn"))
        record_export(by=request.user, what=f"the draft of {found}", count=1, form=form)
        name = f"draft-{name}"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@public
def pdf(request, slug):
    return download(request, slug, "pdf")


@require_safe
@public
def docx(request, slug):
    return download(request, slug, "docx")


@require_safe
@public
def figure(request, slug, item):
    found = found_report(request, slug)
    if not found.is_frozen:
        svg = gathering.draft_figure(found, item, today())
    else:
        drawn = figure_at(gathering.content_of(found, today()), request.path)
        svg = drawn.svg if drawn else None
    if svg is None:
        raise Http404("No such chart in this report")
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=31536000, immutable" if found.is_published else "no-store"
    return response
