"""What the Independent Scrutineer reads: reports and the decisions taken on them, never the case. Always with pseudonyms."""

from dataclasses import replace
from typing import Any

from django.db.models import Q

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.publishing.content import Content, Heading, Paragraph, Table, paragraphs
from hamlet.reviews.models import Case, PublishedReview, RapidReview, StatutoryReview
from hamlet.reviews.queries.chronology import tally_of
from hamlet.reviews.queries.report import MARKING, report_content, said
from hamlet.reviews.rules.cases import Told
from hamlet.reviews.rules.pseudonyms import Tally

NO_RAPID_REVIEW = (Told.NOBODY.value, Told.STATE.value)


def reported(user: Any) -> Any:
    """The cases on which there is a report or a last decision to read: a rapid review that was sent, a commissioned review, criteria
    not met, no rapid review asked for, or a withdrawal. None for whoever does not scrutinise, nor with a conflict of interest.
    """
    if not user.powers.may(Permission.REVIEWS_SCRUTINISE):
        return Case.objects.none()
    ended = Q(told__in=NO_RAPID_REVIEW) | Q(withdrawn_on__isnull=False)
    there = ended | Q(rapid_review__in=RapidReview.objects.gone()) | Q(statutory_review__isnull=False)
    return Case.objects.held().free_of_conflict(user).filter(there).select_related("rapid_review", "statutory_review")


def known_to(user: Any) -> Any:
    """The cases of which this person may know, to declare a conflict of interest: those they see, and those whose reports they read."""
    return Case.objects.filter(Q(pk__in=Case.objects.visible_to(user).values("pk")) | Q(pk__in=reported(user).values("pk")))


def reports_content(case: Case, publisher: str) -> Content:
    """Everything of a case that scrutiny reads, in the order in which it came about."""
    tally = tally_of(case)
    rapid = RapidReview.objects.gone().filter(case=case).select_related("case").first()
    review = StatutoryReview.objects.filter(case=case).first()
    blocks = [*who_was_told(case, tally), *(rapid_review(rapid, publisher) if rapid else ())]
    blocks += commissioned_review(review, tally) if review else []
    return Content("Reports and decisions", tuple(blocks), str(case), f"{MARKING} · {case}", publisher=publisher)


def spoken(text: str, tally: Tally) -> list[Any]:
    return list(paragraphs(tally(text)))


def who_was_told(case: Case, tally: Tally) -> list[Any]:
    blocks: list[Any] = []
    if case.told:
        blocks = [Heading(1, "Who was told, and why"), Paragraph(f"{case.told}, decided on {said(case.decided_on)}.")]
        blocks += spoken(case.reasons, tally)
    if case.withdrawn_on:
        blocks += [Heading(1, "Withdrawn"), Paragraph(f"Withdrawn on {said(case.withdrawn_on)}.")]
        blocks += spoken(case.withdrawn_because, tally)
    return blocks


def rapid_review(review: RapidReview, publisher: str) -> list[Any]:
    inner = report_content(review, publisher).blocks
    return [Heading(1, "The rapid review"), *(deeper(block) for block in inner)]


def deeper(block: Any) -> Any:
    return replace(block, level=block.level + 1) if isinstance(block, Heading) else block


def commissioned_review(review: StatutoryReview, tally: Tally) -> list[Any]:
    """The report once it is completed, what was answered to its recommendations, each delay, and what is published and why."""
    blocks: list[Any] = [Heading(1, review.kind), dates_of(review)]
    for delay in review.delays.order_by("id"):
        told = f"the national Panel told on {said(delay.panel_told_on)}, the Secretary of State on {said(delay.state_told_on)}"
        blocks += [
            Heading(2, f"Delay: publication expected on {said(delay.expected_on)}"),
            Paragraph(f"{told[0].upper()}{told[1:]}."),
        ]
        blocks += spoken(delay.reasons, tally)
    if review.completed_on:
        for title, text in (("The report", review.text), ("The improvements", review.improvements)):
            blocks += [Heading(2, title), *spoken(text, tally)] if text else []
        blocks += recommendations(review, tally)
    if review.proposed or review.proposed_because:
        blocks += [Heading(2, "What is published, and why"), Paragraph(review.proposed or "Nothing is published.")]
        blocks += spoken(review.proposed_because, tally)
    return blocks


def dates_of(review: StatutoryReview) -> Table:
    published_on = PublishedReview.objects.filter(case=review.case_id).values_list("published_on", flat=True).first()
    rows = (
        ("Commissioned", said(review.commissioned_on)),
        ("Completed", said(review.completed_on)),
        ("Copies sent", said(review.copies_sent_on)),
        ("Published", said(published_on)),
    )
    return Table("Dates of the review", ("What", "When"), rows)


def recommendations(review: StatutoryReview, tally: Tally) -> list[Any]:
    rows = tuple((tally(row.text), row.answer, tally(row.reasons) or "–") for row in review.advice.order_by("id"))
    if not rows:
        return []
    return [
        Heading(2, "Recommendations and their answers"),
        Table("Recommendations", ("Recommendation", "Answer", "Reasons"), rows),
    ]
