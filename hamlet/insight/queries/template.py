"""The sheet that an agency fills in: what is asked stands in locked cells, what is typed is checked as it is typed."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hamlet.foundations.publishing.sheets import harmless, to_csv
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.rules.supplying import COLUMNS, LARGEST, Asked

HEAD = 4  # the row of the headings
OPEN = PatternFill("solid", fgColor="FFF8EA")
BACK = 8  # so many earlier quarters can be chosen
WIDTHS = {"indicator": 38, "code": 22, "numerator_is": 30, "denominator_is": 26, "missing_because": 32, "comment": 32, "area": 26}


def cells_of(cell: Asked, quarter: Quarter, area: str) -> list[str]:
    said = {
        **{
            "asked": str(quarter),
            "indicator": cell.title,
            "code": cell.code,
            "breakdown": cell.breakdown,
            "category": cell.category,
        },
        **{"numerator_is": cell.numerator_is, "denominator_is": cell.denominator_is if cell.two_numbers else "not asked"},
        **{"of_quarter": str(quarter), "area": area},
    }
    return [harmless(said.get(key, "")) for key, _, _ in COLUMNS]


def csv_template(asked: Sequence[Asked], quarter: Quarter, area: str) -> bytes:
    return to_csv([heading for _, heading, _ in COLUMNS], [cells_of(cell, quarter, area) for cell in asked])


def xlsx_template(asked: Sequence[Asked], quarter: Quarter, *, agency: str, area: str, areas: Sequence[str]) -> bytes:
    """One row for each figure that is asked. Locked but for the columns that a person fills in; the asked quarter printed above."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Return"
    sheet["A1"], sheet["A2"] = f"Return of {agency}", f"Asked: {quarter.spoken}. Fill in the yellow cells, totals only: no child."
    sheet["A1"].font = Font(bold=True, size=14)
    for place, (key, heading, _) in enumerate(COLUMNS, 1):
        head = sheet.cell(HEAD, place, heading)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(key, 16)
    for number, cell in enumerate(asked, HEAD + 1):
        for place, value in enumerate(cells_of(cell, quarter, area), 1):
            written = sheet.cell(number, place, value or None)
            if COLUMNS[place - 1][2] and not (COLUMNS[place - 1][0] == "denominator" and not cell.two_numbers):
                written.fill, written.protection = OPEN, Protection(locked=False)
    _choices(book, sheet, [str(quarter.later(-back)) for back in range(BACK + 1)], areas, asked)
    sheet.freeze_panes = sheet.cell(HEAD + 1, 3)
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
    places = {key: get_column_letter(place) for place, (key, _, _) in enumerate(COLUMNS, 1)}
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
