from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record_read
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.documents.models import Document
from hamlet.foundations.working_days.clock import LONDON, midnight, now, today
from hamlet.learning.queries import actions_from, open_actions_of_group
from hamlet.meetings import forms, operations, queries
from hamlet.meetings.manifest import items_of
from hamlet.meetings.rules import State
from hamlet.meetings.views.shared import HERE, crumbs, found_item, found_meeting, found_paper, groups_for

MANAGE = Permission.MEETINGS_MANAGE
OVER = {State.APPROVED.value, State.CANCELLED.value}
ORDER = [State.DRAFT, State.CIRCULATED, State.HELD, State.APPROVED]


@require_safe
@allowed(Permission.MEETINGS_READ)
def meetings(request):
    form, day = forms.MeetingsFilter(request.GET), today()
    rows = queries.meetings().visible_to(request.user)
    chosen = form.chosen()
    rows = rows.filter(group=chosen["group"]) if "group" in chosen else rows
    rows = rows.filter(state=chosen["state"]) if "state" in chosen else rows
    past = request.GET.get("past") == "1"
    now_on = midnight(day)
    split = rows.filter(starts_at__lt=now_on).order_by("-starts_at", "id") if past else rows.filter(starts_at__gte=now_on)
    found = page(request, split if past else split.order_by("starts_at", "id"))
    manages = request.user.powers.may(MANAGE)
    return render(request, "meetings/meetings.html", {"page": found, "filter": form, "past": past, "manages": manages})


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def plan(request):
    form = forms.PlanForm(**typed(request), groups=groups_for(request, MANAGE), initial={"begins": "14:00", "lasts": 120})
    page_ = Ask("Plan a meeting", "Plan it", "Planned, and its agenda begun", crumbs=HERE)
    return ask(request, form, page_, lambda given: operations.plan_meeting(**given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def plan_series(request):
    form = forms.SeriesForm(**typed(request), groups=groups_for(request, MANAGE), initial={"begins": "14:00", "lasts": 120})
    intro = "Meetings that would fall on a weekend, a bank holiday or (where the group wants it) a school holiday move to the next day."
    page_ = Ask("Plan a series of meetings", "Plan them", "Planned", intro, crumbs=HERE)
    return ask(request, form, page_, lambda given: operations.plan_series(**given, by=request.user), "meetings:meetings")


@require_safe
@allowed(Permission.MEETINGS_READ)
def meeting(request, pk):
    found = found_meeting(request, pk)
    powers = request.user.powers
    if found.group.restricted:
        record_read(by=request.user, subject=found)
    items = items_of(found)
    papers = {paper.pk: paper for item in items for paper in item.papers.all()}
    documents = Document.objects.filter(on_kind="meetings.paper", on_id__in=[str(key) for key in papers])
    packs = list(found.packs.order_by("-number"))
    packed = Document.objects.filter(on_kind="meetings.pack", on_id__in=[str(pack.pk) for pack in packs])
    inside = found.group_id in powers.groups(Permission.MEETINGS_READ)
    context = {
        "meeting": found,
        "items": items,
        "documents": {row.on_id: row for row in documents if inside or not row.restricted},
        "packs": [(pack, {row.on_id: row for row in packed}.get(str(pack.pk))) for pack in packs],
        "attendances": found.attendances.select_related("seat").order_by("seat__capacity", "id"),
        "arising": open_actions_of_group(found.group_id).visible_to(request.user)[:30] if found.state not in OVER else [],
        "given": actions_from("meetings.meeting", str(found.pk)).visible_to(request.user),
        "decisions": found.decisions.order_by("number"),
        "manages": powers.may_in(MANAGE, found.group_id),
        "approves": powers.may_in(Permission.MEETINGS_APPROVE, found.group_id),
        "wrote": found.was_written_by(request.user),
        "steps": steps_of(found),
        "begun": found.starts_at <= now(),
        "history": history(found),
        "day": today(),
    }
    return render(request, "meetings/meeting.html", context)


def steps_of(meeting):
    if meeting.state == State.CANCELLED.value:
        return []
    reached = ORDER.index(State(meeting.state))
    labels = ["Agenda and papers", "Pack circulated", "Held", "Minutes approved"]
    states = ["done" if number <= reached and (number or reached) else "to-do" for number in range(4)]
    following = reached + 1 if reached else 0
    return [(label, "now" if number == following else states[number]) for number, label in enumerate(labels)]


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def move(request, pk):
    found = found_meeting(request, pk, MANAGE)
    local = found.starts_at.astimezone(LONDON)
    seen = {"on": local.date(), "begins": f"{local:%H:%M}", "lasts": int((found.ends_at - found.starts_at).total_seconds() // 60)}
    seen |= {"way": found.way, "place": found.place, "link": found.link, "seen_version": found.version}
    form = forms.MoveForm(**typed(request), initial=seen)
    page_ = Ask("Change when and where", "Save", "Changed", crumbs=crumbs(found))
    return ask(request, form, page_, lambda given: operations.move_meeting(meeting=found, **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def cancel(request, pk):
    found = found_meeting(request, pk, MANAGE)
    form = forms.CancelForm(**typed(request), initial={"seen_version": found.version})
    page_ = Ask("Cancel the meeting", "Cancel it", "Cancelled", caption=str(found), crumbs=crumbs(found), kind="warning")
    return ask(request, form, page_, lambda given: operations.cancel_meeting(meeting=found, **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def add_item(request, pk):
    found = found_meeting(request, pk, MANAGE)
    page_ = Ask("Put an item on the agenda", "Add it", "It is on the agenda", crumbs=crumbs(found))
    return ask(
        request,
        forms.ItemForm(**typed(request)),
        page_,
        lambda given: operations.add_item(meeting=found, **given, by=request.user),
        found,
    )


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def change_item(request, pk):
    item = found_item(request, pk)
    names = ("title", "note", "presenter", "minutes_allowed", "position")
    seen = {"seen_version": item.version} | {name: getattr(item, name) for name in names}
    form = forms.ChangeItemForm(**typed(request), initial=seen)
    page_ = Ask("Change the item", "Save", "Changed", caption=item.title, crumbs=crumbs(item.meeting))
    return ask(request, form, page_, lambda given: operations.change_item(item=item, **given, by=request.user), item.meeting)


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def remove_item(request, pk):
    item = found_item(request, pk)
    form = forms.Form(**typed(request))
    intro = "What came from the forward plan goes to the group’s next agenda." if item.ahead_id else ""
    page_ = Ask(f"Take “{item.title}” off the agenda", "Take it off", "It is off the agenda", intro, crumbs=crumbs(item.meeting))
    return ask(request, form, page_, lambda given: operations.remove_item(item=item, by=request.user), item.meeting)


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def carry(request, pk):
    item = found_item(request, pk)
    intro = "It is put on the agenda of the group’s next meeting that is still to come."
    page_ = Ask(f"Carry “{item.title}” forward", "Carry it", "Carried forward", intro, crumbs=crumbs(item.meeting))
    form = forms.Form(**typed(request))
    return ask(request, form, page_, lambda given: operations.carry_forward(item=item, by=request.user), item.meeting)


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def add_paper(request, pk):
    item = found_item(request, pk)
    intro = "A restricted paper stays outside the pack; only the group’s own members open it."
    page_ = Ask(f"Add a paper to “{item.title}”", "Add it", "The paper is added", intro, crumbs=crumbs(item.meeting), upload=True)
    form = forms.PaperForm(**typed(request))
    more = {"at": now(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.add_paper(item=item, **given, **more), item.meeting)


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def withdraw_paper(request, pk):
    paper = found_paper(request, pk)
    found = paper.item.meeting
    intro = "It leaves the next pack. Packs that were circulated keep it."
    page_ = Ask(f"Withdraw “{paper.title}”", "Withdraw it", "The paper is withdrawn", intro, crumbs=crumbs(found), kind="warning")
    more = {"at": now(), "by": request.user}
    return ask(
        request,
        forms.Form(**typed(request)),
        page_,
        lambda given: operations.withdraw_paper(paper=paper, **more),
        found,
    )


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def circulate(request, pk):
    found = found_meeting(request, pk, MANAGE)
    intro = "The agenda, the papers and the tracker as they stand now are frozen as one PDF, and everyone in the group is told."
    page_ = Ask("Circulate the pack", "Circulate it", "The pack is circulated", intro, str(found), crumbs=crumbs(found))
    form = forms.ChangeForm(**typed(request), initial={"seen_version": found.version})

    def act(given):
        return operations.circulate_pack(meeting=found, at=now(), **given, by=request.user)

    return ask(request, form, page_, act, reverse("meetings:meeting", args=[found.pk]))
