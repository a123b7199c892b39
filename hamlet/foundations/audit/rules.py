"""The words of the trail and the arithmetic of its chain. No Django."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

SEALED_WITHIN = timedelta(days=2)  # a seal is made each morning: what is older and stands unsealed is a fault

SENTENCES = {
    "audit.opened": "opened the record",
    "audit.exported": "exported {what} ({count} rows, {form})",
    "audit.disposed": "destroyed the key of a record's personal values",
    "audit.refused": "was refused {path}",
    "audit.downloaded": "downloaded {what}",
}

CANNOT_DETECT = (
    "What this cannot detect: events added or removed before they were sealed; the loss of the newest seals together with their "
    "events, unless the head below is compared with the one in the log; and changes by someone who holds the audit key."
)


def digest(event: dict[str, Any]) -> str:
    """SHA-256 of an event's canonical JSON."""
    return hashlib.sha256(json.dumps(event, sort_keys=True, separators=(",", ":"), default=str).encode()).hexdigest()


def seal_mac(key: str, previous: str, covers: list[list[Any]]) -> str:
    """The HMAC-SHA-256 that ties a seal to the one before it and to the digest of each event it lists."""
    message = json.dumps([previous, covers], separators=(",", ":")).encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Fault:
    where: str
    what: str


def chain_faults(key: str, seals: list[tuple[int, str, str, list[list[Any]]]], events: dict[int, str]) -> list[Fault]:
    """Every place where the sealed chain does not hold.

    `seals` are (id, previous, mac, covers) in order; `events` maps an event's id to the digest it has now.
    """
    faults = []
    previous = ""
    for seal_id, before, mac, covers in seals:
        if before != previous:
            faults.append(Fault(f"seal {seal_id}", "does not follow the seal before it: a seal was removed or put in"))
        if not hmac.compare_digest(mac, seal_mac(key, before, covers)):
            faults.append(Fault(f"seal {seal_id}", "was changed, or was made under another key"))
        for event_id, sealed in covers:
            if event_id not in events:
                faults.append(Fault(f"event {event_id}", f"was removed after seal {seal_id}"))
            elif events[event_id] != sealed:
                faults.append(Fault(f"event {event_id}", f"was changed after seal {seal_id}"))
        previous = mac
    return faults
