"""CSV and XLSX files that a spreadsheet opens as data, never as formulas.

Text that a spreadsheet would run is neutralised with an apostrophe; real numbers and dates pass as they are,
so a column still adds up. Every file the product hands out is written here.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
# What XML, and so XLSX, cannot hold: control characters, halves of pairs and two that are not characters.
_UNWRITABLE = {
    code: None for code in (*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"
}
_LONGEST_CELL = 32_767

Cell = str | int | float | Decimal | date | datetime | bool | None


@dataclass(frozen=True)
class Sheet:
    """One table: a sheet's name, its column headings and its rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def safe_cell(value: Any) -> Cell:
    """``value`` for a spreadsheet: numbers and dates as they are, all else as text that cannot be a formula.

    Full-width signs and invisible leading characters count as what a spreadsheet may fold them to.
    """
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    text = writable(str(value))[:_LONGEST_CELL]
    return f"'{text}"[:_LONGEST_CELL] if _could_run(text) else text


def writable(text: str) -> str:
    """``text`` without what XML, and so a workbook or a Word document, cannot hold."""
    return text.translate(_UNWRITABLE)


def _could_run(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text)
    seen = folded.lstrip(" \u00a0")
    while seen and unicodedata.category(seen[0]) in ("Cf", "Zs"):
        seen = seen[1:]
    return folded.startswith(_STARTERS) or seen.startswith(_STARTERS)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with the mark Excel knows it by; cells quoted, dates dd/mm/yyyy, amounts as plain numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([_as_text(safe_cell(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _as_text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return f"{_local(value):%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return f"{value:f}"
    return str(value)


def _local(at: datetime) -> datetime:
    return timezone.localtime(at).replace(tzinfo=None) if timezone.is_aware(at) else at


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one table a sheet: frozen headings, widths that fit, real numbers and dates."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write_sheet(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(_sheet_name(sheet.name))
    widths = [len(column) for column in sheet.columns]
    page.append([safe_cell(column) for column in sheet.columns])
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(sheet.rows, start=2):
        for index, value in enumerate(map(safe_cell, row)):
            # Asking the page for a row would look at every cell written so far.
            shown = _local(value) if isinstance(value, datetime) else value
            _set_format(page.cell(number, index + 1, shown), value)
            widths[index] = max(widths[index], len(_as_text(value)))
    for index, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = min(max(width + 2, 8), 60)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


def _set_format(cell: Any, value: Cell) -> None:
    if isinstance(value, str) and value:
        # Text stays text: openpyxl would make a formula of a leading “=”.
        cell.data_type = "s"
    elif isinstance(value, Decimal) and value.is_finite():
        exponent = value.as_tuple().exponent
        cell.number_format = "#,##0.00" if isinstance(exponent, int) and exponent <= -2 else "#,##0.##"
    elif isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _sheet_name(name: str) -> str:
    """At most 31 characters, without those that a sheet's name may not hold."""
    return "".join(" " if letter in r"[]:*?/\'" else letter for letter in name).strip()[:31] or "Sheet"
