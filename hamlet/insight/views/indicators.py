from decimal import Decimal, InvalidOperation

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.working_days.clock import today
from hamlet.insight import operations
from hamlet.insight.forms import dashboard as telling
from hamlet.insight.forms import indicators as forms
from hamlet.insight.forms.lists import IndicatorsFilter
from hamlet.insight.models import Indicator, Target
from hamlet.insight.operations import NotAnIndicator
from hamlet.insight.queries.defining import counts_free
from hamlet.insight.rules.indicators import Part, Polarity
from hamlet.insight.rules.periods import last_ended
from hamlet.insight.views.shared import DATA, INDICATORS


def found(slug):
    return get_object_or_404(Indicator.objects.select_related("owner", "priority", "theme"), slug=slug)


def crumbs(row):
    return (*INDICATORS, (row.title, row.get_absolute_url()))


@require_safe
@allowed(P.DATA_READ)
def indicators(request):
    form = IndicatorsFilter(request.GET)
    given, rows = form.chosen(), Indicator.objects.select_related("owner", "priority", "theme").order_by("part", "title", "id")
    if "search" in given:
        rows = rows.filter(Q(title__icontains=given["search"]) | Q(question__icontains=given["search"]))
    for name, field in (("priority", "priority"), ("theme", "theme"), ("agency", "asked_of")):
        rows = rows.filter(**{field: given[name]}) if name in given else rows
    context = {"page": page(request, rows), "filter": form, "manages": request.user.powers.may(P.DATA_MANAGE), "crumbs": DATA}
    return render(request, "insight/indicators.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def new(request):
    form = forms.IndicatorForm(**typed(request), newest=last_ended(today()), counts=counts_free())
    asked = Ask("Add an indicator", "Add it", "It is asked for from its first quarter on", crumbs=INDICATORS)

    def act(given):
        words = {"wording": form.wording(), "measured": form.measured(), "definition": form.defined()}
        words["place"] = form.place(Part(given["part"]))
        return operations.add_indicator(**words, first_quarter=given["quarter"], made_with=given["made_with"], by=request.user)

    return ask(request, form, asked, act)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def change(request, slug):
    row = found(slug)
    names = ("title", "question", "polarity", "source", "challenge_questions", "caption")
    seen = {name: getattr(row, name) for name in names} | {"seen_version": row.version}
    seen |= {"owner": row.owner_id, "priority": row.priority_id, "theme": row.theme_id}
    seen["asked_of"] = list(row.asked_of.values_list("pk", flat=True))
    form = forms.ChangeIndicatorForm(**typed(request), initial=seen)
    intro = "What is counted does not change here: that begins a new definition."
    asked = Ask("Change the indicator", "Save", "Saved", intro, row.title, crumbs=crumbs(row))

    def act(given):
        words = {"wording": form.wording(), "place": form.place(), "polarity": Polarity(given["polarity"])}
        return operations.change_indicator(indicator=row, **words, seen_version=given["seen_version"], by=request.user)

    return ask(request, form, asked, act)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def start_series(request, slug):
    row = found(slug)
    last = row.series.order_by("-number").first()
    seen = {"definition": last.definition, "numerator": last.numerator, "denominator": last.denominator} if last else {}
    form = forms.SeriesForm(**typed(request), initial=seen | {"seen_version": row.version}, newest=last_ended(today()))
    intro = "Figures before and after are never compared, and the chart says where the definition changed."
    asked = Ask("Change the definition", "Begin the new definition", "It is defined anew", intro, row.title, crumbs=crumbs(row))

    def act(given):
        words = {"definition": form.defined(), "first_quarter": given["quarter"], "note": given["note"]}
        return operations.start_series(indicator=row, **words, seen_version=given["seen_version"], by=request.user)

    return ask(request, form, asked, act, row)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def end(request, slug):
    row = found(slug)
    form = forms.EndForm(**typed(request), initial={"seen_version": row.version}, newest=last_ended(today()))
    asked = Ask(
        "End the indicator", "End it", "It is ended", "What was supplied stays.", row.title, crumbs=crumbs(row), kind="warning"
    )

    def act(given):
        words = {"last_quarter": given["quarter"], "seen_version": given["seen_version"]}
        return operations.end_indicator(indicator=row, **words, by=request.user)

    return ask(request, form, asked, act)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def set_target(request, slug):
    row = found(slug)
    form = telling.TargetForm(**typed(request), newest=last_ended(today()))
    asked = Ask(
        "Set a target", "Set it", "The target is set", "It holds until the next target begins.", row.title, crumbs=crumbs(row)
    )

    def act(given):
        words = {"first_quarter": given["quarter"], "because": given["because"], "value": number(given["value"])}
        return operations.set_target(indicator=row, **words, by=request.user)

    return ask(request, form, asked, act, row)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def correct_target(request, slug, pk):
    row = found(slug)
    target = get_object_or_404(Target, pk=pk, indicator=row)
    seen = {"value": f"{target.value.normalize():f}", "because": target.because, "seen_version": target.version}
    form = forms.CorrectTargetForm(**typed(request), initial=seen)
    intro = f"For a target that was mistyped: from {target.starts_on:%-d %B %Y}. A new aim is a new target from a later quarter."
    asked = Ask("Put a target right", "Save", "The target is put right", intro, row.title, crumbs=crumbs(row))

    def act(given):
        words = {"value": number(given["value"]), "because": given["because"], "seen_version": given["seen_version"]}
        return operations.correct_target(target=target, **words, by=request.user)

    return ask(request, form, asked, act, row)


def number(words):
    try:
        value = Decimal(words.strip().rstrip("%").replace(",", ""))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or abs(value) > 999_999_999 or value != value.quantize(Decimal("0.0001")):
        raise NotAnIndicator(f"“{words[:20]}” is not a number with at most four decimals")
    return value


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_READ)
def annotate(request, slug):
    row = found(slug)
    form = telling.AnnotateForm(**typed(request), newest=last_ended(today()))
    asked = Ask("Explain a point", "Save", "It stands beside the chart", "", row.title, crumbs=crumbs(row))
    return ask(request, form, asked, lambda given: operations.annotate(indicator=row, on=today(), **given, by=request.user), row)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_READ)
def comment(request, slug):
    row = found(slug)
    form = telling.CommentForm(**typed(request), newest=last_ended(today()), questions=row.questions)
    asked = Ask("Comment or answer", "Save", "It stands beside the figures", row.question, row.title, crumbs=crumbs(row))

    def act(given):
        return operations.comment(indicator=row, agency=request.user.agency, on=today(), **given, by=request.user)

    return ask(request, form, asked, act, row)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_APPROVE)
def recalculate(request, slug):
    row = found(slug)
    form = telling.RecalculateForm(**typed(request), newest=last_ended(today()))
    intro = "Only when the process itself changed. The limits then come from the first twelve quarters from there on."
    asked = Ask("Work the limits out anew", "Decide it", "It is decided", intro, row.title, crumbs=crumbs(row))
    return ask(
        request,
        form,
        asked,
        lambda given: operations.recalculate_limits(indicator=row, on=today(), **given, by=request.user),
        row,
    )
