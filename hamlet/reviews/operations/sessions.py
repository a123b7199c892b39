from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.access.operations import SeatGrant, grants_of, write_grants
from hamlet.foundations.access.queries import people_with_role
from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.foundations.references import Reference
from hamlet.foundations.working_days.queries import bank_calendar
from hamlet.learning.operations import add_action
from hamlet.reviews.models import Attendee, Conflict, PublishedReview, Question, Session
from hamlet.reviews.operations.clock import in_the_past, not_before, stop_clock
from hamlet.reviews.operations.identifying import expect_nobody_named
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.summaries import HasConflict
from hamlet.reviews.queries.sessions import hosts_of
from hamlet.reviews.rules.clocks import Stops
from hamlet.reviews.rules.statutory import SessionKind

STOPS = {SessionKind.LEARNING: Stops.SESSION_HELD, SessionKind.REFLECTION: Stops.REFLECTION_HELD}
SOURCES = {SessionKind.LEARNING: "A learning session", SessionKind.REFLECTION: "A Learning Reflection Session"}


class NotTheirs(Refusal):
    """Only the attendee agrees for themself, and an agency names its own people."""


class KeptOut(Refusal):
    """Young scrutineers reach nothing of a case."""


class NoWorkingDay(Refusal):
    """Nobody comes on a weekend or a bank holiday."""


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
    late_because: str = "",
    on: date,
    seen_version: int | None,
    by: Any,
) -> Session:
    """Sets the day, the place, the agencies invited, whether the report's author comes, and the material that attendees read.

    Refuses a day on which nobody works, and one later than is due without why. Each agency that is invited is told, once.
    """
    session = to_come(session, seen_version)
    days = bank_calendar()
    if not days.is_working_day(planned_on):
        raise about("planned_on", NoWorkingDay(f"{planned_on:%A %-d %B %Y} is a weekend or a bank holiday: choose a working day"))
    if planned_on > session.due_on and not late_because.strip():
        raise about("late_because", NotSaid(f"It is due by {session.due_on:%-d %B %Y}: say why it is held later"))
    late_because = late_because if planned_on > session.due_on else ""
    session.planned_on, session.place, session.author_present, session.material = planned_on, place, author_present, material
    session.late_because = late_because
    session.save(update_fields=["planned_on", "place", "author_present", "material", "late_because", "version"])
    session.agencies.set(agencies)
    record("reviews.session_changed", by=by, subject=session.review.case, kind=session.kind.lower())
    _invite(session, on, by)
    return session


def about(field: str, refusal: Refusal) -> Refusal:
    refusal.about = field
    return refusal


def _invite(session: Session, on: date, by: Any) -> None:
    """Tells those of each invited agency who may name its people, without a word of the case."""
    path, key = f"/reviews/sessions/{session.made_with}/agency/", f"reviews.session.{session.pk}.invited"
    hosts = [person for people in hosts_of(session, on).values() for person in people]
    for person in hosts:
        notify(person=person, subject="Your agency is invited to a restricted session", path=path, key=key, by=by)
    if hosts:
        record("reviews.agencies_invited", by=by, subject=session.review.case, kind=session.kind.lower(), invited=len(hosts))


@transaction.atomic
def name_own_attendee(*, session: Session, person: Any, on: date, by: Any) -> Attendee:
    """An invited agency names one of its own people."""
    if by.agency_id is None or person.agency_id != by.agency_id or not session.agencies.filter(pk=by.agency_id).exists():
        raise NotTheirs("An agency that is invited names its own people")
    return name_attendee(session=session, person=person, on=on, by=by)


@transaction.atomic
def name_attendee(*, session: Session, person: Any, on: date, by: Any) -> Attendee:
    """Names somebody who attends, never a young scrutineer. They read the material with their second factor, once they have agreed
    to keep it confidential, until the session is held.
    """
    session = to_come(session, None)
    if person in people_with_role(Role.YOUNG_SCRUTINEER, on):
        raise KeptOut(f"{person} may not read anything of a case: young scrutineers work on what is anonymous")
    if Conflict.objects.filter(case=session.review.case_id, person=person, ended_on=None).exists():
        raise HasConflict(f"{person} has declared a conflict of interest")
    attendee, fresh = Attendee.objects.get_or_create(session=session, person=person)
    if fresh:
        record("reviews.attendee_named", by=by, subject=session.review.case)
        _let_attend(session, on)
        key, path = f"reviews.session.{session.pk}.named", f"/reviews/sessions/{session.made_with}/"
        notify(person=person, subject="Something restricted waits for you", path=path, key=key, by=by)
    return attendee


def _let_attend(session: Session, on: date, ends_on: date | None = None) -> None:
    """The attendees' right to the page of the session: from the day on which it is written to the day on which it was held."""
    held = {grant.person: grant.starts_on for grant in grants_of(source_kind="reviews.session", source_id=session.pk)}
    grants = [
        SeatGrant(row.person, Role.SESSION_ATTENDEE, "Attends a session", held.get(row.person, on), ends_on)
        for row in session.attendees.select_related("person")
    ]
    write_grants(source_kind="reviews.session", source_id=session.pk, grants=grants)


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
    *,
    question: Question,
    title: str,
    owner: Any,
    due_on: date,
    names_nobody: bool = False,
    on: date,
    seen_version: int | None,
    by: Any,
) -> Question:
    """Makes an action of a question or an idea. The plan names the kind of session, and no case. Refuses words that could identify
    somebody unless `names_nobody`.
    """
    question = locked(question, seen_version)
    if question.action:
        raise NotNow(f"It is an action already: {question.action}")
    session = question.session
    confirmed = expect_nobody_named(session.review.case, (title,), names_nobody)
    source = Reference("reviews.session", str(session.pk), SOURCES[SessionKind(session.kind)], "")
    action = add_action(title=title, owner=owner, due_on=due_on, raised_on=on, source=source, by=by)
    question.action = action.reference
    question.save(update_fields=["action", "version"])
    record("reviews.question_answered", by=by, subject=session.review.case, confirmed=confirmed)
    return question


@transaction.atomic
def hold_session(
    *,
    session: Session,
    held_on: date,
    pack: str = "",
    author_absent_because: str = "",
    undecided: Sequence[str] = (),
    on: date,
    seen_version: int | None,
    by: Any,
) -> Session:
    """Records that a session was held: its clock stops, and the attendees' pages are shut. Refuses one that nobody attended, with a
    question left open, without the report's author or why, before publication with somebody who had not agreed to keep it
    confidential, and a reflection with recommendations `undecided`.

    `pack` is what was shown at a Learning Reflection Session, kept as it was on the day.
    """
    in_the_past(held_on, on, "held_on")
    session = to_come(session, seen_version)
    review = session.review
    if review.completed_on:
        not_before(held_on, review.completed_on, "It is not held before the review was completed", "held_on")
    _expect_ready(session, author_absent_because, undecided)
    session.held_on, session.pack, session.author_absent_because = held_on, pack, author_absent_because
    session.save(update_fields=["held_on", "pack", "author_absent_because", "version"])
    _let_attend(session, on, on)
    stop_clock(case=session.review.case, event=STOPS[SessionKind(session.kind)], on=held_on, by=by)
    record("reviews.session_held", by=by, subject=session.review.case, kind=session.kind.lower())
    return session


def is_confidential(session: Session) -> bool:
    """Before publication those who attend agree to keep what they read confidential; afterwards it is public."""
    return not PublishedReview.objects.filter(case=session.review.case_id).exists()


def _expect_ready(session: Session, author_absent_because: str, undecided: Sequence[str]) -> None:
    came = session.attendees.filter(came=True).select_related("person")
    if not came:
        raise NotNow("Record who came first")
    silent = [str(row.person) for row in came if row.agreed_on is None]
    if silent and is_confidential(session):
        raise NotNow(f"Not agreed to keep it confidential yet: {', '.join(silent)}. Each agrees on their own page")
    if session.questions.filter(answer="", action="").exists():
        raise NotNow("Answer each question, or make it an action, first")
    if session.kind == SessionKind.LEARNING.value and not session.author_present and not author_absent_because.strip():
        raise about("author_absent_because", NotSaid("Say why the report’s author was not there"))
    if undecided:
        raise NotNow(f"Still to be decided on: {', '.join(undecided)}")
