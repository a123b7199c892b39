from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.foundations.working_days.clock import today
from hamlet.insight.forms.publications import ApproveForm, ConfirmForm, PublicationForm, SameChildrenForm
from hamlet.insight.models import Indicator, Publication
from hamlet.insight.operations import publishing, share_counts
from hamlet.insight.queries import approving
from hamlet.insight.queries import publications as queries
from hamlet.insight.queries.composed import compose
from hamlet.insight.rules.indicators import DENOMINATED
from hamlet.insight.rules.periods import last_ended
from hamlet.insight.rules.publications import COLOURS, State
from hamlet.insight.views.published import tables_of
from hamlet.insight.views.shared import DATA

PUBLICATIONS = (*DATA, ("Publications", "/data/publications/"))


def found(slug):
    return get_object_or_404(Publication.objects.select_related("drafted_by", "published_by"), slug=slug)


def crumbs(row):
    return (*PUBLICATIONS, (row.title, row.get_absolute_url()))


@require_safe
@allowed(P.DATA_READ)
def publications(request):
    context = {
        "rows": Publication.objects.select_related("drafted_by").order_by("-drafted_on", "-id"),
        "colours": {state.value: colour for state, colour in COLOURS.items()},
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "crumbs": DATA,
    }
    return render(request, "insight/publications.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def draft(request):
    form = PublicationForm(**typed(request), newest=last_ended(today()))
    intro = "Counts of 1 to 5 are kept back, and whatever would tell them. Nothing is public until every supplier and Quality Assurance approve."
    asked = Ask("Draft a publication", "Draft it", "It is drafted", intro, crumbs=PUBLICATIONS)
    return ask(request, form, asked, lambda given: publishing.draft_publication(on=today(), **given, by=request.user))


@require_safe
@allowed(P.DATA_READ)
def publication(request, slug):
    row = found(slug)
    composed = queries.frozen_cells(row) if row.state == State.PUBLISHED.value else compose(row)
    current = queries.fingerprint_of(composed) == row.fingerprint or row.state == State.PUBLISHED.value
    awaited = approving.approvals_of(row, row.fingerprint)
    context = {
        "publication": row,
        "ready": all(one.given for one in awaited),
        "colour": COLOURS[State(row.state)],
        "tables": tables_of(composed),
        "small": sum(cell.small for one in composed for cell in one.cells if cell.part == "numerator"),
        "kept": sum(cell.symbol == "c" for one in composed for cell in one.cells if cell.part == "numerator"),
        "approvals": [(one, told_of(one, asked)) for asked in [approving.approvers(row, awaited, today())] for one in awaited],
        "changed": row.state == State.APPROVING.value and not current,
        "manages": request.user.powers.may(P.DATA_MANAGE),
        "appoints": request.user.powers.may(P.PARTNERSHIP_MANAGE),
        "approves": bool(approving.open_to(request.user, row, awaited)),
        "crumbs": PUBLICATIONS,
    }
    return render(request, "insight/publication.html", context)


def told_of(awaited, asked):
    """Who approved, or who may; empty when nobody holds a seat that may."""
    if awaited.given:
        return [f"{awaited.given.approved_on:%-d %B %Y}, {awaited.given.approved_by}"]
    return [str(person) for person in asked[awaited.agency.pk if awaited.agency else None]]


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_READ)
def approve(request, slug):
    row = found(slug)
    opened = approving.open_to(request.user, row, approving.approvals_of(row, row.fingerprint))
    require(
        opened,
        "The data leads of the agencies that supplied it approve, and the chair of Quality Assurance and Performance, each of them once.",
    )
    mine = agencies_on_record().filter(pk__in=[one.agency.pk for one in opened if one.agency])
    words = {"agencies": mine, "approves_all": any(one.agency is None for one in opened)}
    form = ApproveForm(**typed(request), initial={"seen_version": row.version}, **words)
    intro = "You approve exactly what the preview shows. When a figure changes, it is asked anew."
    asked = Ask("Approve the publication", "Approve it", "It is approved", intro, row.title, crumbs=crumbs(row))
    return ask(request, form, asked, lambda given: publishing.approve(publication=row, on=today(), **given, by=request.user), row)


STEPS = {
    "send": ("Send it for approval", "It waits for approvals", "Every agency that supplied it is asked, and Quality Assurance."),
    "publish": (
        "Publish it",
        "It is public",
        "What is approved becomes public and is frozen: a correction is another publication.",
    ),
    "withdraw": ("Give it up", "It is given up", "It will not be published."),
}


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def step(request, slug, what):
    row = found(slug)
    heading, done, intro = STEPS[what]
    form = ConfirmForm(**typed(request), initial={"seen_version": row.version})
    kind = "warning" if what == "withdraw" else ""
    asked = Ask(heading, heading, done, intro, row.title, crumbs=crumbs(row), kind=kind)

    def act(given):
        if what == "withdraw":
            return publishing.withdraw(publication=row, **given, by=request.user)
        operation = publishing.send_for_approval if what == "send" else publishing.publish
        return operation(publication=row, on=today(), **given, by=request.user)

    return ask(request, form, asked, act, reverse("insight:publication", args=[row.slug]))


@require_http_methods(["GET", "POST"])
@allowed(P.DATA_MANAGE)
def same_children(request, slug):
    row = get_object_or_404(Indicator, slug=slug)
    counts = Indicator.objects.exclude(shape__in=[shape.value for shape in DENOMINATED]).exclude(pk=row.pk).order_by("title")
    seen = {name: getattr(row, name) for name in ("numerator_is_id", "denominator_is_id")}
    initial = {name.removesuffix("_id"): number for name, number in seen.items()} | {"seen_version": row.version}
    form = SameChildrenForm(**typed(request), initial=initial, counts=counts)
    intro = "Two indicators that count the same children are published together or not at all, so that neither tells what the other keeps back."
    asked = Ask(
        "The same children under another name",
        "Save",
        "Saved",
        intro,
        row.title,
        crumbs=(*DATA, (row.title, row.get_absolute_url())),
    )
    return ask(request, form, asked, lambda given: share_counts(indicator=row, **given, by=request.user), row)
