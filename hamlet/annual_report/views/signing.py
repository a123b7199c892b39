from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hamlet.annual_report import forms, gathering, operations, queries
from hamlet.annual_report.files import files_of
from hamlet.annual_report.rules import Recipient, State, copies_due_on, days_late
from hamlet.annual_report.views.conversing import attempt, crumbs_of, found_report
from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.governance.rules import Partner


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def for_signature(request, slug):
    found, day = found_report(request, slug), today()
    form = forms.ConfirmForm(**typed(request), initial={"seen_version": found.version})
    seen = {} if found.is_frozen else gathering.evidence_seen(found, day)
    gaps = gathering.gaps_in(gathering.parts_of(found, seen))

    def act(given):
        content, gaps = gathering.text_to_sign(found, day)
        return operations.send_for_signature(report=found, content=content, gaps=gaps, sent_on=day, **given, by=request.user)

    if attempt(form, act):
        return redirect("annual_report:work", slug)
    context = {"report": found, "form": form, "gaps": gaps, "crumbs": crumbs_of(found)}
    return render(request, "annual_report/for_signature.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def take_back(request, slug):
    found = found_report(request, slug)
    warning = "Signatures that were given are withdrawn: the changed text needs its own, and a commentary given again."
    page = Ask("Take the report back to change it", "Take it back", "Taken back", "", found.title, warning, crumbs_of(found))
    form = forms.TakeBackForm(**typed(request), initial={"seen_version": found.version})
    act = {"report": found, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.take_back(**act, **given), f"/reports/{slug}/work/")


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_SIGN)
def sign(request, slug):
    found, day = found_report(request, slug), today()
    form = forms.SignForm(**typed(request), initial={"text_sha256": found.proposed_sha256})

    def act(given):
        chosen = {"text_sha256": given["text_sha256"], "made_with": given["made_with"]}
        return operations.sign(report=found, **chosen, signed_on=day, by=request.user)

    made = attempt(form, act)
    if made:
        messages.success(request, f"You signed for the partner {made.partner}")
        return redirect("annual_report:work", slug)
    partner = queries.partner_to_sign(found, request.user, day)
    context = {
        "report": found,
        "form": form,
        "partner": partner,
        "crumbs": crumbs_of(found),
        "rows": queries.signature_rows(found),
    }
    return render(request, "annual_report/sign.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def record_signature(request, slug):
    found = found_report(request, slug)
    intro = "For a partner who signed in a meeting or by letter. The report says that you recorded it, and from what."
    page = Ask("Record a signature", "Record it", "Recorded", intro, found.title, crumbs=crumbs_of(found), upload=True)
    form = forms.RecordSignatureForm(**typed(request))

    def act(given):
        given["partner"] = Partner(given["partner"])
        return operations.record_signature(report=found, today=today(), **given, by=request.user)

    return ask(request, form, page, act, f"/reports/{slug}/work/")


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def publish(request, slug):
    found = found_report(request, slug)
    form = forms.PublishForm(**typed(request), gaps=found.gaps, initial={"seen_version": found.version})

    def act(given):
        given.setdefault("gaps_reason", "")
        files = files_of(gathering.final_content(found, given["gaps_reason"])) if found.state == State.SIGNATURE else None
        return operations.publish(report=found, files=files, published_on=today(), **given, by=request.user)

    if attempt(form, act):
        messages.success(request, f"{found} is published. Now send the copies")
        return redirect("annual_report:copies", slug)
    rows = queries.signature_rows(found)
    context = {"report": found, "form": form, "crumbs": crumbs_of(found), "rows": rows, "missing": len(Partner) - len(rows)}
    return render(request, "annual_report/publish.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.REPORTS_EDIT)
def copies(request, slug):
    found = found_report(request, slug)
    form = forms.CopyForm(**typed(request))

    def act(given):
        given["recipient"] = Recipient(given["recipient"])
        return operations.record_copy(report=found, today=today(), **given, by=request.user)

    if attempt(form, act):
        messages.success(request, "Recorded")
        return redirect("annual_report:copies", slug)
    due = copies_due_on(found.publication.published_on, found.edition.copies_within_days) if found.is_published else None
    sent = found.copies.select_related("sent_by").order_by("sent_on", "id")
    context = {
        "report": found,
        "form": form,
        "crumbs": crumbs_of(found),
        "sent": [(copy, days_late(copy.sent_on, due)) for copy in sent],
        "owed": queries.copies_owed(found),
        "due_on": due,
    }
    return render(request, "annual_report/copies.html", context)
