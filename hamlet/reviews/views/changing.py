"""What is public, corrected or withdrawn before its year is over: one person proposes, another decides."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.forms import ChangeForm
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import publishing as forms
from hamlet.reviews.models import PublicChange, PublishedReview
from hamlet.reviews.views.opening import crumbs, opened
from hamlet.reviews.views.statutory import page_of


def public_of(case):
    return get_object_or_404(PublishedReview, case=case)


def changes_of(case):
    return f"{page_of(case)}changes/"


@require_safe
@allowed(P.REVIEWS_MANAGE)
@opened
def changes_of_what_is_public(request, case):
    published = public_of(case)
    rows = published.changes.select_related("proposed_by", "made_by", "declined_by").order_by("-id")
    context = {"case": case, "published": published, "changes": rows, "home": page_of(case)}
    return render(request, "reviews/changes.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def withdrawing_what_is_public(request, case):
    published = public_of(case)
    warning = "It leaves the public site at once. Somebody else then withdraws it, or puts it back."
    intro = "A report stays public for a year at least. Withdraw it before only if it could identify somebody, or is wrong in what matters."
    page = Ask(
        "Withdraw it from the public site",
        "Take it off the site now",
        "It is off the site",
        intro,
        str(case),
        warning,
        crumbs(case),
    )
    form = forms.PublicWithdrawalForm(**typed(request), initial={"seen_version": published.version})
    act = {"published": published, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.propose_withdrawal(**act, **given), changes_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def correcting_what_is_public(request, case):
    published = public_of(case)
    shown = {} if published.withdrawn else {name: getattr(published, name) for name in ("title", "slug", "text")}
    intro = (
        "The check for what could identify somebody looks at it. Somebody else publishes it; what is public now stays until then."
    )
    page = Ask("Correct what is published", "Propose the correction", "Proposed", intro, str(case), crumbs=crumbs(case))
    form = forms.CorrectionForm(**typed(request), initial={**shown, "seen_version": published.version})
    act = {"published": published, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.propose_correction(**act, **given), f"{page_of(case)}identity/")


# what: (heading, button, operation)
DECISIONS = {
    "make": ("Decide on the change", "Do it", operations.make_change),
    "decline": ("Set the change aside", "Set it aside", operations.decline_change),
}


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def deciding_on_a_change(request, case, identity, what):
    change = PublicChange.objects.open().filter(published__case=case, pk=identity).first()
    if change is None:
        messages.error(request, "Somebody has decided on it")
        return redirect(changes_of(case))
    title, button, operation = DECISIONS[what]
    intro = f"{change.kind}, proposed by {change.proposed_by}: {change.because}"
    page = Ask(title, button, "Decided", intro, str(case), crumbs=crumbs(case), kind="warning")
    form = ChangeForm(**typed(request), initial={"seen_version": change.version})
    act = {"change": change, "on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operation(**act, **given), changes_of(case))
