from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.moving_in.cells import as_text
from hamlet.foundations.publishing.sheets import read_numbered
from hamlet.foundations.records import Refusal, locked
from hamlet.insight.models import Area, Neighbour, NeighbourModel
from hamlet.insight.operations.comparing import work_out_all
from hamlet.insight.rules.areas import AreaKind

COLUMNS = ("model", "la_code", "la_name", "rank", "neighbour_code", "neighbour_name", "closeness")
LENGTHS = (40, 10, 120, 4, 10, 120, 40)
MOST_RANKS = 200


class NotNeighbours(Refusal):
    """The file is no list of statistical neighbours."""


class PutAside(Refusal):
    """The model stands beside nothing already."""


@transaction.atomic
def load_neighbours(*, content: bytes, name: str, source: str, by: Any) -> list[NeighbourModel]:
    """Loads models of statistical neighbours, each replacing the one of its name, and works every comparison out anew.

    One row for an authority and each of its neighbours: model, la_code, rank, neighbour_code (both the three digits that DfE
    uses), closeness. An authority that is not on record is added under those digits, and takes its full code once a release
    brings it. Refuses a file without those columns, a rank that is no number, and a rank or a neighbour that comes twice.
    """
    rows = _rows(content, name)
    areas = _areas({code: said for row in rows for code, said in ((row[1], row[2]), (row[4], row[5]))})
    models = []
    for model in dict.fromkeys(row[0] for row in rows):
        models.append(_replace(model, source, [row for row in rows if row[0] == model], areas))
        record("insight.neighbours_loaded", by=by, subject=models[-1], model=model)
    work_out_all(by=by)
    return models


@transaction.atomic
def put_aside(*, model: NeighbourModel, because: str, on: date, seen_version: int | None, by: Any) -> NeighbourModel:
    """Takes a model of neighbours from beside our figures; loading it again brings it back."""
    row = locked(model, seen_version)
    if row.put_aside_on is not None:
        raise PutAside(f"The {row} model was put aside on {row.put_aside_on:%-d %B %Y}")
    row.put_aside_on, row.put_aside_by, row.put_aside_because = on, by, because
    row.save(update_fields=["put_aside_on", "put_aside_by", "put_aside_because", "version"])
    record("insight.neighbours_put_aside", by=by, subject=row, model=row.name, because=because)
    work_out_all(by=by)
    return row


def _rows(content: bytes, name: str) -> list[list[str]]:
    (_, heads), *table = [(number, [as_text(cell).strip() for cell in row]) for number, row in read_numbered(content, name)]
    places = {heading.casefold(): place for place, heading in enumerate(heads)}
    missing = [column for column in COLUMNS if column not in places]
    if missing or not table:
        raise NotNeighbours(f"{name} has no column {', '.join(missing)}" if missing else f"{name} has no neighbours")
    rows = {number: [row[places[column]] if places[column] < len(row) else "" for column in COLUMNS] for number, row in table}
    wrong = next((f"Row {number}: {said}" for number, row in rows.items() if (said := _wrong(row))), "") or _doubled(rows)
    if wrong:
        raise NotNeighbours(wrong)
    return list(rows.values())


def _wrong(row: list[str]) -> str:
    model, code, _, rank, neighbour, *_ = row
    if not (model and code and neighbour and rank.isdecimal() and 1 <= int(rank) <= MOST_RANKS):
        return f"model, la_code and neighbour_code must not be empty, and rank is a whole number from 1 to {MOST_RANKS}"
    if code == neighbour:
        return f"{code} cannot be a neighbour of itself"
    lengths = zip(COLUMNS, row, LENGTHS, strict=True)
    return next((f"{column} is longer than {most} letters" for column, cell, most in lengths if len(cell) > most), "")


def _doubled(rows: dict[int, list[str]]) -> str:
    seen: set[tuple[Any, ...]] = set()
    for number, (model, code, _, rank, neighbour, *_) in rows.items():
        keys: set[tuple[Any, ...]] = {(model, code, "rank", int(rank)), (model, code, "neighbour", neighbour)}
        if keys & seen:
            return f"Row {number}: {code} has that rank or that neighbour in an earlier row of {model}"
        seen |= keys
    return ""


def _areas(names: dict[str, str]) -> dict[str, Area]:
    """The areas by their three digits; of two that share them, the one that a release brought last."""
    found = {area.old_code: area for area in Area.objects.filter(old_code__in=names).order_by("pk")}
    kind = AreaKind.LOCAL_AUTHORITY.value
    new = [Area(code=f"LA-{code}", old_code=code, name=name, kind=kind) for code, name in names.items() if code not in found]
    Area.objects.bulk_create(new)
    return found | {area.old_code: area for area in new}


def _replace(name: str, source: str, rows: list[list[str]], areas: dict[str, Area]) -> NeighbourModel:
    stands = {"put_aside_on": None, "put_aside_by": None, "put_aside_because": ""}
    model, _ = NeighbourModel.objects.update_or_create(name=name, defaults={"source": source, **stands})
    model.neighbours.all().delete()
    Neighbour.objects.bulk_create(
        Neighbour(model=model, area=areas[row[1]], neighbour=areas[row[4]], rank=int(row[3]), closeness=row[6]) for row in rows
    )
    return model
