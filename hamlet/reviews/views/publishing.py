from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, public
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.forms import ChangeForm
from hamlet.foundations.design.paging import page
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.publishing.typed import MOST_BYTES, text_of
from hamlet.foundations.publishing.written import contents_of
from hamlet.foundations.references import Reference
from hamlet.foundations.working_days.clock import today
from hamlet.learning.operations import draft_briefing
from hamlet.reviews import operations
from hamlet.reviews.forms import publishing as forms
from hamlet.reviews.forms.statutory import BriefingForm
from hamlet.reviews.models import PublicChange, PublishedReview
from hamlet.reviews.queries.identifying import held_names, hits_of, looked_at
from hamlet.reviews.queries.published import as_content
from hamlet.reviews.rules.identifying import marked
from hamlet.reviews.rules.publishing import Change
from hamlet.reviews.views.opening import crumbs, opened
from hamlet.reviews.views.statutory import page_of, review_of

NAMELESS = "The case holds no names, so the check cannot look for them. Add the names of the children and of the papers first."


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def writing_what_is_published(request, case):
    review = review_of(case)
    seen = {name: getattr(review, name) for name in ("title", "slug", "text", "improvements")} | {"seen_version": review.version}
    form = forms.TextForm(**typed(request), initial=seen)
    intro = "Written for the public, so that nobody can be recognised. The check looks at it next."
    form_page = Ask("Write what is published", "Save, and check it", "Saved", intro, str(case), crumbs=crumbs(case))
    act = {"review": review, "by": request.user}
    return ask(request, form, form_page, lambda given: operations.write_text(**act, **given), f"{page_of(case)}identity/")


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def taking_the_text_from_a_file(request, case):
    review = review_of(case)
    form = forms.TextFileForm(**typed(request), initial={"seen_version": review.version})
    intro = "Its words take the place of the report's text. Read them through: pictures, footnotes and comments stay behind."
    form_page = Ask("Take the report from a file", "Take it", "Taken: read it through", intro, str(case), "", crumbs(case), True)

    def act(given):
        file = given["upload"]
        kept = {name: getattr(review, name) for name in ("title", "slug", "improvements")}
        text = text_of(file.read(MOST_BYTES + 1), file.name)
        seen = {"seen_version": given["seen_version"], "by": request.user}
        return operations.write_text(review=review, text=text, **kept, **seen)

    return ask(request, form, form_page, act, f"{page_of(case)}text/")


@require_safe
@allowed(P.REVIEWS_MANAGE)
@opened
def the_check_for_what_identifies(request, case):
    review = review_of(case)
    resolved = {row.key: row for row in review.resolved.select_related("by")}
    texts = looked_at(review)
    shown = [(row.heading, marked(row.text, row.hits), row.hits) for row in texts]
    waits = PublicChange.objects.open().filter(published__case=case, kind=Change.CORRECT.value).exists()
    closed = PublishedReview.objects.filter(case=case).exists() and not waits
    context = {"case": case, "texts": shown, "resolved": resolved, "closed": closed, "waits": waits}
    context["left"] = sum(hit.key not in resolved for row in texts for hit in row.hits)
    return render(request, "reviews/identity.html", {**context, "nameless": not held_names(case)})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def deciding_about_words(request, case, key):
    review = review_of(case)
    hit = next((row for row in hits_of(review) if row.key == key), None)
    if hit is None:
        messages.error(request, "Those words are no longer in the text")
        return redirect(f"{page_of(case)}identity/")
    intro = f"{hit.mark.value}: “{hit.words}”. Change the text if it could identify somebody; or say why it cannot."
    form_page = Ask("It identifies nobody", "Let it stand", "Decided", intro, str(case), crumbs=crumbs(case))
    act = {"review": review, "key": key, "by": request.user}
    form = forms.HitForm(**typed(request))
    return ask(request, form, form_page, lambda given: operations.resolve_hit(**act, **given), f"{page_of(case)}identity/")


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def publishing_the_review(request, case):
    review = review_of(case)
    form = forms.PublishForm(**typed(request), initial={"seen_version": review.version})
    intro = f"{review.proposed or 'Nothing'} was proposed, under “{review.title}”. It is public at once, and for a year at least."
    warning = "" if held_names(case) else NAMELESS
    form_page = Ask("Publish", "Publish it", "Published", intro, str(case), warning, crumbs(case), kind="warning")
    act = {"review": review, "on": today(), "by": request.user}
    return ask(request, form, form_page, lambda given: operations.publish_review(**act, **given), page_of(case))


@require_http_methods(["GET", "POST"])
@allowed(P.LEARNING_EDIT)
@opened
def drafting_a_briefing(request, case):
    intro = (
        "One page for practitioners, never identifying. Somebody else reads it and publishes it. It keeps no link to the case: once "
        "the review is public, it says which one it is about."
    )
    form_page = Ask("Draft a learning briefing", "Save the draft", "Drafted", intro, str(case), crumbs=crumbs(case))
    published = PublishedReview.objects.filter(case=case).first()
    source = Reference("reviews.publishedreview", str(published.pk), "", "") if published else None
    act = {"source": source, "on": today(), "by": request.user}
    return ask(request, BriefingForm(**typed(request)), form_page, lambda given: draft_briefing(**act, **given))


def on_the_site():
    return PublishedReview.objects.public()


@require_safe
@public
def published_reviews(request):
    return render(request, "reviews/published_list.html", {"page": page(request, on_the_site().order_by("-published_on", "-id"))})


@require_safe
@public
def published_review(request, slug):
    found = get_object_or_404(on_the_site(), slug=slug)
    may = {"manages": getattr(request.user, "powers", None) is not None and request.user.powers.may(P.REVIEWS_MANAGE)}
    content = as_content(found, today())
    context = {"review": found, "content": content, "contents": contents_of(content.blocks), "day": today()}
    return render(request, "reviews/published.html", {**context, **may})


@require_safe
@public
def published_pdf(request, slug):
    found = get_object_or_404(on_the_site(), slug=slug)
    response = HttpResponse(to_pdf(as_content(found, today())), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
def taking_down(request, slug):
    found = get_object_or_404(on_the_site(), slug=slug)
    form_page = Ask("Take it off the public site", "Take it down", "Taken down", "", found.title, kind="warning")
    form = ChangeForm(**typed(request), initial={"seen_version": found.version})
    act = {"published": found, "on": today(), "by": request.user}
    return ask(request, form, form_page, lambda given: operations.take_down(**act, **given), "reviews:published_list")
