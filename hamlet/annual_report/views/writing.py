from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.annual_report import forms, gathering, operations, queries
from hamlet.annual_report.models import EditionItem, Section
from hamlet.annual_report.rules import State, needs_summary, next_step, steps
from hamlet.annual_report.views.conversing import attempt, crumbs_of, found_report
from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.documents.queries import documents_on
from hamlet.foundations.working_days.clock import today

REPORTS = (("Yearly reports", "/reports/"),)


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def start(request):
    page = Ask("Start a yearly report", "Start it", "The report is started", crumbs=REPORTS)
    form = forms.StartForm(**typed(request), initial={"edition": queries.edition_for(today())})
    made = attempt(form, lambda given: operations.start_report(**given, by=request.user))
    if made:
        return redirect("annual_report:work", made.slug)
    return render(request, "design/form_page.html", {"form": form, "ask": page})


@require_safe
@allowed(Permission.REPORTS_READ)
def work(request, slug):
    found, day = found_report(request, slug, with_progress=True), today()
    progress = queries.progress(found)
    step = next_step(progress)
    parts = () if found.is_frozen else gathering.parts_of(found, gathering.evidence_seen(found, day))
    lacking = (
        [(gap.title, gap.what) for gap in gathering.gaps_in(parts)]
        if parts
        else [(row["title"], row["what"]) for row in found.gaps]
    )
    context = {
        "report": found,
        "due": queries.due(found),
        "steps": [(row.label, row.state) for row in steps(progress)],
        "next": step,
        "next_url": queries.page_of(found, step),
        "mine": queries.waits_for(found, step, request.user, day),
        "report_parts": parts,
        "gaps": lacking,
        "signatures": queries.signature_rows(found),
        "copies": found.copies.all(),
        "files": documents_on(found),
        "edits": request.user.powers.may(Permission.REPORTS_EDIT),
        "history": history(found),
    }
    return render(request, "annual_report/work.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def section(request, slug, key):
    found, day = found_report(request, slug), today()
    row = get_object_or_404(Section, report=found, key=key)
    item = get_object_or_404(EditionItem, edition=found.edition, key=key)
    initial = {"narrative": row.narrative, "other_evidence": row.other_evidence, "seen_version": row.version}
    form = forms.SectionForm(**typed(request), initial=initial)
    if attempt(form, lambda given: operations.write_section(section=row, **given, by=request.user)):
        return redirect("annual_report:work", slug)
    held, summaries = gathering.evidence_seen(found, day), queries.summaries_of(found)
    keys = [key for key in item.evidence_keys(found.edition.year) if key in held]
    context = {
        "report": found,
        "item": item,
        "form": form,
        "crumbs": crumbs_of(found),
        "evidence": [(held[key], summaries.get(key), needs_summary(held[key])) for key in keys],
        "open": found.state == State.DRAFT,
    }
    return render(request, "annual_report/section.html", context)


def section_of(report, item):
    """Which section of the report the rooms' `item` belongs to: its key, or 404."""
    rows = EditionItem.objects.filter(edition=report.edition_id)
    for row in rows:
        if item in row.evidence_keys(report.edition.year):
            return row.key
    raise Http404("No section of this report shows this")


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def summary(request, slug, item):
    found = found_report(request, slug)
    back = section_of(found, item)
    row, held = queries.summaries_of(found).get(item), gathering.evidence_seen(found, today()).get(item)
    form = forms.SummaryForm(
        **typed(request), initial={"text": row.text if row else "", "seen_version": row.version if row else None}
    )
    if attempt(form, lambda given: operations.write_summary(report=found, item=item, **given, by=request.user)):
        return redirect("annual_report:release", slug, item)
    title = held.title if held else item.replace("_", " ")
    context = {"report": found, "evidence": held, "form": form, "title": title, "back": back, "crumbs": crumbs_of(found)}
    return render(request, "annual_report/summary.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def release(request, slug, item):
    found = found_report(request, slug)
    row = queries.summaries_of(found).get(item)
    if row is None:
        raise Http404("Nothing is written for this yet")
    form = forms.ConfirmForm(**typed(request), initial={"seen_version": row.version})
    back = section_of(found, item)
    if attempt(form, lambda given: operations.release_summary(summary=row, **given, released_on=today(), by=request.user)):
        return redirect("annual_report:section", slug, back)
    context = {"report": found, "summary": row, "form": form, "back": back, "crumbs": crumbs_of(found)}
    return render(request, "annual_report/release.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def to_scrutineer(request, slug):
    found = found_report(request, slug)
    intro = "Nobody changes the text while the scrutineer reads it. You can take it back."
    page = Ask("Send it to the independent scrutineer", "Send it", "Sent", intro, found.title, crumbs=crumbs_of(found))
    form = forms.ConfirmForm(**typed(request), initial={"seen_version": found.version})
    act = {"report": found, "sent_on": today(), "by": request.user}
    made = attempt(form, lambda given: operations.send_to_scrutineer(**act, **given))
    return redirect("annual_report:work", slug) if made else render(request, "design/form_page.html", {"form": form, "ask": page})


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_SCRUTINISE)
def commentary(request, slug):
    found = found_report(request, slug)
    row = queries.commentary_of(found)
    intro = "It is printed in the report. Once you give it, the partners may sign; until then nobody else reads it."
    page = Ask("The independent scrutineer’s commentary", "Save", "Saved", intro, found.title, crumbs=crumbs_of(found))
    form = forms.CommentaryForm(**typed(request), initial={"text": row.text if row else "", "seen_version": found.version})
    act = {"report": found, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.write_commentary(**act, **given), f"/reports/{slug}/work/")
