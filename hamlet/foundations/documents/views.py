from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.queries import content_of, may_open
from hamlet.foundations.documents.rules import State


@require_safe
@allowed(Permission.DESK)
def document(request, pk):
    found = get_object_or_404(Document, pk=pk)
    if not may_open(request.user, found):
        if request.user.powers.waits_for_second_factor:
            return redirect("people:second_factor")
        raise Http404("No such document for this person")
    if found.state != State.READY.value:
        refused = found.state == State.REFUSED.value
        return render(request, "documents/waiting.html", {"refused": refused}, status=409)
    record("documents.downloaded", by=request.user, subject=found, holder=found.on_kind)
    response = HttpResponse(content_of(found), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
