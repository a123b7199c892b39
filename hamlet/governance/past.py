"""The groups as they were on any day: under the name, with the purpose and below the group that they had then. Two queries."""

from datetime import date
from typing import Any

from django.db.models import F

from hamlet.governance.models import Group, GroupBefore

FIRST = F("reports_to_id").asc(nulls_first=True)  # the Executive first, on both engines


def groups_as_on(day: date) -> list[Any]:
    """The groups that stood on `day` as they were then, the Executive first, then by name; a change since is not seen."""
    standing = list(Group.objects.on(day).select_related("reports_to").order_by(FIRST, "name"))
    before: dict[int, GroupBefore] = {}
    for row in GroupBefore.objects.filter(until__gte=day).select_related("reports_to").order_by("-until"):
        before[row.group_id] = row
    for group in standing:
        was = before.get(group.pk)
        if was:
            group.name, group.purpose, group.reports_to = was.name, was.purpose, was.reports_to
    names = {group.pk: group.name for group in standing}
    for group in standing:
        if group.reports_to_id in names:
            group.reports_to.name = names[group.reports_to_id]
    return sorted(standing, key=lambda group: (group.reports_to_id or 0, group.name))
