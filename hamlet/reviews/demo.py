"""Illustrative cases, none of a child that could be real: on time, late, withdrawn, told of without a review, and two under way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hamlet.foundations.working_days.queries import calendar
from hamlet.reviews import demo_learning, demo_review, operations
from hamlet.reviews.models import Case, RapidReview
from hamlet.reviews.rules.cases import CRITERIA, Facts, Harm, National, Outcome, Section, Status, Suspicion, Told, Where
from hamlet.reviews.rules.chronology import Row

ACCOUNT = (
    "Illustrative: nothing here describes a child. In a real case this says what happened, as far as it is known, without a name."
)
HARMED = Facts(Harm.SERIOUS_HARM, Where.HERE, Suspicion.YES, Status.CHILD, 4)
TEXTS = {
    Section.FACTS: "Illustrative: what each agency knew, in a page.",
    Section.EPISODES: "Illustrative: two contacts in which a question was not asked, and a meeting to which the school was not invited.",
    Section.IMMEDIATE: "Illustrative: siblings were seen the same day; the out-of-hours list was put right.",
    Section.GOOD: "Illustrative: a health visitor came back twice until the door was opened.",
    Section.LEARNING: "Illustrative: ask what a day is like for the child; tell the school what the plan is.",
    Section.INEQUALITY: "Illustrative: an interpreter was not booked, and a delay was read as unwillingness.",
    Section.VOICE: "Illustrative: nobody wrote down what the child said; the nursery knew most.",
}
PARTNERS = ("executive-local-authority", "executive-health", "executive-police")


def load(cast: Any, today: date) -> None:
    """Four cases of the year of the report, and three that are under way today."""
    demo_learning.load(cast, on_time(cast), today)
    late(cast)
    withdrawn(cast)
    told_without_a_review(cast)
    under_way(cast, today)
    with_the_partners(cast, today)
    just_referred(cast, today)


def referred(cast: Any, on: date, key: str, aware_on: date | None = None, facts: Facts = HARMED) -> Case:
    given: dict[str, Any] = {"what_happened": ACCOUNT, "incident_on": None, "aware_on": aware_on, "on": on}
    return operations.refer_incident(facts=facts, **given, by=cast[key])


def decided(cast: Any, case: Case, on: date, told: Told = Told.PANEL, facts: Facts = HARMED) -> Case:
    given: dict[str, Any] = {
        "facts": facts,
        "told": told,
        "reasons": "Illustrative: by the facts as they were known that day.",
        "on": on,
    }
    return operations.decide_notification(case=case, **given, seen_version=None, by=cast["rapid-review-chair"])


def notified(cast: Any, case: Case, on: date, told_on: date) -> RapidReview:
    given: dict[str, Any] = {"reference": "Illustrative", "on": on, "seen_version": None, "by": cast["rapid-review-chair"]}
    case = operations.record_notification(case=case, notified_on=on, **given)
    by = cast["partnership-manager"]
    operations.record_partners_told(case=case, told_on=told_on, on=max(on, told_on), seen_version=None, by=by)
    return RapidReview.objects.get(case=case)


def asked(cast: Any, review: RapidReview, on: date, due_on: date, *who: tuple[str, str]) -> list[Any]:
    given: dict[str, Any] = {
        "asks_for": "Illustrative: what your records hold of the last two years, and why practice was as it was.",
        "on": on,
    }
    by = cast["partnership-manager"]
    return [
        operations.ask_agency(review=review, agency=cast.agency(slug), author=cast[key], due_on=due_on, **given, by=by)
        for slug, key in who
    ]


def summarised(cast: Any, summary: Any, on: date, days: tuple[date, ...]) -> None:
    author = summary.author
    rows = [Row(day, None, "Illustrative: a contact, a call, a meeting that was missed.", "Illustrative file") for day in days]
    operations.read_in_entries(summary=summary, rows=rows, by=author)
    parts = dict.fromkeys(
        ("involvement", "analysis", "inequality", "learning"), "Illustrative: written by the agency's own author."
    )
    operations.write_summary(summary=summary, **parts, seen_version=None, by=author)
    operations.send_summary(summary=summary, on=on, seen_version=None, by=author)


def recommended(cast: Any, review: RapidReview, outcome: Outcome, on: date) -> RapidReview:
    for section, text in TEXTS.items():
        operations.write_section(review=review, section=section, text=text, seen_version=None, by=cast["rapid-review-chair"])
    met = outcome is not Outcome.NONE
    criteria = {row.key: (None if row.may_wait else met, "Illustrative: the reason that the minutes give.") for row in CRITERIA}
    given: dict[str, Any] = {
        "national": National.NO,
        "because": "Illustrative: what the Rapid Review Panel weighed.",
        "criteria": criteria,
        "without_education": "Illustrative: the nursery was asked by telephone, and its words stand in the review.",
    }
    return operations.recommend(review=review, outcome=outcome, **given, on=on, seen_version=None, by=cast["rapid-review-chair"])


def sent(cast: Any, review: RapidReview, outcome: Outcome, on: date, sent_on: date) -> RapidReview:
    for key in PARTNERS:
        given: dict[str, Any] = {
            "outcome": outcome,
            "national": National.NO,
            "reason": "Illustrative: agreed.",
            "on": on,
            "seen_version": None,
        }
        review = operations.decide_for_partner(review=review, **given, by=cast[key])
    by = cast["partnership-manager"]
    return operations.send_to_panel(review=review, sent_on=sent_on, on=sent_on, seen_version=None, by=by)


def replied(cast: Any, review: RapidReview, on: date, *, agrees: bool) -> RapidReview:
    more = "" if agrees else "Illustrative: the partners looked again, kept their decision and said why."
    given: dict[str, Any] = {
        "agrees": agrees,
        "reply": "Illustrative: the national Panel's view.",
        "disagreement": more,
        "on": on,
    }
    by = cast["partnership-manager"]
    return operations.record_reply(review=review, replied_on=on, **given, seen_version=None, by=by)


def on_time(cast: Any) -> Case:
    """Every date kept; the partners decided on a local child safeguarding practice review."""
    case = decided(cast, referred(cast, date(2022, 4, 12), "school-safeguarding-lead"), date(2022, 4, 13))
    review = notified(cast, case, date(2022, 4, 14), date(2022, 4, 14))
    who = (("schools", "school-safeguarding-lead"), ("icb", "data-lead-health"), ("police", "data-lead-police"))
    days = (date(2021, 5, 11), date(2021, 11, 3), date(2022, 2, 8))
    for summary in asked(cast, review, date(2022, 4, 14), date(2022, 4, 28), *who):
        summarised(cast, summary, date(2022, 4, 27), days)
    review = recommended(cast, review, Outcome.LCSPR, date(2022, 5, 3))
    review = replied(cast, sent(cast, review, Outcome.LCSPR, date(2022, 5, 4), date(2022, 5, 5)), date(2022, 5, 17), agrees=True)
    demo_review.publish_and_reflect(cast, review.case)
    return review.case


def late(cast: Any) -> None:
    """The notification went two days late and the rapid review after its day; the national Panel disagreed."""
    case = decided(cast, referred(cast, date(2022, 9, 9), "education-forum-member"), date(2022, 9, 15))
    review = notified(cast, case, date(2022, 9, 21), date(2022, 9, 16))
    for summary in asked(cast, review, date(2022, 9, 21), date(2022, 9, 27), ("icb", "data-lead-health")):
        summarised(cast, summary, date(2022, 10, 3), (date(2021, 12, 1), date(2022, 6, 14)))
    review = recommended(cast, review, Outcome.LEARNING, date(2022, 10, 5))
    review = replied(
        cast, sent(cast, review, Outcome.LEARNING, date(2022, 10, 7), date(2022, 10, 7)), date(2022, 10, 19), agrees=False
    )
    demo_review.under_way(cast, review.case)


def withdrawn(cast: Any) -> None:
    case = decided(cast, referred(cast, date(2022, 11, 14), "practitioner"), date(2022, 11, 15))
    review = notified(cast, case, date(2022, 11, 16), date(2022, 11, 16))
    by = cast["partnership-manager"]
    reason = "Illustrative: what was suspected proved not to be abuse or neglect. The criteria are not met."
    case = operations.withdraw_case(case=review.case, reason=reason, on=date(2022, 11, 23), seen_version=None, by=by)
    operations.close_case(case=case, on=date(2022, 11, 24), seen_version=None, by=by)


def told_without_a_review(cast: Any) -> None:
    """The death of a looked-after child without suspicion: told to the Secretary of State and Ofsted, no rapid review. It was decided
    twice, as the first decision held an age that was wrong.
    """
    facts = Facts(Harm.DEATH, Where.HERE, Suspicion.NO, Status.LOOKED_AFTER, 11)
    case = referred(cast, date(2023, 1, 16), "working-group-chair", facts=facts)
    case = decided(cast, case, date(2023, 1, 16), Told.STATE, replace(facts, age=12))
    case = decided(cast, case, date(2023, 1, 17), Told.STATE, facts)
    given: dict[str, Any] = {
        "reference": "Illustrative",
        "on": date(2023, 1, 18),
        "seen_version": None,
        "by": cast["rapid-review-chair"],
    }
    case = operations.record_notification(case=case, notified_on=date(2023, 1, 18), **given)
    by = cast["partnership-manager"]
    case = operations.record_partners_told(case=case, told_on=date(2023, 1, 18), on=date(2023, 1, 18), seen_version=None, by=by)
    operations.close_case(case=case, on=date(2023, 1, 25), seen_version=None, by=by)


def working_days_ago(today: date, count: int) -> date:
    """The day `count` working days before today, or before the last working day."""
    days, day = calendar(), today
    while not days.is_working_day(day) or count > 0:
        count -= days.is_working_day(day)
        day -= timedelta(days=1)
    return day


def under_way(cast: Any, today: date) -> None:
    """A rapid review in its second week: one summary sent, one being written, one late."""
    began = working_days_ago(today, 8)
    case = decided(cast, referred(cast, began, "school-safeguarding-lead"), began)
    chair = cast["rapid-review-chair"]
    operations.describe_child(case=case, child=None, age="Illustrative", more="Illustrative: no child", by=chair)
    operations.hold_name(case=case, name="Examplename", stands_for="the aunt", by=chair)
    review = notified(cast, case, working_days_ago(today, 7), working_days_ago(today, 7))
    sent_by, _ = asked(
        cast, review, began, working_days_ago(today, 1), ("icb", "data-lead-health"), ("voluntary", "practitioner")
    )
    summarised(cast, sent_by, working_days_ago(today, 2), (began - timedelta(days=300), began - timedelta(days=40)))
    asked(cast, review, began, today + timedelta(days=3), ("schools", "school-safeguarding-lead"))
    action: dict[str, Any] = {"title": "Illustrative: check the out-of-hours telephone list", "owner": cast["executive-health"]}
    operations.add_immediate_action(review=review, **action, due_on=today + timedelta(days=7), on=began, by=chair)


def with_the_partners(cast: Any, today: date) -> None:
    """The Rapid Review Panel has recommended; one partner has decided, two have not."""
    began = working_days_ago(today, 12)
    case = decided(cast, referred(cast, began, "education-forum-chair"), began)
    review = notified(cast, case, working_days_ago(today, 11), working_days_ago(today, 11))
    review = recommended(cast, review, Outcome.LEARNING, working_days_ago(today, 1))
    given: dict[str, Any] = {"outcome": Outcome.LEARNING, "national": National.NO, "reason": "Illustrative: agreed."}
    operations.decide_for_partner(
        review=review, **given, on=working_days_ago(today, 1), seen_version=None, by=cast["executive-police"]
    )


def just_referred(cast: Any, today: date) -> None:
    """Referred yesterday: the local authority has not decided yet."""
    referred(cast, working_days_ago(today, 1), "domestic-abuse-chair")
