"""Those who come to a session: the agencies that are invited name their people, and each reads the material on a page of their own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record
from hamlet.foundations.design.asking import refuse, typed
from hamlet.foundations.publishing.content import paragraphs
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms.statutory import OwnAttendeeForm
from hamlet.reviews.models import Attendee, Conflict
from hamlet.reviews.operations.sessions import is_confidential
from hamlet.reviews.queries.reflection import pack_of
from hamlet.reviews.queries.sessions import invited
from hamlet.reviews.rules.statutory import SessionKind


def attending(request, key):
    """The attendee's own place at a session; 404 for everybody else, and for who declared a conflict of interest."""
    rows = Attendee.objects.select_related("session__review__case").filter(person=request.user)
    conflicts = Conflict.objects.filter(person=request.user, ended_on=None).values("case_id")
    rows = rows.filter(session__review__case__disposed_on=None).exclude(session__review__case__in=conflicts)
    return get_object_or_404(rows, session__made_with=key)


@require_safe
@allowed(P.SESSIONS_ATTEND)
def attend(request, key):
    """The page of somebody who attends: the material opens once they have agreed, is never a download, and is shut when the session
    was held.
    """
    place = attending(request, key)
    session = place.session
    must_agree = place.agreed_on is None and is_confidential(session)
    opens = not must_agree and session.held_on is None
    if opens:
        record("reviews.opened", by=request.user, subject=session.review.case, page="the material of a session")
    reflects = opens and session.kind == SessionKind.REFLECTION.value
    context = {
        "place": place,
        "session": session,
        "must_agree": must_agree,
        "opens": opens,
        "material": paragraphs(session.material) if opens else [],
        "pack": pack_of(session, today()) if reflects else [],
    }
    return render(request, "reviews/attend.html", context)


@require_POST
@allowed(P.SESSIONS_ATTEND)
def agree(request, key):
    place = attending(request, key)
    operations.agree_confidentiality(attendee=place, on=today(), by=request.user)
    return redirect("reviews:attend", key)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_READ)
def inviting(request, key):
    """An agency that is invited names its people. The page says nothing of the case."""
    session = get_object_or_404(invited(request.user), made_with=key)
    own = session.attendees.filter(person__agency=request.user.agency).select_related("person").order_by("id")
    form = OwnAttendeeForm(**typed(request), agency=request.user.agency)
    if form.is_valid():
        try:
            named = operations.name_own_attendee(session=session, **form.cleaned_data, on=today(), by=request.user)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{named.person} is named, and told")
            return redirect("reviews:inviting", key)
    return render(request, "reviews/inviting.html", {"session": session, "form": form, "attendees": own})
