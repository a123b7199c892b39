from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hamlet.desk import queries, rules
from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.working_days.clock import today


@require_safe
@allowed(Permission.DESK)
def desk(request):
    day = today()
    piles = queries.morning(request.user, day)
    context = {
        "day": day,
        "piles": piles,
        "when": rules.when,
        "late": sum(len(pile.duties) for pile in piles if pile.kind == "late"),
        "shortcuts": [(way.title, reverse(way.address), way.about) for way in rules.shortcuts(request.user.powers)],
        "waits": request.user.powers.waits_for_second_factor,
    }
    return render(request, "desk/desk.html", context)
