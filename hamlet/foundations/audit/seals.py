"""Sealing the trail and verifying it."""

import structlog
from django.conf import settings
from django.db import transaction

from hamlet.foundations.audit.models import Event, Seal
from hamlet.foundations.audit.rules import Fault, chain_faults, digest, seal_mac
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
    """The faults of the sealed chain, the number of events not sealed yet, and the chain's head."""
    seals = [(seal.pk, seal.previous, seal.mac, seal.covers) for seal in Seal.objects.order_by("id")]
    events = {event.pk: digest(canonical(event)) for event in Event.objects.order_by("id").iterator(2000)}
    covered = {event_id for _, _, _, covers in seals for event_id, _ in covers}
    return chain_faults(settings.AUDIT_KEY, seals, events), len(set(events) - covered), seals[-1][2] if seals else ""


def seal_daily(today, by):
    seal_events()
