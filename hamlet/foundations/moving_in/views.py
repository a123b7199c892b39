from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.design.asking import typed
from hamlet.foundations.moving_in import operations
from hamlet.foundations.moving_in.forms import ColumnsForm, UploadForm
from hamlet.foundations.moving_in.models import Upload
from hamlet.foundations.moving_in.queries import importer_of, importers
from hamlet.foundations.moving_in.rules import guess
from hamlet.foundations.publishing.sheets import to_csv, to_xlsx
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.clock import now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def found_importer(key):
    try:
        return importer_of(key)
    except KeyError:
        raise Http404 from None


def found_upload(request, pk):
    return get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)


@require_safe
@allowed(Permission.MOVING_IN)
def start(request):
    mine = Upload.objects.visible_to(request.user).order_by("-id")[:20]
    titles = {importer.key: importer.title for importer in importers()}
    rows = [(upload, titles.get(upload.importer, "")) for upload in mine]
    return render(request, "moving_in/start.html", {"importers": importers(), "uploads": rows})


@require_http_methods(["GET", "POST"])
@allowed(Permission.MOVING_IN)
def send(request, key):
    importer = found_importer(key)
    form = UploadForm(**typed(request))
    if form.is_valid():
        file = form.cleaned_data["file"]
        given = {"name": file.name, "content": file.read(), "made_with": form.cleaned_data["made_with"]}
        try:
            upload = operations.keep_upload(importer=importer, at=now(), by=request.user, **given)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("moving_in:columns", upload.pk)
    return render(request, "moving_in/send.html", {"importer": importer, "form": form})


@require_safe
@allowed(Permission.MOVING_IN)
def template(request, key, form):
    importer = found_importer(key)
    headings = [column.title for column in importer.columns]
    example = [[column.example for column in importer.columns]]
    content = to_csv(headings, example) if form == "csv" else to_xlsx(headings, example, importer.title)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if form == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{importer.key}.{form}"'
    return response


@require_http_methods(["GET", "POST"])
@allowed(Permission.MOVING_IN)
def columns(request, pk):
    upload = found_upload(request, pk)
    if not upload.sealed_rows:
        return redirect(upload)
    importer, ((_, headings), *rows) = found_importer(upload.importer), upload.table()
    initial = {"seen_version": upload.version, **(upload.mapping or guess(importer.columns, headings))}
    form = ColumnsForm(importer.columns, headings, **typed(request), initial=initial)
    if form.is_valid():
        given = {"mapping": form.mapping(), "seen_version": form.cleaned_data["seen_version"]}
        try:
            return redirect(operations.check_rows(upload=upload, **given, by=request.user))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"upload": upload, "importer": importer, "form": form, "headings": headings, "rows": [row for _, row in rows[:3]]}
    return render(request, "moving_in/columns.html", context)


@require_safe
@allowed(Permission.MOVING_IN)
def upload(request, pk):
    found = found_upload(request, pk)
    if found.state == "Uploaded":
        return redirect("moving_in:columns", found.pk)
    context = {"upload": found, "importer": found_importer(found.importer), "problems": found.problems()}
    return render(request, "moving_in/upload.html", context)


@require_POST
@allowed(Permission.MOVING_IN)
def import_rows(request, pk):
    found = found_upload(request, pk)
    try:
        found = operations.import_rows(upload=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
@allowed(Permission.MOVING_IN)
def forget(request, pk):
    operations.forget_upload(upload=found_upload(request, pk), by=request.user)
    messages.success(request, "The uploaded rows are deleted")
    return redirect(reverse("moving_in:start"))
