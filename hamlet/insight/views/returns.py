from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, refuse, typed
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.clock import now, today
from hamlet.insight import operations
from hamlet.insight.forms.figures import FiguresForm
from hamlet.insight.forms.returns import SendBackForm, SendForm, SignForm
from hamlet.insight.queries import asking, freshness, template
from hamlet.insight.queries.differences import held_of
from hamlet.insight.queries.returns import lines_of
from hamlet.insight.rules.periods import last_ended, quarter_or_none
from hamlet.insight.rules.returns import COLOURS, MEANINGS, Fresh, State
from hamlet.insight.views.shared import DATA, RETURNS, download, quarter_in, return_in, supplies

SHOWN = 5
NOT_YOURS = "Figures are put in by the data lead of the agency, or by the partnership manager."


@require_safe
@allowed(P.DATA_READ)
def returns(request):
    newest = last_ended(today())
    last = min(quarter_or_none(request.GET.get("quarter", "")) or newest, newest)
    quarters = last.last(SHOWN)
    context = {
        "quarters": quarters,
        "rows": freshness.picture(quarters, today()),
        "nobody": freshness.nobody_sends(quarters, today()),
        "legend": [(fresh.value, COLOURS[fresh], MEANINGS[fresh]) for fresh in Fresh],
        "newest": newest,
        "later": min(last.later(SHOWN), newest),
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "crumbs": DATA,
    }
    return render(request, "insight/returns.html", context)


@require_safe
@allowed(P.DATA_READ)
def quarter(request, quarter):
    found = quarter_in(quarter)
    context = {
        "quarter": found,
        "rows": freshness.returns_of(found, today()),
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "crumbs": RETURNS,
    }
    return render(request, "insight/quarter_returns.html", context)


@require_POST
@allowed(P.DATA_MANAGE)
def ask_for(request, quarter):
    found = quarter_in(quarter)
    made = operations.ask_for_returns(quarter=found, on=today(), by=request.user)
    messages.success(request, f"{len(made)} agencies are asked for {found}" if made else f"Everyone was asked for {found} before")
    return redirect("insight:quarter_returns", found.key)


@require_safe
@allowed(P.DESK)
def one(request, quarter, agency):
    source = return_in(request, quarter, agency)
    supplier = asking.supplier_of(source.agency)
    context = {
        "source": source,
        "lines": lines_of(source),
        "late": source.state == State.ASKED.value and source.due_on < today(),
        "nobody": not freshness.somebody_sends(source.agency, today()),
        "supplies": supplies(request.user, source),
        "second": supplier.signs_off if supplier else None,
        "signs": supplier is not None and supplier.signs_off_id == request.user.pk and source.sent_by_id != request.user.pk,
        "crumbs": RETURNS if request.user.powers.may(P.DATA_READ) else (),
    }
    return render(request, "insight/return.html", context)


def crumbs(source):
    return (*RETURNS, (str(source), source.get_absolute_url()))


@require_safe
@allowed(P.DATA_RETURN)
def template_file(request, quarter, agency, form):
    source = return_in(request, quarter, agency)
    sheet = template.sheet_of(source)
    content = template.csv_template(sheet) if form == "csv" else template.xlsx_template(sheet)
    what = f"the template of {source}"
    return download(request, content, name=f"{agency}-{source.quarter.key.lower()}", form=form, what=what, count=len(sheet.asked))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_RETURN)
def fill(request, quarter, agency):
    source = return_in(request, quarter, agency)
    require(supplies(request.user, source), NOT_YOURS)
    asked = asking.cells_to_fill(source)
    words = {"asked": asked, "here": held_of(source, asked), "usually": asking.usually(source), "asked_area": source.area}
    form = FiguresForm(**typed(request), initial={"seen_version": source.version}, **words)
    if form.is_bound and form.is_valid():
        try:
            if form.changes:
                operations.supply_figures(source=source, at=now(), by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, form.said)
            return redirect(source)
    return render(request, "insight/fill.html", {"source": source, "form": form, "crumbs": crumbs(source)})


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_RETURN)
def send(request, quarter, agency):
    source = return_in(request, quarter, agency)
    require(supplies(request.user, source), NOT_YOURS)
    form = SendForm(**typed(request), initial={"seen_version": source.version, "comment": source.comment})
    intro = "What you put in goes to the partnership. Figures that were sent before are kept beside the new ones."
    asked = Ask("Send the return", "Send it", "The return is sent", intro, str(source), crumbs=crumbs(source))
    return ask(request, form, asked, lambda given: operations.send_return(source=source, on=today(), **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_RETURN)
def discard(request, quarter, agency):
    source = return_in(request, quarter, agency)
    require(supplies(request.user, source), NOT_YOURS)
    form = SignForm(**typed(request), initial={"seen_version": source.version})
    intro = "What was put in and not sent is taken back. What was sent stays."
    asked = Ask(
        "Discard what was not sent", "Discard it", "It is discarded", intro, str(source), crumbs=crumbs(source), kind="warning"
    )
    return ask(request, form, asked, lambda given: operations.discard_waiting(source=source, **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_SIGN)
def sign(request, quarter, agency):
    source = return_in(request, quarter, agency)
    form = SignForm(**typed(request), initial={"seen_version": source.version})
    intro = "You are the second person whom the agency names. With your sign-off the figures stand on the dashboard."
    asked = Ask("Sign the return off", "Sign it off", "The return is signed off", intro, str(source), crumbs=crumbs(source))
    return ask(request, form, asked, lambda given: operations.sign_off(source=source, on=today(), **given, by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_SIGN)
def send_back(request, quarter, agency):
    source = return_in(request, quarter, agency)
    form = SendBackForm(**typed(request), initial={"seen_version": source.version})
    intro = "It goes back to whoever sent it. Its figures wait."
    asked = Ask("Send the return back", "Send it back", "It is sent back", intro, str(source), crumbs=crumbs(source))
    return ask(request, form, asked, lambda given: operations.send_back(source=source, **given, by=request.user))
