"""The statutory dates and where they come from; the administrator corrects a rule, adds an edition's, or suspends it."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import settings as forms
from hamlet.reviews.models import ClockRule, ClockSuspension, EditionDuty, NotificationField, TimetableStep

DATES = (("Statutory dates", "/reviews/dates/"),)
SAID = ("starts", "stops", "sense", "length", "unit", "whose", "edition", "source", "force", "confirmed")


@require_safe
@allowed(P.PARTNERSHIP_READ)
def dates(request):
    rules = ClockRule.objects.prefetch_related("suspensions", "corrections").order_by("title", "key", "in_force_from")
    context = {
        "kinds": [(title, list(rows)) for (title, _), rows in groupby(rules, key=lambda rule: (rule.title, rule.key))],
        "duties": EditionDuty.objects.prefetch_related("corrections").order_by("in_force_from"),
        "steps": TimetableStep.objects.filter(ended_on=None).order_by("first_day", "last_day", "id"),
        "fields": NotificationField.objects.filter(ended_on=None).order_by("position", "id"),
        "manages": request.user.powers.may(P.SETTINGS_MANAGE),
    }
    return render(request, "reviews/dates.html", context)


def seen_of(row, names):
    return {name: getattr(row, name) for name in names} | {"seen_version": row.version}


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def correct_rule(request, identity):
    rule = get_object_or_404(ClockRule, pk=identity)
    intro = "Dates judged by it move with the correction, done ones too, and each shows what it was, what it is and why."
    page = Ask("Correct a statutory date", "Correct it", "Corrected", intro, str(rule), crumbs=DATES)
    act = {"rule": rule, "on": today(), "by": request.user}
    form = forms.CorrectRuleForm(**typed(request), initial=seen_of(rule, (*SAID, "in_force_from", "in_force_to")))
    return ask(request, form, page, lambda given: operations.correct_rule(**act, **given), "reviews:dates")


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def add_rule(request, identity=None):
    like = get_object_or_404(ClockRule, pk=identity) if identity else None
    intro = "The rule before it ends the day before. Cases that begin from that day on are judged by the new one."
    caption = like.title if like else "A date of its own"
    page = Ask("A rule of a new edition", "Add it", "Added", intro if like else "", caption, crumbs=DATES)
    act = {"like": like, "on": today(), "by": request.user}
    form = forms.AddRuleForm(**typed(request), like=like, initial=seen_of(like, SAID) if like else {})
    return ask(request, form, page, lambda given: operations.add_rule(**act, **given), "reviews:dates")


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def suspend_rule(request, identity):
    rule = get_object_or_404(ClockRule, pk=identity)
    page = Ask("Days on which it did not run", "Record them", "Recorded", "Both days are included.", str(rule), crumbs=DATES)
    act = {"rule": rule, "on": today(), "by": request.user}
    form = forms.SuspendForm(**typed(request))
    return ask(request, form, page, lambda given: operations.suspend_rule(**act, **given), "reviews:dates")


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def change_suspension(request, identity):
    suspension = get_object_or_404(ClockSuspension.objects.select_related("rule"), pk=identity)
    page = Ask("Change when it did not run", "Change it", "Changed", "", str(suspension.rule), crumbs=DATES)
    act = {"suspension": suspension, "on": today(), "by": request.user}
    form = forms.ChangeSuspensionForm(**typed(request), initial=seen_of(suspension, ("first", "last", "reason")))
    return ask(request, form, page, lambda given: operations.change_suspension(**act, **given), "reviews:dates")


DUTY = ("children_in_detail", "care_leaver_to_age", "source", "confirmed")


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def correct_duty(request, identity):
    duty = get_object_or_404(EditionDuty, pk=identity)
    page = Ask("What the edition asks", "Save", "Saved", "", str(duty), crumbs=DATES)
    form = forms.DutyForm(**typed(request), initial=seen_of(duty, DUTY))
    act = {"duty": duty, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.correct_duty(**act, **given), "reviews:dates")


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def add_duty(request):
    page = Ask(
        "A new edition", "Add it", "Added", "It holds for cases that begin from the day on which it is in force.", crumbs=DATES
    )
    form = forms.AddDutyForm(**typed(request))
    return ask(request, form, page, lambda given: operations.add_duty(by=request.user, **given), "reviews:dates")
