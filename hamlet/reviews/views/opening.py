"""How a case is opened: it exists only for those who may see it, whoever is not assigned says why, and each opening is logged."""

from functools import wraps
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from hamlet.foundations.access.decorators import require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record
from hamlet.foundations.working_days.clock import today
from hamlet.reviews.models import RapidReview
from hamlet.reviews.queries.cases import openable

HERE = (("Reviews", "/reviews/"),)


def opened(view):
    """Gives the view the case of the address. 404 for those who may not know of it; the log names the page by the view's name."""

    @wraps(view)
    def guarded(request, reference, *args, **kwargs):
        case = openable(request.user, today()).filter(reference=reference).first()
        if case is None:
            return unknown(request)
        if not case.opens_at_once:
            asked = urlencode({"next": request.path}) if request.method == "GET" else ""
            return redirect(f"{reverse('reviews:reason', args=[reference])}?{asked}")
        if request.method == "GET":
            record("reviews.opened", by=request.user, subject=case, page=view.__name__.replace("_", " "))
        return view(request, case, *args, **kwargs)

    return guarded


def unknown(request):
    """404, as for a case that there never was; whoever owes a second factor is asked for it, whether or not there is such a case."""
    if request.user.powers.waits_for_second_factor:
        return redirect("people:second_factor")
    raise Http404("No such case for this person")


def crumbs(case):
    return (*HERE, (str(case), case.get_absolute_url()))


def keeps(request):
    """Refuses all but those who keep cases, and the seats of the Rapid Review Panel."""
    powers = request.user.powers
    held = powers.may(P.REVIEWS_MANAGE) or powers.may(P.REVIEWS_CHILDREN)
    require(held, "The Rapid Review Panel and the partnership's team do this.")


def review_of(case):
    """The rapid review of a case; 404 while there is none."""
    return get_object_or_404(RapidReview.objects.select_related("case", "decided_at", "recommended_by"), case=case)
