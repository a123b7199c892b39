"""Official statistics: the states of a load and when a data set's years end. No Django."""

from enum import StrEnum


class LoadState(StrEnum):
    WAITING = "Waiting"
    LOADING = "Loading"
    LOADED = "Loaded"
    CANCELLED = "Cancelled"
    REFUSED = "Refused"


class YearEnd(StrEnum):
    """The day on which a reporting or financial year of the data set ends, or on which it counts."""

    MARCH = "31 March"
    AUGUST = "31 August"
    SEPTEMBER = "30 September"
    DECEMBER = "31 December"
