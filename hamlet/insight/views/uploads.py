from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import typed
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.clock import now
from hamlet.insight import operations
from hamlet.insight.forms.returns import UploadForm
from hamlet.insight.models import Upload
from hamlet.insight.queries.uploads import preview, table_from
from hamlet.insight.views.returns import NOT_YOURS, crumbs
from hamlet.insight.views.shared import return_in, supplies

SHOWN = 200


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_RETURN)
def upload(request, quarter, agency):
    source = return_in(request, quarter, agency)
    require(supplies(request.user, source), NOT_YOURS)
    form = UploadForm(**typed(request))
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = table_from(file.read(), file.name)
            words = {"table": table, "made_with": form.cleaned_data["made_with"]}
            kept = operations.keep_upload(source=source, at=now(), by=request.user, **words)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("insight:staged", kept.pk)
    return render(request, "insight/upload.html", {"source": source, "form": form, "crumbs": crumbs(source)})


def kept(request, pk):
    return get_object_or_404(Upload.objects.filter(by=request.user).select_related("source__agency"), pk=pk)


@require_safe
@allowed(P.DATA_RETURN)
def staged(request, pk):
    found = kept(request, pk)
    if found.taken_at:
        return redirect(found.source)
    seen = preview(found)
    context = {
        "upload": found,
        "source": found.source,
        "seen": seen,
        "problems": seen.read.problems[:SHOWN],
        "changes": seen.changes[:SHOWN],
        "crumbs": crumbs(found.source),
    }
    return render(request, "insight/staged.html", context)


@require_POST
@allowed(P.DATA_RETURN)
def take_in(request, pk):
    found = kept(request, pk)
    require(supplies(request.user, found.source), NOT_YOURS)
    seen = request.POST.get("seen", "")
    try:
        operations.take_in(upload=found, at=now(), seen_version=int(seen) if seen.isdecimal() else None, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("insight:staged", found.pk)
    messages.success(request, "The figures are put in. Look at them and send the return")
    return redirect(found.source)


@require_POST
@allowed(P.DATA_RETURN)
def forget(request, pk):
    found = kept(request, pk)
    source = found.source
    operations.forget_upload(upload=found, by=request.user)
    messages.success(request, "The uploaded rows are deleted")
    return redirect(source)
