from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.learning.queries import likeness_said
from hamlet.reviews import operations
from hamlet.reviews.forms import statutory as forms
from hamlet.reviews.models import Advice, Finding
from hamlet.reviews.views.opening import crumbs, opened
from hamlet.reviews.views.statutory import may_write, page_of, review_of

SAID = ("text", "outcome", "measure")


@require_http_methods(["GET", "POST"])
@allowed(P.DESK)
@opened
def correcting_a_finding(request, case, identity):
    finding = get_object_or_404(Finding, review__case=case, pk=identity)
    may_write(request, review_of(case), True)
    seen = {name: getattr(finding, name) for name in SAID} | {"seen_version": finding.version}
    form = forms.FindingChangeForm(**typed(request), initial={**seen, "agencies": finding.agencies.all()})
    page = Ask("Correct the finding", "Correct it", "Corrected", "", str(case), crumbs=crumbs(case))
    act = {"finding": finding, "by": request.user}
    return ask(request, form, page, lambda given: operations.change_finding(**act, **given), page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.DESK)
@opened
def correcting_a_recommendation(request, case, identity):
    review = review_of(case)
    advice = get_object_or_404(Advice, review=review, pk=identity)
    may_write(request, review, True)
    seen = {name: getattr(advice, name) for name in SAID} | {"seen_version": advice.version, "finding": advice.finding_id}
    form = forms.AdviceChangeForm(**typed(request), review=review, initial={**seen, "agencies": advice.agencies.all()})
    page = Ask("Correct the recommendation", "Correct it", "Corrected", "", str(case), crumbs=crumbs(case))
    act = {"advice": advice, "by": request.user}
    return ask(request, form, page, lambda given: operations.change_advice(**act, **given), page_of(case))


# what: (model, heading, operation)
WITHDRAWN = {
    "finding": (Finding, "Withdraw the finding", operations.withdraw_finding),
    "advice": (Advice, "Withdraw the recommendation", operations.withdraw_advice),
}


@require_http_methods(["GET", "POST"])
@allowed(P.DESK)
@opened
def withdrawing(request, case, identity, what):
    model, title, operation = WITHDRAWN[what]
    row = get_object_or_404(model, review__case=case, pk=identity)
    may_write(request, review_of(case), True)
    form = forms.WithdrawForm(**typed(request), initial={"seen_version": row.version})
    page = Ask(
        title, "Withdraw it", "Withdrawn", f"It stays on record. {row.text}", str(case), crumbs=crumbs(case), kind="warning"
    )
    act = {what: row, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operation(**act, **given), page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def answering_a_recommendation(request, case, identity, what):
    advice = get_object_or_404(Advice, review__case=case, pk=identity)
    accepts = what == "accept"
    form = (forms.AcceptForm if accepts else forms.RejectForm)(**typed(request), initial={"seen_version": advice.version})
    intro = "It enters the one action plan, without a word of the case." if accepts else "A rejection needs its reasons."
    title = "Accept the recommendation" if accepts else "Reject the recommendation"
    said = likeness_said(advice.text) if accepts else ""
    page = Ask(title, title, "Recorded", f"{intro} {advice.text}", str(case), said, crumbs(case))
    act = {"advice": advice, "on": today(), "by": request.user}
    joins = request.user.powers.may(P.RECOMMENDATIONS_MANAGE)

    def done(given):
        """An accepted one leads to the earlier recommendations that may say the same, for who may join them."""
        answered = (operations.accept_advice if accepts else operations.reject_advice)(**act, **given)
        return reverse("learning:alike", args=[answered.plan_reference]) if accepts and joins else page_of(case)

    return ask(request, form, page, done)
