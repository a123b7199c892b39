"""Sheets out (CSV, XLSX) with every cell that could run as a formula made harmless, and sheets in."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from hamlet.foundations.publishing.content import printable
from hamlet.foundations.publishing.workbook import TooMuch, Unreadable, first_sheet
from hamlet.foundations.records import Refusal

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 60


class NotASheet(Refusal):
    """The file cannot be read as a table."""


def harmless(value: Any) -> Any:
    """A cell as it may leave: without what no file holds, and with an apostrophe before text that a spreadsheet would run."""
    value = printable(value) if isinstance(value, str) else value
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def shown(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else harmless(value)


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows([shown(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def to_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "Sheet") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.append(list(headings))
    longest = [len(heading) for heading in headings]
    for row in rows:
        cells = ["" if value is None else harmless(value) for value in row]
        sheet.append(cells)
        longest = [max(most, len(str(cell))) for most, cell in zip(longest, cells, strict=True)]
    for number, most in enumerate(longest, 1):
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, most + 3)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read_table(content: bytes, name: str) -> list[list[Any]]:
    """The rows of a CSV or XLSX file, the headings first: cells are text, numbers or dates. Empty rows are left out."""
    return [row for _, row in read_numbered(content, name)]


def read_numbered(content: bytes, name: str) -> list[tuple[int, list[Any]]]:
    """The rows of `read_table`, each with the number under which a spreadsheet shows it."""
    rows = read_xlsx(content, name) if name.lower().endswith(".xlsx") else read_csv(content, name)
    found = [(number, printable(row)) for number, row in enumerate(rows, 1) if any(cell not in ("", None) for cell in row)]
    if not found:
        raise NotASheet(f"{name} has no rows")
    return found


def read_xlsx(content: bytes, name: str) -> list[list[Any]]:
    try:
        return first_sheet(content)
    except Unreadable as error:
        raise NotASheet(f"{name} cannot be read as an Excel workbook. Save it again as .xlsx or .csv") from error
    except TooMuch as error:
        raise NotASheet(f"{name} has too many cells, perhaps one far below or beside the table. Save it as .csv") from error


def read_csv(content: bytes, name: str) -> list[list[Any]]:
    if b"\x00" in content[:4096]:
        raise NotASheet(f"{name} cannot be read as a table. Send a .csv or .xlsx file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise NotASheet(f"{name} cannot be read as a table: one of its cells is longer than any can be") from error
