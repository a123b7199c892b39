"""Official statistics: the states of a load and when a data set's years end. No Django."""

from datetime import timedelta
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


BROKE_OFF = "The load broke off. Try it again"
QUIET = timedelta(minutes=5)  # a load of which nothing came in for so long is broken off: a part takes about a tenth of a second
OPEN = frozenset({LoadState.WAITING, LoadState.LOADING})
COLOURS = {
    LoadState.WAITING: "blue",
    LoadState.LOADING: "yellow",
    LoadState.LOADED: "green",
    LoadState.CANCELLED: "grey",
    LoadState.REFUSED: "red",
}
SENTENCES = {
    "insight.dataset_added": "added a data set of official statistics",
    "insight.dataset_changed": "changed the data set",
    "insight.load_begun": "began to load {file}",
    "insight.load_started": "started to read the file",
    "insight.load_went_on": "read on: {done} of {all} rows",
    "insight.load_cancelled": "cancelled the load: nothing of it is kept",
    "insight.load_cleared": "took away the measures and places that the load had brought",
    "insight.load_refused": "refused the file: {count} problems",
    "insight.load_finished": "loaded {count} figures; they are the current ones",
    "insight.neighbours_loaded": "loaded the statistical neighbours of {model}",
    "insight.measure_mapped": "said that an official measure counts the same",
    "insight.neighbours_put_aside": "put the statistical neighbours of {model} aside: {because}",
    "insight.comparisons_worked_out": "worked out the comparisons anew",
    "insight.populations_taken": "took {count} numbers of children out of official statistics, to divide rates by",
    "insight.measure_unmapped": "took the official measure away: {because}",
}
