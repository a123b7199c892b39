from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.working_days.clock import today
from hamlet.foundations.working_days.queries import bank_calendar
from hamlet.learning.queries import actions_from
from hamlet.reviews import operations
from hamlet.reviews.forms import incidents as forms
from hamlet.reviews.models import Assignment, Case, Conflict
from hamlet.reviews.queries import cases as queries
from hamlet.reviews.queries import clocks
from hamlet.reviews.queries.next_steps import next_steps
from hamlet.reviews.queries.openings import opened_rows, opened_what
from hamlet.reviews.queries.panels import panels_of
from hamlet.reviews.queries.scrutiny import known_to
from hamlet.reviews.views.opening import HERE, crumbs, opened, unknown

LOOKUPS = {"stage": "stage", "referred_from": "referred_on__gte", "referred_to": "referred_on__lte"}


@require_safe
@allowed(P.REVIEWS_READ)
def cases(request):
    form, day = forms.CaseFilter(request.GET), today()
    chosen = form.chosen()
    rows = queries.cases().visible_to(request.user).filter(**{LOOKUPS[key]: chosen[key] for key in LOOKUPS if key in chosen})
    rows = rows.filter(next_due__lt=day) if chosen.get("late") else rows
    context = {
        "page": page(request, rows.order_by("-referred_on", "-id")),
        "filter": form,
        "day": day,
        "figures": queries.figures(request.user, day),
        "group_clock": clocks.working_group_clock(day),
        "powers": request.user.powers,
    }
    return render(request, "reviews/cases.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_REFER)
def refer(request):
    form = forms.ReferForm(**typed(request), initial={"where": "In this area", "status": "A child"})
    warning = "If a child is in danger now, stop: call 999, or children’s social care. This form is for what has happened."
    intro = (
        "A child has died or was seriously harmed, and abuse or neglect is known or suspected. Talk to the local authority first if "
        "you are not sure. Only the Rapid Review Panel, the Executive and the partnership’s team will see what you write."
    )
    page_ = Ask("Refer a serious incident", "Send the referral", "", intro, "", warning)

    def act(given):
        facts = form.facts()
        return operations.refer_incident(facts=facts, **given, on=today(), by=request.user)

    return ask(request, form, page_, lambda given: redirect_to_referral(act(given)))


def redirect_to_referral(case):
    return reverse("reviews:referred", args=[case.made_with])


@require_safe
@allowed(P.REVIEWS_REFER)
def referred(request, key):
    """What the person who referred an incident keeps of it: its reference, and what happens next and by when."""
    case = get_object_or_404(queries.cases().held(), made_with=key, referred_by=request.user)
    due = case.deadlines.filter(rule__key="notification").first()
    return render(request, "reviews/referred.html", {"case": case, "due": due, "help": settings.HELP_NUMBERS})


@require_safe
@allowed(P.REVIEWS_OWN_PART)
def own_cases(request):
    """A reviewer's own cases and an author's own parts: all that they see of the room."""
    rows = queries.cases().visible_to(request.user) if not request.user.powers.may(P.REVIEWS_READ) else []
    return render(request, "reviews/own.html", {"cases": rows, "parts_held": queries.own_parts(request.user), "day": today()})


@require_safe
@allowed(P.DESK)
@opened
def the_case(request, case):
    day, days, powers = today(), bank_calendar(), request.user.powers
    clock = clocks.clock_of(case, day, days)
    context = {
        "case": case,
        "day": day,
        "clock": clock,
        "picture": clocks.clock_picture(clock, day),
        "road": queries.road_of(case),
        "panels": panels_of(case),
        "earlier": case.earlier_decisions.select_related("decided_by").order_by("-id"),
        "notifications": case.notifications.select_related("child").order_by("sent_on", "id"),
        "next": next_steps(case, request.user, day),
        "actions": actions_from("reviews.case", case.pk),
        "manages": powers.may(P.REVIEWS_MANAGE),
        "writes_learning": powers.may(P.LEARNING_EDIT),
        "children": powers.may(P.REVIEWS_CHILDREN),
    }
    return render(request, "reviews/case.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.DESK)
def reason(request, reference):
    case = queries.cases().visible_to(request.user).filter(reference=reference).first()
    if case is None:
        return unknown(request)
    form = forms.OpenForm(**typed(request))
    intro = (
        "You are not assigned to this case. Your reason is kept with your name and the day, and the partnership’s team reads it."
    )
    to = request.GET.get("next", "")
    to = to if url_has_allowed_host_and_scheme(to, {request.get_host()}) else case.get_absolute_url()
    page_ = Ask("Why do you open this case?", "Open it", "", intro, str(case), crumbs=HERE)
    act = {"case": case, "on": today(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.give_reason(**act, **given), to)


@require_safe
@allowed(P.REVIEWS_MANAGE)
def who_opened_what(request):
    """Over all the cases that this person sees; what was opened of one case stands on its own page too."""
    form = forms.OpeningFilter(request.GET)
    found = page(request, opened_what(Case.objects.visible_to(request.user), **form.chosen()), 50)
    return render(request, "reviews/openings.html", {"page": found, "rows": opened_rows(found), "filter": form})


@require_safe
@allowed(P.REVIEWS_MANAGE)
@opened
def people_of_the_case(request, case):
    found = page(request, opened_what(Case.objects.filter(pk=case.pk)), 50)
    context = {
        "case": case,
        "assignments": Assignment.objects.filter(case=case).select_related("person").order_by("ends_on", "id"),
        "conflicts": Conflict.objects.filter(case=case).select_related("person").order_by("ended_on", "id"),
        "openings": found,
        "opened": opened_rows(found),
        "reasons": queries.reasons_given(case),
    }
    return render(request, "reviews/people.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def assigning(request, case):
    page_ = Ask("Assign somebody", "Assign", "Assigned", "It gives no right that their seat does not give.", crumbs=crumbs(case))
    act = {"case": case, "on": today(), "by": request.user}
    to = f"{case.get_absolute_url()}people/"
    return ask(request, forms.AssignForm(**typed(request)), page_, lambda given: operations.assign(**act, **given), to)


@require_POST
@allowed(P.REVIEWS_MANAGE)
@opened
def end_assignment(request, case, identity):
    assignment = get_object_or_404(Assignment, case=case, pk=identity, ends_on=None)
    operations.end_assignment(assignment=assignment, on=today(), by=request.user)
    messages.success(request, "The assignment has ended")
    return redirect(f"{case.get_absolute_url()}people/")


@require_http_methods(["GET", "POST"])
@allowed(P.DESK)
def declare_conflict(request, reference):
    """One's own conflict of interest, before the case is read; no reason for opening is asked."""
    case = known_to(request.user).filter(reference=reference).first()
    if case is None:
        return unknown(request)
    intro = "From then on this case does not exist for you. The partnership’s team is told who declared it."
    page_ = Ask("Declare a conflict of interest", "Declare it", "Declared", intro, str(case), crumbs=HERE, kind="warning")
    act = {"case": case, "person": request.user, "on": today(), "by": request.user}
    form = forms.ConflictForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.declare_conflict(**act, **given), "/desk/")


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def conflict_of_somebody(request, case):
    page_ = Ask("Record a conflict of interest", "Record it", "The case is shut to them", crumbs=crumbs(case))
    act = {"case": case, "on": today(), "by": request.user}
    to = f"{case.get_absolute_url()}people/"
    form = forms.ConflictOfForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.declare_conflict(**act, **given), to)


@require_POST
@allowed(P.REVIEWS_MANAGE)
@opened
def end_conflict(request, case, identity):
    conflict = get_object_or_404(Conflict, case=case, pk=identity, ended_on=None)
    require(conflict.person_id != request.user.pk, "Somebody else decides that your conflict of interest is over.")
    operations.end_conflict(conflict=conflict, on=today(), by=request.user)
    messages.success(request, "The case is open to them again")
    return redirect(f"{case.get_absolute_url()}people/")
