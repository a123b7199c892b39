"""The lists that the partnership keeps for its reviews, and how long cases are kept."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import settings as forms
from hamlet.reviews.models import Case, Disposal, NotificationField, TimetableStep
from hamlet.reviews.queries import cases as queries
from hamlet.reviews.rules.cases import KEPT_YEARS, dispose_on
from hamlet.reviews.views.dates import DATES


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def timetable_step(request, identity=None):
    step = get_object_or_404(TimetableStep, pk=identity) if identity else None
    names = ("title", "whose", "first_day", "last_day", "asks_agencies")
    seen = {name: getattr(step, name) for name in names} | {"seen_version": step.version} if step else {}
    page = Ask("Step of the timetable", "Save", "Saved", "For rapid reviews that begin from now on.", crumbs=DATES)
    form = forms.StepForm(**typed(request), initial=seen)
    act = {"step": step, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.set_step(**act, **given), "reviews:dates")


@require_http_methods(["GET", "POST"])
@allowed(P.SETTINGS_MANAGE)
def notification_field(request, identity=None):
    field = get_object_or_404(NotificationField, pk=identity) if identity else None
    names = ("label", "help_text", "position", "holds")
    seen = {name: getattr(field, name) for name in names} | {"seen_version": field.version} if field else {}
    page = Ask("Field of the notification", "Save", "Saved", "In the order of the national form.", crumbs=DATES)
    form = forms.FieldForm(**typed(request), initial=seen)
    act = {"field": field, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.set_field(**act, **given), "reviews:dates")


@require_safe
@allowed(P.REVIEWS_MANAGE)
def keeping(request):
    day = today()
    rows = [(case, dispose_on(case.closed_on), getattr(case, "disposal", None)) for case in queries.to_dispose_of(request.user)]
    context = {"rows": rows, "day": day, "years": KEPT_YEARS, "tombstones": queries.tombstones()}
    return render(request, "reviews/keeping.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
def disposing(request, reference, what):
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    disposal = Disposal.objects.filter(case=case).first()
    if what != "propose" and disposal is None:
        return redirect("reviews:keeping")
    titles = {"propose": "Propose to dispose of it", "confirm": "Dispose of it for ever", "decline": "Keep it for now"}
    intro = "Everything of the case is destroyed but its reference, its days and the names of two people." * (what != "decline")
    page = Ask(titles[what], titles[what], "Done", intro, str(case), crumbs=(("Keeping", "/reviews/keeping/"),), kind="warning")
    acts = {
        "propose": lambda _: operations.propose_disposal(case=case, on=today(), by=request.user),
        "confirm": lambda given: operations.confirm_disposal(disposal=disposal, on=today(), **given, by=request.user),
        "decline": lambda _: operations.decline_disposal(disposal=disposal, on=today(), by=request.user),
    }
    form = forms.ChangeForm(**typed(request), initial={"seen_version": disposal.version} if disposal else {})
    return ask(request, form, page, acts[what], "reviews:keeping")
