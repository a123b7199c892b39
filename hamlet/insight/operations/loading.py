"""Official statistics come in: begun by a person, read in the background, seen only once all of it is there."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, locked, made_once, one_at_a_time
from hamlet.insight.models import Dataset, Observation, Release, WaitingFile
from hamlet.insight.operations.comparing import work_out_all
from hamlet.insight.operations.registering import areas_for, learn, measures_for
from hamlet.insight.queries.official_files import Sheet, child_level, measures_of
from hamlet.insight.queries.uploads import ChildLevel
from hamlet.insight.rules.national import BROKE_OFF, OPEN, QUIET, LoadState
from hamlet.insight.rules.tidy import NotTidy

COLUMNS = ("release_id", "measure_id", "ends_on", "period", "area_id", "number", "symbol")
TABLE = Observation._meta.db_table


class LoadedAlready(Refusal):
    """The same file is loaded already."""


class LoadsAlready(Refusal):
    """Another release of the data set is being loaded."""


class NotOfficial(Refusal):
    """The file is not in the standard of official statistics."""


class LoadOver(Refusal):
    """The load is over: there is nothing to cancel."""


@transaction.atomic
def begin_load(
    *, dataset: Dataset, file_name: str, content: bytes, at: datetime, made_with: UUID | None = None, by: Any
) -> Release:
    """Keeps the file until it is read in the background. Refuses a child-level file (nothing of it is kept), what is no tidy CSV,
    the file that is the current release already, and a second load while one is under way. One that broke off is no hindrance.
    """
    if made := made_once(Release, made_with):
        return made
    _look_at(content)
    digest = sha256(content).hexdigest()
    locked_set = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if locked_set.current_id and locked_set.current is not None and locked_set.current.sha256 == digest:
        raise LoadedAlready(f"{file_name} is the current release already: nothing changes")
    give_up_broken(quiet_since=at - QUIET, at=at, by=by)
    if dataset.releases.filter(state__in=[state.value for state in OPEN]).exists():
        raise LoadsAlready("Another release is being loaded. Wait for it, or cancel it first")
    number = (dataset.releases.aggregate(most=Max("number"))["most"] or 0) + 1
    words = {"dataset": dataset, "number": number, "file_name": file_name[-200:], "sha256": digest, "began_at": at}
    release = Release.objects.create(**words, loaded_by=by, made_with=made_with or uuid4())
    WaitingFile.objects.create(release=release, content=content)
    record("insight.load_begun", by=by, subject=release, file=release.file_name)
    return release


def _look_at(content: bytes) -> None:
    try:
        found = child_level(content)
    except NotTidy as error:
        raise NotOfficial(str(error)) from error
    if found:
        raise ChildLevel(f"This file is about single children, so nothing of it was kept. {found[0]}")


@transaction.atomic
def start_load(*, release: Release, sheet: Sheet, at: datetime, by: Any) -> tuple[dict[str, int], dict[str, int]]:
    """The places and measures of the file are put on record. Answers the ids of areas by code and of measures by key.

    Refuses a release that was cancelled meanwhile.
    """
    row = locked(release, None)
    if row.state != LoadState.WAITING.value:
        raise LoadOver(f"{row} is {row.state.lower()}")
    one_at_a_time("insight.registering")
    areas, new_areas = areas_for(sheet.places.values())
    measures, new_measures = measures_for(row.dataset, measures_of(sheet), sheet.length.value)
    row.state, row.rows_in_all, row.went_on_at = LoadState.LOADING.value, sheet.count, at
    row.brought = {"areas": new_areas, "measures": new_measures}
    row.save(update_fields=["state", "rows_in_all", "went_on_at", "brought", "version"])
    record("insight.load_started", by=by, subject=row)
    return areas, measures


@transaction.atomic
def put_rows(*, release: Release, rows: Sequence[tuple[Any, ...]], done: int, at: datetime, by: Any) -> bool:
    """One part of the rows, in a short transaction of its own. Answers False when the load was cancelled meanwhile.

    `rows` are (measure, last day, period, area, number, symbol); `done` is how many are in with these.
    """
    state = Release.objects.select_for_update().values_list("state", flat=True).get(pk=release.pk)
    if state != LoadState.LOADING.value:
        return False
    insert_observations(release.pk, rows)
    Release.objects.filter(pk=release.pk).update(rows_done=done, went_on_at=at)
    record("insight.load_went_on", by=by, subject=release, done=done, all=release.rows_in_all)
    return True


def insert_observations(release_id: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """The bare bulk insert: COPY on PostgreSQL, executemany on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((release_id, *row))
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(
                f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608 - names of ours
                [(release_id, row[0], str(row[1]), *row[2:]) for row in rows],
            )


@transaction.atomic
def finish_load(*, release: Release, sheet: Sheet, summary: dict[str, Any], at: datetime, by: Any) -> Release:
    """All of it is in: the release becomes the current one, and what is mapped to it is worked out anew, all at once.

    `summary` is queries.sources.summary_of.
    """
    row = locked(release, None)
    if row.state != LoadState.LOADING.value:
        raise LoadOver(f"{row} is {row.state.lower()}")
    row.state, row.ended_at, row.rows_done, row.summary = LoadState.LOADED.value, at, row.rows_in_all, summary
    row.brought = {}
    row.save(update_fields=["state", "ended_at", "rows_done", "summary", "brought", "version"])
    learn(row, sheet.places.values(), measures_of(sheet), sheet.length.value)
    Dataset.objects.filter(pk=row.dataset_id).update(current=row)
    WaitingFile.objects.filter(release=row).delete()
    work_out_all(dataset_id=row.dataset_id, by=by)
    record("insight.load_finished", by=by, subject=row, count=row.rows_in_all)
    return row


@transaction.atomic
def cancel_load(*, release: Release, at: datetime, by: Any) -> Release:
    """Stops a load: nothing of it is kept. Refuses one that is over."""
    return _give_up(release, LoadState.CANCELLED, [], at, by)


@transaction.atomic
def refuse_load(*, release: Release, problems: Sequence[str], at: datetime, by: Any) -> Release:
    """The file is wrong: nothing of it is kept but what is wrong with it, in sentences."""
    return _give_up(release, LoadState.REFUSED, list(problems), at, by)


@transaction.atomic
def give_up_broken(*, quiet_since: datetime, at: datetime, by: Any) -> int:
    """Gives up every load of which nothing came in since then: its worker is gone. Answers how many."""
    loading = Release.objects.filter(state=LoadState.LOADING.value)
    quiet = list(loading.annotate(moved_at=Coalesce("went_on_at", F("began_at"))).filter(moved_at__lt=quiet_since))
    for release in quiet:
        refuse_load(release=release, problems=[BROKE_OFF], at=at, by=by)
    return len(quiet)


def _give_up(release: Release, state: LoadState, problems: list[str], at: datetime, by: Any) -> Release:
    """No figure of it is left. What it added is seen nowhere, and jobs.clear_up takes it away, bit by bit."""
    row = locked(release, None)
    if LoadState(row.state) not in OPEN:
        raise LoadOver(f"{row} is {row.state.lower()}")
    Observation.objects.filter(release=row).delete()
    WaitingFile.objects.filter(release=row).delete()
    row.state, row.ended_at, row.problems, row.rows_done = state.value, at, problems, 0
    row.save(update_fields=["state", "ended_at", "problems", "rows_done", "version"])
    if state is LoadState.CANCELLED:
        record("insight.load_cancelled", by=by, subject=row)
    else:
        record("insight.load_refused", by=by, subject=row, count=len(problems))
    return row
