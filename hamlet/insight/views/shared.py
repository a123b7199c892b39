from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record_export
from hamlet.foundations.working_days.clock import today
from hamlet.insight.models import Return
from hamlet.insight.queries.freshness import quarters_held
from hamlet.insight.rules.periods import NotAPeriod, quarter_from

DATA = (("Data", "/data/"),)
RETURNS = (*DATA, ("Returns", "/data/returns/"))
INDICATORS = (*DATA, ("Indicators", "/data/indicators/"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "pdf": "application/pdf", "svg": "image/svg+xml"}


def quarter_in(address):
    """The quarter that an address names, or 404."""
    try:
        return quarter_from(address)
    except NotAPeriod:
        raise Http404 from None


def quarter_held(address):
    """The quarter that an address names, if figures were asked for it and it is over; or 404."""
    found = quarter_in(address)
    if found not in quarters_held(today()):
        raise Http404(f"There is no quarter {found} to show")
    return found


def selected(form):
    """The priority, theme or agency asked that a filter chooses, as the indicators' fields."""
    given = form.chosen()
    wanted = {name: given[name] for name in ("priority", "theme") if name in given}
    return wanted | ({"asked_of": given["agency"]} if "agency" in given else {})


def return_in(request, quarter, agency):
    """One agency's return of a quarter, if this person may see it."""
    rows = Return.objects.visible_to(request.user).select_related("agency", "area", "sent_by", "signed_by")
    return get_object_or_404(rows, quarter_on=quarter_in(quarter).starts_on, agency__slug=agency)


def supplies(user, source):
    """Whether this person puts figures into the return: a data lead of its agency, or the partnership's manager."""
    return source.agency_id in user.powers.agencies(P.DATA_RETURN) or user.powers.may(P.DATA_MANAGE)


def download(request, content, *, name, form, what, count):
    """A file that leaves; leaving is an audit event."""
    record_export(by=request.user, what=what, count=count, form=form)
    response = HttpResponse(content, content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
