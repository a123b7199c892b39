from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import locked
from hamlet.learning.models import Action, ActionUpdate, Evidence, Link, Recommendation, RungChange
from hamlet.learning.operations.actions import NotSaid
from hamlet.learning.operations.asking import flag_if_unsupported
from hamlet.learning.operations.doing import keep_doing_of
from hamlet.learning.operations.joining import NotJoined
from hamlet.learning.operations.ladder import decline_what_waits
from hamlet.learning.operations.recommendations import SameTwice, stand_on
from hamlet.learning.rules.ladder import Rung


@transaction.atomic
def take_out(*, part: Recommendation, because: str, on: date, seen_version: int | None, by: Any) -> Recommendation:
    """Takes a part out of its joint recommendation. It begins again at the first rung: what was confirmed was of the whole.

    A rung of the whole that waits is declined; when what is left does not hold up its rung, it is flagged at once. Refuses when
    only one part would be left: then the joint one is dissolved.
    """
    _said(because)
    row = locked(part, seen_version)
    if row.joint_into is None:
        raise NotJoined(f"{row} is part of no joint recommendation")
    joint = locked(row.joint_into, None)
    if joint.parts.count() < 3:
        raise NotJoined(f"{joint} would be left with one part: dissolve it instead")
    said = f"Taken out of {joint.reference}: {because}"
    _alone(row, said, on, by)
    decline_what_waits(joint, f"{row} was taken out: {because}", on, by)
    joint.save(update_fields=["version"])
    keep_doing_of({row.pk, joint.pk})
    flag_if_unsupported(joint.pk, on, by)
    record("learning.recommendation_parted", by=by, subject=joint, part=row.reference)
    return row


@transaction.atomic
def dissolve(*, joint: Recommendation, because: str, on: date, seen_version: int | None, by: Any) -> list[Recommendation]:
    """Undoes a joining: every part stands alone again, at the first rung, with the actions and the evidence of the whole.

    The joint recommendation stays as a closed record that says why. Evidence that was given to it moves to the first part; the
    others are given it too. Refuses one that is not joint, or was dissolved before. Returns the parts.
    """
    _said(because)
    whole = locked(joint, seen_version)
    if not whole.is_joint or whole.closed_on:
        raise NotJoined(f"{whole} is not a joint recommendation that can be dissolved")
    parts = list(Recommendation.objects.select_for_update(of=("self",)).filter(joint_into=whole).order_by("pk"))
    decline_what_waits(whole, f"Dissolved: {because}", on, by)
    for action in whole.actions.order_by("pk"):
        action.recommendations.add(*parts)
        action.recommendations.remove(whole)
    _share_evidence(whole, parts)
    for row in parts:
        row.version += 1
        _alone(row, f"{whole.reference} was dissolved: {because}", on, by)
    whole.closed_on, whole.closed_because, whole.flags, whole.flagged_on = on, because.strip(), "", None
    whole.save(update_fields=["closed_on", "closed_because", "flags", "flagged_on", "version"])
    keep_doing_of({whole.pk, *(row.pk for row in parts)})
    record("learning.recommendation_dissolved", by=by, subject=whole, parts=", ".join(row.reference for row in parts))
    return parts


def _said(because: str) -> None:
    if not because.strip():
        raise NotSaid("Say why it is undone")


def _alone(row: Recommendation, because: str, on: date, by: Any) -> None:
    before = row.rung
    row.joint_into, row.look_again_on, row.flags, row.flagged_on = None, None, "", None
    stand_on(row, Rung.AGREED, on)
    row.save()
    RungChange.objects.create(recommendation=row, before=before, to=row.rung, on=on, by=by, because=because)


def _share_evidence(whole: Recommendation, parts: list[Recommendation]) -> None:
    names = ("kind", "text", "speaks_of", "strength", "expires_on", "added_on", "added_by", "withdrawn_on", "withdrawn_because")
    first, others = parts[0], parts[1:]
    for item in whole.evidence.order_by("pk"):
        shared = {name: getattr(item, name) for name in names}
        Evidence.objects.bulk_create(
            Evidence(recommendation=row, copied_from_id=item.copied_from_id or item.pk, **shared) for row in others
        )
        item.recommendation, item.version = first, item.version + 1
        item.save(update_fields=["recommendation", "version"])


@transaction.atomic
def unlink(*, link: Link, because: str, on: date, seen_version: int | None, by: Any) -> Link:
    """Undoes a link that was wrong, with why. It stays on record; the two may be linked again."""
    _said(because)
    row = locked(link, seen_version)
    if row.undone_on:
        raise SameTwice("This link was undone already")
    row.undone_on, row.undone_because = on, because.strip()
    row.save(update_fields=["undone_on", "undone_because", "version"])
    for one, other in ((row.first, row.second), (row.second, row.first)):
        record("learning.recommendations_unlinked", by=by, subject=one, other=other.reference)
    return row


@transaction.atomic
def stop_serving(*, action: Action, recommendation: Recommendation, because: str, on: date, by: Any) -> Action:
    """Undoes that an action serves a recommendation, with why, said on the action. What no longer stands on enough is flagged."""
    _said(because)
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    serves = action.recommendations.filter(pk__in=row.whole()).order_by("pk")
    names = ", ".join(each.reference for each in serves)
    if not names:
        raise SameTwice(f"{action.reference} does not serve {row}")
    action.recommendations.remove(*serves)
    note = f"Serves {names} no longer: {because}"
    ActionUpdate.objects.create(action=action, said_on=on, by=by, note=note)
    keep_doing_of({row.joint_into_id or row.pk})
    flag_if_unsupported(row.joint_into_id or row.pk, on, by)
    record("learning.action_serves_no_longer", by=by, subject=row, reference=action.reference)
    return action
