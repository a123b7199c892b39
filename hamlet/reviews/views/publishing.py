from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, public
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.forms import ChangeForm
from hamlet.foundations.design.paging import page
from hamlet.foundations.publishing.content import Content, paragraphs
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.references import Reference
from hamlet.foundations.working_days.clock import today
from hamlet.learning.operations import draft_briefing
from hamlet.reviews import operations
from hamlet.reviews.forms import statutory as forms
from hamlet.reviews.models import PublishedReview
from hamlet.reviews.queries.identifying import hits_of
from hamlet.reviews.rules.identifying import marked
from hamlet.reviews.views.opening import crumbs, opened
from hamlet.reviews.views.statutory import page_of, review_of


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def writing_what_is_published(request, case):
    review = review_of(case)
    seen = {"text": review.text, "improvements": review.improvements, "seen_version": review.version}
    form = forms.TextForm(**typed(request), initial=seen)
    intro = "Written for the public, so that nobody can be recognised. The check looks at it next."
    form_page = Ask("Write what is published", "Save, and check it", "Saved", intro, str(case), crumbs=crumbs(case))
    act = {"review": review, "by": request.user}
    return ask(request, form, form_page, lambda given: operations.write_text(**act, **given), f"{page_of(case)}identity/")


@require_safe
@allowed(P.REVIEWS_MANAGE)
@opened
def the_check_for_what_identifies(request, case):
    review = review_of(case)
    resolved = {row.key: row for row in review.resolved.select_related("by")}
    found = hits_of(review)
    texts = [
        (title, marked(getattr(review, name), found[name]), found[name])
        for name, title in (("text", "The report"), ("improvements", "The improvements"))
    ]
    left = sum(hit.key not in resolved for hits in found.values() for hit in hits)
    context = {"case": case, "texts": texts, "resolved": resolved, "left": left}
    closed = PublishedReview.objects.filter(case=case).exists()
    return render(request, "reviews/identity.html", {**context, "closed": closed})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_MANAGE)
@opened
def deciding_about_words(request, case, key):
    review = review_of(case)
    hit = next((row for rows in hits_of(review).values() for row in rows if row.key == key), None)
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
    intro = f"{review.proposed or 'Nothing'} was proposed. It is public at once, and for a year at least."
    form_page = Ask("Publish", "Publish it", "Published", intro, str(case), crumbs=crumbs(case), kind="warning")
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
    return ask(request, forms.BriefingForm(**typed(request)), form_page, lambda given: draft_briefing(**act, **given))


def on_the_site():
    return PublishedReview.objects.filter(taken_down_on=None)


@require_safe
@public
def published_reviews(request):
    return render(request, "reviews/published_list.html", {"page": page(request, on_the_site().order_by("-published_on", "-id"))})


@require_safe
@public
def published_review(request, slug):
    found = get_object_or_404(on_the_site(), slug=slug)
    may = {"manages": getattr(request.user, "powers", None) is not None and request.user.powers.may(P.REVIEWS_MANAGE)}
    return render(
        request, "reviews/published.html", {"review": found, "paragraphs": paragraphs(found.text), "day": today(), **may}
    )


@require_safe
@public
def published_pdf(request, slug):
    found = get_object_or_404(on_the_site(), slug=slug)
    line = f"Published {found.published_on:%-d %B %Y}"
    content = Content(found.title, tuple(paragraphs(found.text)), found.how, line, publisher=settings.PARTNERSHIP["name"])
    response = HttpResponse(to_pdf(content), content_type="application/pdf")
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
