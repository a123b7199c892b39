"""What every page's frame shows: the way around, for this person."""

from django.conf import settings
from django.urls import reverse

from hamlet.foundations.access.rules import Permission

PLACES = [
    ("Desk", "desk:desk", "/desk/", Permission.DESK),
    ("Meetings", "meetings:meetings", "/meetings/", Permission.MEETINGS_READ),
    ("Escalations", "escalations:tracker", "/escalations/", Permission.ESCALATIONS_READ),
    ("Reviews", "reviews:cases", "/reviews/", Permission.REVIEWS_READ),
    ("Reviews", "reviews:reports", "/reviews/reports/", Permission.REVIEWS_SCRUTINISE),
    ("Your reviews", "reviews:own", "/reviews/own/", Permission.REVIEWS_OWN_PART),
    ("Refer an incident", "reviews:refer", "/reviews/refer/", Permission.REVIEWS_REFER),
    ("Learning", "learning:learning", "/learning/", Permission.PARTNERSHIP_READ),
    ("Actions", "learning:actions", "/actions/", Permission.ACTIONS_REPORT),
    ("Data", "insight:dashboard", "/data/", Permission.DATA_READ),
    ("Groups", "governance:groups", "/groups/", Permission.PARTNERSHIP_READ),
    ("Priorities", "governance:priorities", "/priorities/", None),
    ("Partnership", "governance:partnership", "/partnership/", None),
    ("Yearly report", "annual_report:reports", "/reports/", None),
    ("People", "people:people", "/people/", Permission.PEOPLE_MANAGE),
    ("Access", "people:access", "/access/", Permission.ACCESS_READ),
    ("Audit trail", "people:audit_trail", "/audit/", Permission.AUDIT_READ),
    ("Working days", "holidays:holidays", "/working-days/", Permission.SETTINGS_MANAGE),
    ("Move in", "moving_in:start", "/moving-in/", Permission.MOVING_IN),
]
MANAGING = {"People", "Access", "Audit trail", "Working days", "Move in"}


def frame(request):
    """Context of every page: `nav` rows are (label, href, is it here), `manage_nav` those of the partnership's team."""
    user = getattr(request, "user", None)
    powers = getattr(user, "powers", None)
    rows = []
    for label, name, prefix, permission in PLACES:
        if permission is None or (powers is not None and powers.may(permission)):
            rows.append((label, reverse(name), request.path.startswith(prefix)))
    return {
        "user": user,
        "nav": [row for row in rows if row[0] not in MANAGING],
        "manage_nav": [row for row in rows if row[0] in MANAGING],
        "demonstration": settings.DEMONSTRATION,
        "help_numbers": settings.HELP_NUMBERS,
        "foreign_routes": settings.FOREIGN_ROUTES,
    }
