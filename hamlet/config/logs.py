"""How the service writes its log: what happened and where in the code, never what anybody typed."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog


def where(error: BaseException) -> str:
    """The chain of an exception by class, file, line and function. Its message and its variables may hold personal data."""
    lines = []
    for place in traceback.extract_tb(error.__traceback__):
        lines.append(f'  File "{place.filename}", line {place.lineno}, in {place.name}')
    lines.append(f"{type(error).__module__}.{type(error).__qualname__} (its message is not logged)")
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join([where(before), "Then:", *lines] if before else lines)


class Terse(logging.Formatter):
    def formatException(self, ei: Any) -> str:
        return where(ei[1])


def terse(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that writes down where an exception came from."""
    if event.pop("exc_info", None) and (error := sys.exception()):
        event["exception"] = where(error)
    return event


def configure(level: str) -> None:
    """Makes structlog write one line of fields for each event, without locals whatever libraries are installed."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            terse,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], sort_keys=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=False,
    )
