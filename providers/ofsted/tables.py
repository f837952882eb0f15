"""From a file's bytes to tables of text.

Kinds of file, encodings, spreadsheets. Knows nothing of Ofsted's columns.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from providers.ofsted.records import OfstedFileError
from providers.ofsted.spreadsheets import refuse_if_swollen

MAX_BYTES = 50_000_000
# What a broken archive or workbook raises; an encrypted one is a RuntimeError.
UNOPENABLE = (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
SAVE_AS_CSV = "Save it as “CSV UTF-8” and try again."


@dataclass(frozen=True)
class Table:
    """Cells as trimmed text, dates as ISO; ``sheet`` is empty for a CSV file."""

    sheet: str
    rows: list[list[str]]


def read_tables(content: bytes) -> Iterator[Table]:
    """Each sheet of a spreadsheet, or the one table of a CSV file.

    What it is decides, not what it is called.
    """
    if not content:
        raise OfstedFileError("The file is empty.")
    if len(content) > MAX_BYTES:
        raise OfstedFileError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    if content.startswith(b"%PDF"):
        raise OfstedFileError("The file is a PDF, whatever its name says. Use the CSV or ODS list.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise OfstedFileError(f"The file is an old Excel workbook and cannot be opened here. {SAVE_AS_CSV}")
    if content.startswith(b"PK\x03\x04"):
        yield from _spreadsheet(content)
    else:
        yield Table("", _csv_rows(_decode(content)))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise OfstedFileError(f"The file is UTF-16 (“Unicode text”) or not text at all. {SAVE_AS_CSV}")
    for encoding in ("utf-8-sig", "cp1252"):  # Excel's plain "CSV" is Windows-1252
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise OfstedFileError(f"The file is neither UTF-8 nor Windows-1252 text. {SAVE_AS_CSV}")


def _csv_rows(text: str) -> list[list[str]]:
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error as error:
        raise OfstedFileError(f"The file is not a CSV list: {error}. {SAVE_AS_CSV}") from error


def _spreadsheet(content: bytes) -> Iterator[Table]:
    try:
        refuse_if_swollen(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield Table(name, [[_text(cell) for cell in row] for row in cells])
    except UNOPENABLE as error:
        raise OfstedFileError(f"The spreadsheet cannot be opened: {error}.") from error


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
