"""Open data: drafted, approved by every agency that supplied it and by Quality Assurance and Performance, then frozen."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once, one_at_a_time
from hamlet.foundations.references import named
from hamlet.insight.models import Approval, Indicator, Publication, PublishedCell, PublishedIndicator
from hamlet.insight.queries.approving import approvals_of, approvers
from hamlet.insight.queries.composed import Composed, compose
from hamlet.insight.queries.publications import fingerprint_of
from hamlet.insight.rules.indicators import Part
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.publications import Rounding, State


class NotAPublication(Refusal):
    """Nothing is chosen, or not what may be published."""


class NotNow(Refusal):
    """The publication is not in the state for that."""


class NotTheirs(Refusal):
    """Nobody approves what they drafted, nobody for an agency that is not theirs, and nobody twice: two people stand for it."""


class NotApproved(Refusal):
    """An approval is missing, or was of other figures."""


@transaction.atomic
def draft_publication(
    *,
    title: str,
    first_quarter: Quarter,
    last_quarter: Quarter,
    indicators: Iterable[Indicator],
    rounding: Rounding,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Publication:
    """Drafts a publication of priorities' and themes' indicators. Refuses an empty choice, and quarters in the wrong order."""
    if made := made_once(Publication, made_with):
        return made
    chosen = list(indicators)
    if not chosen or any(row.part != Part.INDICATORS.value for row in chosen):
        raise NotAPublication("Choose at least one indicator of priorities and themes")
    if last_quarter < first_quarter:
        raise NotAPublication("The last quarter must not come before the first")
    one_at_a_time("insight.publication.slug")
    wanted = slugify(title)[:70] or "figures"
    taken = set(Publication.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug = next(name for number in range(len(taken) + 2) if (name := f"{wanted}-{number}" if number else wanted) not in taken)
    row = Publication.objects.create(
        **{"slug": slug, "title": title, "rounding": rounding.value, "drafted_by": by, "drafted_on": on},
        **{"first_quarter_on": first_quarter.starts_on, "last_quarter_on": last_quarter.starts_on},
        made_with=made_with or uuid4(),
    )
    row.indicators.set(chosen)
    record("insight.publication_drafted", by=by, subject=row)
    return row


@transaction.atomic
def send_for_approval(*, publication: Publication, on: date, seen_version: int | None, by: Any) -> Publication:
    """Asks those who approve. The cells as they are now are what they approve; when figures change, they approve anew."""
    row = locked(publication, seen_version)
    if row.state not in {State.DRAFT.value, State.APPROVING.value}:
        raise NotNow(f"It is {row.state.lower()}")
    row.state, row.fingerprint = State.APPROVING.value, fingerprint_of(compose(row))
    row.save(update_fields=["state", "fingerprint", "version"])
    record("insight.publication_sent", by=by, subject=row)
    asked = approvers(row, approvals_of(row, row.fingerprint), on).values()
    for person in {one.pk: one for people in asked for one in people}.values():
        key = f"insight.approve.{row.pk}.{row.version}"
        named(settings.NOTIFY)(
            person=person, subject="Figures wait for your approval", path=row.get_absolute_url(), key=key, by=by
        )
    return row


@transaction.atomic
def approve(*, publication: Publication, agency: Any, on: date, seen_version: int | None, by: Any) -> Approval:
    """Approves for a supplying agency, or for Quality Assurance and Performance (`agency` None).

    Refuses who drafted it or approved of it already, an agency that supplies nothing of it, a second approval, and figures that
    changed since they were sent.
    """
    row = locked(publication, seen_version)
    if row.state != State.APPROVING.value:
        raise NotNow("It does not wait for approvals")
    if row.drafted_by_id == by.pk:
        raise NotTheirs("You drafted it: somebody else approves it")
    if fingerprint_of(compose(row)) != row.fingerprint:
        raise NotApproved("Figures changed since it was sent: it must be sent for approval again")
    awaited = {(one.agency.pk if one.agency else None): one for one in approvals_of(row, row.fingerprint)}
    place = awaited.get(agency.pk if agency else None)
    if place is None:
        raise NotTheirs("The agency supplies none of these figures")
    if place.given:
        raise NotNow("It is approved already")
    if any(one.given.approved_by_id == by.pk for one in awaited.values() if one.given):
        raise NotTheirs("You approved it already: somebody else approves for the others")
    row.save(update_fields=["version"])
    words = {"publication": row, "agency": agency, "approved_by": by, "approved_on": on, "fingerprint": row.fingerprint}
    approval = Approval.objects.create(**words)
    record("insight.publication_approved", by=by, subject=row, agency=agency)
    return approval


@transaction.atomic
def publish(*, publication: Publication, on: date, seen_version: int | None, by: Any) -> Publication:
    """Freezes the cells that were approved and makes them public. Refuses while an approval of exactly these cells is missing."""
    one_at_a_time("insight.publish")
    row = locked(publication, seen_version)
    if row.state != State.APPROVING.value:
        raise NotNow(f"It is {row.state.lower()}")
    composed = compose(row)
    fingerprint = fingerprint_of(composed)
    if fingerprint != row.fingerprint:
        raise NotApproved("Figures changed since it was sent: it must be sent for approval again")
    missing = [one.name for one in approvals_of(row, fingerprint) if one.given is None]
    if missing:
        raise NotApproved(f"It is not approved yet by: {', '.join(missing)}")
    _freeze(row, composed)
    row.state, row.published_on, row.published_by = State.PUBLISHED.value, on, by
    row.save(update_fields=["state", "published_on", "published_by", "version"])
    record("insight.publication_published", by=by, subject=row)
    return row


def _freeze(row: Publication, composed: Sequence[Composed]) -> None:
    """The words and the cells, as they are now and for ever."""
    for words in dict.fromkeys(one.indicator for one in composed):
        given = asdict(words) | {"shape": words.shape.value}
        PublishedIndicator.objects.create(publication=row, indicator_id=given.pop("number"), **given)
    PublishedCell.objects.bulk_create(
        PublishedCell(
            **{
                "publication": row,
                "indicator_id": one.indicator.number,
                "series_number": one.series,
                "quarter_on": one.quarter.starts_on,
            },
            **{
                "breakdown": cell.key[0],
                "category": cell.key[1],
                "part": cell.part,
                "number": cell.number,
                "symbol": cell.symbol,
                "provisional": one.provisional,
            },
        )
        for one in composed
        for cell in one.cells
    )


@transaction.atomic
def withdraw(*, publication: Publication, seen_version: int | None, by: Any) -> Publication:
    """Gives a publication up before it is public. What is published stays: a correction is another publication."""
    row = locked(publication, seen_version)
    if row.state == State.PUBLISHED.value:
        raise NotNow("It is published and stays so. Publish a correction")
    row.state = State.WITHDRAWN.value
    row.save(update_fields=["state", "version"])
    record("insight.publication_withdrawn", by=by, subject=row)
    return row
