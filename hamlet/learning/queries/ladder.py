from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.documents.models import Document
from hamlet.learning.models import Action, Evidence, Recommendation, RungChange, RungProposal
from hamlet.learning.rules.actions import State
from hamlet.learning.rules.ladder import UPPER, Proof, Rung, Work, may_not_confirm, missing, next_rung

CHECKED = [Rung.PRACTICE_CHECKED.value, Rung.IMPACT_EVIDENCED.value, Rung.EMBEDDED.value]
CONFIRMS = {rung: Permission.LADDER_EMBED if rung in UPPER else Permission.LADDER_CONFIRM for rung in Rung}


@dataclass(frozen=True)
class Standing:
    """Where a recommendation stood on a day: its rung ("" before it was accepted) and the evidence that was in date."""

    rung: str
    evidence: tuple[Evidence, ...]


def actions_of(recommendation: Recommendation) -> Any:
    """The actions that serve a recommendation, or any part of a joint one."""
    serving = Action.recommendations.through.objects.filter(recommendation__in=recommendation.whole())
    return Action.objects.filter(pk__in=serving.values("action_id"))


def work_of(recommendation: Recommendation) -> Work:
    """The work behind a recommendation. Evidence of it counts from the last action that was done when practice was checked."""
    opened, done = Q(state=State.OPEN.value), Q(state=State.DONE.value)
    checked_on = checked_since(recommendation)
    before = done & Q(closed_on__lte=checked_on) if checked_on else done
    found = actions_of(recommendation).aggregate(
        actions=Count("id"),
        open=Count("id", filter=opened),
        done=Count("id", filter=done),
        done_on=Max("closed_on", filter=before),
        last_done_on=Max("closed_on", filter=done),
    )
    return Work(**found)


def checked_since(recommendation: Recommendation) -> date | None:
    """The day since which it has stood at "practice checked" or above without falling below; None when it stands lower."""
    if recommendation.rung not in CHECKED:
        return None
    rose = recommendation.rung_changes.filter(to__in=CHECKED).exclude(before__in=CHECKED).order_by("-on", "-id")
    return rose.values_list("on", flat=True).first()


def evidence_of(recommendation: Recommendation) -> Any:
    """What holds a recommendation up, the newest that it tells of first; withdrawn items are left out."""
    rows = Evidence.objects.of(recommendation).standing().select_related("added_by", "recommendation")
    return rows.order_by("-speaks_of", "-id")


def evidence_shown(recommendation: Recommendation, day: date) -> list[Evidence]:
    """The same for its page, each item with `holds` (whether it is in date) and `files`."""
    rows = list(evidence_of(recommendation))
    files: dict[str, list[Any]] = defaultdict(list)
    if rows:
        kind, keys = Evidence._meta.label_lower, [str(row.copied_from_id or row.pk) for row in rows]
        for document in Document.objects.filter(on_kind=kind, on_id__in=keys).order_by("kept_at"):
            files[document.on_id].append(document)
    for row in rows:
        row.holds, row.files = row.proof.in_date(day), files[str(row.copied_from_id or row.pk)]
    return rows


def actions_shown(recommendation: Recommendation, user: Any) -> list[Action]:
    """Every action that serves it, late first, each with `seen`: whether this person may open it."""
    may = Action.objects.visible_to(user).filter(pk=OuterRef("pk"))
    rows = actions_of(recommendation).annotate(seen=Exists(may)).select_related("owner", "group")
    return list(rows.order_by("state", "due_on", "id"))


def work_seen(recommendation: Recommendation, rows: list[Action]) -> Work:
    """The same as `work_of`, from the actions that a page has already."""
    opened = sum(row.state == State.OPEN.value for row in rows)
    done = sum(row.state == State.DONE.value for row in rows)
    last = max((row.closed_on for row in rows if row.state == State.DONE.value and row.closed_on), default=None)
    return Work(len(rows), opened, done, recommendation.done_on, last)


def proofs_of(recommendation: Recommendation) -> list[Proof]:
    return [row.proof for row in Evidence.objects.of(recommendation).standing()]


def proofs_ever(recommendation: Recommendation) -> tuple[Proof, ...]:
    """The same with what was withdrawn: it may have counted when the rung was confirmed."""
    return tuple(row.proof for row in Evidence.objects.of(recommendation))


def bar_to_confirming(recommendation: Recommendation, person: Any, proposal: RungProposal | None) -> str:
    """Why this person may not confirm or keep a rung of it, or ""."""
    owners = actions_of(recommendation).values_list("owner_id", flat=True)
    return may_not_confirm(person.pk, proposal.proposed_by_id if proposal else None, proofs_of(recommendation), owners)


def still_missing(recommendation: Recommendation, look_again_on: date | None, today: date) -> list[str]:
    """What the next rung needs, as sentences; empty when it may be proposed, or when there is none above."""
    to = next_rung(Rung(recommendation.rung)) if recommendation.rung else None
    return missing(to, proofs_of(recommendation), work_of(recommendation), look_again_on, today) if to else []


def waiting(recommendation: Recommendation) -> RungProposal | None:
    return (
        RungProposal.objects.filter(recommendation=recommendation, confirmed=None)
        .select_related("proposed_by", "recommendation")
        .first()
    )


def proposals_for(user: Any) -> Any:
    """The rungs that this person may confirm, oldest first; never what they proposed, did or gave evidence for."""
    rungs = [rung.value for rung, permission in CONFIRMS.items() if user.powers.may(permission)]
    mine = Q(recommendation=OuterRef("recommendation")) | Q(recommendation__joint_into=OuterRef("recommendation"))
    served = Q(recommendations=OuterRef("recommendation")) | Q(recommendations__joint_into=OuterRef("recommendation"))
    given = Evidence.objects.standing().filter(mine, added_by=user)
    done = Action.objects.filter(served, owner=user)
    rows = RungProposal.objects.filter(~Exists(given), ~Exists(done), confirmed=None, to__in=rungs).exclude(proposed_by=user)
    return rows.select_related("recommendation", "proposed_by").order_by("proposed_on", "id")


def standing_then_and_now(recommendation_ids: Iterable[int], then: date, now: date) -> dict[int, tuple[Standing, Standing]]:
    """For each recommendation, where it stood on two days: its rung, and the evidence added by then and in date on it.

    A part of a joint recommendation stands where the joint one stands, on the joint one's evidence and its parts'.
    """
    ids = list(recommendation_ids)
    joint = dict(Recommendation.objects.filter(pk__in=ids).values_list("pk", "joint_into_id"))
    changes: dict[int, list[RungChange]] = defaultdict(list)
    for change in RungChange.objects.filter(recommendation__in=ids).order_by("on", "id"):
        changes[change.recommendation_id].append(change)
    held: dict[int, list[Evidence]] = defaultdict(list)
    wholes = {joint[pk] or pk for pk in joint}
    whole = Q(recommendation__in=wholes) | Q(recommendation__joint_into__in=wholes)
    for row in Evidence.objects.filter(whole).select_related("recommendation").order_by("speaks_of", "id"):
        held[row.recommendation.joint_into_id or row.recommendation_id].append(row)
    return {
        pk: (_standing(changes[pk], held[whole_ or pk], then), _standing(changes[pk], held[whole_ or pk], now))
        for pk, whole_ in joint.items()
    }


def _standing(changes: list[RungChange], evidence: list[Evidence], day: date) -> Standing:
    rungs = [change.to for change in changes if change.on <= day]
    known = (
        row
        for row in evidence
        if row.added_on <= day and row.proof.in_date(day) and (row.withdrawn_on is None or row.withdrawn_on > day)
    )
    return Standing(rungs[-1] if rungs else "", tuple(known))
