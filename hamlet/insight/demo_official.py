"""Official statistics for the demonstration: invented like the returns, and of authorities that do not exist, in DfE's tidy form.

They come in by the way that a person's files take: begun, read, mapped, and worked out beside our own figures.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from hamlet.insight.jobs import load_release
from hamlet.insight.models import Indicator, Measure
from hamlet.insight.operations import comparing, datasets, loading
from hamlet.insight.operations.neighbours import load_neighbours
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.national import YearEnd

TITLE = "Re-referrals to social care, illustrative"
CITATION = "Invented for the demonstration; no authority published these figures"
HEADS = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name"),
    *("old_la_code", "new_la_code", "la_name", "referral_count", "re_referral_count", "re_referral_percent"),
)
COUNTRY = ("E92000001", "England")
LONDON = ("E12000007", "London")
OURS = ("211", "E09000030", "Tower Hamlets")
OTHERS = 24
YEARS = 6
MODELS = {"illustrative, 2021": range(1, 11), "illustrative, 2025": range(4, 14)}
MISSING = 5  # the authority that has no figure of the newest two years


def load_official(cast: Any, today: date) -> None:
    """The re-referrals of every authority for the last years that ended, beside ours; and two models of neighbours."""
    manager = cast["partnership-manager"]
    newest = today.year - 1 if today.month >= 4 else today.year - 2
    words: Any = {"title": TITLE, "publisher": "The demonstration", "licence": "None: invented", "citation": CITATION}
    dataset = datasets.add_dataset(**words, year_end=YearEnd.MARCH, by=manager)
    began = datetime.combine(today, time(9), tzinfo=UTC)
    name = f"re-referrals-{newest}.csv"
    release = loading.begin_load(dataset=dataset, file_name=name, content=official_file(newest), at=began, by=manager)
    load_release.call(release.pk)
    load_neighbours(content=neighbours_file(), name="neighbours.csv", source=CITATION, by=manager)
    series = Indicator.objects.get(slug="re-referrals-within-a-year").series.latest("number")
    measure = Measure.objects.get(dataset=dataset, column="re_referral_percent")
    because = "Both count referrals within twelve months of an earlier one, out of all referrals of the year"
    words = {"official": Shape.PERCENTAGE, "point_in_time": False, "because": comparing.Because(because)}
    comparing.map_measure(series=series, measure=measure, **words, on=today, by=manager)


def official_file(newest: int) -> bytes:
    lines = [",".join(HEADS)]
    for year in range(newest - YEARS + 1, newest + 1):
        when = (str(year), "Reporting year")
        lines.append(",".join([*when, "National", *COUNTRY, "", "", "", "", "", *shares(year, 100, 640_000)]))
        lines.append(",".join([*when, "Regional", *COUNTRY, *LONDON, "", "", "", *shares(year, 90, 108_000)]))
        lines.append(",".join([*when, "Local authority", *COUNTRY, *LONDON, *OURS, *shares(year, 104, 4_300)]))
        for number in range(1, OTHERS + 1):
            gone = number == MISSING and year > newest - 2
            figures = ("x", "x", "x") if gone else shares(year, 70 + number * 5 % 60, 2_000 + 150 * number)
            lines.append(",".join([*when, "Local authority", *COUNTRY, *LONDON, *authority(number), *figures]))
    return ("\n".join(lines) + "\n").encode()


def authority(number: int) -> tuple[str, str, str]:
    return str(950 + number), f"E099900{number:02}", f"Illustrative authority {number}"


def shares(year: int, level: int, referrals: int) -> tuple[str, str, str]:
    """Referrals, re-referrals and per cent; 21.5 per cent at a level of 100, a little more or less by the year."""
    again = round(referrals * 0.215 * level / 100 * (1 + 0.02 * (year % 3 - 1)))
    return str(referrals), str(again), f"{again * 100 / referrals:.1f}"


def neighbours_file() -> bytes:
    lines = ["model,la_code,la_name,rank,neighbour_code,neighbour_name,closeness"]
    for model, numbers in MODELS.items():
        for rank, number in enumerate(numbers, 1):
            code, _, name = authority(number)
            lines.append(f'"{model}",{OURS[0]},{OURS[2]},{rank},{code},{name},Close')
    return ("\n".join(lines) + "\n").encode()
