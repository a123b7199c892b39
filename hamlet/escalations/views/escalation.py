from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.escalations import forms, operations, queries
from hamlet.escalations.rules import State, looks_like_a_case
from hamlet.escalations.views.shared import HERE, crumbs, found, groups_for
from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.documents.queries import documents_on
from hamlet.foundations.working_days.clock import today
from hamlet.governance.queries import partner_of
from hamlet.meetings.queries import meeting_choices

WARNING = "If a child is at risk now, stop: call 999, or children’s social care. This form is read weeks later, by every group."
INTRO = (
    "Escalate what your group cannot solve itself: a theme, a gap, a decision that it cannot take. "
    "A disagreement between practitioners about a case has its own procedure. Every group reads the tracker."
)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_DRAFT)
def new(request):
    form = forms.DraftForm(**typed(request), groups=groups_for(request), initial={"urgency": "Medium"})
    page = Ask("Draft an escalation", "Save the draft", "The draft is saved: only your group sees it", INTRO, "", WARNING, HERE)
    return ask(request, form, page, lambda given: operations.draft_escalation(**given, on=today(), by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_DRAFT)
def change(request, key):
    escalation = found(request, key, P.ESCALATIONS_DRAFT)
    names = ("title", "issue", "why_not_here", "asked", "answer_by", "urgency")
    seen = {name: getattr(escalation, name) for name in names} | {"priority": escalation.priority_id}
    seen |= {"agencies": list(escalation.agencies.values_list("pk", flat=True)), "seen_version": escalation.version}
    form = forms.ChangeDraftForm(**typed(request), initial=seen)
    page = Ask("Change the draft", "Save the draft", intro=INTRO, warning=WARNING, crumbs=crumbs(escalation))
    return ask(
        request, form, page, lambda given: operations.change_draft(escalation=escalation, **given, by=request.user), escalation
    )


@require_safe
@allowed(P.ESCALATIONS_READ)
def escalation(request, key):
    row = found(request, key)
    powers, day = request.user.powers, today()
    answers = list(row.answers.select_related("owner", "drafted_by", "minuted_at").prefetch_related("agreements").order_by("id"))
    restricted = queries.may_open_restricted(request.user, row)
    may_answer = powers.may(P.ESCALATIONS_ANSWER)
    context = {
        "escalation": row,
        "day": day,
        "age": queries.age(row, day),
        "answers": [answer for answer in answers if answer.official_on],
        "draft": next((answer for answer in answers if not answer.official_on), None) if may_answer else None,
        "partner": partner_of(request.user, day),
        "agencies": list(row.agencies.all()),
        "documents": [document for document in documents_on(row) if restricted or not document.restricted],
        "steps": row.steps.select_related("by").order_by("id"),
        "sends": powers.may_in(P.ESCALATIONS_SEND, row.group_id),
        "drafts": powers.may_in(P.ESCALATIONS_DRAFT, row.group_id),
        "answers_it": may_answer and row.state in (State.SENT.value, State.COME_BACK.value),
        "agrees": powers.may(P.ESCALATIONS_AGREE),
        "progress": progress(row),
        "history": history(row) if powers.everywhere(P.ESCALATIONS_SEND) else [],
    }
    return render(request, "escalations/escalation.html", context)


def progress(row):
    order = [State.DRAFT, State.SENT, State.ANSWERED, State.ACCEPTED, State.CLOSED]
    state = State.SENT if row.state == State.COME_BACK.value else State(row.state)
    if state is State.WITHDRAWN:
        return []
    reached = order.index(state)
    labels = ["Drafted", "Sent", "Answered", "Accepted", "Closed"]
    return [(label, "done" if n <= reached else "now" if n == reached + 1 else "to-do") for n, label in enumerate(labels)]


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_SEND)
def send(request, key):
    row = found(request, key, P.ESCALATIONS_SEND)
    reasons = looks_like_a_case(row.title, row.issue, row.why_not_here, row.asked)
    given = {"meetings": meeting_choices(row.group), "in_doubt": bool(reasons)}
    form = forms.SendForm(**typed(request), **given, initial={"seen_version": row.version})
    warning = f"This may be about one child. {'. '.join(reasons)}. Change the draft, or confirm below." if reasons else ""
    intro = "It gets its number, every group can read it, and the Executive is told."
    page = Ask("Send it to the Executive", "Send it", "Sent to the Executive", intro, row.title, warning, crumbs(row))
    more = {"on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.send_to_executive(escalation=row, **given, **more))


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_DRAFT)
def add_document(request, key):
    row = found(request, key, P.ESCALATIONS_DRAFT)
    form = forms.DocumentForm(**typed(request), initial={"seen_version": row.version})
    intro = (
        "A restricted document stays outside packs, lists and files: the group’s chair and secretary and the Executive open it."
    )
    page = Ask("Add a document", "Add it", "The document is added", intro, str(row), crumbs=crumbs(row), upload=True)
    return ask(request, form, page, lambda given: operations.add_document(escalation=row, **given, by=request.user), row)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_SEND)
def withdraw(request, key):
    row = found(request, key, P.ESCALATIONS_SEND)
    form = forms.WithdrawForm(**typed(request), initial={"seen_version": row.version})
    page = Ask("Withdraw it", "Withdraw it", "Withdrawn", caption=row.title, crumbs=crumbs(row), kind="warning")
    more = {"on": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.withdraw(escalation=row, **given, **more), "escalations:tracker")
