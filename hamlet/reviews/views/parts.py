"""The pages of an author: their agency's part of a rapid review, and nothing else of it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.operations import record
from hamlet.foundations.design.asking import Ask, ask, refuse, typed
from hamlet.foundations.design.forms import ChangeForm
from hamlet.foundations.design.paging import page
from hamlet.foundations.publishing.sheets import read_numbered
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import rapid as forms
from hamlet.reviews.forms.incidents import ConflictForm
from hamlet.reviews.models import AgencySummary, ChronologyEntry
from hamlet.reviews.rules.chronology import HEADINGS, read

HERE = (("Your parts of reviews", "/reviews/own/"),)
MOST_SHOWN = 200
MOST_BYTES = 5 * 1024 * 1024


def own(request, key):
    rows = AgencySummary.objects.visible_to(request.user).filter(author=request.user).select_related("agency", "review__case")
    return get_object_or_404(rows, made_with=key)


def crumbs(summary):
    return (*HERE, (summary.agency.short_name, summary.get_absolute_url()))


@require_safe
@allowed(P.REVIEWS_OWN_PART)
def summary(request, key):
    found = own(request, key)
    record("reviews.opened", by=request.user, subject=found, page="a summary")
    entries = found.entries.order_by("happened_on", "happened_at", "id")
    return render(request, "reviews/summary.html", {"summary": found, "page": page(request, entries, 50), "day": today()})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_OWN_PART)
def write(request, key):
    found = own(request, key)
    seen = {name: getattr(found, name) for name in AgencySummary.PARTS} | {"seen_version": found.version}
    form_page = Ask("Write the summary", "Save", "Saved: you can go on later", "", found.agency.name, crumbs=crumbs(found))
    form = forms.SummaryForm(**typed(request), initial=seen)
    return ask(request, form, form_page, lambda given: operations.write_summary(summary=found, **given, by=request.user), found)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_OWN_PART)
def send(request, key):
    found = own(request, key)
    intro = "The Rapid Review Panel gets it. After that it is closed to change."
    form_page = Ask(
        "Send the summary", "Send it", "Sent to the Rapid Review Panel", intro, found.agency.name, crumbs=crumbs(found)
    )
    form = ChangeForm(**typed(request), initial={"seen_version": found.version})
    act = {"summary": found, "on": today(), "by": request.user}
    return ask(request, form, form_page, lambda given: operations.send_summary(**act, **given), found)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_OWN_PART)
def add_entry(request, key):
    found = own(request, key)
    form = forms.EntryForm(**typed(request))
    form_page = Ask("Add an entry", "Add it", "Added", "", found.agency.name, crumbs=crumbs(found))

    def act(given):
        row = form.row()
        return operations.add_entry(summary=found, row=row, **given, by=request.user)

    return ask(request, form, form_page, act, found)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_OWN_PART)
def upload(request, key):
    found = own(request, key)
    form, problems = forms.UploadForm(**typed(request)), []
    if form.is_valid():
        try:
            problems = take(found, form.cleaned_data["upload"], request.user)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            if not problems:
                return redirect(found)
            form.add_error("upload", f"Nothing was read in: {len(problems)} rows need mending. They are listed below")
    context = {
        "summary": found,
        "form": form,
        "problems": problems[:MOST_SHOWN],
        "problem_count": len(problems),
        "headings": HEADINGS,
        "crumbs": crumbs(found),
    }
    return render(request, "reviews/upload.html", context)


class TooLarge(Refusal):
    """The file is larger than a chronology can be."""

    about = "upload"


def take(found, file, by):
    """Reads a table into the chronology, all or nothing: its problems by row, or none and the entries are there."""
    if file.size > MOST_BYTES:
        raise TooLarge(f"{file.name} is too large: send at most 5 MB")
    rows, problems = read(read_numbered(file.read(), file.name), today())
    if not problems:
        operations.read_in_entries(summary=found, rows=rows, by=by)
    return problems


@require_POST
@allowed(P.REVIEWS_OWN_PART)
def remove_entry(request, key, identity):
    found = own(request, key)
    operations.remove_entry(entry=get_object_or_404(ChronologyEntry, summary=found, pk=identity), by=request.user)
    return redirect(found)


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_OWN_PART)
def declare_conflict(request, key):
    found = own(request, key)
    intro = "From then on this page does not exist for you. The partnership’s team asks somebody else."
    form_page = Ask(
        "Declare a conflict of interest", "Declare it", "Declared", intro, found.agency.name, crumbs=crumbs(found), kind="warning"
    )
    act = {"case": found.review.case, "person": request.user, "on": today(), "by": request.user}
    form = ConflictForm(**typed(request))
    return ask(request, form, form_page, lambda given: operations.declare_conflict(**act, **given), "/desk/")
