from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record, record_export
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.word import to_docx
from hamlet.foundations.working_days.clock import today
from hamlet.governance.queries import executive
from hamlet.meetings.queries import meeting_choices
from hamlet.reviews import operations
from hamlet.reviews.forms import rapid as forms
from hamlet.reviews.forms.statutory import LearningForm
from hamlet.reviews.models import AgencySummary, Task
from hamlet.reviews.queries.cases import next_steps
from hamlet.reviews.queries.chronology import chronology
from hamlet.reviews.queries.panels import parts_of
from hamlet.reviews.queries.report import report_content
from hamlet.reviews.rules.cases import ASKS, National, Outcome, Section
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
        "next": next_steps(case, powers),
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
    messages.success(request, "Done")
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
    to = None if request.user.powers.may(P.RECOMMENDATIONS_READ) else page_of(case)
    form = LearningForm(**typed(request))
    return ask(request, form, form_page, lambda given: operations.recommend_from_rapid_review(**act, **given), to)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def asking_an_agency(request, case):
    review = review_of(case)
    due = review.tasks.filter(asks_agencies=True).order_by("due_on").first()
    form = forms.AskAgencyForm(**typed(request), initial={"due_on": due.due_on} if due else {})
    intro = "Ask every agency that knew the child, education included. Its author sees only their own part."
    form_page = Ask("Ask an agency for its summary", "Ask", "The author is asked", intro, str(case), crumbs=crumbs(case))
    act = {"review": review, "on": today(), "by": request.user}
    return ask(request, form, form_page, lambda given: operations.ask_agency(**act, **given), page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def naming_another_author(request, case, key):
    summary = get_object_or_404(AgencySummary, review__case=case, made_with=key)
    form = forms.AuthorForm(**typed(request), initial={"author": summary.author_id, "seen_version": summary.version})
    form_page = Ask("Name another author", "Name them", "The author is asked", "", str(summary.agency), crumbs=crumbs(case))
    act = {"summary": summary, "on": today(), "by": request.user}
    return ask(request, form, form_page, lambda given: operations.change_author(**act, **given), page_of(case))


@require_safe
@allowed(P.DESK)
@opened
def the_summary_of_an_agency(request, case, key):
    rows = AgencySummary.objects.select_related("agency", "author")
    summary = get_object_or_404(rows, review__case=case, made_with=key)
    return render(request, "reviews/summary_read.html", {"case": case, "summary": summary})


@require_safe
@allowed(P.DESK)
@opened
def the_combined_chronology(request, case):
    form = forms.ChronologyFilter(request.GET)
    chosen, named = form.chosen(), request.GET.get("names") == "shown"
    require(not named or request.user.powers.may(P.REVIEWS_CHILDREN), "Only seats of the Rapid Review Panel see names.")
    if named:
        record("reviews.opened", by=request.user, subject=case, page="the names in the chronology")
    agency = chosen.get("agency")
    given = {"agency_id": agency.pk if agency else None, "first": chosen.get("first"), "last": chosen.get("last")}
    entries = chronology(review_of(case), named=named, **given)
    context = {"case": case, "page": page(request, entries, 100), "filter": form, "named": named}
    return render(request, "reviews/chronology.html", {**context, "may_name": request.user.powers.may(P.REVIEWS_CHILDREN)})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_RECOMMEND)
@opened
def recommending(request, case):
    review = review_of(case)
    seen = {"outcome": review.recommended, "national": review.recommended_national, "because": review.recommended_because}
    for row in review.criteria.all():
        seen |= {f"met-{row.criterion}": "yes" if row.met else "no", f"why-{row.criterion}": row.reason}
    form = forms.RecommendForm(**typed(request), initial={**seen, "seen_version": review.version})
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
    form = forms.MeetingDecisionForm(**typed(request), meetings=meeting_choices(executive()), initial=seen)
    form_page = Ask("The Executive decided", "Record it", "The joint decision is recorded", "", str(case), crumbs=crumbs(case))

    def act(given):
        return operations.decide_in_meeting(review=review, **chosen_outcome(given), **given, on=today(), by=request.user)

    return ask(request, form, form_page, act, page_of(case))


STEPS = {
    "sent": (forms.SentForm, "It was sent to the national Panel", operations.send_to_panel),
    "reply": (forms.ReplyForm, "The national Panel replied", operations.record_reply),
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


@require_safe
@allowed(P.DESK)
@opened
def the_report_as_a_file(request, case, form):
    make, kind = MAKERS[form]
    content = report_content(review_of(case), settings.PARTNERSHIP["name"])
    record_export(by=request.user, what="a rapid review", count=1, form=form, subject=case)
    response = HttpResponse(make(content), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="rapid-review.{form}"'
    return response
