"""Learning sessions and Learning Reflection Sessions, as those keep them who run them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.publishing.content import paragraphs
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import statutory as forms
from hamlet.reviews.models import Question, Session
from hamlet.reviews.operations.reflecting import Further, undecided
from hamlet.reviews.queries.reflection import pack_content, pack_of, pack_words
from hamlet.reviews.queries.sessions import hosts_named
from hamlet.reviews.rules.statutory import Reflecting, SessionKind
from hamlet.reviews.views.opening import crumbs, opened

FORMS = {
    "arrange": (forms.ArrangeForm, "Arrange the session", "Save", operations.arrange_session),
    "attendee": (forms.AttendeeForm, "Name somebody who attends", "Name them", operations.name_attendee),
    "question": (forms.QuestionForm, "Write down a question or an idea", "Write it down", operations.ask_question),
}


def session_of(case, kind):
    names = {"learning": SessionKind.LEARNING, "reflection": SessionKind.REFLECTION}
    if kind not in names:
        raise Http404
    rows = Session.objects.select_related("review__case")
    return get_object_or_404(rows, review__case=case, kind=names[kind].value)


def page_of(case, kind):
    return f"{case.get_absolute_url()}sessions/{kind}/"


@require_safe
@allowed(P.REVIEWS_MANAGE)
@opened
def the_session(request, case, kind):
    session = session_of(case, kind)
    reflects = session.kind == SessionKind.REFLECTION.value
    context = {
        "case": case,
        "session": session,
        "home": page_of(case, kind),
        "attendees": session.attendees.select_related("person").order_by("id"),
        "questions": session.questions.order_by("id"),
        "hosts": hosts_named(session, today()),
        "pack": pack_of(session, today()) if reflects and not session.held_on else (),
        "reflections": {row.reference: row for row in session.reflections.all()},
        "kept": paragraphs(session.pack),
    }
    return render(request, "reviews/session.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def keeping_the_session(request, case, kind, what):
    session = session_of(case, kind)
    form_class, title, button, operation = FORMS[what]
    initial = {}
    if what == "arrange":
        names = ("planned_on", "place", "author_present", "material", "late_because")
        initial = {name: getattr(session, name) for name in names} | {"seen_version": session.version}
        initial["agencies"] = list(session.agencies.values_list("pk", flat=True))
    form = form_class(**typed(request), initial=initial)
    page = Ask(title, button, "Saved", "", f"{case}: {session.kind}", crumbs=crumbs(case))
    act = {"session": session, "by": request.user} | ({} if what == "question" else {"on": today()})
    return ask(request, form, page, lambda given: operation(**act, **given), page_of(case, kind))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def recording_who_came(request, case, kind):
    session = session_of(case, kind)
    rows = session.attendees.select_related("person").order_by("id")
    seen = {"came": [str(row.pk) for row in rows if row.came], "seen_version": session.version}
    form = forms.CameForm(**typed(request), attendees=rows, initial=seen)
    page = Ask("Who came", "Save", "Saved", "", f"{case}: {session.kind}", crumbs=crumbs(case))
    act = {"session": session, "by": request.user}
    return ask(request, form, page, lambda given: operations.record_came(**act, **given), page_of(case, kind))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def recording_that_it_was_held(request, case, kind):
    session = session_of(case, kind)
    form = forms.HeldForm(**typed(request), initial={"seen_version": session.version})
    page = Ask("The session was held", "Record it", "Recorded", "", f"{case}: {session.kind}", crumbs=crumbs(case))

    def act(given):
        more = {}
        if session.kind == SessionKind.REFLECTION.value:
            more = {"pack": pack_words(pack_of(session, given["held_on"])), "undecided": undecided(session)}
        return operations.hold_session(session=session, **more, **given, on=today(), by=request.user)

    return ask(request, form, page, act, page_of(case, kind))


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def reflecting(request, case, kind, plan):
    """What the session decides on one recommendation: the ladder and the plan follow at once."""
    session = session_of(case, kind)
    row = next((row for row in pack_of(session, today()) if row.reference == plan), None)
    if row is None:
        raise Http404
    form = forms.ReflectForm(**typed(request))
    intro = f"{row.text} At publication: {row.then}. Now: {row.now}."
    page = Ask(f"Decide on {plan}", "Decide", "Decided, and done", intro, f"{case}: {session.kind}", crumbs=crumbs(case))

    def act(given):
        action = {name: given.pop(name) for name in ("title", "owner", "due_on")}
        decided = Reflecting(given.pop("decided"))
        further = Further(**action) if decided is Reflecting.ACT else None
        fixed = {"session": session, "reference": plan, "decided": decided, "further": further}
        return operations.reflect_on_recommendation(**fixed, **given, on=today(), by=request.user)

    return ask(request, form, page, act, page_of(case, kind))


@require_safe
@allowed(P.REVIEWS_MANAGE)
@opened
def the_pack_as_a_file(request, case, kind):
    session = session_of(case, kind)
    if session.kind != SessionKind.REFLECTION.value:
        raise Http404
    response = HttpResponse(to_pdf(pack_content(session, today())), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="reflection-pack.pdf"'
    record("reviews.opened", by=request.user, subject=case, page="the pack of a session, as a file")
    return response


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def answering_a_question(request, case, identity, what):
    question = get_object_or_404(Question, session__review__case=case, pk=identity)
    acts = what == "act"
    form = (forms.QuestionActionForm if acts else forms.AnswerForm)(**typed(request), initial={"seen_version": question.version})
    title = "Make it an action" if acts else "Answer it"
    page = Ask(title, title, "Saved", question.text, str(case), crumbs=crumbs(case))
    given_to = {"question": question, "by": request.user}
    kind = "learning" if question.session.kind == SessionKind.LEARNING.value else "reflection"

    def act(given):
        if acts:
            return operations.act_on_question(**given_to, **given, on=today())
        return operations.answer_question(**given_to, **given)

    return ask(request, form, page, act, page_of(case, kind))
