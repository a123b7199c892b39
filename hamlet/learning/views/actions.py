from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import today
from hamlet.learning import operations, queries
from hamlet.learning.forms import actions as forms
from hamlet.learning.models import Action, Recommendation
from hamlet.learning.views.shared import PLAN, sheet

HEADINGS = ("Action", "What", "Theme", "Group", "Owner", "Agency", "Due", "State", "Serves", "Comes from")


def chosen_actions(request, form):
    chosen = form.chosen()
    rows = queries.with_served(queries.actions().visible_to(request.user).order_by("state", "due_on", "id"))
    for name in ("theme", "group", "owner", "agency", "state"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    rows = rows.filter(title__icontains=chosen["search"]) if "search" in chosen else rows
    return rows.late(today()) if chosen.get("late") else rows


@require_safe
@allowed(Permission.ACTIONS_REPORT)
def actions(request):
    form, day = forms.ActionsFilter(request.GET), today()
    found = page(request, chosen_actions(request, form))
    powers = request.user.powers
    may = {"manages": powers.may(Permission.ACTIONS_MANAGE), "reads": powers.may(Permission.ACTIONS_READ)}
    return render(request, "learning/actions.html", {"page": found, "filter": form, "day": day, **may})


@require_safe
@allowed(Permission.ACTIONS_READ)
def download(request, form):
    rows = [
        (
            *(row.reference, row.title, row.theme.name if row.theme else "", row.group.name if row.group else ""),
            *(str(row.owner), row.agency.name if row.agency else "", row.due_on, row.state),
            *(", ".join(str(served) for served in row.served), row.source_label),
        )
        for row in chosen_actions(request, forms.ActionsFilter(request.GET))
    ]
    return sheet(request, HEADINGS, rows, name="actions", what="the action plan", form=form)


@require_safe
@allowed(Permission.ACTIONS_REPORT)
def asked(request):
    """One's own open actions, with what an update was asked of before the next meeting first."""
    rows = queries.with_asked(queries.actions().open().filter(owner=request.user), today())
    found = page(request, rows.order_by("asked_on", "due_on", "id"))
    return render(request, "learning/asked.html", {"page": found, "day": today(), "crumbs": PLAN})


@require_safe
@allowed(Permission.ACTIONS_READ)
def themes(request):
    day = today()
    rows = list(queries.by_theme(Action.objects.visible_to(request.user), day))
    manages = request.user.powers.may(Permission.ACTIONS_MANAGE)
    return render(request, "learning/themes.html", {"rows": rows, "manages": manages})


@require_http_methods(["GET", "POST"])
@allowed(Permission.ACTIONS_MANAGE)
def add_theme(request):
    form = forms.ThemeForm(**typed(request))
    page_ = Ask("Add a theme", "Add it", "Added", crumbs=PLAN)
    return ask(request, form, page_, lambda given: operations.add_theme(**given, by=request.user), "learning:themes")


@require_http_methods(["GET", "POST"])
@allowed(Permission.ACTIONS_MANAGE)
def add(request):
    form = forms.ActionForm(**typed(request))
    rows = Recommendation.objects.visible_to(request.user) if may_tie(request) else Recommendation.objects.none()
    served = list(rows.filter(reference=request.GET.get("for", "")[:20]))

    source = source_from(request)

    def act(given):
        group = given.pop("group")
        held = request.user.powers.may_in(Permission.ACTIONS_MANAGE, group.pk if group else None)
        require(held, "You may add actions for the groups that you chair or keep the minutes of.")
        more = {"source": source, "group_id": group.pk if group else None, "raised_on": today(), "by": request.user}
        return operations.add_action(**given, recommendations=served, **more)

    caption = f"For {served[0]}" if served else source.label if source else ""
    return ask(request, form, Ask("Add an action", "Add it", "It is in the plan", "", caption, crumbs=PLAN), act)


def source_from(request):
    """The record that the address says an action comes from: of a kind that rooms offer, or None."""
    reads = settings.ACTION_SOURCES.get(request.GET.get("from", ""))
    return named(reads)(request.GET.get("of", "")[:80]) if reads else None


def may_tie(request):
    return request.user.powers.may(Permission.RECOMMENDATIONS_READ)


def found_action(request, reference):
    rows = queries.with_asked(queries.actions().visible_to(request.user), today())
    return get_object_or_404(rows, reference=reference)


def reports(request, action):
    return action.owner_id == request.user.pk or request.user.powers.may_in(Permission.ACTIONS_MANAGE, action.group_id)


@require_safe
@allowed(Permission.ACTIONS_REPORT)
def action(request, reference):
    found = found_action(request, reference)
    context = {
        "action": found,
        "day": today(),
        "updates": found.updates.select_related("by").order_by("-id"),
        "reports": found.state == "Open" and reports(request, found),
        "manages": found.state == "Open" and request.user.powers.may_in(Permission.ACTIONS_MANAGE, found.group_id),
        "recommendations": found.recommendations.order_by("id"),
        "reads_recommendations": may_tie(request),
        "gives_evidence": found.owner_id == request.user.pk and request.user.powers.may(Permission.EVIDENCE_ADD),
        "history": history(found),
    }
    return render(request, "learning/action.html", context)


CHANGES = {
    "progress": (forms.ProgressForm, "Report progress", "Report it", operations.report_progress, "said_on"),
    "move": (forms.MoveForm, "Move the due date", "Move it", operations.move_due_date, "said_on"),
    "owner": (forms.OwnerForm, "Give it to another owner", "Save", operations.change_owner, ""),
    "done": (forms.CloseForm, "Complete the action", "It is done", operations.complete_action, "closed_on"),
    "stop": (forms.CloseForm, "Stop the action", "Stop it", operations.stop_action, "closed_on"),
}
OWNERS_OWN = {"progress", "done"}


@require_http_methods(["GET", "POST"])
@allowed(Permission.ACTIONS_REPORT)
def change(request, reference, what):
    found = found_action(request, reference)
    manages = request.user.powers.may_in(Permission.ACTIONS_MANAGE, found.group_id)
    own = what in OWNERS_OWN and found.owner_id == request.user.pk
    require(manages or own, "Its owner reports and completes an action; whoever manages its group moves or stops it.")
    form_class, title, button, operation, when = CHANGES[what]
    initial = {} if what == "progress" else {"seen_version": found.version}
    page_ = Ask(
        title, button, caption=f"{found.reference} {found.title}", crumbs=(*PLAN, (found.reference, found.get_absolute_url()))
    )

    def act(given):
        return operation(action=found, **given, **({when: today()} if when else {}), by=request.user)

    return ask(request, form_class(**typed(request), initial=initial), page_, act, found)
