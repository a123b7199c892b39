"""Official files in small, and how a test loads them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hamlet.insight.jobs import load_release
from hamlet.insight.operations import loading

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "dfe"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real published files is not beside this checkout")
AT = datetime(2022, 7, 10, 9, tzinfo=UTC)
TODAY = date(2022, 7, 10)
HEAD = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"
ENGLAND = "E92000001,England"
LONDON = f"{ENGLAND},E12000007,London"


def row(level, values, year="2022"):
    return f"{year},Reporting year,{level},{values}"


def authority(code, old, name, values, year="2022"):
    return row("Local authority", f"{LONDON},{old},{code},{name},{values}", year)


def file_of(*rows, heads="count"):
    return "\n".join([f"{HEAD},{heads}", *rows]).encode()


FILE = file_of(
    row("National", f"{ENGLAND},,,,,,1200"),
    row("Regional", f"{LONDON},,,,300"),
    authority("E09000030", "211", "Tower Hamlets", "40"),
    authority("E09000012", "204", "Hackney", "x"),
    authority("E09000025", "316", "Newham", "60"),
    authority("E09000019", "206", "Islington", "20"),
    row("Ward", f"{ENGLAND},,,,,,7"),
)
NEIGHBOURS = b"""model,la_code,la_name,rank,neighbour_code,neighbour_name,closeness
2021-04,211,Tower Hamlets,1,204,Hackney,Close
2021-04,211,Tower Hamlets,2,316,Newham,Close
2025-05,211,Tower Hamlets,1,316,Newham,Close
2025-05,211,Tower Hamlets,2,206,Islington,Close
"""


def load(dataset, manager, content=FILE, name="missing.csv"):
    release = loading.begin_load(dataset=dataset, file_name=name, content=content, at=AT, by=manager)
    load_release.call(release.pk)
    release.refresh_from_db()
    return release
