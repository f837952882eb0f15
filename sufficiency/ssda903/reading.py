"""One file of a return as typed columns.

UTF-8 or UTF-16, commas, tabs or semicolons, dates as 2024-03-31 or 31/03/2024. A cell that cannot be read
becomes a ``Problem`` with its row and column; a file that cannot be read raises ``ReturnError``.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import BinaryIO

import numpy as np

from sufficiency.ssda903.layout import AREA, DATES, FILES, NEEDED, YEAR, ReturnError

MOST_ROWS = 1_500_000
MOST_PROBLEMS = 1_000
LONGEST_CELL = 60
BATCH = 20_000
NAT = np.datetime64("NaT", "D")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 00:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be read. ``row`` counts from 1, the headings; ``rule`` is a stable code."""

    file: str
    row: int
    column: str
    rule: str
    message: str


@dataclass(frozen=True)
class Table:
    """One file, or several joined. Arrays of one length, one entry for each row.

    ``columns`` holds text (stripped, "" where blank) or, for dates, ``datetime64[D]`` (NaT where blank or
    unreadable). ``row`` is the row in its file; ``file`` a place in ``files``.
    """

    kind: str
    files: tuple[str, ...]
    columns: dict[str, np.ndarray]
    row: np.ndarray
    file: np.ndarray
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, column: str) -> np.ndarray:
        """A column; one the file left out is blank."""
        found = self.columns.get(column)
        if found is not None:
            return found
        return np.full(len(self), NAT) if column in DATES else np.full(len(self), "", dtype="<U1")

    def where(self, place: int) -> str:
        """File and row of one entry, for a message."""
        return f"{self.files[self.file[place]]}, row {self.row[place]}"


class _Days(dict[str, int]):
    """Days since 1970 by text, each text parsed once; what is no date is ``bad``."""

    def __init__(self) -> None:
        super().__init__({"": NAT.astype(int)})
        self.bad: set[str] = set()

    def __missing__(self, text: str) -> int:
        found = parse_date(text)
        if found is None:
            self.bad.add(text)
        self[text] = days = NAT.astype(int) if found is None else found.toordinal() - 719_163
        return days


def parse_date(text: str) -> date | None:
    """A day written 2024-03-31 or 31/03/2024; None for anything else, such as what a spreadsheet leaves."""
    if match := ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := BRITISH.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    else:
        return None
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def read_table(
    stream: BinaryIO, name: str, kind: str, *, most_rows: int = MOST_ROWS, only: Collection[str] = ()
) -> Table:
    """Read one file of a return; ``kind`` is a key of ``FILES``, ``name`` is what messages call it.

    With ``only`` the other columns are passed over.
    """
    batches: list[dict[str, np.ndarray]] = []
    rows: list[np.ndarray] = []
    problems: list[Problem] = []
    days = _Days()
    with io.TextIOWrapper(stream, encoding=_encoding(stream), errors="replace", newline="") as text:
        records = _records(text, name)
        columns = _columns(next(records, None), name, kind)
        if only:
            columns = [column if column in only else "" for column in columns]
        done = 1
        while batch := list(islice(records, BATCH)):
            numbers = [done + 1 + n for n, cells in enumerate(batch) if any(cells)]
            done += len(batch)
            if done - 1 > most_rows:
                raise ReturnError(f"{name} has more than {most_rows:,} rows; that is not one return.")
            kept = [cells for cells in batch if any(cells)]
            if kept:
                _square(kept, numbers, columns, name, problems)
                batches.append(_typed(kept, numbers, columns, name, days, problems))
                rows.append(np.array(numbers))
    if not rows:
        raise ReturnError(f"{name} has headings and nothing under them.")
    joined = {column: np.concatenate([batch[column] for batch in batches]) for column in batches[0]}
    row = np.concatenate(rows)
    return Table(kind, (name,), joined, row, np.zeros(len(row), dtype=np.int32), problems[:MOST_PROBLEMS])


def headings(stream: BinaryIO, name: str) -> list[str]:
    """The file's headings, in capitals; the stream is spent."""
    with io.TextIOWrapper(stream, encoding=_encoding(stream), errors="replace", newline="") as text:
        return [cell.strip().upper() for cell in next(_records(text, name), [])]


def _encoding(stream: BinaryIO) -> str:
    start = stream.read(4)
    stream.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if start[:1] == b"\0" else "utf-8-sig"


def _records(text: io.TextIOWrapper, name: str) -> Iterator[list[str]]:
    heading = text.readline()
    delimiter = max(",\t;", key=heading.count)
    try:
        yield from csv.reader([heading], delimiter=delimiter)
        yield from csv.reader(text, delimiter=delimiter)
    except csv.Error as error:
        raise ReturnError(f"{name} cannot be read as a table: {error}.") from error


def _columns(heading: Sequence[str] | None, name: str, kind: str) -> list[str]:
    columns = [cell.strip().upper() for cell in heading or ()]
    if not any(columns):
        raise ReturnError(f"{name} is empty.")
    wanted = NEEDED.get(kind, FILES[kind])
    missing = [column for column in wanted if column not in columns]
    if missing:
        raise ReturnError(
            f"{name} is not a file of {kind}: it lacks the column{'s' * (len(missing) > 1)} "
            f"{', '.join(missing)}."
        )
    known = [column for column in columns if column in {*FILES[kind], AREA, YEAR}]
    if len(set(known)) < len(known):
        twice = next(column for column in known if known.count(column) > 1)
        raise ReturnError(f"{name} has the column {twice} twice.")
    return columns


def _square(
    batch: list[list[str]], numbers: list[int], columns: list[str], name: str, problems: list[Problem]
) -> None:
    """Give every row as many cells as there are headings; say which had not."""
    for place, cells in enumerate(batch):
        if len(cells) != len(columns):
            if len(cells) < len(columns) or any(cells[len(columns) :]):
                problems.append(
                    Problem(
                        name,
                        numbers[place],
                        "",
                        "cells",
                        f"The row has {len(cells)} cells under {len(columns)} headings.",
                    )
                )
            batch[place] = (cells + [""] * len(columns))[: len(columns)]


def _typed(
    batch: list[list[str]],
    numbers: list[int],
    columns: list[str],
    name: str,
    days: _Days,
    problems: list[Problem],
) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for column, cells in zip(columns, zip(*batch, strict=True), strict=True):
        if not column or column in found:
            continue
        texts = list(map(str.strip, cells))
        if column == "CHILD" and "CHILD" in texts:
            row = numbers[texts.index("CHILD")]
            raise ReturnError(f"{name} has its headings a second time in row {row}.")
        if column in DATES:
            values = [days[text] for text in texts]
            if days.bad:
                problems += _bad_dates(texts, numbers, column, name, days.bad)
            found[column] = np.array(values, dtype=np.int64).view("datetime64[D]")
        else:
            longest = max(map(len, texts))
            if longest > LONGEST_CELL:
                row = next(n for n, text in zip(numbers, texts, strict=True) if len(text) == longest)
                problems.append(
                    Problem(name, row, column, "length", f"{longest:,} characters are too many for {column}.")
                )
                texts = [text[:LONGEST_CELL] for text in texts]
            found[column] = np.array(texts)
    return found


def _bad_dates(
    texts: list[str], numbers: list[int], column: str, name: str, bad: set[str]
) -> Iterator[Problem]:
    for number, text in zip(numbers, texts, strict=True):
        if text in bad:
            shown = text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"
            yield Problem(
                name,
                number,
                column,
                "date",
                f"“{shown}” is not a date{_mangled(text)}; write it as 31/03/2024 or 2024-03-31.",
            )


def _mangled(text: str) -> str:
    """What a spreadsheet may have done to it."""
    if re.fullmatch(r"[1-9]\d{4}(?:\.0+)?", text):
        meant = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return f" but a spreadsheet's number for {meant:%d/%m/%Y}"
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        return " with its whole year"
    if re.fullmatch(r"\d{1,2}[- ][A-Za-z]{3,9}|[A-Za-z]{3,9}[- ]\d{1,2}", text):
        return ": a spreadsheet has dropped its year"
    return ": the column was too narrow for it" if set(text) == {"#"} else ""
