from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.foundations.references import Reference
from hamlet.learning.operations import add_action
from hamlet.reviews.models import Attendee, Conflict, Question, Session
from hamlet.reviews.operations.clock import in_the_past, stop_clock
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.summaries import HasConflict
from hamlet.reviews.rules.clocks import Stops
from hamlet.reviews.rules.statutory import SessionKind

STOPS = {SessionKind.LEARNING: Stops.SESSION_HELD, SessionKind.REFLECTION: Stops.REFLECTION_HELD}
SOURCES = {SessionKind.LEARNING: "A learning session", SessionKind.REFLECTION: "A Learning Reflection Session"}


class NotTheirs(Refusal):
    """Only the attendee agrees for themself."""


def to_come(session: Session, seen_version: int | None) -> Session:
    session = locked(session, seen_version)
    if session.held_on:
        raise NotNow(f"The session was held on {session.held_on:%-d %B %Y}")
    return session


@transaction.atomic
def arrange_session(
    *,
    session: Session,
    planned_on: date,
    place: str,
    agencies: Iterable[Any],
    author_present: bool,
    material: str,
    seen_version: int | None,
    by: Any,
) -> Session:
    """Sets the day, the place, the agencies invited, whether the report's author comes, and the material that attendees read."""
    session = to_come(session, seen_version)
    session.planned_on, session.place, session.author_present, session.material = planned_on, place, author_present, material
    session.save(update_fields=["planned_on", "place", "author_present", "material", "version"])
    session.agencies.set(agencies)
    record("reviews.session_changed", by=by, subject=session.review.case, kind=session.kind.lower())
    return session


@transaction.atomic
def name_attendee(*, session: Session, person: Any, by: Any) -> Attendee:
    """Names somebody who attends. They read the material once they have agreed to keep it confidential."""
    session = to_come(session, None)
    if Conflict.objects.filter(case=session.review.case_id, person=person, ended_on=None).exists():
        raise HasConflict(f"{person} has declared a conflict of interest")
    attendee, fresh = Attendee.objects.get_or_create(session=session, person=person)
    if fresh:
        record("reviews.attendee_named", by=by, subject=session.review.case)
        key, path = f"reviews.session.{session.pk}.named", f"/reviews/sessions/{session.made_with}/"
        notify(person=person, subject="Something restricted waits for you", path=path, key=key, by=by)
    return attendee


@transaction.atomic
def agree_confidentiality(*, attendee: Attendee, on: date, by: Any) -> Attendee:
    """The attendee agrees to keep the material confidential. Nobody agrees for somebody else."""
    if attendee.person_id != by.pk:
        raise NotTheirs("Each attendee agrees for themself")
    if attendee.agreed_on is None:
        attendee.agreed_on = on
        attendee.save(update_fields=["agreed_on"])
        record("reviews.confidentiality_agreed", by=by, subject=attendee.session.review.case)
    return attendee


@transaction.atomic
def record_came(*, session: Session, came: Iterable[int], seen_version: int | None, by: Any) -> Session:
    """Records who of the attendees, by the id of their place, came."""
    session = locked(session, seen_version)
    session.save(update_fields=["version"])
    there = set(came)
    for attendee in session.attendees.all():
        attendee.came = attendee.pk in there
        attendee.save(update_fields=["came"])
    record("reviews.attendance_recorded", by=by, subject=session.review.case)
    return session


@transaction.atomic
def ask_question(*, session: Session, text: str, made_with: UUID | None = None, by: Any) -> Question:
    """Writes down a question or an idea of the session: each is answered, or made an action."""
    if made := made_once(Question, made_with):
        return made
    question = Question.objects.create(session=session, text=text, **({"made_with": made_with} if made_with else {}))
    record("reviews.question_asked", by=by, subject=session.review.case)
    return question


@transaction.atomic
def answer_question(*, question: Question, answer: str, seen_version: int | None, by: Any) -> Question:
    if not answer.strip():
        raise NotSaid("Enter the answer")
    question = locked(question, seen_version)
    question.answer = answer
    question.save(update_fields=["answer", "version"])
    record("reviews.question_answered", by=by, subject=question.session.review.case)
    return question


@transaction.atomic
def act_on_question(
    *, question: Question, title: str, owner: Any, due_on: date, on: date, seen_version: int | None, by: Any
) -> Question:
    """Makes an action of a question or an idea. The plan names the kind of session, and no case."""
    question = locked(question, seen_version)
    if question.action:
        raise NotNow(f"It is an action already: {question.action}")
    session = question.session
    source = Reference("reviews.session", str(session.pk), SOURCES[SessionKind(session.kind)], "")
    action = add_action(title=title, owner=owner, due_on=due_on, raised_on=on, source=source, by=by)
    question.action = action.reference
    question.save(update_fields=["action", "version"])
    record("reviews.question_answered", by=by, subject=session.review.case)
    return question


@transaction.atomic
def hold_session(*, session: Session, held_on: date, pack: str = "", on: date, seen_version: int | None, by: Any) -> Session:
    """Records that a session was held: its clock stops. Refuses one that nobody attended, or with a question left open.

    `pack` is what was shown at a Learning Reflection Session, kept as it was on the day.
    """
    in_the_past(held_on, on, "held_on")
    session = to_come(session, seen_version)
    if not session.attendees.filter(came=True).exists():
        raise NotNow("Record who came first")
    if session.questions.filter(answer="", action="").exists():
        raise NotNow("Answer each question, or make it an action, first")
    session.held_on, session.pack = held_on, pack
    session.save(update_fields=["held_on", "pack", "version"])
    stop_clock(case=session.review.case, event=STOPS[SessionKind(session.kind)], on=held_on, by=by)
    record("reviews.session_held", by=by, subject=session.review.case, kind=session.kind.lower())
    return session
