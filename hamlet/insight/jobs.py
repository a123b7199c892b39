from collections import Counter
from datetime import date
from typing import Any

import structlog
from django_tasks import task

from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import now
from hamlet.insight.models import Release, WaitingFile
from hamlet.insight.operations import loading, registering
from hamlet.insight.queries.official_files import rows_of, sheet_from
from hamlet.insight.queries.sources import summary_of
from hamlet.insight.rules.national import BROKE_OFF, OPEN, QUIET, LoadState, YearEnd
from hamlet.insight.rules.tidy import NotTidy

log = structlog.get_logger()
PART = 20_000  # rows in one transaction: SQLite's one write lock is held for about a tenth of a second


@task()
def load_release(release_id: int) -> None:
    """Reads a waiting file in parts, each seen by the progress bar; stops between two when somebody cancelled it."""
    release = Release.objects.select_related("dataset").get(pk=release_id)
    if release.state != LoadState.WAITING.value:
        return
    by = system_person()
    try:
        load(release, by)
    except loading.LoadOver:
        log.info("load_cancelled", release=release_id)
    except Exception as error:
        loading.refuse_load(release=release, problems=[BROKE_OFF], at=now(), by=by)
        log.error("load_broke_off", release=release_id, error=type(error).__name__)
        raise
    finally:
        clear_up(by)


def load(release: Release, by: Any) -> None:
    content = bytes(WaitingFile.objects.get(release=release).content)
    try:
        sheet = sheet_from(content, YearEnd(release.dataset.year_end))
        problems = sheet.problems
    except NotTidy as error:
        problems = [str(error)]
    if problems:
        loading.refuse_load(release=release, problems=problems, at=now(), by=by)
        return
    areas, measures = loading.start_load(release=release, sheet=sheet, at=now(), by=by)
    release.refresh_from_db()
    done, counted = 0, Counter[str]()
    for frame in rows_of(sheet, areas, measures):
        counted.update(dict(frame["symbol"].value_counts().iter_rows()))
        for part in frame.iter_slices(PART):
            done += part.height
            if not loading.put_rows(release=release, rows=part.rows(), done=done, at=now(), by=by):
                return
    summary = summary_of(release, counted, sheet.skipped)
    loading.finish_load(release=release, sheet=sheet, summary=summary, at=now(), by=by)


def clear_up(by: Any) -> None:
    """What loads that were given up had added goes again."""
    for release in Release.objects.exclude(state__in=[state.value for state in OPEN]).exclude(brought={}):
        while registering.forget_next(release=release, by=by):
            pass


def give_up_quiet(today: date, by: Any) -> None:
    """Each morning: a load of which nothing came in for a while has lost its worker."""
    loading.give_up_broken(quiet_since=now() - QUIET, at=now(), by=by)
    clear_up(by)


def begin_again(by: Any) -> None:
    """When the service starts, before its worker does: no load can be under way, and what waits is asked for once more."""
    loading.give_up_broken(quiet_since=now(), at=now(), by=by)
    for pk in Release.objects.filter(state=LoadState.WAITING.value).values_list("pk", flat=True):
        load_release.enqueue(pk)
