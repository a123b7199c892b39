"""What is recommended and decided on a rapid review, what is sent to the national Panel, and its reply."""

from django.views.decorators.http import require_http_methods

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.governance.queries import executive
from hamlet.meetings.queries import meeting_choices
from hamlet.reviews import operations
from hamlet.reviews.forms import rapid as forms
from hamlet.reviews.queries.panels import education_was_asked
from hamlet.reviews.rules.cases import National, Outcome
from hamlet.reviews.views.opening import crumbs, opened, review_of
from hamlet.reviews.views.rapid import page_of


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_RECOMMEND)
@opened
def recommending(request, case):
    review = review_of(case)
    seen = {"outcome": review.recommended, "national": review.recommended_national, "because": review.recommended_because}
    for row in review.criteria.current():
        seen |= {f"met-{row.criterion}": forms.ANSWERED[row.met], f"why-{row.criterion}": row.reason}
    seen |= {"without_education": review.without_education, "seen_version": review.version}
    form = forms.RecommendForm(**typed(request), education_asked=education_was_asked(review), initial=seen)
    intro = "What the Rapid Review Panel recommends to the three safeguarding partners. They decide."
    form_page = Ask(
        "The Rapid Review Panel recommends", "Record it", "The partners are asked", intro, str(case), crumbs=crumbs(case)
    )

    def act(given):
        criteria, joint = form.criteria(), chosen_outcome(given)
        return operations.recommend(review=review, criteria=criteria, **joint, **given, on=today(), by=request.user)

    return ask(request, form, form_page, act, page_of(case))


def chosen_outcome(given):
    return {"outcome": Outcome(given.pop("outcome")), "national": National(given.pop("national"))}


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_AGREE)
@opened
def deciding_for_a_partner(request, case):
    review = review_of(case)
    seen = {"outcome": review.recommended, "national": review.recommended_national, "seen_version": review.version}
    form = forms.PartnerDecisionForm(**typed(request), initial=seen)
    intro = f"The Rapid Review Panel recommends: {review.recommended.lower()}. The decision is joint once all three partners say the same."
    form_page = Ask(
        "Decide for your partner", "Decide", "Your partner’s decision is recorded", intro, str(case), crumbs=crumbs(case)
    )

    def act(given):
        return operations.decide_for_partner(review=review, **chosen_outcome(given), **given, on=today(), by=request.user)

    return ask(request, form, form_page, act, page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def recording_a_meeting(request, case):
    review = review_of(case)
    seen = {"outcome": review.recommended, "national": review.recommended_national, "seen_version": review.version}
    form = forms.MeetingDecisionForm(**typed(request), meetings=meeting_choices(executive(), review.recommended_on), initial=seen)
    intro = (
        "Meetings on or after the recommendation. The decision dates from the day of the meeting: dates that follow run from it."
    )
    form_page = Ask("The Executive decided", "Record it", "The joint decision is recorded", intro, str(case), crumbs=crumbs(case))

    def act(given):
        return operations.decide_in_meeting(review=review, **chosen_outcome(given), **given, on=today(), by=request.user)

    return ask(request, form, form_page, act, page_of(case))


STEPS = {
    "sent": (forms.SentForm, "It was sent to the national Panel", operations.send_to_panel),
    "reply": (forms.ReplyForm, "The national Panel replied", operations.record_reply),
    "decide-again": (forms.BecauseForm, "The partners decide again", operations.decide_again),
}


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def step_of_the_rapid_review(request, case, what):
    form_class, title, operation = STEPS[what]
    review = review_of(case)
    form = form_class(**typed(request), initial={"seen_version": review.version})
    form_page = Ask(title, "Record it", "Recorded", "", str(case), crumbs=crumbs(case))
    return ask(
        request, form, form_page, lambda given: operation(review=review, **given, on=today(), by=request.user), page_of(case)
    )
