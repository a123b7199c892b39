from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms.incidents import StopForm
from hamlet.reviews.views.opening import crumbs, keeps, opened


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def correcting_when_it_was_done(request, case, identity):
    keeps(request)
    deadline = get_object_or_404(case.deadlines.select_related("rule").exclude(stopped_on=None), pk=identity)
    seen = {"stopped_on": deadline.stopped_on, "seen_version": deadline.version}
    intro = "What was recorded stays beside the date, with why it was corrected. What runs from this day moves with it."
    page = Ask(f"{deadline.rule.title}: correct the day", "Correct it", "Corrected", intro, str(case), crumbs=crumbs(case))
    act = {"deadline": deadline, "on": today(), "by": request.user}
    form = StopForm(**typed(request), initial=seen)
    return ask(request, form, page, lambda given: operations.correct_stop(**act, **given), case)
