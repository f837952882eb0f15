"""From a file's bytes to tables of text.

Kinds of file, encodings, spreadsheets. Knows nothing of Ofsted's columns.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from providers.ofsted.records import OfstedFileError

MAX_BYTES = 50_000_000
# The 2025 list is 76 MB once unpacked; far more than that is not a provider list.
MAX_UNPACKED_BYTES = 400_000_000
SAVE_AS_CSV = "Save it as “CSV UTF-8” and try again."


@dataclass(frozen=True)
class Table:
    """Cells as trimmed text, dates as ISO; ``sheet`` is empty for a CSV file."""

    sheet: str
    rows: list[list[str]]


def read_tables(path: Path) -> Iterator[Table]:
    """Each sheet of a spreadsheet, or the one table of a CSV file.

    What it is decides, not what it is called.
    """
    size = path.stat().st_size
    if size == 0:
        raise OfstedFileError("The file is empty.")
    if size > MAX_BYTES:
        raise OfstedFileError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"%PDF"):
        raise OfstedFileError("The file is a PDF, whatever its name says. Use the CSV or ODS list.")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        yield from _spreadsheet(path)
    else:
        yield Table("", _csv_rows(_decode(path.read_bytes())))


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


def _spreadsheet(path: Path) -> Iterator[Table]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                    raise OfstedFileError("The spreadsheet unpacks to more than a provider list can hold.")
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield Table(name, [[_text(cell) for cell in row] for row in cells])
    except (CalamineError, zipfile.BadZipFile) as error:
        raise OfstedFileError(f"The spreadsheet cannot be opened: {error}.") from error


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
