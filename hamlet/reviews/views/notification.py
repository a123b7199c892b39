from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.forms import ChangeForm
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import incidents as forms
from hamlet.reviews.queries.next_steps import children_without
from hamlet.reviews.queries.notification import answers_of, decides, duties_of, printed_fields, readable_fields
from hamlet.reviews.rules.cases import Decides, Told, what_is_owed
from hamlet.reviews.views.opening import crumbs, keeps, opened


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_NOTIFY)
@opened
def deciding_who_is_told(request, case):
    right = decides(request.user, today())
    require(right is not None, "The local authority decides whether an incident is notified.")
    owed = what_is_owed(case.facts, duties_of(case))
    names = ("harm", "where", "suspicion", "status", "oldest_age", "reasons", "departs_because", "decided_for")
    seen = {**{name: getattr(case, name) for name in names}, "told": case.told or owed.told.value, "seen_version": case.version}
    form = forms.DecideForm(**typed(request), team=right is Decides.TEAM, initial=seen)
    page = Ask(
        "Decide who is told",
        "Record the decision",
        "The decision is recorded",
        on_the_facts(owed),
        str(case),
        crumbs=crumbs(case),
    )

    def act(given):
        facts, told = form.facts(), Told(given.pop("told"))
        return operations.decide_notification(case=case, facts=facts, told=told, **given, on=today(), by=request.user)

    return ask(request, form, page, act, case)


def on_the_facts(owed):
    follows = "A rapid review follows." if owed.rapid_review else "No rapid review follows."
    told = owed.told.value[0].lower() + owed.told.value[1:]
    return (
        f"By the facts as they stand: {told}. {'. '.join(owed.why)}. {follows} The decision is the authority’s; it is held against the "
        "facts as you record them here."
    )


@require_safe
@allowed(P.REVIEWS_READ)
@opened
def notification(request, case):
    keeps(request)
    children = request.user.powers.may(P.REVIEWS_CHILDREN)
    if children:
        record("reviews.opened", by=request.user, subject=case, page="what identifies the children in the notification")
    rows = printed_fields(case, children=children)
    return render(request, "reviews/notification.html", {"case": case, "rows": rows, "duty": duties_of(case)})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def preparing_the_notification(request, case):
    keeps(request)
    rows = readable_fields(children=request.user.powers.may(P.REVIEWS_CHILDREN))
    initial = {f"field-{key}": answer for key, answer in answers_of(case).items()} | {"seen_version": case.version}
    form = forms.NotificationForm(**typed(request), rows=rows, initial=initial)
    intro = (
        "In the order of the national form. Hamlet sends it nowhere: somebody types it into the national system. The children are not "
        "typed here: they are printed from their own page. Name nobody."
    )
    page = Ask("Prepare the notification", "Save", "Saved", intro, str(case), crumbs=crumbs(case))

    def act(given):
        seen = given["seen_version"]
        return operations.prepare_notification(case=case, answers=form.answers(), seen_version=seen, by=request.user)

    return ask(request, form, page, act, f"{case.get_absolute_url()}notification/")


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def another_notification(request, case):
    keeps(request)
    form = forms.AnotherNotifiedForm(**typed(request), children=children_without(case), initial={"seen_version": case.version})
    intro = f"{duties_of(case).edition} takes one child in each notification."
    page = Ask("Another child’s notification was sent", "Record it", "Recorded", intro, str(case), crumbs=crumbs(case))
    act = {"case": case, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.record_another_notification(**act, **given), case)


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
