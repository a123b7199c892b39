"""Official statistics come in: begun by a person, read in the background, seen only once all of it is there."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.insight.models import Area, Dataset, Measure, Neighbour, Observation, Release, WaitingFile
from hamlet.insight.operations.comparing import work_out_all
from hamlet.insight.queries.official_files import Named, Place, Sheet, child_level, measures_of
from hamlet.insight.queries.uploads import ChildLevel
from hamlet.insight.rules.national import OPEN, LoadState, YearEnd
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
def add_dataset(
    *, title: str, publisher: str, licence: str, citation: str, year_end: YearEnd, made_with: UUID | None = None, by: Any
) -> Dataset:
    if made := made_once(Dataset, made_with):
        return made
    one_at_a_time("insight.dataset.slug")
    wanted = slugify(title)[:70] or "data-set"
    taken = set(Dataset.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug = next(name for number in range(len(taken) + 2) if (name := f"{wanted}-{number}" if number else wanted) not in taken)
    words = {"title": title, "publisher": publisher, "licence": licence, "citation": citation, "year_end": year_end.value}
    dataset = Dataset.objects.create(slug=slug, **words, made_with=made_with or uuid4())
    record("insight.dataset_added", by=by, subject=dataset)
    return dataset


@transaction.atomic
def begin_load(
    *, dataset: Dataset, file_name: str, content: bytes, at: datetime, made_with: UUID | None = None, by: Any
) -> Release:
    """Keeps the file until it is read in the background. Refuses a child-level file (nothing of it is kept), what is no tidy CSV,
    the file that is the current release already, and a second load while one is under way.
    """
    if made := made_once(Release, made_with):
        return made
    _look_at(content)
    digest = sha256(content).hexdigest()
    locked_set = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if locked_set.current_id and locked_set.current is not None and locked_set.current.sha256 == digest:
        raise LoadedAlready(f"{file_name} is the current release already: nothing changes")
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
def start_load(*, release: Release, sheet: Sheet, by: Any) -> tuple[dict[str, int], dict[str, int]]:
    """The places and measures of the file are put on record. Answers the ids of areas by code and of measures by key.

    Refuses a release that was cancelled meanwhile.
    """
    row = locked(release, None)
    if row.state != LoadState.WAITING.value:
        raise LoadOver(f"{row} is {row.state.lower()}")
    row.state, row.rows_in_all = LoadState.LOADING.value, sheet.count
    row.save(update_fields=["state", "rows_in_all", "version"])
    record("insight.load_started", by=by, subject=row)
    return areas_for(sheet.places.values()), measures_for(row.dataset, measures_of(sheet), sheet.length.value)


def areas_for(places: Iterable[Place]) -> dict[str, int]:
    """The ids of areas by code; those that are new are added. An area that is known keeps its name, and learns its other codes;
    one that the neighbours brought under its three digits alone takes its full code.
    """
    wanted = {place.code: place for place in places}
    _complete(wanted)
    known = set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))
    new = [
        Area(code=code, name=place.name, kind=place.kind.value, old_code=place.old_code, region_code=place.region_code)
        for code, place in wanted.items()
        if code not in known
    ]
    Area.objects.bulk_create(new, ignore_conflicts=True)
    return dict(Area.objects.filter(code__in=wanted).values_list("code", "pk"))


def _complete(wanted: dict[str, Place]) -> None:
    """What is on record learns the codes of a file. An authority that neighbours brought becomes the one of the full code."""
    known = {area.code: area for area in Area.objects.filter(code__in=wanted)}
    bare = {f"LA-{place.old_code}": place for place in wanted.values() if place.old_code}
    for area in Area.objects.filter(code__in=bare):
        place = bare[area.code]
        if place.code in known:
            _take_over(area, known[place.code])
        else:
            area.code, area.region_code = place.code, place.region_code
            area.save(update_fields=["code", "region_code"])
            known[place.code] = area
    for code, area in known.items():
        place = wanted[code]
        found = changes(area, old_code=area.old_code or place.old_code, region_code=area.region_code or place.region_code)
        if found:
            area.save(update_fields=list(found))


def _take_over(bare: Area, area: Area) -> None:
    Neighbour.objects.filter(area=bare).update(area=area)
    Neighbour.objects.filter(neighbour=bare).update(neighbour=area)
    bare.delete()


def measures_for(dataset: Dataset, named: Sequence[Named], length: str) -> dict[str, int]:
    known = dict(dataset.measures.values_list("key", "pk"))
    new = [
        Measure(
            dataset=dataset, column=one.column, filters=dict(one.filters), key=one.key[:300], label=one.label[:300], length=length
        )
        for one in named
        if one.key[:300] not in known
    ]
    Measure.objects.bulk_create(new)
    dataset.measures.exclude(length=length).update(length=length)
    return dict(dataset.measures.values_list("key", "pk"))


@transaction.atomic
def put_rows(*, release: Release, rows: Sequence[tuple[Any, ...]], done: int, by: Any) -> bool:
    """One part of the rows, in a short transaction of its own. Answers False when the load was cancelled meanwhile.

    `rows` are (measure, last day, period, area, number, symbol); `done` is how many are in with these.
    """
    state = Release.objects.select_for_update().values_list("state", flat=True).get(pk=release.pk)
    if state != LoadState.LOADING.value:
        return False
    insert_observations(release.pk, rows)
    Release.objects.filter(pk=release.pk).update(rows_done=done)
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
def finish_load(*, release: Release, summary: dict[str, Any], at: datetime, by: Any) -> Release:
    """All of it is in: the release becomes the current one, and what is mapped to it is worked out anew, all at once.

    `summary` is queries.sources.summary_of.
    """
    row = locked(release, None)
    if row.state != LoadState.LOADING.value:
        raise LoadOver(f"{row} is {row.state.lower()}")
    row.state, row.ended_at, row.rows_done, row.summary = LoadState.LOADED.value, at, row.rows_in_all, summary
    row.save(update_fields=["state", "ended_at", "rows_done", "summary", "version"])
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


def _give_up(release: Release, state: LoadState, problems: list[str], at: datetime, by: Any) -> Release:
    row = locked(release, None)
    if LoadState(row.state) not in OPEN:
        raise LoadOver(f"{row} is {row.state.lower()}")
    row.state, row.ended_at, row.problems, row.rows_done = state.value, at, problems, 0
    row.save(update_fields=["state", "ended_at", "problems", "rows_done", "version"])
    Observation.objects.filter(release=row).delete()
    WaitingFile.objects.filter(release=row).delete()
    if state is LoadState.CANCELLED:
        record("insight.load_cancelled", by=by, subject=row)
    else:
        record("insight.load_refused", by=by, subject=row, count=len(problems))
    return row
