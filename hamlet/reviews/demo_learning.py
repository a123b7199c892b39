"""What became of the illustrative published review's recommendations: done, checked, evidenced, and one of them embedded and kept."""

from datetime import date, timedelta
from typing import Any

from hamlet.governance.queries import group_called
from hamlet.learning import operations as learning
from hamlet.learning.queries import actions, recommendations, recommendations_from, waiting
from hamlet.learning.rules.ladder import LADDER, UPPER, EvidenceKind, Rung, Strength, holds_until
from hamlet.reviews import operations
from hamlet.reviews.models import Case, Session
from hamlet.reviews.operations.reflecting import Further, reflect_on_recommendation
from hamlet.reviews.queries.reflection import pack_of, pack_words
from hamlet.reviews.rules.statutory import Reflecting, SessionKind

K, DAY = EvidenceKind, timedelta(days=1)
YEAR = 364 * DAY
REFLECTED_ON = date(2023, 10, 17)
# action, owner, kinds of evidence, how many rungs
BECAME = (
    ("Give every visit a page for the child's own words", "exploitation-chair", (K.AUDIT, K.FAMILIES), 4),
    ("Tell schools through one mailbox when a plan begins or ends", "education-forum-chair", (K.PRACTITIONERS,), 2),
    ("Visit within a week after a missed appointment", "domestic-abuse-chair", (), 1),
)
SHOWS = {
    K.AUDIT: "in eighteen of twenty records the child’s own words stand beside the decision.",
    K.FAMILIES: "children say that they were asked what a day is like, and that somebody came back.",
    K.PRACTITIONERS: "schools in three areas say that they hear within five days.",
}


def load(cast: Any, case: Case, today: date) -> None:
    rows = list(recommendations_from("reviews.case", str(case.pk)))
    for row, (title, owner, kinds, rungs) in zip(rows, BECAME, strict=True):
        act(cast, row, title, owner)
        shown = [show(cast, row, kind, date(2023, 3, 1)) for kind in kinds]
        if K.FAMILIES in kinds:
            released: dict[str, Any] = {"names_nobody": False, "on": date(2023, 6, 20), "seen_version": None}
            learning.release_evidence(evidence=shown[-1], **released, by=cast["partnership-manager"])
        climb(cast, row, rungs)
    if today >= REFLECTED_ON:
        reflect(cast, case, rows)
    keep(cast, rows[0], today)
    join(cast, rows[1], today)


def act(cast: Any, row: Any, title: str, owner: str) -> None:
    who = cast[owner]
    action = learning.add_action(
        title=f"Illustrative: {title}",
        owner=who,
        group_id=group_called("rapid-review-working-group").pk,
        theme=row.themes.first(),
        raised_on=date(2022, 10, 3),
        due_on=date(2023, 1, 31),
        recommendations=[row],
        by=cast["working-group-chair"],
    )
    note = "Illustrative: every team has begun."
    learning.complete_action(action=action, note=note, closed_on=date(2023, 1, 24), seen_version=None, by=who)


def show(cast: Any, row: Any, kind: EvidenceKind, day: date) -> Any:
    return learning.add_evidence(
        recommendation=row,
        kind=kind,
        text=f"Illustrative: {SHOWS[kind]}",
        speaks_of=day,
        strength=Strength.FAIR,
        expires_on=holds_until(kind, day),
        on=day + 7 * DAY,
        by=cast["data-lead-health"],
    )


def climb(cast: Any, row: Any, rungs: int) -> None:
    for step, rung in enumerate(LADDER[1 : rungs + 1], 1):
        day = date(2023, 2, 1) + step * 28 * DAY
        proposal = learning.propose_rung(
            recommendation=row,
            because=f"Illustrative: what “{rung.lower()}” needs is there.",
            look_again_on=day + YEAR if rung is Rung.EMBEDDED else None,
            on=day,
            by=cast["partnership-manager"],
        )
        confirmer = "quality-chair" if rung in UPPER else "working-group-chair"
        learning.confirm_rung(proposal=proposal, on=day + 5 * DAY, seen_version=None, by=cast[confirmer])
    row.refresh_from_db()


def keep(cast: Any, row: Any, today: date) -> None:
    """Looked at again each year, with fresh evidence, and found to hold."""
    day = row.look_again_on
    while day <= today:
        for kind in (K.AUDIT, K.FAMILIES):
            show(cast, row, kind, day - 10 * DAY)
        kept: dict[str, Any] = {"because": "Illustrative: a second look found the same.", "look_again_on": day + YEAR, "on": day}
        row = learning.keep_rung(recommendation=row, **kept, seen_version=None, by=cast["quality-chair"])
        day = row.look_again_on


def join(cast: Any, row: Any, today: date) -> None:
    """An audit had recommended nearly the same: the two are one piece of work, on its way to "impact evidenced"."""
    other = recommendations().filter(text__contains="Tell schools within a day").first()
    if other is None:
        return
    proposal = waiting(other)
    if proposal:
        reasons = "Illustrative: a review recommends nearly the same. Join the two, then propose it of both."
        learning.decline_rung(proposal=proposal, reasons=reasons, on=today - 2 * DAY, seen_version=None, by=cast["quality-chair"])
    joint = learning.join_recommendations(
        recommendations=[row, other],
        text="Illustrative: Tell schools at once, and at the latest in five days, when a plan begins or ends",
        outcome="Illustrative: a child’s teacher knows before the child comes to school.",
        measure="Illustrative: dates compared in an audit of thirty records.",
        on=today - 2 * DAY,
        by=cast["working-group-chair"],
    )
    because = "Illustrative: schools are told within a day."
    learning.propose_rung(recommendation=joint, because=because, on=today - DAY, by=cast["working-group-chair"])


def reflect(cast: Any, case: Case, rows: list[Any]) -> None:
    """The Learning Reflection Session, a year after publication: two recommendations stand, one needs something more."""
    by, day = cast["partnership-manager"], REFLECTED_ON
    session = Session.objects.get(review__case=case, kind=SessionKind.REFLECTION.value)
    place = operations.name_attendee(session=session, person=cast["quality-chair"], on=day, by=by)
    operations.record_came(session=session, came=[place.pk], seen_version=None, by=by)
    further = Further(
        "Illustrative: Ask the missing schools why the mailbox is not read", cast["education-forum-chair"], date(2024, 1, 31)
    )
    for row, decided in zip(rows, (Reflecting.STANDS, Reflecting.ACT, Reflecting.STANDS), strict=True):
        given: dict[str, Any] = {"further": further if decided is Reflecting.ACT else None, "on": day, "by": by}
        because = "Illustrative: those who came compared what was found then with what is seen now."
        reflect_on_recommendation(session=session, reference=row.reference, decided=decided, because=because, **given)
    action = actions().get(reference=session.reflections.exclude(action="").get().action)
    note = "Illustrative: three schools were visited, and read it now."
    learning.complete_action(action=action, note=note, closed_on=date(2024, 1, 23), seen_version=None, by=action.owner)
    pack = pack_words(pack_of(session, day))
    operations.hold_session(session=session, held_on=day, pack=pack, on=day, seen_version=None, by=by)
