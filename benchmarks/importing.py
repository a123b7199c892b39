"""`python -m benchmarks.importing [observations]`: how fast an official file comes in, beside the floor that nothing can beat.

The floor reads the same file with polars and inserts rows that are ready, in one go, into the same table: no check, no word of
what is wrong, no progress, no way to cancel. Each of the two runs in a process and a database of its own; memory is the most
that the process held. On PostgreSQL when HAMLET_BENCH_POSTGRES names a server, otherwise on SQLite.
"""

import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.one_size import database

ROOT = Path(__file__).resolve().parents[1]
OBSERVATIONS = 650_000
INDICATORS, YEARS, AUTHORITIES = 10, 13, 153
HEADS = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,kind"
SYMBOLS = ("c", "x", "z", "u", "k", "low", ":")
AIMED_SHARE, MOST_MEMORY = 0.5, 500


def file_of(observations):
    """A tidy file of that many figures: every authority, region and the country by year and by kind, one cell in thirty a symbol."""
    dice = random.Random(2022)
    rows = observations // INDICATORS
    lines = [",".join([HEADS, *(f"count_{number}" for number in range(INDICATORS))])]
    places = list(_places())
    for number in range(rows):
        place, rest = places[number % len(places)], number // len(places)
        cells = [_cell(dice) for _ in range(INDICATORS)]
        lines.append(",".join([f"{2013 + rest % YEARS},Reporting year", place, f"Kind {rest // YEARS}", *cells]))
    return ("\n".join(lines) + "\n").encode()


def _places():
    country = "E92000001,England"
    yield f"National,{country},,,,,"
    for region in range(1, 10):
        yield f"Regional,{country},E1200000{region},Region {region},,,"
    for number in range(AUTHORITIES):
        region = number % 9 + 1
        named = f"{200 + number},E09{number:06},Authority {number}"
        yield f"Local authority,{country},E1200000{region},Region {region},{named}"


def _cell(dice):
    return dice.choice(SYMBOLS) if dice.random() < 1 / 30 else f"{dice.random() * 1000:.1f}"


def ready():
    """The room's tables, a person and an empty data set."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamlet.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from hamlet.foundations.people.queries import system_person
    from hamlet.insight.operations import datasets
    from hamlet.insight.rules.national import YearEnd

    words = {"title": "Measured", "publisher": "Nobody", "licence": "None", "citation": "Invented"}
    return datasets.add_dataset(**words, year_end=YearEnd.MARCH, by=system_person())


def ours(path):
    """What a person's click does, from the bytes of the file to the release being current."""
    dataset = ready()
    from hamlet.foundations.people.queries import system_person
    from hamlet.foundations.working_days.clock import now
    from hamlet.insight.jobs import load_release
    from hamlet.insight.operations import loading

    started = time.perf_counter()
    words = {"dataset": dataset, "file_name": path.name, "at": now(), "by": system_person()}
    release = loading.begin_load(content=path.read_bytes(), **words)
    load_release.call(release.pk)
    seconds = time.perf_counter() - started
    release.refresh_from_db()
    assert release.state == "Loaded", release.problems[:5]
    return seconds, release.rows_done


def floor(path):
    """polars reads the file, and the rows, made ready off the clock, are inserted in one transaction."""
    dataset = ready()
    import polars
    from django.db import transaction

    from hamlet.foundations.people.queries import system_person
    from hamlet.foundations.working_days.clock import now
    from hamlet.insight.operations import loading

    content = path.read_bytes()
    words = {"dataset": dataset, "file_name": path.name, "at": now(), "by": system_person()}
    release = loading.begin_load(content=content, **words)
    rows = _rows(content, release)
    started = time.perf_counter()
    polars.read_csv(io.BytesIO(content))
    with transaction.atomic():
        _bare(rows)
    return time.perf_counter() - started, len(rows)


def _bare(rows):
    """The driver's own bulk insert, with nothing of Django's between."""
    from django.db import connection

    from hamlet.insight.operations.loading import COLUMNS, TABLE

    names, link = ", ".join(COLUMNS), connection.connection
    if connection.vendor == "sqlite":
        link.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        return
    with link.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _rows(content, release):
    from hamlet.foundations.people.queries import system_person
    from hamlet.foundations.working_days.clock import now
    from hamlet.insight.operations import loading
    from hamlet.insight.queries.official_files import rows_of, sheet_from
    from hamlet.insight.rules.national import YearEnd

    sheet = sheet_from(content, YearEnd.MARCH)
    areas, measures = loading.start_load(release=release, sheet=sheet, at=now(), by=system_person())
    rows = (row for frame in rows_of(sheet, areas, measures) for row in frame.rows())
    return [(release.pk, *row) for row in rows]


def measured(observations):
    """Both, each in a process of its own: rows per second, peak megabytes, and ours as a share of the floor."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measured.csv"
        path.write_bytes(file_of(observations))
        found = {name: _apart(name, path, Path(folder) / name) for name in ("floor", "ours")}
    return found | {"share": found["ours"]["rate"] / found["floor"]["rate"]}


def _apart(name, path, folder):
    folder.mkdir()
    given = {"HAMLET_VAR": str(folder), "HAMLET_DEMONSTRATION": "1", "PYTHONPATH": str(ROOT)}
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "-m", "benchmarks.importing", name, str(path)]
    ran = subprocess.run(command, cwd=ROOT, env={**kept, **given}, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


def one(name, path):
    with database():
        seconds, rows = {"ours": ours, "floor": floor}[name](path)
        from django.db import connection

        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        words = {"engine": connection.display_name, "rows": rows, "seconds": seconds, "rate": rows / seconds, "memory": memory}
    print(json.dumps(words))


def print_import(found):
    floor, ours = found["floor"], found["ours"]
    print(f"\nImport of {ours['rows']:,} official figures, {ours['engine']}")
    for name, row in (("Floor: polars read and bare bulk insert", floor), ("Load, checked and cancellable", ours)):
        print(f"  {name:<42}{row['rate']:>10,.0f} rows a second {row['seconds']:>7.1f} s {row['memory']:>6,.0f} MB at most")
    print(f"  {found['share']:.2f} of the floor's speed. Aims: {AIMED_SHARE} of it, under {MOST_MEMORY} MB.")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        one(sys.argv[1], Path(sys.argv[2]))
    else:
        print_import(measured(int(sys.argv[1]) if len(sys.argv) > 1 else OBSERVATIONS))
