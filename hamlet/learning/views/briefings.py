from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.publishing.content import Content, Heading, Note, paragraphs
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.working_days.clock import today
from hamlet.learning import operations, queries
from hamlet.learning.forms import briefings as forms
from hamlet.learning.models import Briefing
from hamlet.learning.queries import doubts_of
from hamlet.learning.rules.briefings import COLOURS, State
from hamlet.learning.views.shared import LEARNING

DRAFTS = (*LEARNING, ("Briefings", "/learning/briefings/"))
SECTIONS = (
    ("What was learned", "learned"),
    ("What has changed since", "changed"),
    ("What to do in practice", "practice"),
)


def content_of(briefing):
    blocks = []
    for heading, name in SECTIONS:
        text = getattr(briefing, name)
        blocks += [Heading(1, heading), *paragraphs(text)] if text else []
    blocks += [Heading(1, "A question for your team"), Note(briefing.question)] if briefing.question else []
    subtitle = f"Learning briefing: {briefing.theme.name}" if briefing.theme else "Learning briefing"
    said = f"{briefing.published_on:%-d %B %Y}" if briefing.published_on else "Draft"
    return Content(briefing.title, tuple(blocks), subtitle, said)


def seen_by(request):
    """Published ones for every practitioner; all of them for who writes and who publishes them."""
    works = request.user.powers.may(P.RECOMMENDATIONS_MANAGE)
    rows = Briefing.objects.select_related("theme", "written_by", "published_by")
    return rows if works else rows.published()


@require_safe
@allowed(P.PARTNERSHIP_READ)
def learning(request):
    chosen = request.GET.get("theme", "")[:120]
    rows = page(request, queries.learned_by_theme(chosen), 10)
    powers = request.user.powers
    may = {"works": powers.may(P.RECOMMENDATIONS_MANAGE), "reads": powers.may(P.RECOMMENDATIONS_READ)}
    return render(request, "learning/learning.html", {"page": rows, "chosen": chosen, **may})


@require_safe
@allowed(P.RECOMMENDATIONS_MANAGE)
def briefings(request):
    rows = page(request, seen_by(request).order_by("-written_on", "-id"))
    edits = request.user.powers.may(P.LEARNING_EDIT)
    colours = {state.value: colour for state, colour in COLOURS.items()}
    return render(request, "learning/briefings.html", {"page": rows, "colours": colours, "edits": edits, "crumbs": LEARNING})


@require_safe
@allowed(P.PARTNERSHIP_READ)
def briefing(request, key):
    row = get_object_or_404(seen_by(request), made_with=key)
    edits, works = (request.user.powers.may(permission) for permission in (P.LEARNING_EDIT, P.RECOMMENDATIONS_MANAGE))
    hits = doubts_of(row) if row.state == State.DRAFT.value else []
    context = {
        "briefing": row,
        "content": content_of(row),
        "hits": hits,
        "edits": edits,
        "publishes": works and row.state == State.DRAFT.value and row.written_by_id != request.user.pk,
        "crumbs": DRAFTS if works else LEARNING,
    }
    return render(request, "learning/briefing.html", context)


@require_safe
@allowed(P.PARTNERSHIP_READ)
def pdf(request, key):
    row = get_object_or_404(seen_by(request), made_with=key)
    response = HttpResponse(to_pdf(content_of(row)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="learning-briefing-{row.pk}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@allowed(P.LEARNING_EDIT)
def new(request):
    form = forms.DraftForm(**typed(request))
    intro = "One page that a practitioner reads in five minutes. Somebody else publishes it."
    asked = Ask("Write a briefing", "Save the draft", "The draft is saved", intro, crumbs=DRAFTS)
    return ask(request, form, asked, lambda given: operations.draft_briefing(**given, on=today(), by=request.user))


@require_http_methods(["GET", "POST"])
@allowed(P.LEARNING_EDIT)
def change(request, key):
    row = get_object_or_404(Briefing, made_with=key)
    seen = {name: getattr(row, name) for name in Briefing.TEXTS} | {"theme": row.theme_id, "seen_version": row.version}
    form = forms.ChangeDraftForm(**typed(request), initial=seen)
    asked = Ask("Change the draft", "Save the draft", crumbs=(*DRAFTS, (row.title, row.get_absolute_url())))
    return ask(
        request, form, asked, lambda given: operations.change_briefing(briefing=row, **given, on=today(), by=request.user), row
    )


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_MANAGE)
def publish(request, key):
    row = get_object_or_404(Briefing, made_with=key)
    hits = doubts_of(row)
    form = forms.PublishForm(**typed(request), in_doubt=bool(hits), initial={"seen_version": row.version})
    said = ", ".join(f"“{hit.text}” ({hit.what.lower()})" for hit in hits)
    warning = f"This could identify someone: {said}. Change the draft, or confirm below." if hits else ""
    crumbs, intro = (*DRAFTS, (row.title, row.get_absolute_url())), "Everybody who signs in can read it from now on."
    asked = Ask("Publish the briefing", "Publish it", "It is published", intro, row.title, warning, crumbs)
    return ask(
        request, form, asked, lambda given: operations.publish_briefing(briefing=row, **given, on=today(), by=request.user), row
    )


@require_http_methods(["GET", "POST"])
@allowed(P.LEARNING_EDIT)
def withdraw(request, key):
    row = get_object_or_404(Briefing, made_with=key)
    form = forms.WithdrawBriefingForm(**typed(request), initial={"seen_version": row.version})
    crumbs = (*DRAFTS, (row.title, row.get_absolute_url()))
    asked = Ask("Withdraw the briefing", "Withdraw it", "It is withdrawn", caption=row.title, crumbs=crumbs, kind="warning")
    return ask(
        request, form, asked, lambda given: operations.withdraw_briefing(briefing=row, **given, on=today(), by=request.user), row
    )
