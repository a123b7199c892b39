from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.governance.models import (
    Achievement,
    Arrangements,
    Challenge,
    Edition,
    Group,
    LackOfProgress,
    PlanItem,
    Priority,
    Slippage,
)
from hamlet.governance.operations.dating import WrongDates, address_of, in_order, once
from hamlet.governance.rules import PARTS, ChallengeState, Partner, PlanState


class AlreadyFinished(Refusal):
    """The item was finished or dropped, and is history now."""


class NotWhole(Refusal):
    """A part that the published arrangements must have is empty."""


@transaction.atomic
def publish_arrangements(
    *,
    published_on: date,
    today: date,
    relevant_agencies: Iterable[Any] = (),
    made_with: UUID | None = None,
    by: Any,
    **text: str,
) -> Arrangements:
    """Publishes the next version of the arrangements: `text` gives area, partners, groups, scrutiny, dispute_process, funding.

    Refuses a version without one of them, one from before the last, and one that is still to come.
    """
    made = made_once(Arrangements, made_with)
    if made:
        return made
    one_at_a_time("governance.arrangements.number")
    missing = [part for part in PARTS if not text.get(part, "").strip()]
    if missing:
        raise NotWhole(f"The arrangements must say something on: {', '.join(missing).replace('_', ' ')}")
    if published_on > today:
        raise WrongDates("A version is recorded on the day it is published, not before")
    last = Arrangements.objects.order_by("-number").first()
    if last and published_on < last.published_on:
        raise WrongDates(f"Version {last.number} was published on {last.published_on:%-d %B %Y}: this one cannot be earlier")
    number = last.number + 1 if last else 1
    version = Arrangements.objects.create(number=number, published_on=published_on, **text, **once(made_with))
    version.relevant_agencies.set(relevant_agencies)
    record("governance.arrangements_published", by=by, subject=version, number=number)
    return version


@transaction.atomic
def change_edition(
    *,
    edition: Edition,
    in_force_on: date,
    implemented_by: date | None,
    confirmed: bool,
    source: str,
    seen_version: int | None,
    by: Any,
) -> Edition:
    one_at_a_time("governance.editions")
    edition = locked(edition, seen_version)
    in_order(in_force_on, implemented_by, "The time to implement it")
    rival = Edition.objects.filter(in_force_on=in_force_on).exclude(pk=edition.pk).first()
    if rival:
        raise WrongDates(f"{rival} is in force from that day")
    new = {"in_force_on": in_force_on, "implemented_by": implemented_by, "confirmed": confirmed, "source": source}
    changed = changes(edition, **new)
    edition.save(update_fields=[*changed, "version"])
    record("governance.edition_changed", by=by, subject=edition, changes=changed)
    return edition


@transaction.atomic
def set_priority(
    *,
    title: str,
    lead_partner: Partner,
    group: Group,
    success: str,
    starts_on: date,
    ends_on: date | None = None,
    made_with: UUID | None = None,
    by: Any,
) -> Priority:
    """Sets a priority of the partnership. Refuses one of the same title and an end before the start."""
    made = made_once(Priority, made_with)
    if made:
        return made
    one_at_a_time("governance.priorities")
    in_order(starts_on, ends_on, "A priority")
    slug = address_of(title)
    if Priority.objects.filter(slug=slug).exists():
        raise WrongDates(f"A priority called {title} stands already")
    given = {"slug": slug, "title": title, "lead_partner": lead_partner.value, "group": group, "success": success}
    priority = Priority.objects.create(**given, starts_on=starts_on, ends_on=ends_on, **once(made_with))
    record("governance.priority_set", by=by, subject=priority, title=title)
    return priority


@transaction.atomic
def change_priority(*, priority: Priority, seen_version: int | None, by: Any, **new: Any) -> Priority:
    """Changes what a priority says, who leads it and its days; `new` gives the fields. Its address stays."""
    priority = locked(priority, seen_version)
    changed = changes(priority, **new)
    in_order(priority.starts_on, priority.ends_on, "A priority")
    priority.save(update_fields=[*changed, "version"])
    record("governance.priority_changed", by=by, subject=priority, changes=changed)
    return priority


@transaction.atomic
def record_achievement(
    *,
    title: str,
    achieved_on: date,
    priority: Priority | None = None,
    agencies: Iterable[Any] = (),
    evidence: str = "",
    impact: str = "",
    made_with: UUID | None = None,
    by: Any,
) -> Achievement:
    """Records what was achieved, when, by which agencies and with what impact: under a priority, or for the partnership."""
    made = made_once(Achievement, made_with)
    if made:
        return made
    given = {"title": title, "achieved_on": achieved_on, "priority": priority, "evidence": evidence, "impact": impact}
    achievement = Achievement.objects.create(**given, **once(made_with))
    achievement.agencies.set(agencies)
    record("governance.achievement_recorded", by=by, subject=priority or achievement, title=title)
    return achievement


@transaction.atomic
def correct_achievement(
    *, achievement: Achievement, agencies: Iterable[Any], seen_version: int | None, by: Any, **new: Any
) -> Achievement:
    """Corrects what is said of an achievement: `new` gives title, achieved_on, evidence and impact. The trail keeps what stood before."""
    achievement = locked(achievement, seen_version)
    before, after = sorted(str(row) for row in achievement.agencies.all()), sorted(str(row) for row in agencies)
    changed = changes(achievement, **new)
    achievement.save(update_fields=[*changed, "version"])
    achievement.agencies.set(agencies)
    told = {**changed, **({"agencies": (before, after)} if before != after else {})}
    record(
        "governance.achievement_corrected",
        by=by,
        subject=achievement.priority or achievement,
        title=achievement.title,
        changes=told,
    )
    return achievement


@transaction.atomic
def note_lack_of_progress(
    *, priority: Priority, noted_on: date, what: str, next_step: str, made_with: UUID | None = None, by: Any
) -> LackOfProgress:
    made = made_once(LackOfProgress, made_with)
    if made:
        return made
    given = {"priority": priority, "noted_on": noted_on, "what": what, "next_step": next_step}
    note = LackOfProgress.objects.create(**given, **once(made_with))
    record("governance.lack_noted", by=by, subject=priority)
    return note


@transaction.atomic
def raise_challenge(*, title: str, what: str, owner: Any, raised_on: date, made_with: UUID | None = None, by: Any) -> Challenge:
    made = made_once(Challenge, made_with)
    if made:
        return made
    challenge = Challenge.objects.create(title=title, what=what, owner=owner, raised_on=raised_on, **once(made_with))
    record("governance.challenge_raised", by=by, subject=challenge, title=title)
    return challenge


@transaction.atomic
def answer_challenge(
    *, challenge: Challenge, response: str, state: ChallengeState, seen_version: int | None, by: Any
) -> Challenge:
    challenge = locked(challenge, seen_version)
    if not response.strip():
        raise AlreadyFinished("Say what is being done about it")
    changed = changes(challenge, response=response, state=state.value)
    challenge.save(update_fields=[*changed, "version"])
    record("governance.challenge_answered", by=by, subject=challenge, changes=changed)
    return challenge


@transaction.atomic
def plan_item(
    *, title: str, owner: Any, year_from: date, target_on: date, what: str = "", made_with: UUID | None = None, by: Any
) -> PlanItem:
    """Promises something for the year that begins on `year_from`, by `target_on`."""
    made = made_once(PlanItem, made_with)
    if made:
        return made
    if target_on < year_from:
        raise WrongDates("The target cannot be before the plan begins")
    given = {"title": title, "owner": owner, "year_from": year_from, "what": what}
    item = PlanItem.objects.create(**given, first_target_on=target_on, target_on=target_on, **once(made_with))
    record("governance.item_planned", by=by, subject=item, title=title)
    return item


@transaction.atomic
def slip_plan_item(*, item: PlanItem, target_on: date, reason: str, said_on: date, seen_version: int | None, by: Any) -> PlanItem:
    """Moves an item's target and keeps what it was, when that was said, and why."""
    item = locked(item, seen_version)
    if item.state != PlanState.PLANNED.value:
        raise AlreadyFinished(f"{item} is {item.state.lower()}: its target cannot move")
    if target_on == item.target_on or target_on < item.year_from:
        raise WrongDates("Give a target that differs from the one it has, within the plan")
    Slippage.objects.create(item=item, said_on=said_on, before=item.target_on, after=target_on, reason=reason)
    before, item.target_on = item.target_on, target_on
    item.save(update_fields=["target_on", "version"])
    record("governance.item_slipped", by=by, subject=item, before=before, after=target_on)
    return item


@transaction.atomic
def finish_plan_item(
    *, item: PlanItem, state: PlanState, outcome: str, closed_on: date, seen_version: int | None, by: Any
) -> PlanItem:
    item = locked(item, seen_version)
    if item.state != PlanState.PLANNED.value:
        raise AlreadyFinished(f"{item} is {item.state.lower()} already")
    if state is PlanState.PLANNED or not outcome.strip():
        raise AlreadyFinished("Say whether it is done or dropped, and what became of it")
    item.state, item.outcome, item.closed_on = state.value, outcome, closed_on
    item.save(update_fields=["state", "outcome", "closed_on", "version"])
    record("governance.item_finished", by=by, subject=item, state=state.value.lower())
    return item
