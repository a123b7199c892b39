from typing import Any

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.moving_in.cells import as_text
from hamlet.foundations.publishing.sheets import read_table
from hamlet.foundations.records import Refusal
from hamlet.insight.models import Area, Neighbour, NeighbourModel
from hamlet.insight.operations.comparing import work_out_all
from hamlet.insight.rules.areas import AreaKind

COLUMNS = ("model", "la_code", "la_name", "rank", "neighbour_code", "neighbour_name", "closeness")


class NotNeighbours(Refusal):
    """The file is no list of statistical neighbours."""


@transaction.atomic
def load_neighbours(*, content: bytes, name: str, source: str, by: Any) -> list[NeighbourModel]:
    """Loads models of statistical neighbours, each replacing the one of its name, and works every comparison out anew.

    One row for an authority and each of its neighbours: model, la_code, rank, neighbour_code (both the three digits that DfE
    uses), closeness. An authority that is not on record is added under those digits, and takes its full code once a release
    brings it. Refuses a file without those columns, and a rank that is no number.
    """
    table = [[as_text(cell) for cell in row] for row in read_table(content, name)]
    places = {heading.strip().casefold(): place for place, heading in enumerate(table[0])}
    missing = [column for column in COLUMNS if column not in places]
    if missing:
        raise NotNeighbours(f"{name} has no column {', '.join(missing)}")
    rows = [[row[places[column]] if places[column] < len(row) else "" for column in COLUMNS] for row in table[1:]]
    wrong = [number for number, row in enumerate(rows, 2) if not row[3].isdigit() or not row[1] or not row[4] or not row[0]]
    if wrong:
        raise NotNeighbours(
            f"Row {wrong[0]}: model, la_code, rank and neighbour_code must not be empty, and rank is a whole number"
        )
    areas = _areas({code: said for row in rows for code, said in ((row[1], row[2]), (row[4], row[5]))})
    models = []
    for model in dict.fromkeys(row[0] for row in rows):
        models.append(_replace(model, source, [row for row in rows if row[0] == model], areas))
        record("insight.neighbours_loaded", by=by, subject=models[-1], model=model)
    work_out_all(by=by)
    return models


def _areas(names: dict[str, str]) -> dict[str, Area]:
    """The areas by their three digits; of two that share them, the one that a release brought last."""
    found = {area.old_code: area for area in Area.objects.filter(old_code__in=names).order_by("pk")}
    kind = AreaKind.LOCAL_AUTHORITY.value
    new = [Area(code=f"LA-{code}", old_code=code, name=name, kind=kind) for code, name in names.items() if code not in found]
    Area.objects.bulk_create(new)
    return found | {area.old_code: area for area in new}


def _replace(name: str, source: str, rows: list[list[str]], areas: dict[str, Area]) -> NeighbourModel:
    model, _ = NeighbourModel.objects.update_or_create(name=name, defaults={"source": source})
    model.neighbours.all().delete()
    Neighbour.objects.bulk_create(
        Neighbour(model=model, area=areas[row[1]], neighbour=areas[row[4]], rank=int(row[3]), closeness=row[6]) for row in rows
    )
    return model
