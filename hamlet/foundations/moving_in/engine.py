"""Lets rows in by a room's importer: every row, or none. A check does the same and takes it all back."""

from typing import Any

from django.db import transaction

from hamlet.foundations.moving_in.rules import Importer, Numbered, Problem, Report, Wrong, doubled, understood
from hamlet.foundations.records import Refusal

Row = tuple[int, dict[str, Any]]


def let_in(importer: Importer, mapping: dict[str, int], table: list[Numbered], *, keep: bool, by: Any) -> Report:
    """Brings the rows below the headings of `table` in. Nothing stays when something is wrong, or when not told to keep it."""
    rows, problems = understood(importer.columns, mapping, table[1:])
    report = Report(problems=[*problems, *doubled(importer.identity, rows)])
    spoiled = {problem.row for problem in report.problems}
    with transaction.atomic():
        bring_all(importer, [row for row in rows if row[0] not in spoiled], report, by)
        if not keep or report.problems:
            transaction.set_rollback(True)
    report.problems.sort(key=lambda problem: problem.row)
    return report


def bring_all(importer: Importer, rows: list[Row], report: Report, by: Any) -> None:
    """A row may refer to one further down: what fails is tried again after the rest, as long as anything still comes in."""
    world = importer.prepare()
    while rows:
        failed = [(row, problem) for row in rows if (problem := bring_one(importer, row, world, report, by))]
        if len(failed) == len(rows):
            report.problems += [problem for _, problem in failed]
            return
        rows = [row for row, _ in failed]


def bring_one(importer: Importer, row: Row, world: Any, report: Report, by: Any) -> Problem | None:
    number, values = row
    try:
        with transaction.atomic():
            new = importer.bring(values, world, by)
    except Wrong as fault:
        titles = {column.key: column.title for column in importer.columns}
        return Problem(number, titles.get(fault.column, ""), str(fault))
    except Refusal as refusal:
        return Problem(number, "", str(refusal))
    report.new, report.same = report.new + new, report.same + (not new)
    return None
