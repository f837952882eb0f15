"""Small lists in Ofsted's layout, of invented settings, and ways to spoil them."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

HEADINGS = (
    "URN",
    "Provision type",
    "Registration date",
    "Registration status",
    "Name",
    "Address 1",
    "Address 2",
    "Town",
    "County",
    "Postcode",
    "Local authority",
    "Sector",
    "Places",
    "Short-break-only children's home",
    "Organisation which owns the provider",
    "Latest full inspection date",
    "Latest full inspection publication date",
    "Latest full inspection event number",
    "Overall experiences and progress of children and young people",
    "How well children and young people are helped and protected",
    "The effectiveness of leaders and managers",
)
HOME = {
    "Provision type": "Children's home",
    "Registration date": "01/06/2020",
    "Registration status": "Active",
    "Name": "REDACTED",
    "Postcode": "REDACTED",
    "Local authority": "Kent",
    "Sector": "Private",
    "Places": "4",
    "Organisation which owns the provider": "Larkspur Homes Ltd",
    "Latest full inspection date": "05/11/2021",
    "Latest full inspection publication date": "14/01/2022",
    "Latest full inspection event number": "10360658",
    "Overall experiences and progress of children and young people": "Good",
}
NOT_INSPECTED = {heading: "" for heading in HOME if heading.startswith(("Latest", "Overall"))}
Row = dict[str, str]
Lines = list[list[str]]


def home(urn: str, **more: str) -> Row:
    """A row; ``more`` is by the first word of its heading in small letters (``places="5"``)."""
    by_word = {heading.split()[0].casefold(): heading for heading in reversed(HEADINGS)}
    return {"URN": urn, **HOME, **{by_word.get(name, name): value for name, value in more.items()}}


def lines_of(year: int, rows: Sequence[Row]) -> Lines:
    title = f"Children's social care data: provider level as at 31 March {year}"
    blank = [""] * (len(HEADINGS) - 1)
    return [
        [title, *blank],
        ["Invented", *blank],
        ["", *blank],
        list(HEADINGS),
        *([row.get(heading, "") for heading in HEADINGS] for row in rows),
    ]


def as_csv(lines: Lines, encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(encoding)


def as_xlsx(lines: Lines) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append([cell.replace("\x00", "") for cell in line])
    book.save(out)
    return out.getvalue()


def as_ods(lines: Lines, *, repeat: int = 1) -> bytes:
    """``repeat`` is how often the last row and each of its cells is said to stand there."""
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    again = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
    rows = ["".join(cell.format("", escape(text)) for text in line) for line in lines[:-1]]
    last = "".join(cell.format(again, escape(text)) for text in lines[-1])
    many = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="List">{body}'
        f"<table:table-row{many}>{last}</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/"'
            ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return out.getvalue()


ODD_CELLS = (
    "",
    "43831",
    "31/02/2020",
    "-1",
    "1e9",
    "=1+1",
    "\x00",
    chr(0x1D7DC),
    "Good",
    "SC00",
    "x" * 5000,
    "\ud7ff",
    "99999999",
)


def spoil_lines(lines: Lines, dice: random.Random) -> Lines:
    """One to three of: a cell, a row or a column changed, lost, doubled or moved."""
    spoilt = [line[:] for line in lines]
    for _ in range(dice.randint(1, 3)):
        row = dice.randrange(len(spoilt))
        line = spoilt[row] or [""]
        at = dice.randrange(len(line))
        kind = dice.randrange(9)
        if kind == 0:
            line[at] = dice.choice(ODD_CELLS)
        elif kind == 1:
            line.insert(at, dice.choice(ODD_CELLS))
        elif kind == 2:
            del line[at]
        elif kind == 3:
            spoilt.insert(dice.randrange(len(spoilt)), line[:])
        elif kind == 4:
            del spoilt[row]
        elif kind == 5:
            spoilt = [each[:at] + each[at + 1 :] for each in spoilt]
        elif kind == 6:
            dice.shuffle(line)
        elif kind == 7:
            spoilt[row] = []
        else:
            spoilt[row] = ["", *line]
        spoilt = spoilt or [[""]]
    return spoilt


def spoil_bytes(content: bytes, dice: random.Random) -> bytes:
    """One to four of: bytes flipped, cut out, put in, doubled, or the end lost."""
    spoilt = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(max(len(spoilt), 1))
        kind = dice.randrange(5)
        if kind == 0 and spoilt:
            spoilt[at] ^= 1 << dice.randrange(8)
        elif kind == 1:
            del spoilt[at : at + dice.randint(1, 200)]
        elif kind == 2:
            spoilt[at:at] = dice.randbytes(dice.randint(1, 20))
        elif kind == 3:
            spoilt[at:at] = spoilt[at : at + 300]
        else:
            del spoilt[at:]
    return bytes(spoilt)


WRITERS: tuple[Callable[[Lines], bytes], ...] = (
    as_csv,
    as_csv,
    lambda lines: as_csv(lines, "cp1252"),
    lambda lines: as_csv(lines, "utf-16"),
    as_ods,
    as_xlsx,
)


def damaged(lines: Lines, seed: int) -> bytes:
    """A file that somebody or something has spoilt; the same one for the same ``seed``."""
    dice = random.Random(seed)
    write = dice.choice(WRITERS)
    while True:
        try:
            content = write(spoil_lines(lines, dice) if dice.random() < 0.7 else lines)
        except ValueError:  # what this kind of file cannot hold at all
            continue
        return spoil_bytes(content, dice) if dice.random() < 0.6 else content
