from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.forms import ChangeForm
from hamlet.foundations.people.rules import AgencyKind
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import incidents as forms
from hamlet.reviews.models import Child, HeldName
from hamlet.reviews.queries.notification import answers_of, duties_of, fields_in_order
from hamlet.reviews.rules.cases import Told, what_is_owed
from hamlet.reviews.views.opening import crumbs, keeps, opened


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_NOTIFY)
@opened
def deciding_who_is_told(request, case):
    agency = request.user.agency
    own = agency is not None and agency.kind == AgencyKind.LOCAL_AUTHORITY.value
    require(own or request.user.powers.may(P.REVIEWS_MANAGE), "The local authority decides whether an incident is notified.")
    owed = what_is_owed(case.facts, duties_of(case))
    words = {name: getattr(case, name) for name in ("harm", "where", "suspicion", "status", "oldest_age", "reasons")}
    seen = {**words, "told": case.told or owed.told.value, "seen_version": case.version}
    form = forms.DecideForm(**typed(request), initial=seen)
    follows = "A rapid review follows." if owed.rapid_review else "No rapid review follows."
    intro = (
        f"By the facts as referred: {owed.told.value.lower()}. {'. '.join(owed.why)}. {follows} The decision is the authority’s."
    )
    page = Ask("Decide who is told", "Record the decision", "The decision is recorded", intro, str(case), crumbs=crumbs(case))

    def act(given):
        facts, told = form.facts(), Told(given.pop("told"))
        return operations.decide_notification(case=case, facts=facts, told=told, **given, on=today(), by=request.user)

    return ask(request, form, page, act, case)


@require_safe
@allowed(P.REVIEWS_READ)
@opened
def notification(request, case):
    keeps(request)
    rows = [(field, answers_of(case).get(field.pk, "")) for field in fields_in_order()]
    return render(request, "reviews/notification.html", {"case": case, "rows": rows, "duty": duties_of(case)})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def preparing_the_notification(request, case):
    keeps(request)
    rows = list(fields_in_order())
    initial = {f"field-{key}": answer for key, answer in answers_of(case).items()} | {"seen_version": case.version}
    form = forms.NotificationForm(**typed(request), rows=rows, initial=initial)
    intro = "In the order of the national form. Hamlet sends it nowhere: somebody types it into the national system."
    page = Ask("Prepare the notification", "Save", "Saved", intro, str(case), crumbs=crumbs(case))

    def act(given):
        seen = given["seen_version"]
        return operations.prepare_notification(case=case, answers=form.answers(), seen_version=seen, by=request.user)

    return ask(request, form, page, act, f"{case.get_absolute_url()}notification/")


STEPS = {
    "notified": (forms.NotifiedForm, "The notification was sent", "Record it", operations.record_notification),
    "told": (forms.ToldForm, "The safeguarding partners were told", "Record it", operations.record_partners_told),
    "aware": (forms.AwareForm, "Correct when the authority became aware", "Correct it", operations.correct_awareness),
    "withdraw": (forms.ReasonForm, "Withdraw the case", "Withdraw it", operations.withdraw_case),
    "close": (ChangeForm, "Close the case", "Close it", operations.close_case),
}


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def step_of_the_case(request, case, what):
    keeps(request)
    form_class, title, button, operation = STEPS[what]
    form = form_class(**typed(request), initial={"seen_version": case.version})
    kind = "warning" if what in ("withdraw", "close") else ""
    page = Ask(title, button, "Recorded", "", str(case), crumbs=crumbs(case), kind=kind)
    return ask(request, form, page, lambda given: operation(case=case, **given, on=today(), by=request.user), case)


@require_safe
@allowed(P.REVIEWS_CHILDREN)
@opened
def the_details_of_the_children(request, case):
    context = {"case": case, "children": case.children.order_by("position"), "names": case.names.order_by("id")}
    return render(request, "reviews/children.html", {**context, "duty": duties_of(case)})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_CHILDREN)
@opened
def describing_a_child(request, case, position=None):
    child = get_object_or_404(Child, case=case, position=position) if position else None
    seen = {name: getattr(child, name) for name in Child.DETAILS} | {"seen_version": child.version} if child else {}
    form = (forms.ChangeChildForm if child else forms.ChildForm)(**typed(request), initial=seen)
    intro = "Everything here is held encrypted. Only seats of the Rapid Review Panel see it, and each opening is logged."
    page = Ask(str(child) if child else "Describe a child", "Save", "Saved", intro, str(case), crumbs=crumbs(case))
    act = {"case": case, "child": child, "by": request.user}
    return ask(
        request, form, page, lambda given: operations.describe_child(**act, **given), f"{case.get_absolute_url()}children/"
    )


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_CHILDREN)
@opened
def adding_a_name(request, case):
    intro = "For the pseudonyms of chronologies and reports, and for the check before anything is published."
    page = Ask("Add a name", "Add it", "Added", intro, str(case), crumbs=crumbs(case))
    act = {"case": case, "by": request.user}
    to = f"{case.get_absolute_url()}children/"
    return ask(request, forms.NameForm(**typed(request)), page, lambda given: operations.hold_name(**act, **given), to)


@require_POST
@allowed(P.REVIEWS_CHILDREN)
@opened
def removing_a_name(request, case, identity):
    operations.remove_name(name=get_object_or_404(HeldName, case=case, pk=identity), by=request.user)
    return redirect(f"{case.get_absolute_url()}children/")
