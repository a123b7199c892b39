from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, public, require
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.working_days.clock import today
from hamlet.governance import forms, operations
from hamlet.governance.models import Achievement, Challenge, PlanItem, Priority

PRIORITIES = (("Priorities", "/priorities/"),)
PLAN = (("Plan for the year", "/partnership/plan/"),)
CHALLENGES = (("Challenges", "/partnership/challenges/"),)


def manages(request):
    return request.user.powers.may(Permission.PARTNERSHIP_MANAGE)


@require_safe
@public
def priorities(request):
    rows = Priority.objects.select_related("group").prefetch_related("achievements").order_by("-starts_on", "title")
    ours = Achievement.objects.filter(priority=None).order_by("-achieved_on", "id")
    context = {"page": page(request, rows), "ours": page(request, ours, 50), "day": today(), "manages": manages(request)}
    return render(request, "governance/priorities.html", context)


@require_safe
@public
def priority(request, slug):
    found = get_object_or_404(Priority.objects.select_related("group"), slug=slug)
    context = {
        "priority": found,
        "achievements": found.achievements.prefetch_related("agencies").order_by("achieved_on", "id"),
        "lacks": found.lacks.order_by("-noted_on"),
        "manages": manages(request),
        "reports": request.user.powers.may_in(Permission.PRIORITIES_REPORT, found.group_id),
        "history": history(found) if manages(request) else [],
    }
    return render(request, "governance/priority.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def set_priority(request):
    page_ = Ask("Set a priority", "Set it", "The priority is set", crumbs=PRIORITIES)
    form = forms.PriorityForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.set_priority(**given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def change_priority(request, slug):
    found = get_object_or_404(Priority, slug=slug)
    seen = {name: getattr(found, name) for name in forms.ChangePriorityForm.base_fields if name != "seen_version"}
    form = forms.ChangePriorityForm(**typed(request), initial={**seen, "seen_version": found.version})
    page_ = Ask("Change the priority", "Save", "Saved", caption=found.title, crumbs=PRIORITIES)
    return ask(request, form, page_, lambda given: operations.change_priority(priority=found, **given, by=request.user))


def reported_priority(request, slug):
    found = get_object_or_404(Priority.objects.select_related("group"), slug=slug)
    held = request.user.powers.may_in(Permission.PRIORITIES_REPORT, found.group_id)
    require(held, f"Only the chair and secretary of {found.group} and the partnership manager record its progress.")
    return found


@require_http_methods(["GET", "POST"])
@allowed(Permission.PRIORITIES_REPORT)
def achieve(request, slug):
    found = reported_priority(request, slug)
    page_ = Ask("Record an achievement", "Record it", "Recorded", caption=found.title, crumbs=PRIORITIES)
    form = forms.AchievementForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.record_achievement(priority=found, **given, by=request.user), found)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def achieve_together(request):
    page_ = Ask("Record what the partnership achieved", "Record it", "Recorded", crumbs=PRIORITIES)
    form = forms.AchievementForm(**typed(request))
    return ask(
        request, form, page_, lambda given: operations.record_achievement(**given, by=request.user), "governance:priorities"
    )


@require_http_methods(["GET", "POST"])
@allowed(Permission.PRIORITIES_REPORT)
def correct_achievement(request, pk):
    found = get_object_or_404(Achievement.objects.select_related("priority__group"), pk=pk)
    if found.priority:
        reported_priority(request, found.priority.slug)
    else:
        require(manages(request), "Only the partnership manager records what the partnership achieved as a whole.")
    seen = {name: getattr(found, name) for name in ("title", "achieved_on", "evidence", "impact")}
    seen |= {"agencies": list(found.agencies.all()), "seen_version": found.version}
    form = forms.CorrectAchievementForm(**typed(request), initial=seen)
    intro = "What stood before stays in the history. A report that is already published keeps what it said."
    page_ = Ask("Correct the achievement", "Save", "Corrected", intro, found.title, crumbs=PRIORITIES)
    act = {"achievement": found, "by": request.user}
    to = found.priority or "governance:priorities"
    return ask(request, form, page_, lambda given: operations.correct_achievement(**act, **given), to)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PRIORITIES_REPORT)
def lack(request, slug):
    found = reported_priority(request, slug)
    intro = "Saying it openly is a duty: the yearly report analyses where progress is lacking."
    page_ = Ask("Say where progress is lacking", "Record it", "Recorded", intro, found.title, crumbs=PRIORITIES)
    form = forms.LackForm(**typed(request))
    return ask(
        request, form, page_, lambda given: operations.note_lack_of_progress(priority=found, **given, by=request.user), found
    )


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def challenges(request):
    rows = Challenge.objects.select_related("owner").order_by("-raised_on", "id")
    return render(request, "governance/challenges.html", {"page": page(request, rows), "manages": manages(request)})


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def raise_challenge(request):
    page_ = Ask("Record a challenge", "Record it", "Recorded", crumbs=CHALLENGES)
    form = forms.ChallengeForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.raise_challenge(**given, by=request.user), "governance:challenges")


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def answer_challenge(request, pk):
    found = get_object_or_404(Challenge, pk=pk)
    seen = {"seen_version": found.version, "response": found.response, "state": found.state}
    form = forms.AnswerChallengeForm(**typed(request), initial=seen)
    page_ = Ask("What is being done about it", "Save", "Saved", found.what, found.title, crumbs=CHALLENGES)
    return ask(
        request,
        form,
        page_,
        lambda given: operations.answer_challenge(challenge=found, **given, by=request.user),
        "governance:challenges",
    )


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def plan(request):
    rows = PlanItem.objects.select_related("owner").prefetch_related("slippages").order_by("state", "target_on", "id")
    context = {"page": page(request, rows), "manages": manages(request), "day": today()}
    return render(request, "governance/plan.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def plan_item(request):
    page_ = Ask("Promise something for the year", "Promise it", "It is in the plan", crumbs=PLAN)
    form = forms.PlanItemForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.plan_item(**given, by=request.user), "governance:plan")


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_READ)
def slip(request, pk):
    found = get_object_or_404(PlanItem.objects.select_related("owner"), pk=pk)
    require(manages(request) or found.owner_id == request.user.pk, "Only its owner and the partnership manager move a target.")
    form = forms.SlipForm(**typed(request), initial={"seen_version": found.version})
    page_ = Ask("Move the target", "Move it", "The target is moved", caption=found.title, crumbs=PLAN)
    act = {"said_on": today(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.slip_plan_item(item=found, **given, **act), "governance:plan")


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_READ)
def finish(request, pk):
    found = get_object_or_404(PlanItem.objects.select_related("owner"), pk=pk)
    require(manages(request) or found.owner_id == request.user.pk, "Only its owner and the partnership manager finish an item.")
    form = forms.FinishForm(**typed(request), initial={"seen_version": found.version})
    page_ = Ask("Say what became of it", "Save", "Saved", caption=found.title, crumbs=PLAN)
    act = {"closed_on": today(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.finish_plan_item(item=found, **given, **act), "governance:plan")
