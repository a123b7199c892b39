from datetime import timedelta

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import today
from hamlet.governance import forms, operations, queries
from hamlet.governance.models import Group, Seat
from hamlet.governance.rules import Capacity

HERE = (("Groups", "/groups/"),)
YEAR = timedelta(days=365)


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def groups(request):
    day = today()
    rows = Group.objects.visible_to(request.user).select_related("reports_to").order_by(queries.FIRST, "name")
    chairs = {
        seat.group_id: seat.post_title
        for seat in queries.seats_on(day).filter(capacity=Capacity.CHAIR.value, person__isnull=False)
    }
    term = queries.term_on(day)
    found = page(request, rows, 50)
    listed = [(group, f"{term.partner}, by rota" if group.is_executive and term else chairs.get(group.pk)) for group in found]
    return render(request, "governance/groups.html", {"page": found, "rows": listed, "day": day, "manages": manages(request)})


def manages(request):
    return request.user.powers.may(Permission.PARTNERSHIP_MANAGE)


def crumbs_of(group):
    return (*HERE, (group.name, group.get_absolute_url()))


def found_group(request, slug):
    return get_object_or_404(Group.objects.visible_to(request.user).select_related("reports_to"), slug=slug)


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def group(request, slug):
    day, found = today(), found_group(request, slug)
    seats = list(queries.seats_of(found, day))
    now = [seat for seat in seats if seat.starts_on <= day and (seat.ends_on is None or seat.ends_on >= day)]
    sponsors = [seat.pk for seat in now if seat.capacity == Capacity.SPONSOR.value]
    attendance = named(settings.SPONSOR_ATTENDANCE)(sponsors, day - YEAR, day)
    context = {
        "group": found,
        "now": [(seat, attendance.get(seat.pk)) for seat in now],
        "before": [seat for seat in seats if seat.starts_on <= day and seat not in now],
        "to_come": [seat for seat in seats if seat.starts_on > day],
        "chair": queries.chair_of(found, day),
        "manages": manages(request),
        "day": day,
        "history": history(found),
    }
    return render(request, "governance/group.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def add_group(request):
    def act(given):
        return operations.add_group(**given, by=request.user)

    return ask(request, forms.GroupForm(**typed(request)), Ask("Add a group", "Add it", "Added", crumbs=HERE), act)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def change_group(request, slug):
    found = found_group(request, slug)
    seen = {name: getattr(found, name) for name in forms.ChangeGroupForm.base_fields if name != "seen_version"}
    form = forms.ChangeGroupForm(**typed(request), initial={**seen, "seen_version": found.version})
    intro = "A new name, purpose or place in the structure holds from today; earlier days keep what they had."
    page = Ask(f"Change {found.name}", "Save", "Saved", intro, crumbs=crumbs_of(found))
    return ask(request, form, page, lambda given: operations.change_group(group=found, on=today(), **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def end_group(request, slug):
    found = found_group(request, slug)
    form = forms.EndForm(**typed(request), initial={"seen_version": found.version, "ends_on": today()})
    intro = "Every seat in it ends on that day, and with the seats what they let people see."
    page = Ask(f"End {found.name}", "End it", "The group ends", intro, crumbs=crumbs_of(found), kind="warning")
    return ask(request, form, page, lambda given: operations.end_group(group=found, **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def give_seat(request, slug):
    found = found_group(request, slug)
    intro = "What they may see begins with the seat and ends with it."
    page = Ask("Give a seat", "Give it", "The seat is given", intro, found.name, crumbs=crumbs_of(found))
    form = forms.SeatForm(**typed(request))
    return ask(request, form, page, lambda given: operations.give_seat(group=found, **given, by=request.user), found)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def end_seat(request, slug, pk):
    seat = get_object_or_404(Seat.objects.select_related("group"), pk=pk, group__slug=slug)
    form = forms.EndForm(**typed(request), initial={"seen_version": seat.version, "ends_on": today()})
    intro = "From the day after, they see nothing that they saw because of it."
    page = Ask(
        f"End the seat of {seat.post_title}",
        "End it",
        "The seat ends",
        intro,
        seat.group.name,
        crumbs=crumbs_of(seat.group),
        kind="warning",
    )
    return ask(request, form, page, lambda given: operations.end_seat(seat=seat, **given, by=request.user), seat.group)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def deputy(request, slug, pk):
    seat = get_object_or_404(Seat.objects.select_related("group"), pk=pk, group__slug=slug)
    now = seat.deputies.on(today()).first()
    form = forms.DeputyForm(**typed(request), initial={"seen_version": seat.version, "deputy": now and now.person_id})
    intro = "From today. A deputy acts in the group, and never agrees or signs for a safeguarding partner."
    page = Ask(f"Deputy for {seat.post_title}", "Save", "Saved", intro, seat.group.name, crumbs=crumbs_of(seat.group))
    return ask(
        request, form, page, lambda given: operations.appoint_deputy(seat=seat, on=today(), **given, by=request.user), seat.group
    )


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def withdraw_seat(request, slug, pk):
    seat = get_object_or_404(Seat.objects.select_related("group"), pk=pk, group__slug=slug)
    form = forms.WithdrawForm(**typed(request), initial={"seen_version": seat.version})
    intro = (
        f"{seat.capacity} from {seat.starts_on:%-d %B %Y}. For a seat that was given by mistake, until its first day is over: "
        "it goes with its deputy and all that it lets them see. The group's history keeps that it was given and withdrawn."
    )
    heading, crumbs = f"Withdraw the seat of {seat.post_title}", crumbs_of(seat.group)
    page = Ask(heading, "Withdraw it", "The seat is withdrawn", intro, seat.group.name, crumbs=crumbs, kind="warning")
    act = {"seat": seat, "today": today(), "by": request.user}
    return ask(request, form, page, lambda given: operations.withdraw_seat(**act, **given))
