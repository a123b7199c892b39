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
    "insight.load_begun": "began to load {file}",
    "insight.load_started": "started to read the file",
    "insight.load_went_on": "read on: {done} of {all} rows",
    "insight.load_cancelled": "cancelled the load: nothing of it is kept",
    "insight.load_refused": "refused the file: {count} problems",
    "insight.load_finished": "loaded {count} figures; they are the current ones",
    "insight.neighbours_loaded": "loaded the statistical neighbours of {model}",
    "insight.measure_mapped": "said that an official measure counts the same",
    "insight.comparisons_worked_out": "worked out the comparisons anew",
    "insight.populations_taken": "took {count} numbers of children out of official statistics, to divide rates by",
    "insight.measure_unmapped": "took the official measure away",
}
