from datetime import timedelta

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
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
from hamlet.governance.rules import Capacity, GroupKind

HERE = (("Groups", "/groups/"),)
YEAR = timedelta(days=365)


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def groups(request):
    day = today()
    rows = Group.objects.visible_to(request.user).select_related("reports_to").order_by("reports_to_id", "name")
    chairs = {
        seat.group_id: seat.post_title
        for seat in queries.seats_on(day).filter(capacity=Capacity.CHAIR.value, person__isnull=False)
    }
    term = queries.term_on(day)
    found = page(request, rows, 50)
    listed = [(group, f"{term.partner}, by rota" if group.is_executive and term else chairs.get(group.pk)) for group in found]
    return render(request, "governance/groups.html", {"page": found, "rows": listed, "manages": manages(request)})


def manages(request):
    return request.user.powers.may(Permission.PARTNERSHIP_MANAGE)


def found_group(request, slug):
    return get_object_or_404(Group.objects.visible_to(request.user).select_related("reports_to"), slug=slug)


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def group(request, slug):
    day, found = today(), found_group(request, slug)
    seats = list(Seat.objects.filter(group=found).select_related("person", "deputy", "agency").order_by("capacity", "starts_on"))
    now = [seat for seat in seats if seat.starts_on <= day and (seat.ends_on is None or seat.ends_on >= day)]
    sponsors = [seat.pk for seat in now if seat.capacity == Capacity.SPONSOR.value]
    attendance = named(settings.SPONSOR_ATTENDANCE)(sponsors, day - YEAR, day)
    context = {
        "group": found,
        "now": [(seat, attendance.get(seat.pk)) for seat in now],
        "before": [seat for seat in seats if seat not in now],
        "chair": queries.chair_of(found, day),
        "manages": manages(request),
        "history": history(found),
    }
    return render(request, "governance/group.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def add_group(request):
    def act(given):
        given |= {"kind": GroupKind(given["kind"]), "slug": slugify(given["name"])[:80]}
        return operations.add_group(**given, by=request.user)

    return ask(request, forms.GroupForm(**typed(request)), Ask("Add a group", "Add it", "Added", crumbs=HERE), act)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def change_group(request, slug):
    found = found_group(request, slug)
    names = ("name", "purpose", "terms_of_reference", "frequency", "quorum_rule", "avoids_school_holidays")
    form = forms.ChangeGroupForm(
        **typed(request), initial={**{name: getattr(found, name) for name in names}, "seen_version": found.version}
    )
    page = Ask(f"Change {found.name}", "Save", crumbs=(*HERE, (found.name, found.get_absolute_url())))
    return ask(request, form, page, lambda given: operations.change_group(group=found, **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def give_seat(request, slug):
    found = found_group(request, slug)
    intro = "What they may see begins with the seat and ends with it."
    page = Ask(
        "Give a seat", "Give it", "The seat is given", intro, found.name, crumbs=(*HERE, (found.name, found.get_absolute_url()))
    )
    form = forms.SeatForm(**typed(request))
    return ask(request, form, page, lambda given: operations.give_seat(group=found, **given, by=request.user), found)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def end_seat(request, slug, pk):
    seat = get_object_or_404(Seat.objects.select_related("group"), pk=pk, group__slug=slug)
    form = forms.EndForm(**typed(request), initial={"seen_version": seat.version, "ends_on": today()})
    intro = "From the day after, they see nothing that they saw because of it."
    page = Ask(f"End the seat of {seat.post_title}", "End it", "The seat ends", intro, seat.group.name, kind="warning")
    return ask(request, form, page, lambda given: operations.end_seat(seat=seat, **given, by=request.user), seat.group)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def deputy(request, slug, pk):
    seat = get_object_or_404(Seat.objects.select_related("group"), pk=pk, group__slug=slug)
    form = forms.DeputyForm(**typed(request), initial={"seen_version": seat.version, "deputy": seat.deputy_id})
    page = Ask(
        f"Deputy for {seat.post_title}",
        "Save",
        caption=seat.group.name,
        crumbs=((seat.group.name, reverse("governance:groups")),),
    )
    return ask(request, form, page, lambda given: operations.appoint_deputy(seat=seat, **given, by=request.user), seat.group)
