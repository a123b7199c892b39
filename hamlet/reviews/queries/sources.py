from collections.abc import Iterable
from typing import Any

from hamlet.foundations.references import Reference
from hamlet.reviews.models import Case


def cases_seen(user: Any, keys: Iterable[str]) -> dict[str, Reference]:
    """The cases of these keys that this person may open, with where each is read. One query."""
    wanted = [int(key) for key in keys if key.isdigit()]
    rows = Case.objects.visible_to(user).filter(pk__in=wanted)
    return {str(row.pk): Reference("reviews.case", str(row.pk), row.reference, row.get_absolute_url()) for row in rows}
