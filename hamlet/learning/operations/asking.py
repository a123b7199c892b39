from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.foundations.references import named
from hamlet.governance.rules import GroupKind
from hamlet.learning.models import Action, Evidence, Recommendation, UpdateRequest
from hamlet.learning.queries.ladder import CHECKED, proofs_ever, proofs_of, work_of
from hamlet.learning.queries.picture import theme_found_elsewhere
from hamlet.learning.rules.actions import ASK_BEFORE, State
from hamlet.learning.rules.again import Held, Why, look_again, unsupported
from hamlet.learning.rules.ladder import UPPER, Rung


def ask_for_updates(today: date, by: Any) -> int:
    """Each morning: when the working group meets within ten days, each owner is asked once how their open actions stand.

    Asked are owners of actions that serve a recommendation, come from a review or are the working group's own; it returns how many.
    """
    meeting_on = named(settings.NEXT_MEETING_OF)(GroupKind.RAPID_REVIEW_WORKING, today)
    if meeting_on is None or meeting_on - today > ASK_BEFORE:
        return 0
    return _ask(meeting_on, today, by)


@transaction.atomic
def _ask(meeting_on: date, today: date, by: Any) -> int:
    ours = Q(group__kind=GroupKind.RAPID_REVIEW_WORKING.value) | ~Q(recommendations=None) | Q(source_kind__startswith="reviews.")
    asked = UpdateRequest.objects.filter(meeting_on=meeting_on)
    rows = list(Action.objects.open().filter(ours).exclude(update_requests__in=asked).select_related("owner").distinct())
    UpdateRequest.objects.bulk_create(
        [UpdateRequest(action=row, meeting_on=meeting_on, asked_on=today) for row in rows], ignore_conflicts=True
    )
    for owner in {row.owner_id: row.owner for row in rows}.values():
        subject, key = "An update is asked of you before a meeting", f"learning.update.{meeting_on}"
        notify(person=owner, subject=subject, path="/actions/asked/", key=key, by=by)
    if rows:
        record("learning.updates_asked", by=by, meeting_on=meeting_on, count=len(rows))
    return len(rows)


def flag_what_to_look_at_again(today: date, by: Any) -> int:
    """Each morning: flags checked learning whose day has come, whose evidence fell away, or whose theme came up again.

    The flag says why and never where the theme came up. Those who lower rungs are told once. Returns how many were flagged.
    """
    flagged = 0
    for row in _worth_a_look(today).iterator(chunk_size=500):
        found_on = theme_found_elsewhere(row, today)
        held = Held(Rung(row.rung), row.reached_on, row.look_again_on, proofs_ever(row), work_of(row), found_on)
        flagged += _flag(row.pk, look_again(held, today), today, by)
    return flagged


def flag_if_unsupported(pk: int, today: date, by: Any) -> None:
    """At once, when actions or evidence were taken away: whoever lowers rungs looks again at one that no longer stands on enough."""
    row = Recommendation.objects.get(pk=pk)
    if row.rung and unsupported(Rung(row.rung), proofs_of(row), work_of(row), today):
        _flag(pk, [Why.TAKEN], today, by)


def _worth_a_look(today: date) -> Any:
    """Only those for which one of the reasons may hold."""
    whole = Q(recommendation=OuterRef("pk")) | Q(recommendation__joint_into=OuterRef("pk"))
    fallen = Evidence.objects.filter(whole).filter(Q(expires_on__lt=today) | Q(withdrawn_on__isnull=False))
    newer = Recommendation.objects.filter(themes__recommendations=OuterRef("pk"), found_on__gt=OuterRef("reached_on"))
    served = Q(recommendations=OuterRef("pk")) | Q(recommendations__joint_into=OuterRef("pk"))
    more = Action.objects.filter(served, state=State.DONE.value, closed_on__gt=OuterRef("reached_on"))
    rows = Recommendation.objects.single().filter(rung__in=CHECKED)
    again = Q(look_again_on__lte=today) | Exists(more) | Exists(fallen)
    return rows.filter(again | Q(rung__in=[rung.value for rung in UPPER]) & Exists(newer)).order_by("pk")


@transaction.atomic
def _flag(pk: int, reasons: list[Why], today: date, by: Any) -> bool:
    """Adds reasons to look again; those that stand stay until somebody has looked. Whether there was anything new to say."""
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=pk)
    whys = "; ".join(dict.fromkeys([*row.why_again, *(why.value for why in reasons)]))
    if whys == row.flags:
        return False
    row.flags, row.flagged_on = whys, row.flagged_on or today
    row.save(update_fields=["flags", "flagged_on"])
    record("learning.look_again", by=by, subject=row, why=whys[:1].lower() + whys[1:])
    for person in people_with(Permission.LADDER_EMBED, today):
        key = f"learning.again.{row.pk}.{row.flagged_on}"
        notify(person=person, subject="Learning should be looked at again", path=row.get_absolute_url(), key=key, by=by)
    return True
