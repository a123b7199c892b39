from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.paging import page
from hamlet.foundations.working_days.clock import today
from hamlet.learning import queries
from hamlet.learning.models import Theme
from hamlet.learning.rules.flow import COLUMNS, flow
from hamlet.learning.rules.ladder import LADDER
from hamlet.learning.rules.recommendations import Answer, Doing, SourceKind
from hamlet.learning.views.shared import LEARNING

ORDERS = (tuple(SourceKind), (), tuple(Doing), (*reversed(LADDER), Answer.WAITING))


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def picture(request):
    found = queries.picture()
    rows = sorted(((*path.names, path.count) for path in found.paths), key=lambda row: (-row[-1], row))
    context = {
        "flow": flow(found.paths, ORDERS, found.known),
        "sources": found.sources,
        "standings": found.standings,
        "ladder": [rung.value for rung in LADDER],
        "page": page(request, rows, 50),
        "columns": COLUMNS,
        "crumbs": LEARNING,
    }
    return render(request, "learning/picture.html", context)


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def theme(request, slug):
    row, day = get_object_or_404(Theme, slug=slug), today()
    rows = page(
        request, queries.recommendations().visible_to(request.user).worked().filter(themes=row).order_by("-found_on", "-id")
    )
    for found in rows:
        found.source = found.source_for(request.user)[0]
    opened = queries.actions().visible_to(request.user).open().filter(theme=row).order_by("due_on", "id")
    context = {
        "theme": row,
        "day": day,
        "page": rows,
        "standing": queries.standing_of(row),
        "actions": opened[:20],
        "ladder": [rung.value for rung in LADDER],
        "crumbs": (*LEARNING, ("The picture", "/learning/picture/")),
    }
    return render(request, "learning/theme.html", context)


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def working_group(request):
    blocks = queries.agenda_seen(today())
    return render(request, "learning/working_group.html", {"blocks": blocks, "crumbs": LEARNING})
