from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.learning import operations, queries
from hamlet.learning.forms import recommendations as forms
from hamlet.learning.models import Action
from hamlet.learning.views.shared import crumbs, found


def link_of(row, key):
    for other, link in queries.linked_to(row):
        if link.made_with == key:
            return other, link
    raise Http404


def undo(request, row, form, asked, operation, **about):
    """One page for each way of undoing: it asks why, and goes back to the recommendation."""
    return ask(request, form, asked, lambda given: operation(**about, on=today(), **given, by=request.user), row)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def take_out(request, reference):
    row = found(request, reference)
    form = forms.UndoForm(**typed(request), initial={"seen_version": row.version})
    intro = "It begins again at the first rung: what was confirmed was confirmed of the whole."
    asked = Ask("Take it out of the joint recommendation", "Take it out", "It stands alone", intro, str(row), crumbs=crumbs(row))
    return undo(request, row, form, asked, operations.take_out, part=row)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def dissolve(request, reference):
    row = found(request, reference)
    form = forms.UndoForm(**typed(request), initial={"seen_version": row.version})
    intro = (
        "Each of its parts stands alone again, at the first rung, with the actions and the evidence of the whole. "
        "The joint recommendation stays on record, closed, with your reasons."
    )
    asked = Ask("Dissolve the joint recommendation", "Dissolve it", "It is dissolved", intro, str(row), crumbs=crumbs(row))
    return undo(request, row, form, asked, operations.dissolve, joint=row)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def unlink(request, reference, key):
    row = found(request, reference)
    other, link = link_of(row, key)
    form = forms.UndoForm(**typed(request), initial={"seen_version": link.version})
    asked = Ask(f"Undo the link to {other}", "Undo it", "They are linked no longer", link.because, str(row), crumbs=crumbs(row))
    return undo(request, row, form, asked, operations.unlink, link=link)


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def stop_serving(request, reference, action):
    row = found(request, reference)
    serving = get_object_or_404(queries.actions_of(row) & Action.objects.visible_to(request.user), reference=action)
    form = forms.StopServingForm(**typed(request))
    intro = "The action stays in the plan, and says that it served this. A rung that rested on it alone is looked at again."
    asked = Ask(
        f"{action} does not serve it", "Save", "It serves this no longer", intro, f"{row}: {serving.title}", crumbs=crumbs(row)
    )
    return undo(request, row, form, asked, operations.stop_serving, action=serving, recommendation=row)
