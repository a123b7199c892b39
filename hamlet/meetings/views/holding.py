from django.views.decorators.http import require_http_methods

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import now, today
from hamlet.governance.queries import seats_on
from hamlet.meetings import forms, operations, queries
from hamlet.meetings.views.shared import crumbs, found_item, found_meeting

MANAGE = Permission.MEETINGS_MANAGE


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def attendance(request, pk):
    found = found_meeting(request, pk, MANAGE)
    seats = seats_on(queries.meeting_day(found), found.group)
    seen = {"seen_version": found.version}
    for row in found.attendances.all():
        seen |= {f"came_{row.seat_id}": row.came, f"deputy_{row.seat_id}": row.deputy}
    form = forms.AttendanceForm(**typed(request), initial=seen, seats=seats)
    page_ = Ask("Who came", "Save", "Recorded", caption=f"{found.group.name}, {found}", crumbs=crumbs(found))
    return ask(request, form, page_, lambda given: operations.record_attendance(meeting=found, **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def hold(request, pk):
    found = found_meeting(request, pk, MANAGE)
    intro = found.quorum_sentence or "Record who came first: the quorum follows from it."
    page_ = Ask("The meeting took place", "Record that it was held", "Recorded", intro, str(found), crumbs=crumbs(found))
    form = forms.ChangeForm(**typed(request), initial={"seen_version": found.version})
    more = {"at": now(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.hold_meeting(meeting=found, **given, **more))


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def minute(request, pk):
    item = found_item(request, pk)
    form = forms.MinuteForm(**typed(request), initial={"seen_version": item.version, "text": item.minute})
    page_ = Ask(f"Minutes: {item.title}", "Save", "Saved", crumbs=crumbs(item.meeting))
    return ask(request, form, page_, lambda given: operations.write_minute(item=item, **given, by=request.user), item.meeting)


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def decide(request, pk):
    item = found_item(request, pk)
    page_ = Ask(
        "Record a decision", "Record it", "Recorded, and numbered for ever", caption=item.title, crumbs=crumbs(item.meeting)
    )
    form = forms.DecisionForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.record_decision(item=item, **given, by=request.user), item.meeting)


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def give_action(request, pk):
    item = found_item(request, pk)
    intro = "It goes to the one action plan, and comes back at each meeting until it is done."
    page_ = Ask("Give an action", "Give it", "It is in the action plan", intro, item.title, crumbs=crumbs(item.meeting))
    form = forms.GiveActionForm(**typed(request))
    return ask(request, form, page_, lambda given: operations.give_action(item=item, **given, by=request.user), item.meeting)


@require_http_methods(["GET", "POST"])
@allowed(Permission.MEETINGS_APPROVE)
def approve(request, pk):
    found = found_meeting(request, pk, Permission.MEETINGS_APPROVE)
    intro = "This closes the record of the meeting. Whoever wrote the minutes cannot approve them."
    page_ = Ask("Approve the minutes", "Approve them", "Approved", intro, str(found), crumbs=crumbs(found))
    form = forms.ChangeForm(**typed(request), initial={"seen_version": found.version})
    more = {"approved_on": today(), "by": request.user}
    return ask(request, form, page_, lambda given: operations.approve_minutes(meeting=found, **given, **more))
