from django.shortcuts import get_object_or_404

from hamlet.escalations import queries
from hamlet.foundations.access.decorators import require
from hamlet.foundations.access.rules import Permission
from hamlet.governance.queries import open_groups

HERE = (("Escalations", "/escalations/"),)


def found(request, key, permission=None):
    """The escalation, if this person may see it; with a permission, for those who hold it in its group or everywhere."""
    escalation = get_object_or_404(queries.escalations().visible_to(request.user), made_with=key)
    if permission:
        who = "people who sit in" if permission is Permission.ESCALATIONS_DRAFT else "the chair or secretary of"
        reason = f"Only {who} {escalation.group} and the partnership manager do this."
        require(request.user.powers.may_in(permission, escalation.group_id), reason)
    return escalation


def crumbs(escalation):
    return (*HERE, (str(escalation), escalation.get_absolute_url()))


def groups_for(request):
    """The groups for which this person drafts; never the Executive, which answers."""
    rows = open_groups().exclude(kind="Executive")
    powers = request.user.powers
    if powers.everywhere(Permission.ESCALATIONS_DRAFT):
        return rows
    return rows.filter(pk__in=powers.groups(Permission.ESCALATIONS_DRAFT))
