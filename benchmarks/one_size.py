"""Fills one size and measures every page at it; the last line printed is the result as JSON."""

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import asdict

import django


@contextmanager
def database():
    """A PostgreSQL database of its own when a server is named, dropped afterwards; otherwise the SQLite file of HAMLET_VAR."""
    server = os.environ.get("HAMLET_BENCH_POSTGRES")
    if not server:
        yield
        return
    import psycopg

    name = f"hamlet_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = f"{server.rpartition('/')[0]}/{name}"
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(share):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamlet.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from benchmarks import filling

    rows, worked_out = filling.fill(share)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"engine": connection.display_name, "rows": rows, "worked_out": worked_out, "pages": measured(), "charts": drawn()}


def measured():
    from django.test import Client

    from benchmarks import pages
    from benchmarks.measuring import RUNS, measure, signed_in
    from hamlet.foundations.people.models import Person

    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_persona=True)}
    clients = {key: signed_in(person) for key, person in people.items()} | {"stranger": Client()}
    found = {}
    for page in [*pages.lists(), *pages.records(), *pages.files()]:
        print(f"  {page.name}", file=sys.stderr, flush=True)
        result = measure(clients[page.persona], page.path, 5 if page.kind == "file" else RUNS)
        found[page.name] = {**asdict(result), "ratio": result.ratio, "kind": page.kind}
    return found


def drawn():
    """Milliseconds of a chart that no cache holds, median of ten: from the database to the SVG."""
    from statistics import median

    from benchmarks.measuring import timed
    from hamlet.foundations.working_days.clock import today
    from hamlet.insight.models import Indicator
    from hamlet.insight.queries.dashboard import open_indicators, readings
    from hamlet.insight.rules.periods import last_ended
    from hamlet.insight.sparks import sparks_of
    from hamlet.insight.views.charts import MAKERS

    quarter, indicator = last_ended(today()), Indicator.objects.get(slug="contacts-at-the-front-door")
    made = {
        "One indicator over time": lambda: MAKERS["line"](indicator, quarter).svg(),
        "One indicator under control": lambda: MAKERS["control"](indicator, quarter).svg(),
        "Small multiples of every indicator": lambda: sparks_of(readings(open_indicators(quarter), quarter)).svg(),
    }
    for draw in made.values():
        draw()
    return {name: median(timed(draw) for _ in range(10)) for name, draw in made.items()}


if __name__ == "__main__":
    with database():
        print(json.dumps(run(float(sys.argv[1]))))
