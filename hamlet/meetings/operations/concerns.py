import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.records import Refusal, locked, made_once
from hamlet.foundations.working_days.clock import moments
from hamlet.meetings.models import Concern, ConcernStep, Feed, Meeting
from hamlet.meetings.operations.forward import once
from hamlet.meetings.operations.planning import tell_group
from hamlet.meetings.rules import REMIND_BEFORE, ConcernState, State
from hamlet.meetings.secrets import sha256


class NothingSaid(Refusal):
    """What became of the concern was not said."""


@transaction.atomic
def raise_concern(*, group: Any, title: str, detail: str, raised_on: date, made_with: UUID | None = None, by: Any) -> Concern:
    """Brings a theme or a worry to a group. It is not for a child's case."""
    made = made_once(Concern, made_with)
    if made:
        return made
    given = {"group": group, "title": title, "detail": detail, "raised_by": by, "raised_on": raised_on}
    concern = Concern.objects.create(**given, changed_on=raised_on, **once(made_with))
    record("meetings.concern_raised", by=by, subject=concern)
    return concern


@transaction.atomic
def move_concern(
    *, concern: Concern, state: ConcernState, outcome: str, changed_on: date, seen_version: int | None, by: Any
) -> Concern:
    """Records what became of a concern, and tells whoever raised it."""
    concern = locked(concern, seen_version)
    if state is ConcernState.RAISED or not outcome.strip():
        raise NothingSaid("Say what became of it: whoever raised it is told")
    concern.state, concern.outcome, concern.changed_on = state.value, outcome, changed_on
    concern.save(update_fields=["state", "outcome", "changed_on", "version"])
    ConcernStep.objects.create(concern=concern, state=state.value, outcome=outcome, on=changed_on, by=by)
    record("meetings.concern_moved", by=by, subject=concern, state=state.value.lower())
    path, key = concern.get_absolute_url(), f"meetings.concern.{concern.pk}.{concern.version}"
    notify(person=concern.raised_by, subject="Something you raised has moved", path=path, key=key, by=by)
    return concern


@transaction.atomic
def make_feed(*, group: Any, made_on: date, by: Any) -> tuple[Feed, str]:
    """Makes a calendar feed for oneself, of one group or (None) of all one's groups. The secret is returned once and never kept."""
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(person=by, group=group, secret_sha256=sha256(secret), made_on=made_on)
    record("meetings.feed_made", by=by, subject=feed)
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed: Feed, revoked_on: date, by: Any) -> Feed:
    feed = locked(feed, None)
    feed.revoked_on = feed.revoked_on or revoked_on
    feed.save(update_fields=["revoked_on", "version"])
    record("meetings.feed_revoked", by=by, subject=feed)
    return feed


def remind_members(today: date, by: Any) -> None:
    """Each morning: a circulated meeting that comes within five days is told to its group once, and again when it was moved."""
    near = Meeting.objects.filter(state=State.CIRCULATED.value, starts_at__range=moments(today, today + REMIND_BEFORE))
    for meeting in near.select_related("group"):
        tell_group(meeting, "A meeting is near", f"near.{meeting.starts_at:%Y%m%d}", by)
