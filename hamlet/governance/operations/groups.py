from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.governance.models import Group, GroupBefore, Seat
from hamlet.governance.operations.dating import WrongDates, address_of, day_before, in_order, once
from hamlet.governance.operations.seating import end_seat
from hamlet.governance.rules import GroupKind, QuorumRule

SHOWN = ("name", "purpose", "reports_to")


class GroupExists(Refusal):
    """The group's short address is taken, or there is an Executive already."""


class WrongStructure(Refusal):
    """A group would report to itself, or to nobody that stands."""


@transaction.atomic
def add_group(
    *, name: str, kind: GroupKind, purpose: str, slug: str = "", made_with: UUID | None = None, by: Any, **rest: Any
) -> Group:
    """Adds a group; its short address is made of its name when none is given. `rest` may give any other field of Group.

    Refuses a second Executive, a short address that is taken, and an end before the beginning.
    """
    made = made_once(Group, made_with)
    if made:
        return made
    one_at_a_time("governance.groups")
    slug = address_of(slug or name)
    if Group.objects.filter(slug=slug).exists():
        raise GroupExists(f"A group with the short address {slug} stands already")
    if kind is GroupKind.EXECUTIVE and Group.objects.filter(kind=kind.value).exists():
        raise GroupExists("There is an Executive already, and a partnership has one")
    in_order(rest["starts_on"], rest.get("ends_on"), "A group")
    check_quorum(rest.get("quorum_rule", ""), rest.get("quorum_number", 0))
    group = Group.objects.create(slug=slug, name=name, kind=kind.value, purpose=purpose, **rest, **once(made_with))
    record("governance.group_added", by=by, subject=group, name=name)
    return group


def check_quorum(rule: str, number: int) -> None:
    if rule == QuorumRule.NUMBER.value and not number:
        raise WrongStructure("Say how many seats make the quorum")


@transaction.atomic
def change_group(*, group: Group, on: date, seen_version: int | None, by: Any, **new: Any) -> Group:
    """Changes a group from the day `on`. What its name, purpose and superior were before stays readable for every earlier day."""
    one_at_a_time("governance.groups")
    group = locked(group, seen_version)
    was = {name: getattr(group, name) for name in SHOWN}
    changed = changes(group, **new)
    check_superior(group)
    check_quorum(group.quorum_rule, group.quorum_number)
    until = day_before(on)
    if set(changed).intersection(SHOWN) and group.starts_on <= until:
        GroupBefore.objects.get_or_create(group=group, until=until, defaults=was)
    group.save(update_fields=[*changed, "version"])
    record("governance.group_changed", by=by, subject=group, changes=changed)
    return group


def check_superior(group: Group) -> None:
    above = group.reports_to
    while above is not None:
        if above.pk == group.pk:
            raise WrongStructure(f"{group} would report to itself, by way of the groups above it")
        above = above.reports_to


@transaction.atomic
def end_group(*, group: Group, ends_on: date, seen_version: int | None = None, by: Any) -> Group:
    """Ends a group on a day, and every seat in it. Refuses the Executive, and a group that others still report to."""
    one_at_a_time("governance.groups")
    group = locked(group, seen_version)
    in_order(group.starts_on, ends_on, "A group")
    if group.is_executive:
        raise WrongStructure("The Executive does not end: the law wants the partners to work together")
    below = next((row for row in group.groups_below.order_by("name") if row.ends_on is None or row.ends_on > ends_on), None)
    if below:
        raise WrongStructure(f"{below} reports to it: say first where that group reports from then on")
    open_seats = [seat for seat in group.seats.order_by("id") if seat.ends_on is None or seat.ends_on > ends_on]
    check_none_to_come(open_seats, ends_on)
    group.ends_on = ends_on
    group.save(update_fields=["ends_on", "version"])
    for seat in open_seats:
        end_seat(seat=seat, ends_on=ends_on, by=by)
    record("governance.group_ended", by=by, subject=group, name=group.name, ends_on=ends_on)
    return group


def check_none_to_come(seats: list[Seat], ends_on: date) -> None:
    later = next((seat for seat in seats if seat.starts_on > ends_on), None)
    if later:
        raise WrongDates(f"The seat of {later.post_title} begins on {later.starts_on:%-d %B %Y}: the group cannot end before")
