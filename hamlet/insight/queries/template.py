"""The sheet that an agency fills in: what is asked stands in locked cells, what is typed is checked as it is typed."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hamlet.foundations.publishing.sheets import harmless, to_csv
from hamlet.insight.models import Return
from hamlet.insight.queries.asking import cells_to_fill, usually
from hamlet.insight.queries.differences import held_of, spoken
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.revising import NOTHING, Held
from hamlet.insight.rules.supplying import COLUMNS, LARGEST, Asked, Cell, Usually

PLACES = {key: place for place, (key, _, _) in enumerate(COLUMNS, 1)}
HEAD = 4  # the row of the headings
OPEN = PatternFill("solid", fgColor="FFF8EA")
BACK = 8  # so many earlier quarters can be chosen
WIDTHS = {
    "agency": 14,
    "indicator": 38,
    "code": 22,
    "numerator_is": 30,
    "denominator_is": 26,
    "missing_because": 32,
    "comment": 32,
    "area": 26,
}


@dataclass(frozen=True)
class Sheet:
    """What a template is of: a return, its cells, what is held of them, and what they usually are of."""

    source: Return
    asked: Sequence[Asked]
    here: Mapping[Cell, Held]
    usually: Usually


def sheet_of(source: Return) -> Sheet:
    asked = cells_to_fill(source)
    return Sheet(source, asked, held_of(source, asked), usually(source))


def cells_of(sheet: Sheet, cell: Asked) -> list[str]:
    """One row of the template. The quarter and area are those that were sent before, else the usual ones."""
    source, now = sheet.source, sheet.here.get(cell.cell, NOTHING).now
    names = {code: name for name, code in sheet.usually.areas.items()}
    area = now.area if now else sheet.usually.area_of(cell)
    said = {
        **{
            "agency": source.agency.short_name,
            "asked": str(source.quarter),
            "asked_area": source.area.name if source.area else "",
        },
        **{"indicator": cell.title, "code": cell.code, "breakdown": cell.breakdown, "category": cell.category},
        **{"numerator_is": cell.numerator_is, "denominator_is": cell.denominator_is if cell.two_numbers else "not asked"},
        **{"before": spoken(now.numerator, now.denominator, now.missing_because) if now else ""},
        **{"of_quarter": str(now.of_quarter if now else source.quarter), "area": names.get(area, "")},
        **{"provisional": "yes" if now and now.provisional else ""},
    }
    return [harmless(said.get(key, "")) for key, _, _ in COLUMNS]


def csv_template(sheet: Sheet) -> bytes:
    return to_csv([heading for _, heading, _ in COLUMNS], [cells_of(sheet, cell) for cell in sheet.asked])


def xlsx_template(given: Sheet) -> bytes:
    """One row for each figure that is asked. Locked but for the columns that a person fills in; the asked quarter printed above."""
    book, source, asked = Workbook(), given.source, given.asked
    sheet = book.active
    sheet.title = "Return"
    where = f" for {source.area}" if source.area else ""
    sheet["A1"] = f"Return of {source.agency.name}"
    sheet["A2"] = f"Asked: {source.quarter.spoken}{where}. Fill in the yellow cells, totals only: no child."
    sheet["A1"].font = Font(bold=True, size=14)
    for place, (key, heading, _) in enumerate(COLUMNS, 1):
        head = sheet.cell(HEAD, place, heading)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(key, 16)
    for number, cell in enumerate(asked, HEAD + 1):
        for place, value in enumerate(cells_of(given, cell), 1):
            written = sheet.cell(number, place, value or None)
            if COLUMNS[place - 1][2] and not (COLUMNS[place - 1][0] == "denominator" and not cell.two_numbers):
                written.fill, written.protection = OPEN, Protection(locked=False)
    quarters = [str(source.quarter.later(-back)) for back in range(BACK + 1)]
    _choices(book, sheet, quarters, sorted(given.usually.areas), asked)
    sheet.freeze_panes = sheet.cell(HEAD + 1, PLACES["breakdown"])
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    written_book = io.BytesIO()
    book.save(written_book)
    return written_book.getvalue()


def _choices(book, sheet, quarters: Sequence[str], areas: Sequence[str], asked: Sequence[Asked]) -> None:
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    columns = {"of_quarter": quarters, "area": areas, "provisional": ("no", "yes")}
    last = HEAD + max(len(asked), 1)
    places = {key: get_column_letter(place) for key, place in PLACES.items()}
    for place, (key, words) in enumerate(columns.items(), 1):
        for number, word in enumerate(words, 1):
            lists.cell(number, place, harmless(word))
        letter = get_column_letter(place)
        check = DataValidation("list", formula1=f"=Lists!${letter}$1:${letter}${max(len(words), 1)}", allow_blank=True)
        check.error, check.errorTitle = "Choose one of the list", "Not in the list"
        check.add(f"{places[key]}{HEAD + 1}:{places[key]}{last}")
        sheet.add_data_validation(check)
    for number, cell in enumerate(asked, HEAD + 1):
        kind = "decimal" if cell.shape is Shape.AVERAGE else "whole"
        check = DataValidation(kind, operator="between", formula1="0", formula2=str(LARGEST), allow_blank=True)
        check.error, check.errorTitle = "Enter a number from 0 up, or leave it empty and say why", "Not a number"
        check.add(f"{places['numerator']}{number}")
        if cell.two_numbers:
            check.add(f"{places['denominator']}{number}")
        sheet.add_data_validation(check)
