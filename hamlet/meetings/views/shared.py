from django.db.models import Q
from django.shortcuts import get_object_or_404

from hamlet.foundations.access.decorators import require
from hamlet.foundations.access.rules import Permission
from hamlet.governance.queries import open_groups
from hamlet.meetings import queries
from hamlet.meetings.models import AgendaItem, Paper

HERE = (("Meetings", "/meetings/"),)


def found_meeting(request, pk, permission=None):
    """The meeting, if this person may see it; with a permission, only for those who hold it in the meeting's group."""
    meeting = get_object_or_404(queries.meetings().visible_to(request.user), pk=pk)
    if permission:
        held = request.user.powers.may_in(permission, meeting.group_id)
        require(held, f"Only the chair or secretary of {meeting.group} and the partnership manager do this.")
    return meeting


def found_item(request, pk, permission=Permission.MEETINGS_MANAGE):
    item = get_object_or_404(AgendaItem.objects.select_related("meeting__group"), pk=pk)
    found_meeting(request, item.meeting_id, permission)
    return item


def found_paper(request, pk):
    paper = get_object_or_404(Paper.objects.standing().select_related("item__meeting__group"), pk=pk)
    found_meeting(request, paper.item.meeting_id, Permission.MEETINGS_MANAGE)
    return paper


def groups_for(request, permission):
    """The groups in which this person holds a permission: for the choices of a form. Restricted groups are their members' own."""
    held = Q(pk__in=request.user.powers.groups(permission))
    if request.user.powers.everywhere(permission):
        held |= Q(restricted=False)
    return open_groups().filter(held)


def crumbs(meeting):
    return (*HERE, (f"{meeting.group.name}, {meeting}", meeting.get_absolute_url()))
