from datetime import date
from typing import Any

from django.conf import settings

from hamlet.desk.rules import Pile, piles
from hamlet.foundations.references import named


def morning(user: Any, today: date) -> list[Pile]:
    """What is due to this person from every room that settings.DESK names, late first."""
    return piles((duty for path in settings.DESK for duty in named(path)(user, today)), today)
