from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.word import to_docx
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import rapid as forms
from hamlet.reviews.forms.statutory import LearningForm
from hamlet.reviews.models import Task
from hamlet.reviews.queries.next_steps import next_steps
from hamlet.reviews.queries.panels import parts_of
from hamlet.reviews.rules.cases import ASKS, Section
from hamlet.reviews.views.opening import crumbs, keeps, opened, review_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAKERS = {"pdf": (to_pdf, "application/pdf"), "docx": (to_docx, WORD)}


def page_of(case):
    return f"{case.get_absolute_url()}rapid-review/"


def section_called(slug):
    found = next((section for section in Section if section.name.lower() == slug), None)
    if found is None:
        raise Http404
    return found


@require_safe
@allowed(P.DESK)
@opened
def the_rapid_review(request, case):
    review, day, powers = review_of(case), today(), request.user.powers
    context = {
        "case": case,
        "review": review,
        "day": day,
        "given": parts_of(review, day),
        "next": next_steps(case, request.user, day),
        "manages": powers.may(P.REVIEWS_MANAGE),
        "children": powers.may(P.REVIEWS_CHILDREN),
    }
    return render(request, "reviews/rapid.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def writing_a_part(request, case, slug):
    keeps(request)
    review, section = review_of(case), section_called(slug)
    held = review.sections.filter(section=section.value).first()
    form = forms.SectionForm(**typed(request), initial={"text": held.text, "seen_version": held.version} if held else {})
    form_page = Ask(section.value, "Save", "Saved", ASKS[section], str(case), crumbs=crumbs(case))
    act = {"review": review, "section": section, "by": request.user}
    return ask(request, form, form_page, lambda given: operations.write_section(**act, **given), page_of(case))


@require_POST
@allowed(P.REVIEWS_READ)
@opened
def finishing_a_step(request, case, identity):
    keeps(request)
    task = get_object_or_404(Task, review__case=case, pk=identity, done_on=None)
    operations.finish_task(task=task, on=today(), by=request.user)
    messages.success(request, f"Done: {task}")
    return redirect(page_of(case))


@require_POST
@allowed(P.REVIEWS_READ)
@opened
def taking_a_step_back(request, case, identity):
    keeps(request)
    task = get_object_or_404(Task.objects.exclude(done_on=None), review__case=case, pk=identity)
    operations.reopen_task(task=task, by=request.user)
    messages.success(request, f"To do again: {task}")
    return redirect(page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def adding_an_immediate_action(request, case):
    keeps(request)
    intro = "It is in the one action plan at once. The plan says only that it comes from a rapid review."
    form_page = Ask("Act on it today", "Add the action", "It is in the plan", intro, str(case), crumbs=crumbs(case))
    act = {"review": review_of(case), "on": today(), "by": request.user}
    form = forms.ImmediateActionForm(**typed(request))
    return ask(request, form, form_page, lambda given: operations.add_immediate_action(**act, **given), page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_READ)
@opened
def recommending_what_was_learned(request, case):
    keeps(request)
    intro = "It goes into the one plan, which says only that it comes from a rapid review. The working group answers it."
    form_page = Ask("Recommend what was learned", "Put it in the plan", "In the plan", intro, str(case), crumbs=crumbs(case))
    act = {"review": review_of(case), "on": today(), "by": request.user}
    joins, reads = (request.user.powers.may(may) for may in (P.RECOMMENDATIONS_MANAGE, P.RECOMMENDATIONS_READ))

    def done(given):
        """It leads to the earlier recommendations that may say the same, for who may join them."""
        made = operations.recommend_from_rapid_review(**act, **given)
        return reverse("learning:alike", args=[made.reference]) if joins else made if reads else page_of(case)

    return ask(request, LearningForm(**typed(request)), form_page, done)
