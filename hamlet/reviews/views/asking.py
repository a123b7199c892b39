"""The agencies of a rapid review: whom they are asked through, by when, whether still, and what they sent."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import rapid as forms
from hamlet.reviews.models import AgencySummary
from hamlet.reviews.queries.authors import agencies_to_ask, authors_by_agency
from hamlet.reviews.views.opening import crumbs, opened, review_of
from hamlet.reviews.views.rapid import page_of


def summary_of(case, key):
    rows = AgencySummary.objects.select_related("agency", "author", "review__case")
    return get_object_or_404(rows, review__case=case, made_with=key)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def asking_agencies(request, case):
    review = review_of(case)
    due = review.tasks.filter(asks_agencies=True).order_by("due_on").first()
    last = review.summaries.asked().order_by("-id").first()
    seen = {"due_on": due.due_on} if due else {}
    seen |= {"asks_for": last.asks_for} if last else {}
    form = forms.AskAgenciesForm(**typed(request), agencies=agencies_to_ask(review, today()), initial=seen)
    intro = "Ask every agency that knew the child, education included. Each is asked in the same words; an author sees only their own part."
    form_page = Ask("Ask agencies for their summaries", "Ask", "The authors are asked", intro, str(case), crumbs=crumbs(case))

    def act(given):
        authors = form.authors()
        return operations.ask_agencies(review=review, authors=authors, **given, on=today(), by=request.user)

    return ask(request, form, form_page, act, page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def naming_another_author(request, case, key):
    summary = summary_of(case, key)
    people = authors_by_agency(summary.review, today()).get(summary.agency, [])
    form = forms.AuthorForm(
        **typed(request), people=people, initial={"author": summary.author_id, "seen_version": summary.version}
    )
    intro = "One of the agency’s own people, without a conflict of interest."
    form_page = Ask("Name another author", "Name them", "The author is asked", intro, str(summary.agency), crumbs=crumbs(case))
    act = {"summary": summary, "on": today(), "by": request.user}
    return ask(request, form, form_page, lambda given: operations.change_author(**act, **given), page_of(case))


STEPS = {
    "put-off": (forms.PutOffForm, "Give it another day", operations.put_off_summary),
    "no-longer": (forms.BecauseForm, "Ask the agency no longer", operations.withdraw_asking),
    "hand-back": (forms.BecauseForm, "Hand the summary back", operations.hand_back_summary),
}


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def step_of_an_agency(request, case, key, what):
    form_class, title, operation = STEPS[what]
    summary = summary_of(case, key)
    form = form_class(**typed(request), initial={"seen_version": summary.version})
    form_page = Ask(title, title, "Recorded", "The author is told." * (what != "no-longer"), str(summary), crumbs=crumbs(case))
    act = {"summary": summary, "on": today(), "by": request.user}
    return ask(request, form, form_page, lambda given: operation(**act, **given), page_of(case))


@require_safe
@allowed(P.DESK)
@opened
def the_summary_of_an_agency(request, case, key):
    manages = request.user.powers.may(P.REVIEWS_MANAGE)
    return render(request, "reviews/summary_read.html", {"case": case, "summary": summary_of(case, key), "manages": manages})
