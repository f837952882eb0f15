"""A provider's file of vacancies: what it may hold, and reading one. Nothing is written here."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.exports import csv_bytes
from providers.choices import Need, NotAdmitting
from providers.selectors.vacancies import HomeVacancy
from providers.telling import Told, still_to_come

COLUMNS = ("URN", "Home", "Places free", "Free from", "Taking children", "Why not", "Needs")
NEEDED = ("URN", "Places free")
YES_OR_NO = {"": True, "yes": True, "y": True, "no": False, "n": False}
MOST_BYTES, MOST_ROWS = 500_000, 2_000
# Columns of the file beside the fields of ``Told``.
COLUMN_OF = {
    "beds_free": "Places free",
    "available_from": "Free from",
    "is_admitting": "Taking children",
    "reason": "Why not",
}
_DATES = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True)
class Fault:
    """What cannot be used: the row as a spreadsheet counts it (the headings are 1), the column, and why."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Reading:
    """What a file tells, each with the row that says it, and its faults."""

    told: list[tuple[int, Told]]
    faults: list[Fault]


class NotReadable(ValueError):
    """The file as a whole is no list of vacancies; the message says why and what to do."""


def template_file(homes: Iterable[HomeVacancy]) -> bytes:
    """A CSV with a row for each home and what was last told of it."""
    return csv_bytes(COLUMNS, [_row_of(each) for each in homes])


def _row_of(each: HomeVacancy) -> tuple[Any, ...]:
    home, report = each.setting, each.report
    if report is None:
        return (home.urn, home.name, "", "", "Yes", "", "")
    return (
        home.urn,
        home.name,
        report.beds_free,
        still_to_come(report.available_from, on=each.on),
        report.is_admitting,
        report.get_not_admitting_reason_display(),
        "; ".join(Need(need).label for need in report.needs),
    )


def text_of(content: bytes) -> str:
    """The file as text. NotReadable when it is something else than a CSV."""
    if not content.strip():
        raise NotReadable("The file is empty")
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise NotReadable("This is a workbook. In your spreadsheet choose Save as, then CSV, and upload that")
    if content.startswith(b"%PDF"):
        raise NotReadable("This is a PDF, whatever its name says. Upload a CSV")
    for encoding in (
        ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    ):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotReadable("This is not a CSV file. Download the template and fill that in")


def read_vacancies(text: str, homes: Sequence[HomeVacancy]) -> Reading:
    """Each row that says how many places are free. NotReadable when the headings are others."""
    lines = _lines(text)
    columns = _columns(lines[0][1] if lines else [])
    own = {each.setting.urn.upper(): each for each in homes}
    reading, seen = Reading([], []), dict[str, int]()
    for number, cells in lines[1:]:
        row = _Row(number, dict(zip(columns, cells, strict=False)), reading.faults)
        if not any(cell.strip() for cell in cells):
            continue
        urn = row.text("URN").upper()
        if urn not in own:
            row.fault("URN", f"You run no home with the number {urn[:40]}" if urn else "Enter the home’s URN")
        elif urn in seen:
            row.fault("URN", f"{urn} is already in row {seen[urn]}")
        else:
            seen[urn] = number
            if told := row.told(own[urn]):
                reading.told.append((number, told))
    return reading


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Rows with their numbers. Spreadsheets of other countries put semicolons between cells."""
    first = text.lstrip().partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1))
    except csv.Error as error:
        raise NotReadable("A row of this file cannot be read: look for a stray quotation mark") from error
    if len(rows) > MOST_ROWS:
        raise NotReadable(f"The file has more than {MOST_ROWS} rows")
    return rows


def _columns(headings: list[str]) -> list[str]:
    known = {column.lower(): column for column in COLUMNS}
    columns = [known.get(" ".join(heading.split()).lower(), "") for heading in headings]
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise NotReadable(f"The first row has no column “{missing[0]}”. It must hold the column headings")
    doubled = next((column for column in columns if column and columns.count(column) > 1), None)
    if doubled:
        raise NotReadable(f"The column “{doubled}” is there twice")
    return columns


@dataclass(frozen=True)
class _Row:
    number: int
    cells: dict[str, str]
    faults: list[Fault]

    def text(self, column: str) -> str:
        # The template's own guard against formulas comes back with it.
        return self.cells.get(column, "").strip().removeprefix("'").strip()

    def fault(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.number, column, message))

    def told(self, each: HomeVacancy) -> Told | None:
        """What the row says; None when it says nothing or is at fault."""
        before = len(self.faults)
        free, taking = self._free(), self._taking()
        told = (self._since(), "" if taking else self._reason(), self._needs())
        if free is None or len(self.faults) > before:
            return None
        return Told(each.setting, free, told[0], taking, told[1], told[2])

    def _free(self) -> int | None:
        text = self.text("Places free")
        if re.fullmatch(r"[0-9]{1,6}(\.0+)?", text):
            return int(text.partition(".")[0])
        if text:
            self.fault("Places free", f"“{text[:40]}” is not a whole number")
        elif any(self.text(column) for column in ("Free from", "Why not")):
            self.fault("Places free", "Enter how many places are free")
        return None

    def _taking(self) -> bool:
        text = self.text("Taking children").lower()
        if text not in YES_OR_NO:
            self.fault("Taking children", f"“{text[:40]}” must be Yes or No")
        return YES_OR_NO.get(text, True)

    def _since(self) -> date | None:
        text = self.text("Free from")
        for form in _DATES if text else ():
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        if text:
            self.fault("Free from", f"“{text[:40]}” is not a date such as 31/12/2026")
        return None

    def _reason(self) -> str:
        text = self.text("Why not").lower()
        found = next((code for code, label in NotAdmitting.choices if text in (code, label.lower())), "")
        if not found:
            words = ", ".join(NotAdmitting.values)
            self.fault("Why not", f"{f'“{text[:40]}” must be' if text else 'Enter'} one of: {words}")
        return found

    def _needs(self) -> list[str] | None:
        """None where the file has no such column."""
        if "Needs" not in self.cells:
            return None
        codes = {label.lower(): code for code, label in Need.choices} | {code: code for code in Need.values}
        found = []
        for part in filter(None, (part.strip() for part in self.text("Needs").split(";"))):
            if part.lower() in codes:
                found.append(codes[part.lower()])
            else:
                self.fault("Needs", f"“{part[:40]}” is not one of the needs: put semicolons between them")
        return sorted(set(found))
