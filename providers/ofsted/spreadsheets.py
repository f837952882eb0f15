"""How much a spreadsheet holds, told before it is opened: a small file may claim thousands of millions of
cells."""

import io
import re
import zipfile
from collections.abc import Iterator

from providers.ofsted.records import OfstedFileError

# The 2025 list is 76 MB once unpacked and has half a million cells; far more is not a provider list.
MAX_UNPACKED_BYTES = 400_000_000
MAX_CELLS = 10_000_000
CHUNK = 4_000_000

COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d+)"')
VALUED = b"value-type"
XLSX_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')


def refuse_if_swollen(content: bytes) -> None:
    """Raise ``OfstedFileError`` for a zipped spreadsheet that would fill the memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        room = MAX_UNPACKED_BYTES
        for entry in archive.infolist():
            cells = 0
            for part, size in _parts(archive, entry):
                room -= size
                cells = _cells_after(cells, entry.filename, part)
                if room < 0 or cells > MAX_CELLS:
                    raise OfstedFileError("The spreadsheet unpacks to more than a provider list can hold.")


def _parts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """An entry's text in parts that end with a row, and how many bytes each took: what the archive says of
    its size is not believed."""
    rest = b""
    with archive.open(entry) as file:
        while chunk := file.read(CHUNK):
            text = rest + chunk
            end = text.rfind(b"row>") + 4
            yield (text[:end], len(chunk)) if end > 3 else (text, len(chunk))
            rest = text[end:] if end > 3 else b""
    yield rest, 0


def _cells_after(cells: int, name: str, part: bytes) -> int:
    if name == "content.xml":
        return cells + sum(_filled(row) for row in part.split(b"row>") if VALUED in row)
    if name.startswith("xl/worksheets/"):
        # A sheet is as large as its furthest cell, however few it has.
        corners = XLSX_CELL.findall(part)
        widest = max((_column(letters) for letters, _ in corners), default=0)
        return max(cells, widest * max((int(row) for _, row in corners), default=0))
    return cells


def _filled(row: bytes) -> int:
    """Cells of a row of an ODS that hold something, as often as cell and row are to be repeated."""
    cells = row.count(VALUED)
    for found in COLUMNS_REPEATED.finditer(row):
        tag = row[row.rfind(b"<", 0, found.start()) : row.find(b">", found.end())]
        cells += int(found[1]) if VALUED in tag else 0
    repeated = ROWS_REPEATED.search(row)
    return cells * int(repeated[1]) if repeated else cells


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
