"""Sheets out (CSV, XLSX) with every cell that could run as a formula made harmless, and sheets in."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from hamlet.foundations.publishing.content import printable
from hamlet.foundations.publishing.workbook import TooMuch, Unreadable, every_sheet, first_sheet
from hamlet.foundations.records import Refusal

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 60
HEAD = 20_000  # characters in which the mark between the cells is looked for


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


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. Numbers given as int, float or Decimal are cells that can be reckoned with."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def to_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "Sheet") -> bytes:
    return to_workbook([Sheet(title, headings, rows)])


def to_workbook(sheets: Sequence[Sheet], marking: str = "") -> bytes:
    """Sheets in the order given. `marking` is printed at the head of every page of every sheet."""
    book = Workbook()
    book.remove(book.active)
    for given in sheets:
        _write(book.create_sheet(given.title[:31]), given)
        book[given.title[:31]].oddHeader.center.text = marking or None
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(sheet: Any, given: Sheet) -> None:
    sheet.append(list(given.headings))
    longest = [len(heading) for heading in given.headings]
    for row in given.rows:
        cells = ["" if value is None else harmless(value) for value in row]
        sheet.append(cells)
        longest = [max(most, len(str(cell))) for most, cell in zip(longest, cells, strict=True)]
    for number, most in enumerate(longest, 1):
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, most + 3)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def read_table(content: bytes, name: str) -> list[list[Any]]:
    """The rows of a CSV or XLSX file, the headings first: cells are text, numbers or dates. Empty rows are left out."""
    return [row for _, row in read_numbered(content, name)]


Numbered = list[tuple[int, list[Any]]]


def read_numbered(content: bytes, name: str) -> Numbered:
    """The rows of `read_table`, each with the number under which a spreadsheet shows it."""
    found = _numbered(read_xlsx(content, name) if name.lower().endswith(".xlsx") else read_csv(content, name))
    if not found:
        raise NotASheet(f"{name} has no rows")
    return found


def read_sheets(content: bytes, name: str) -> list[tuple[str, Numbered]]:
    """Every sheet of a CSV or XLSX file, hidden ones too, by name, each with its rows as `read_numbered` gives them. A cell with an
    error, or with a formula that was never worked out, is text."""
    sheets = read_xlsx(content, name, every_sheet) if name.lower().endswith(".xlsx") else [("", read_csv(content, name))]
    found = [(title, _numbered(rows)) for title, rows in sheets]
    if not any(rows for _, rows in found):
        raise NotASheet(f"{name} has no rows")
    return found


def _numbered(rows: list[list[Any]]) -> Numbered:
    return [(number, printable(row)) for number, row in enumerate(rows, 1) if any(cell not in ("", None) for cell in row)]


def read_xlsx(content: bytes, name: str, read: Callable[[bytes], Any] = first_sheet) -> Any:
    try:
        return read(content)
    except Unreadable as error:
        raise NotASheet(f"{name} cannot be read as an Excel workbook. Save it again as .xlsx or .csv") from error
    except TooMuch as error:
        raise NotASheet(f"{name} has too many cells, perhaps one far below or beside the table. Save it as .csv") from error


def read_csv(content: bytes, name: str) -> list[list[Any]]:
    text = text_of(content, name)
    lines = [line for line in text[:HEAD].splitlines() if line.strip()][:12]
    mark = max(",;\t", key=lambda mark: sum(line.count(mark) for line in lines))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise NotASheet(f"{name} cannot be read as a table: one of its cells is longer than any can be") from error


def text_of(content: bytes, name: str) -> str:
    """Read as what it says it is: UTF-8, UTF-16 with its mark ("Unicode text" of Excel), else the encoding of old Windows."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        if b"\x00" in content[:4096]:
            raise NotASheet(f"{name} cannot be read as a table. Send a .csv or .xlsx file")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
