"""Illustrative recommendations on every rung, a joint one, one lowered, some to be looked at again. No case, no child."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hamlet.foundations.people.queries import system_person
from hamlet.foundations.references import Reference
from hamlet.governance.queries import group_called
from hamlet.learning import demo_briefings, operations
from hamlet.learning.models import Recommendation
from hamlet.learning.rules.ladder import LADDER, UPPER, EvidenceKind, Rung, Strength, holds_until
from hamlet.learning.rules.recommendations import SourceKind

K, DAY = EvidenceKind, timedelta(days=1)
RAPID, LOCAL, NATIONAL = SourceKind.RAPID_REVIEW, SourceKind.LOCAL_REVIEW, SourceKind.NATIONAL_REVIEW
AUDIT, INSPECTION = SourceKind.AUDIT, SourceKind.INSPECTION
CURIOSITY, SHARING, VOICE, NEGLECT, ONLINE = (
    *("Professional curiosity", "Sharing information", "Voice of the child"),
    *("Neglect", "Safety online"),
)


@dataclass(frozen=True)
class Told:
    """One illustrative recommendation: `rungs` is how far it climbed, a number of days lies between one step and the next."""

    text: str
    source: tuple[SourceKind, str]
    themes: tuple[str, ...]
    found_on: date | int  # a day of the report's time, or days before today
    rungs: int = 0
    every: int = 90
    again: int = 365
    owner: str = "exploitation-chair"
    agencies: tuple[str, ...] = ("council", "icb", "police")
    outcome: str = "Children notice that what they say is acted on."
    measure: str = "Two audits of twenty files, half a year apart."
    evidence: tuple[EvidenceKind, ...] = field(default=(K.AUDIT, K.FAMILIES))


# Who proposes and who confirms, at the top two rungs and below: never an owner of what was done.
WHO = {
    True: ("working-group-chair", ("quality-chair",)),
    False: ("partnership-manager", ("online-safety-chair", "working-group-chair")),
}
SHOWS = {
    K.TRAINING: "a hundred practitioners came; after three months most could name what they do differently.",
    K.POLICY: "the referral form now asks what the child said, and cannot be sent without it.",
    K.AUDIT: "in seventeen of twenty files the child’s own words stand beside the decision; a year before, in six.",
    K.DATA: "return home interviews within three days rose from half to four in five.",
    K.PRACTITIONERS: "teams describe asking a second question before they close a contact.",
    K.FAMILIES: "children in two schools say that somebody came back to tell them what happened.",
    K.INSPECTION: "inspectors saw supervision that tests the first explanation.",
}
TOLD = [
    Told(
        "Write down what the child said at every visit, and what was done about it",
        (LOCAL, "Review A of 2021"),
        (VOICE,),
        date(2021, 5, 10),
        4,
        120,
        360,
        evidence=(K.AUDIT, K.FAMILIES, K.TRAINING, K.INSPECTION),
    ),
    Told(
        "Test the first explanation of an injury in supervision, every time",
        (RAPID, "Rapid review B of 2021"),
        (CURIOSITY,),
        date(2021, 9, 6),
        3,
        110,
        owner="domestic-abuse-chair",
        evidence=(K.INSPECTION, K.PRACTITIONERS, K.AUDIT),
    ),
    Told(
        "Tell schools within a day when a child goes on or comes off a plan",
        (AUDIT, "Multi-agency audit of 2022"),
        (SHARING,),
        date(2022, 4, 20),
        2,
        75,
        owner="education-forum-chair",
        agencies=("council", "schools"),
        evidence=(K.PRACTITIONERS, K.POLICY),
    ),
    Told(
        "Weigh neglect with one tool that all agencies use, and look at it again after three months",
        (INSPECTION, "Joint inspection of 2022"),
        (NEGLECT, CURIOSITY),
        date(2022, 6, 14),
        1,
        100,
        owner="quality-chair",
    ),
    Told(
        "Ask about life online in every assessment of a young person",
        (NATIONAL, "National review of 2022"),
        (ONLINE, VOICE),
        date(2022, 5, 26),
        3,
        80,
        owner="online-safety-chair",
        evidence=(K.AUDIT, K.DATA, K.FAMILIES),
    ),
    Told("See babies awake and undressed when bruising is reported", (LOCAL, "Review C"), (NEGLECT,), 900, 4, 150, 400),
    Told(
        "Let young people choose who tells them what was decided",
        (AUDIT, "Audit of young people’s voice"),
        (VOICE,),
        500,
        4,
        100,
        700,
        evidence=(K.FAMILIES, K.PRACTITIONERS, K.DATA),
    ),
    Told(
        "Record every contact about one family in one place that all partners see",
        (RAPID, "Rapid review D"),
        (SHARING,),
        260,
        0,
    ),
    Told("One record of contacts about a family that each partner can see", (NATIONAL, "National review D"), (SHARING,), 240, 0),
    Told(
        "Agree who tells the general practitioner that a child is missing", (RAPID, "Rapid review E"), (SHARING, CURIOSITY), 120
    ),
    Told(
        "Plan with practitioners how each review’s learning reaches their team",
        (AUDIT, "Survey of practitioners"),
        (CURIOSITY,),
        150,
    ),
    Told("Look for neglect behind missed appointments of very young children", (RAPID, "Rapid review F"), (NEGLECT,), 20),
]


def load(cast: Any, themes: dict[str, Any], made: dict[str, Any], today: date) -> None:
    rows = [tell(cast, themes, row, today) for row in TOLD]
    first, second = rows[7:9]
    joint = operations.join_recommendations(
        recommendations=[first, second],
        text="Illustrative: Keep one record of contacts about a family, which every partner sees",
        outcome="Illustrative: nobody has to tell their story twice.",
        measure="Illustrative: contacts found in one place in an audit of thirty families.",
        on=today - 200 * DAY,
        by=cast["working-group-chair"],
    )
    climb(cast, joint, TOLD[7], today - 180 * DAY, 2, 40)
    lower(cast, rows[4], today)
    for title in ("Plan the next learning session", "Collect the second round of audit returns"):
        operations.let_serve(action=made[title], recommendation=rows[10], by=cast["working-group-chair"])
    waiting(cast, rows, themes, today)
    operations.link_recommendations(
        first=rows[5],
        second=rows[11],
        because="Illustrative: both are about what is seen of very young children.",
        on=today - 12 * DAY,
        by=cast["working-group-chair"],
    )
    demo_briefings.load(cast, themes, today)
    operations.flag_what_to_look_at_again(today, system_person())


def tell(cast: Any, themes: dict[str, Any], told: Told, today: date) -> Recommendation:
    kind, label = told.source
    found_on = told.found_on if isinstance(told.found_on, date) else today - told.found_on * DAY
    row = operations.add_recommendation(
        text=f"Illustrative: {told.text}",
        source_kind=kind,
        source=Reference("illustrative", label, f"Illustrative: {label}", ""),
        found_on=found_on,
        agencies=[cast.agency(slug) for slug in told.agencies],
        outcome=f"Illustrative: {told.outcome[0].lower()}{told.outcome[1:]}",
        measure=f"Illustrative: {told.measure[0].lower()}{told.measure[1:]}",
        themes=[themes[name] for name in told.themes],
        by=cast["partnership-manager"],
    )
    if told.found_on == 20:
        return row  # the newest still waits for an answer
    given: dict[str, Any] = {
        "reasons": "Illustrative: agreed by the working group.",
        "on": found_on + 7 * DAY,
        "seen_version": None,
    }
    row = operations.accept_recommendation(recommendation=row, **given, by=cast["working-group-chair"])
    climb(cast, row, told, found_on + 7 * DAY, told.rungs, told.every)
    return row


def climb(cast: Any, row: Recommendation, told: Told, on: date, rungs: int, every: int) -> None:
    """Each rung in its turn: the action done, evidence given by data leads, proposed by one seat and confirmed by another."""
    if rungs:
        act(cast, row, told, on, on + every * DAY)
    for step, rung in enumerate(LADDER[1 : rungs + 1], 1):
        day = on + every * step * DAY
        if step > 1:
            show(cast, row, told, day, step)
        proposer, confirmers = WHO[rung in UPPER]
        confirmer = next(who for who in confirmers if who != told.owner)
        proposal = operations.propose_rung(
            recommendation=row,
            because=f"Illustrative: what “{rung.lower()}” needs is there.",
            look_again_on=day + told.again * DAY if rung is Rung.EMBEDDED else None,
            on=day,
            by=cast[proposer],
        )
        operations.confirm_rung(proposal=proposal, on=day + 5 * DAY, seen_version=None, by=cast[confirmer])
    row.refresh_from_db()


def act(cast: Any, row: Recommendation, told: Told, raised_on: date, done_on: date) -> Any:
    action = operations.add_action(
        title=f"Illustrative: Change the form and the supervision for {row.reference}",
        group_id=group_called("rapid-review-working-group").pk,
        owner=cast[told.owner],
        raised_on=raised_on,
        due_on=done_on,
        recommendations=[row],
        theme=row.themes.order_by("name").first(),
        by=cast["working-group-chair"],
    )
    note = "Illustrative: the form is changed and every team has used it."
    return operations.complete_action(action=action, note=note, closed_on=done_on, seen_version=None, by=cast[told.owner])


def show(cast: Any, row: Recommendation, told: Told, day: date, step: int) -> None:
    """The evidence for one step: the first kind for practice, the rest for impact."""
    kinds = {2: told.evidence[:1], 3: told.evidence[1:]}.get(step, ())
    for kind in kinds:
        operations.add_evidence(
            recommendation=row,
            kind=kind,
            text=f"Illustrative: {SHOWS[kind]}",
            speaks_of=day - 6 * DAY,
            strength=Strength.STRONG if kind in (K.AUDIT, K.DATA) else Strength.FAIR,
            expires_on=holds_until(kind, day - 6 * DAY),
            on=day - 2 * DAY,
            by=cast["data-lead-health" if step % 2 else "data-lead-police"],
        )


def lower(cast: Any, row: Recommendation, today: date) -> None:
    because = "Illustrative: a second audit found it in three of ten assessments."
    when = max(row.reached_on + 60 * DAY, date(2023, 3, 14)) if row.reached_on else today
    operations.lower_rung(
        recommendation=row, to=Rung.ACTION_DONE, because=because, on=when, seen_version=None, by=cast["quality-chair"]
    )


def waiting(cast: Any, rows: list[Recommendation], themes: dict[str, Any], today: date) -> None:
    """What waits for somebody: a rung to confirm for each of the two groups, an action under way, and one rejected."""
    act(cast, rows[9], TOLD[9], today - 110 * DAY, today - 30 * DAY)
    because = "Illustrative: the agreement is signed by all three."
    operations.propose_rung(recommendation=rows[9], because=because, on=today - 5 * DAY, by=cast["partnership-manager"])
    show(cast, rows[2], TOLD[2], today - 4 * DAY, 3)
    operations.add_evidence(
        recommendation=rows[2],
        kind=K.DATA,
        text=f"Illustrative: {SHOWS[K.DATA]}",
        speaks_of=today - 30 * DAY,
        strength=Strength.STRONG,
        expires_on=today + 335 * DAY,
        on=today - 4 * DAY,
        by=cast["data-lead-police"],
    )
    because = "Illustrative: schools are told within a day."
    operations.propose_rung(recommendation=rows[2], because=because, on=today - 3 * DAY, by=cast["working-group-chair"])
    refused = operations.add_recommendation(
        text="Illustrative: Send every team the list of all policies again",
        source_kind=AUDIT,
        source=Reference("illustrative", "Audit G", "Illustrative: Audit G", ""),
        found_on=today - 90 * DAY,
        themes=[themes[SHARING]],
        by=cast["partnership-manager"],
    )
    reasons = "Illustrative: a list alone changes nothing; R-0003 does what is meant."
    operations.reject_recommendation(
        recommendation=refused, reasons=reasons, on=today - 80 * DAY, seen_version=None, by=cast["working-group-chair"]
    )
