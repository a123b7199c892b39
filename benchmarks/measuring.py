"""How long a page takes on the server, how many queries it asks, and how that compares with the bare SQL that it needs."""

import time
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection
from django.test import Client

WARM, RUNS = 3, 40
FLOOR = "/accessibility/"


@dataclass(frozen=True)
class Measured:
    """Milliseconds on the server. `sql` is the median of the page's own statements, replayed bare, and `floor` of a page that asks the
    database nothing: both in turn with the page, in the same run.
    """

    queries: int
    median: float
    p95: float
    sql: float
    floor: float

    @property
    def ratio(self):
        return self.median / self.sql if self.sql else float("nan")


def signed_in(person):
    client = Client()
    client.force_login(person, backend="hamlet.foundations.people.sign_in.InvitedBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa"}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def opens(client, path):
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200, f"{path} answers {response.status_code}"
    return body


def statements_of(client, path):
    """The statements that a page asks, in order."""
    found = []

    def note(execute, sql, params, many, context):
        if not many:
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        opens(client, path)
    return found


def replay(statements):
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def timed(act):
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def measure(client, path, runs=RUNS):
    """Page and bare SQL in turn, so that whatever slows the machine slows both."""
    for _ in range(WARM):
        opens(client, path)
    asked = statements_of(client, path)
    reads = [row for row in asked if row[0].lstrip().upper().startswith("SELECT")]
    pages, bare, floor = [], [], []
    for _ in range(runs):
        pages.append(timed(lambda: opens(client, path)))
        bare.append(timed(lambda: replay(reads)))
        floor.append(timed(lambda: opens(client, FLOOR)))
    p95 = quantiles(pages, n=20)[-1] if len(pages) > 1 else pages[0]
    return Measured(len(asked), median(pages), p95, median(bare), median(floor))
