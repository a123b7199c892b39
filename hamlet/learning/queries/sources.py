from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from hamlet.foundations.references import named


def with_sources(rows: Iterable[Any], user: Any) -> list[Any]:
    """Each with `source`, (label, address or ""), as this person may know it. One query for each kind of source with pages.

    Of a case, those who may open it are told which one and where; others, that there was a review.
    """
    found = list(rows)
    keys: dict[str, set[str]] = defaultdict(set)
    for row in found:
        if row.source_room in settings.SOURCE_PAGES:
            keys[row.source_room].add(row.source_id)
    pages = {room: named(settings.SOURCE_PAGES[room])(user, wanted) for room, wanted in keys.items()}
    for row in found:
        label, address = row.source_for(user)
        page = pages.get(row.source_room, {}).get(row.source_id)
        row.source = (f"{label} ({page.label})", page.url) if page else (label, address)
    return found
