from datetime import timedelta

from django.views.decorators.http import require_http_methods

from hamlet.escalations import forms, operations
from hamlet.escalations.views.shared import crumbs, found
from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.governance.queries import executive
from hamlet.meetings.queries import meeting_choices

MONTH = timedelta(days=28)


def converse(request, row, form, page, operation):
    """One step of the answer: the operation gets what was typed, the day and the person."""
    return ask(request, form, page, lambda given: operation(escalation=row, **given, on=today(), by=request.user), row)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_ANSWER)
def draft_answer(request, key):
    row = found(request, key)
    draft = row.answers.filter(official_on=None).first()
    seen = {"seen_version": row.version}
    if draft:
        seen |= {"kind": draft.kind, "reasons": draft.reasons, "owner": draft.owner_id, "due_on": draft.due_on}
    intro = (
        "It is the Executive’s once minuted at a meeting or agreed by all three partners. Until then the group does not see it."
    )
    page = Ask(
        "Draft the answer", "Save the draft", "The draft answer is saved", intro, f"{row}: {row.title}", crumbs=crumbs(row)
    )
    return converse(request, row, forms.AnswerForm(**typed(request), initial=seen), page, operations.draft_answer)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_AGREE)
def agree(request, key):
    row = found(request, key)
    intro = "You agree it for your safeguarding partner. When all three have, it is the Executive’s and the group is told."
    page = Ask("Agree the answer", "Agree it", "Agreed", intro, f"{row}: {row.title}", crumbs=crumbs(row))
    form = forms.ChangeForm(**typed(request), initial={"seen_version": row.version})
    return converse(request, row, form, page, operations.agree_answer)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_ANSWER)
def minute(request, key):
    row = found(request, key)
    intro = "The draft answer becomes the Executive’s, and the group is told."
    page = Ask("The answer was minuted", "Record it", "The group is told", intro, f"{row}: {row.title}", crumbs=crumbs(row))
    form = forms.MinuteForm(**typed(request), meetings=meeting_choices(executive()), initial={"seen_version": row.version})
    return converse(request, row, form, page, operations.minute_answer)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_SEND)
def accept(request, key):
    row = found(request, key, P.ESCALATIONS_SEND)
    page = Ask("Accept the answer", "Accept it", "Accepted", caption=f"{row}: {row.title}", crumbs=crumbs(row))
    form = forms.ChangeForm(**typed(request), initial={"seen_version": row.version})
    return converse(request, row, form, page, operations.accept_answer)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_SEND)
def come_back(request, key):
    row = found(request, key, P.ESCALATIONS_SEND)
    page = Ask("Come back to the answer", "Come back", "The Executive is told", caption=f"{row}: {row.title}", crumbs=crumbs(row))
    form = forms.ComeBackForm(**typed(request), initial={"seen_version": row.version, "answer_by": today() + MONTH})
    return converse(request, row, form, page, operations.come_back)


@require_http_methods(["GET", "POST"])
@allowed(P.ESCALATIONS_SEND)
def close(request, key):
    row = found(request, key, P.ESCALATIONS_SEND)
    page = Ask("Close it", "Close it", "Closed", caption=f"{row}: {row.title}", crumbs=crumbs(row))
    form = forms.CloseForm(**typed(request), initial={"seen_version": row.version})
    return converse(request, row, form, page, operations.close_escalation)
