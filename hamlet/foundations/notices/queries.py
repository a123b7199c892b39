from typing import Any

from hamlet.foundations.notices.models import Notice


def was_told(key: str, person: Any) -> bool:
    """Whether the notice of that key was made for the person already."""
    return Notice.objects.filter(key=f"{key}.{person.pk}").exists()
