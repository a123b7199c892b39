from django.conf import settings

from hamlet.foundations.moving_in.rules import Importer
from hamlet.foundations.references import named


def importers() -> list[Importer]:
    """What may move in, in the order in which one depends on the other."""
    return [named(path) for path in settings.MOVING_IN]


def importer_of(key: str) -> Importer:
    """The importer of that key. Raises KeyError when no room offers it."""
    return {importer.key: importer for importer in importers()}[key]
