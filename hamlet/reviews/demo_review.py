"""Two illustrative commissioned reviews: one published within its six months, with its sessions; one still under way, delayed."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.publishing.content import Content
from hamlet.foundations.publishing.word import to_docx
from hamlet.foundations.publishing.written import structured
from hamlet.learning.operations import add_theme
from hamlet.reviews import operations
from hamlet.reviews.models import Case, Finding, PublishedReview, Session, StatutoryReview
from hamlet.reviews.rules.statutory import Publishing, Quality, ReviewKind, SessionKind

REPORT = """Illustrative: this is not the review of a real child. A published review says here what happened, without a detail by which
anybody could be recognised, why services acted as they did, and what must change.

# What happened

Agencies saw parts of a family's life, and no one of them the whole. Nobody asked what a day was like for the child.

> Illustrative: nobody came back after the first visit.

# Why services acted as they did

- Each agency wrote to the family, and none of them visited after a missed appointment.
- The school was not told when a plan began or ended.

# What must change

1. The child is seen alone and asked.
2. A school is told when a plan begins and ends.
3. Whoever misses an appointment is visited rather than written to."""
IMPROVEMENTS = "Illustrative: ask what a day is like; tell the school; visit after a missed appointment."

ADVICE = (
    (
        "Illustrative: practitioners see the child alone and write down the child's own words",
        "Voice of the child",
        ("council", "icb"),
    ),
    (
        "Illustrative: the school is told within five days when a plan begins or ends",
        "Sharing information",
        ("council", "schools"),
    ),
    ("Illustrative: a missed appointment leads to a visit within a week", "Professional curiosity", ("hospitals",)),
)


def commission(cast: Any, case: Case, kind: ReviewKind, on: date) -> StatutoryReview:
    return operations.commission_review(
        case=Case.objects.get(pk=case.pk),
        kind=kind,
        reviewer=cast["independent-reviewer"],
        independence="Illustrative: has no part in the agencies that knew the family.",
        terms_of_reference="Illustrative: two years of contact; what stood in the way of hearing the child.",
        agencies=[cast.agency(slug) for slug in ("council", "icb", "schools", "police")],
        family_part="Illustrative: the family was told, and asked to speak to the reviewer.",
        parallel_proceedings="",
        on=on,
        by=cast["partnership-manager"],
    )


def checked(cast: Any, review: StatutoryReview, on: date, quality: Quality) -> None:
    note = "Illustrative: a draft was read; the analysis asks why, not only what."
    by = cast["partnership-manager"]
    operations.check_progress(review=review, on_time=True, quality=quality, note=note, on=on, by=by)


def publish_and_reflect(cast: Any, case: Case) -> None:
    """Decided in May 2022, completed in September, published in October within six months, and looked at again a year later."""
    manager, chair = cast["partnership-manager"], cast["rapid-review-chair"]
    review = commission(cast, case, ReviewKind.LCSPR, date(2022, 5, 18))
    for day in (date(2022, 6, 29), date(2022, 8, 10)):
        checked(cast, review, day, Quality.GOOD)
    finding = found(cast, review)
    for text, theme, slugs in ADVICE:
        agencies = [cast.agency(slug) for slug in slugs]
        given: dict[str, Any] = {
            "outcome": "Illustrative: children say that they were asked.",
            "measure": "Illustrative: an audit of thirty records.",
        }
        advice = operations.add_advice(review=review, text=text, agencies=agencies, finding=finding, **given, by=review.reviewer)
        themes = [add_theme(name=theme, by=manager)]
        operations.accept_advice(advice=advice, themes=themes, on=date(2022, 9, 14), seen_version=None, by=manager)
    day = date(2022, 9, 20)
    handed_over(review, day)
    operations.complete_review(review=review, completed_on=day, on=day, seen_version=None, by=manager)
    hold_learning_session(cast, review)
    publish(cast, review, manager, chair)


def found(cast: Any, review: StatutoryReview) -> Finding:
    return operations.add_finding(
        review=review,
        text="Illustrative: no agency held the whole picture.",
        agencies=[cast.agency(slug) for slug in ("council", "icb", "schools", "police")],
        outcome="Illustrative: one record of what each agency knows.",
        measure="Illustrative: an audit of thirty records asks who knew what.",
        by=review.reviewer,
    )


def handed_over(review: StatutoryReview, on: date) -> None:
    content = to_docx(Content("Illustrative: a review of 2022", tuple(structured(REPORT))))
    upload = SimpleUploadedFile("report.docx", content)
    operations.keep_version(review=review, upload=upload, note="Illustrative: as it was signed off.", on=on, by=review.reviewer)


def hold_learning_session(cast: Any, review: StatutoryReview) -> None:
    by, day = cast["partnership-manager"], date(2022, 9, 29)
    session = Session.objects.get(review=review, kind=SessionKind.LEARNING.value)
    arranged: dict[str, Any] = {
        "place": "Illustrative: Town hall",
        "author_present": True,
        "material": REPORT,
        "agencies": review.agencies.all(),
    }
    operations.arrange_session(session=session, planned_on=day, **arranged, on=day, seen_version=None, by=by)
    for key in ("school-safeguarding-lead", "practitioner", "domestic-abuse-chair"):
        place = operations.name_attendee(session=session, person=cast[key], on=day, by=by)
        operations.agree_confidentiality(attendee=place, on=day, by=cast[key])
    came = session.attendees.values_list("pk", flat=True)
    operations.record_came(session=session, came=came, seen_version=None, by=by)
    question = operations.ask_question(
        session=session, text="Illustrative: who tells the school when a plan ends at night?", by=by
    )
    answer = "Illustrative: the duty team, the next morning."
    operations.answer_question(question=question, answer=answer, seen_version=None, by=by)
    operations.hold_session(session=session, held_on=day, on=day, seen_version=None, by=by)


def publish(cast: Any, review: StatutoryReview, manager: Any, chair: Any) -> PublishedReview:
    address = {"title": "Illustrative: a review of 2022", "slug": "illustrative-review-2022"}
    texts: dict[str, Any] = {"text": REPORT, "improvements": IMPROVEMENTS, **address, "seen_version": None, "by": manager}
    operations.write_text(review=review, **texts)
    planned: dict[str, Any] = {"planned_on": date(2022, 10, 18), "on": date(2022, 9, 30), "seen_version": None, "by": manager}
    operations.plan_publication(review=review, **planned)
    copies: dict[str, Any] = {"copies_sent_on": date(2022, 10, 5), "on": date(2022, 10, 5), "seen_version": None, "by": manager}
    operations.record_copies(review=review, **copies)
    operations.propose_publication(review=review, how=Publishing.REPORT, because="", seen_version=None, by=manager)
    return operations.publish_review(review=review, on=date(2022, 10, 18), seen_version=None, by=chair)


def under_way(cast: Any, case: Case) -> None:
    """A learning review that is still being written."""
    review = commission(cast, case, ReviewKind.LEARNING, date(2022, 11, 2))
    checked(cast, review, date(2022, 12, 14), Quality.MENDING)
