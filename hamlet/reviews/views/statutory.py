from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.documents.queries import documents_on
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import publishing
from hamlet.reviews.forms import statutory as forms
from hamlet.reviews.models import Case, PublishedReview, StatutoryReview
from hamlet.reviews.queries.statutory import late_and_untold, parts_of
from hamlet.reviews.rules.cases import Outcome
from hamlet.reviews.rules.statutory import ReviewKind
from hamlet.reviews.views.opening import crumbs, opened


def review_of(case):
    return get_object_or_404(StatutoryReview.objects.select_related("case", "reviewer", "proposed_by"), case=case)


def page_of(case):
    return f"{case.get_absolute_url()}review/"


@require_safe
@allowed(P.REVIEWS_MANAGE)
def review_that_waits(request, key):
    """From a notice, whose address names no case, to the review; 404 for who may not know of it."""
    seen = Case.objects.visible_to(request.user)
    review = get_object_or_404(StatutoryReview.objects.select_related("case"), made_with=key, case__in=seen)
    return redirect(page_of(review.case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def commissioning_a_review(request, case):
    rapid = getattr(case, "rapid_review", None)
    kind = ReviewKind.LCSPR if rapid and rapid.outcome == Outcome.LCSPR.value else ReviewKind.LEARNING
    form = forms.CommissionForm(**typed(request), initial={"kind": kind.value})
    intro = "The case is open to the reviewer from today until publication. They need a second factor to sign in."
    page = Ask(
        "Commission a review", "Commission it", "Commissioned: the reviewer is told", intro, str(case), crumbs=crumbs(case)
    )

    def act(given):
        given["kind"] = ReviewKind(given["kind"])
        return operations.commission_review(case=case, **given, on=today(), by=request.user)

    return ask(request, form, page, act, page_of(case))


@require_safe
@allowed(P.DESK)
@opened
def the_commissioned_review(request, case):
    review, powers, day = review_of(case), request.user.powers, today()
    context = {
        "case": case,
        "review": review,
        "day": day,
        **parts_of(review),
        "versions": [(row, documents_on(row).first()) for row in review.versions.order_by("-number")[:10]],
        "public": PublishedReview.objects.public().filter(case=case).first(),
        "published": PublishedReview.objects.filter(case=case).first(),
        "late": late_and_untold(review, day),
        "manages": powers.may(P.REVIEWS_MANAGE),
        "writes": powers.may(P.REVIEWS_MANAGE) or review.reviewer_id == request.user.pk,
    }
    return render(request, "reviews/statutory.html", context)


# what: (form, heading, button, operation, whether the reviewer may too)
STEPS = {
    "reviewer": (forms.ReviewerForm, "Appoint another reviewer", "Appoint", operations.change_reviewer, False),
    "check": (forms.CheckForm, "Check time and quality", "Record the check", operations.check_progress, False),
    "version": (forms.VersionForm, "Add a version of the report", "Add it", operations.keep_version, True),
    "delay": (forms.DelayForm, "Record a delay", "Record it", operations.record_delay, False),
    "completed": (forms.CompletedForm, "The review is completed", "Record it", operations.complete_review, False),
    "plan": (publishing.PlanForm, "Plan the day of publication", "Plan it", operations.plan_publication, False),
    "copies": (publishing.CopiesForm, "Copies were sent", "Record it", operations.record_copies, False),
    "end": (publishing.EndForm, "End it without publication", "End it", operations.end_without_publication, False),
}
UNDATED = {
    "finding": (forms.FindingForm, "Add a finding", "Add it", operations.add_finding, True),
    "advice": (forms.AdviceForm, "Add a recommendation", "Add it", operations.add_advice, True),
    "propose": (publishing.ProposeForm, "Propose what is published", "Propose it", operations.propose_publication, False),
}


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def changing_the_commission(request, case):
    review = review_of(case)
    names = ("terms_of_reference", "family_part", "parallel_proceedings")
    seen = {name: getattr(review, name) for name in names} | {"seen_version": review.version}
    form = forms.CommissionChangeForm(**typed(request), initial={**seen, "agencies": review.agencies.all()})
    intro = "What it said before stays on the page, with your reason."
    page = Ask("Change the commission", "Change it", "Changed", intro, str(case), crumbs=crumbs(case))
    act = {"review": review, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.change_commission(**act, **given), page_of(case))


def may_write(request, review, theirs):
    own = theirs and review.reviewer_id == request.user.pk
    require(
        own or request.user.powers.may(P.REVIEWS_MANAGE), "The partnership’s team and the Rapid Review Panel’s chair do this."
    )


@require_http_methods(["GET", "POST"])
@allowed(P.DESK)
@opened
def step_of_the_review(request, case, what):
    review = review_of(case)
    form_class, title, button, operation, theirs = {**STEPS, **UNDATED}[what]
    may_write(request, review, theirs)
    dated = {} if what in UNDATED else {"on": today()}
    initial = {} if issubclass(form_class, forms.CreateForm) else {"seen_version": review.version}
    more = {"review": review} if issubclass(form_class, forms.FollowsForm) else {}
    form = form_class(**typed(request), initial=initial, **more)
    page = Ask(title, button, "Recorded", "", str(case), crumbs=crumbs(case), upload=what == "version")
    act = {"review": review, **dated, "by": request.user}
    return ask(request, form, page, lambda given: operation(**act, **given), page_of(case))
