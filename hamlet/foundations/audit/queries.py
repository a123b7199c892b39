import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from hamlet.foundations.audit.models import Event, RecordKey
from hamlet.foundations.audit.private import reveal
from hamlet.foundations.design.dates import long_date
from hamlet.foundations.references import named

TELLING = ("about", "kind", "holder")  # details that name a room, or the kind of a record
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


def rooms_of(event: Event) -> set[str]:
    """The rooms that an event tells of: by its verb, its record, and what its details name."""
    told = event.details
    named_there = [event.verb, event.subject_kind, *(str(told.get(name, "")) for name in TELLING)]
    return {text.split(".", 1)[0] for text in named_there if text} | {str(told.get("path", "")).strip("/").split("/", 1)[0]}


def events(verb: str = "", person_id: int | None = None, hidden: Iterable[str] = ()) -> models.QuerySet:
    """The whole trail, newest first, for those who hold AUDIT_READ; the view pages it.

    `hidden` are the rooms whose events this reader may not read. They stand in the whole list, without words; a search for a verb
    leaves them out, for it would say what happened.
    """
    rows = Event.objects.select_related("by").order_by("-id")
    rows = rows.filter(by_id=person_id) if person_id else rows
    if not verb:
        return rows
    rows = rows.filter(verb__startswith=verb)
    told = {name: Coalesce(KT(f"details__{name}"), Value(""), output_field=TextField()) for name in (*TELLING, "path")}
    rows = rows.alias(**{f"told_{name}": value for name, value in told.items()})
    for room in hidden:
        of_room = Q(verb__startswith=f"{room}.") | Q(subject_kind__startswith=f"{room}.") | Q(told_about=room)
        of_room |= Q(told_path__startswith=f"/{room}/") | Q(told_kind__startswith=f"{room}.")
        rows = rows.exclude(of_room | Q(told_holder__startswith=f"{room}."))
    return rows


def events_about(subjects: dict[str, Any], verbs: Sequence[str]) -> models.QuerySet:
    """The events of the given verbs about any of `subjects`, newest first: the keys of the records, as text, by their kind."""
    about = Q(pk__in=())
    for kind, keys in subjects.items():
        about |= Q(subject_kind=kind, subject_id__in=keys)
    return Event.objects.filter(about, verb__in=verbs).select_related("by").order_by("-id")
