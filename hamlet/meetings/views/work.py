import icalendar
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed, public, require
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record_read
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.working_days.clock import LONDON, now, today
from hamlet.meetings import forms, operations, queries
from hamlet.meetings.models import Concern, Decision, Feed
from hamlet.meetings.views.shared import HERE, found_meeting, groups_for

CONCERNS = (*HERE, ("Themes and concerns", "/meetings/concerns/"))
PLAN = (*HERE, ("Forward plan", "/meetings/plan/"))


def found_decision(request, number):
    return get_object_or_404(Decision.objects.visible_to(request.user).select_related("meeting__group"), number=number)


@require_safe
@allowed(Permission.DECISIONS_READ)
def decisions(request):
    form = forms.DecisionsFilter(request.GET)
    chosen = form.chosen()
    rows = Decision.objects.visible_to(request.user).select_related("meeting__group").order_by("-decided_on", "-number")
    rows = rows.saying(chosen["search"]) if "search" in chosen else rows
    rows = rows.filter(meeting__group=chosen["group"]) if "group" in chosen else rows
    return render(request, "meetings/decisions.html", {"page": page(request, rows), "filter": form})


@require_safe
@allowed(Permission.DECISIONS_READ)
def decision(request, number):
    found = found_decision(request, number)
    group, powers = found.meeting.group, request.user.powers
    if group.restricted:
        record_read(by=request.user, subject=found)
    context = {
        "decision": found,
        "opens": queries.meetings().visible_to(request.user).filter(pk=found.meeting_id).exists(),
        "releases": group.is_executive and powers.may_in(Permission.MEETINGS_MANAGE, group.pk),
    }
    return render(request, "meetings/decision.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.MEETINGS_MANAGE)
def release_decision(request, number):
    found = found_decision(request, number)
    found_meeting(request, found.meeting_id, Permission.MEETINGS_MANAGE)
    form = forms.ReleaseForm(**typed(request), initial={"seen_version": found.version, "released": found.released})
    intro = "A released decision, with its reasons, enters every group’s next pack once the minutes are approved."
    page_ = Ask(f"Release decision {number}", "Save", "Saved", intro, caption=found.text, crumbs=HERE)
    return ask(request, form, page_, lambda given: operations.release_decision(decision=found, **given, by=request.user), found)


@require_safe
@allowed(Permission.MEETINGS_READ)
def concerns(request):
    rows = Concern.objects.visible_to(request.user).select_related("group", "raised_by").order_by("-changed_on", "-id")
    raises = request.user.powers.may(Permission.CONCERNS_RAISE)
    return render(request, "meetings/concerns.html", {"page": page(request, rows), "raises": raises})


@require_http_methods(["GET", "POST"])
@allowed(Permission.CONCERNS_RAISE)
def raise_concern(request):
    form = forms.ConcernForm(**typed(request), groups=groups_for(request, Permission.CONCERNS_RAISE))
    warning = "If a child is at risk now, call 999 or children’s social care first. This list is not for a child’s case."
    page_ = Ask(
        "Raise a theme or a concern", "Raise it", "Raised: you will be told what becomes of it", warning=warning, crumbs=CONCERNS
    )
    return ask(request, form, page_, lambda given: operations.raise_concern(**given, raised_on=today(), by=request.user))


@require_safe
@allowed(Permission.MEETINGS_READ)
def concern(request, pk):
    found = get_object_or_404(Concern.objects.visible_to(request.user).select_related("group", "raised_by"), pk=pk)
    if found.group.restricted:
        record_read(by=request.user, subject=found)
    moves = request.user.powers.may_in(Permission.MEETINGS_MANAGE, found.group_id)
    steps = found.steps.select_related("by").order_by("-id")
    return render(request, "meetings/concern.html", {"concern": found, "moves": moves, "steps": steps, "history": history(found)})


@require_http_methods(["GET", "POST"])
@allowed(Permission.MEETINGS_MANAGE)
def move_concern(request, pk):
    found = get_object_or_404(Concern.objects.visible_to(request.user).select_related("group"), pk=pk)
    held = request.user.powers.may_in(Permission.MEETINGS_MANAGE, found.group_id)
    require(held, f"Only the chair or secretary of {found.group} does this.")
    form = forms.MoveConcernForm(**typed(request), initial={"seen_version": found.version})
    page_ = Ask("What became of it", "Save", "Saved, and told to whoever raised it", caption=found.title, crumbs=CONCERNS)
    more = {"changed_on": today(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.move_concern(concern=found, **given, **more))


@require_safe
@allowed(Permission.MEETINGS_READ)
def forward_plan(request):
    rows = queries.forward_plan().visible_to(request.user)
    powers = request.user.powers
    found = page(request, rows.order_by("group__name", "month", "not_before", "id"), 50)
    keeps = {row.pk for row in found if powers.may_in(Permission.MEETINGS_MANAGE, row.group_id)}
    manages = powers.may(Permission.MEETINGS_MANAGE)
    return render(request, "meetings/forward_plan.html", {"page": found, "manages": manages, "keeps": keeps})


@require_http_methods(["GET", "POST"])
@allowed(Permission.MEETINGS_MANAGE)
def take_out_of_plan(request, pk):
    found = get_object_or_404(queries.forward_plan().visible_to(request.user), pk=pk)
    held = request.user.powers.may_in(Permission.MEETINGS_MANAGE, found.group_id)
    require(held, f"Only the chair or secretary of {found.group} does this.")
    intro = "No later agenda takes it up. Where it stands already it stays."
    page_ = Ask(
        f"Take “{found.title}” out of the plan", "Take it out", "It is out of the plan", intro, crumbs=PLAN, kind="warning"
    )
    more = {"ended_on": today(), "by": request.user}
    form = forms.Form(**typed(request))
    return ask(request, form, page_, lambda given: operations.take_out_of_plan(ahead=found, **more), "meetings:forward_plan")


@require_http_methods(["GET", "POST"])
@allowed(Permission.MEETINGS_MANAGE)
def plan_ahead(request):
    form = forms.AheadForm(**typed(request), groups=groups_for(request, Permission.MEETINGS_MANAGE))
    page_ = Ask("Put something in the forward plan", "Put it in", "It is in the plan", crumbs=HERE)
    more = {"on": today(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.plan_ahead(**given, **more), "meetings:forward_plan")


@require_http_methods(["GET", "POST"])
@allowed(Permission.MEETINGS_READ)
def feeds(request):
    form = forms.FeedForm(**typed(request), groups=groups_for(request, Permission.MEETINGS_READ))
    address = ""
    if form.is_valid():
        _, secret = operations.make_feed(group=form.cleaned_data["group"], made_on=today(), by=request.user)
        address = request.build_absolute_uri(reverse("meetings:feed", args=[secret]))
    mine = Feed.objects.filter(person=request.user, revoked_on=None).select_related("group").order_by("-id")
    return render(request, "meetings/feeds.html", {"form": form, "address": address, "feeds": mine})


@require_POST
@allowed(Permission.MEETINGS_READ)
def revoke_feed(request, pk):
    operations.revoke_feed(feed=get_object_or_404(Feed, pk=pk, person=request.user), revoked_on=today(), by=request.user)
    return redirect("meetings:feeds")


@require_safe
@public
def feed(request, secret):
    """A calendar at a secret address: neutral titles only, for whoever holds the address may not be its owner."""
    rows = queries.meetings_of_feed(secret, today())
    if rows is None:
        raise Http404("There is no such feed")
    calendar = icalendar.Calendar.new(prodid="-//hamlet//meetings//EN", name="Partnership meetings")
    for row in rows:
        event = icalendar.Event.new(
            uid=f"meeting-{row.pk}@hamlet",
            summary="Partnership meeting",
            start=row.starts_at.astimezone(LONDON),
            end=row.ends_at.astimezone(LONDON),
            stamp=now(),
            status="CANCELLED" if row.state == "Cancelled" else "CONFIRMED",
            sequence=row.version,
        )
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return HttpResponse(
        calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "no-store, private"}
    )
