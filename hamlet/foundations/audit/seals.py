"""Sealing the trail and verifying it."""

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from hamlet.foundations.audit import triggers
from hamlet.foundations.audit.models import Event, RecordKey, Seal
from hamlet.foundations.audit.rules import SEALED_WITHIN, Fault, chain_faults, digest, seal_mac
from hamlet.foundations.records import one_at_a_time

log = structlog.get_logger()


def canonical(event: Event) -> dict[str, object]:
    return {
        "id": event.pk,
        "at": event.at.isoformat(),
        "by": event.by_id,
        "verb": event.verb,
        "kind": event.subject_kind,
        "subject": event.subject_id,
        "details": event.details,
        "private": event.private,
    }


@transaction.atomic
def seal_events() -> Seal | None:
    """Seals every event that no seal covers yet, in one new link; writes the chain's head to the log. None if nothing is new."""
    one_at_a_time("audit.seal")
    last = Seal.objects.order_by("-id").first()
    sealed = {event_id for covers in Seal.objects.values_list("covers", flat=True).iterator() for event_id, _ in covers}
    fresh = [event for event in Event.objects.order_by("id").iterator(2000) if event.pk not in sealed]
    if not fresh:
        return None
    covers = [[event.pk, digest(canonical(event))] for event in fresh]
    previous = last.mac if last else ""
    seal = Seal.objects.create(covers=covers, previous=previous, mac=seal_mac(settings.AUDIT_KEY, previous, covers))
    log.info("audit_sealed", seal=seal.pk, events=len(covers), head=seal.mac)
    return seal


def faults() -> tuple[list[Fault], int, str]:
    """The faults of the sealed chain and of what guards it, the number of events not sealed yet, and the chain's head."""
    seals = [(seal.pk, seal.previous, seal.mac, seal.covers) for seal in Seal.objects.order_by("id")]
    covered = {event_id for _, _, _, covers in seals for event_id, _ in covers}
    events: dict[int, str] = {}
    overdue, limit = 0, timezone.now() - SEALED_WITHIN
    for event in Event.objects.order_by("id").iterator(2000):
        events[event.pk] = digest(canonical(event))
        overdue += event.pk not in covered and event.at < limit
    found = [*chain_faults(settings.AUDIT_KEY, seals, events), *guard_faults()]
    if overdue:
        why = "are older than two days and not sealed: the morning's job did not run, or seals were removed"
        found.append(Fault(f"{overdue} events", why))
    return found, len(set(events) - covered), seals[-1][2] if seals else ""


def guard_faults() -> list[Fault]:
    """Triggers that are gone, and records' keys that are gone though nobody disposed of them."""
    found = [Fault(f"trigger {name}", "is missing: events could be changed since") for name in triggers.missing(connection)]
    keys = set(RecordKey.objects.values_list("kind", "record_id"))
    disposed = Event.objects.filter(verb="audit.disposed").values_list("details", flat=True)
    explained = keys | {(details.get("kind"), details.get("record_id")) for details in disposed}
    spoken = Event.objects.exclude(private="").order_by().values_list("subject_kind", "subject_id").distinct()
    lost = sorted(set(spoken) - explained)
    return [*found, *(Fault(f"key of {kind} {identity}", "was destroyed without a disposal") for kind, identity in lost)]


def seal_daily(today, by):
    seal_events()
