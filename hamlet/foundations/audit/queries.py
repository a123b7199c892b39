import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from hamlet.foundations.audit.models import Event, RecordKey
from hamlet.foundations.audit.private import reveal
from hamlet.foundations.design.dates import long_date
from hamlet.foundations.references import named

KEY = re.compile(r"[a-z]+(_[a-z]+)+")


@dataclass(frozen=True)
class HistoryRow:
    """One event as a sentence: when (aware datetime), who (a post or a name), and what they did."""

    at: datetime
    who: str
    sentence: str


@cache
def sentences() -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in settings.AUDIT_SENTENCES:
        merged.update(named(path))
    return merged


class Spoken(dict):
    """The details of an event as a person says them: a date in words, a key without its underscores, "…" for what is concealed."""

    def __getitem__(self, key: str) -> Any:
        value = self.get(key, "…")
        if not isinstance(value, str):
            return value
        try:
            return long_date(date.fromisoformat(value))
        except ValueError:
            return value.replace("_", " ") if KEY.fullmatch(value) else value


def sentence(event: Event, private: dict[str, Any]) -> str:
    words = sentences().get(event.verb, event.verb.replace(".", ": ").replace("_", " "))
    said = words.format_map(Spoken({**event.details, **private}))
    changed = sorted({*event.details.get("changes", {}), *private.get("changes", {})})
    return f"{said} ({', '.join(name.replace('_', ' ') for name in changed)})" if changed else said


def kind_of(event: Event) -> str:
    """What kind of record the event is about, in words; "–" for none."""
    return apps.get_model(event.subject_kind)._meta.verbose_name.capitalize() if event.subject_kind else "–"


def history(subject: models.Model, limit: int = 100) -> list[HistoryRow]:
    """A record's own events as sentences, newest first, at most `limit`. Three queries whatever the length."""
    events = Event.objects.about(subject).select_related("by").order_by("-id")[:limit]
    stored = (
        RecordKey.objects.filter(kind=subject._meta.label_lower, record_id=str(subject.pk)).values_list("key", flat=True).first()
    )
    return [HistoryRow(event.at, who(event), sentence(event, reveal(event.private, stored))) for event in events]


def who(event: Event) -> str:
    return str(event.by) if event.by else "Someone who was not signed in"


def events(verb: str = "", person_id: int | None = None) -> models.QuerySet:
    """The whole trail, newest first, for those who hold AUDIT_READ; the view pages it."""
    rows = Event.objects.select_related("by").order_by("-id")
    if verb:
        rows = rows.filter(verb__startswith=verb)
    return rows.filter(by_id=person_id) if person_id else rows
