"""Files as a person gives them: which of the return's files each is, and of which year."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import numpy as np

from sufficiency.ssda903.checks import Findings, check
from sufficiency.ssda903.codes import year_name
from sufficiency.ssda903.folder import Returns, joined_tables, placed, year_end, year_of
from sufficiency.ssda903.layout import AREA, FILES, YEAR, ReturnError, kind_of
from sufficiency.ssda903.reading import MOST_PROBLEMS, Table, headings, read_table

# A council's ten years have some 100,000 episodes; more is not one council's.
MOST_ROWS = 200_000
# Beyond this share of a file's rows, what is left is no picture of care, or the year is not the file's.
MOST_LEFT_OUT = 0.05
MOST_LATE = 0.05
DATES_OF_EPISODE = ("DECOM", "DEC")


@dataclass(frozen=True)
class Upload:
    """One file: its name and what is in it."""

    name: str
    content: bytes


@dataclass
class ReadUploads:
    """``returns`` holds the rows that can be used; None where something stops the whole load."""

    findings: Findings
    returns: Returns | None = None
    read: int = 0
    left_out: int = 0
    files: dict[str, int] = field(default_factory=dict)


def read_uploads(uploads: Sequence[Upload]) -> ReadUploads:
    """Read and check files given together, of one council, of one or several years."""
    findings = Findings()
    tables = [table for upload in uploads if (table := _read(upload, findings))]
    files = {table.files[0]: len(table) for table in tables}
    tables = _dated(tables, findings)
    _one_council(tables, findings)
    _whole(tables, findings)
    if findings.stops:
        return ReadUploads(findings, files=files)
    of_kind = {
        kind: joined_tables([table for table in tables if table.kind == kind])
        for kind in dict.fromkeys(table.kind for table in tables)
    }
    returns = Returns(of_kind.pop("header"), of_kind.pop("episodes"), of_kind.pop("uasc", None))
    checked = check(returns, tuple(of_kind.values()))
    usable = _usable(returns.episodes, checked)
    left_out = int((~usable).sum())
    if left_out > MOST_LEFT_OUT * len(usable):
        checked.file(
            "unusable",
            returns.episodes.files[0],
            f"{left_out:,} of {len(usable):,} episodes cannot be used; that is too many to load the rest.",
        )
    if checked.stops:
        return ReadUploads(checked, files=files)
    kept = Returns(returns.header, taken(returns.episodes, usable), returns.uasc)
    return ReadUploads(checked, kept, len(usable), left_out, files)


def taken(table: Table, which: np.ndarray) -> Table:
    """Some of a table's rows."""
    columns = {name: values[which] for name, values in table.columns.items()}
    return Table(table.kind, table.files, columns, table.row[which], table.file[which])


def _read(upload: Upload, findings: Findings) -> Table | None:
    """The file as a table with ``LA`` and, where it or its name tells, ``YEAR``; else what is wrong."""
    name = upload.name
    try:
        columns = headings(io.BytesIO(upload.content), name)
        named, held = _named(name), kind_of(columns)
        if named and held and named != held:
            findings.file("file-name", name, f"It is called {named}, but its columns are those of {held}.")
            return None
        kind = held or named
        if kind is None:
            findings.file("file", name, "Its headings are those of no file of the return.", row=1)
            return None
        table = read_table(io.BytesIO(upload.content), name, kind, most_rows=MOST_ROWS)
        if len(table.problems) >= MOST_PROBLEMS:
            for problem in table.problems:
                findings.problem(problem)
            findings.file("unusable", name, f"More than {MOST_PROBLEMS:,} cells cannot be read.")
            return None
        year = year_of(PurePath(name).stem)
        return placed(table, "", year if year or YEAR in table.columns else _year_by_dates(table))
    except ReturnError as error:
        findings.file("file", name, error.message)
        return None


def _named(name: str) -> str | None:
    """Which file its name says it is."""
    letters = re.sub(r"[^a-z0-9]", "", PurePath(name).stem.lower())
    return next((kind for kind in sorted(FILES, key=len, reverse=True) if kind in letters), None)


def _year_by_dates(table: Table) -> int:
    """The year in which the newest day of an episode lies; 0 where the file has none."""
    if table.kind != "episodes":
        return 0
    days = np.concatenate([table[column] for column in DATES_OF_EPISODE])
    days = days[~np.isnat(days)]
    return _return_year(days.max()) if len(days) else 0


def _return_year(day: np.datetime64) -> int:
    """The year in which the return ends that a day belongs to."""
    month = int(day.astype("datetime64[M]").astype(np.int64)) + 1970 * 12
    return month // 12 + (month % 12 >= 3)


def _dated(tables: Sequence[Table], findings: Findings) -> list[Table]:
    """Each table with its year; a file that tells none is of the only year there is."""
    years = {int(year) for table in tables for year in np.unique(table[YEAR]) if year}
    dated = []
    for table in tables:
        name = table.files[0]
        if not table[YEAR].all():
            if len(years) != 1:
                findings.file(
                    "file-year",
                    name,
                    "Which year is it of? Put it in the name, such as header-2023-24.csv.",
                )
                continue
            table.columns[YEAR] = np.full(len(table), next(iter(years)))
        late = table["DECOM"] > year_end(table[YEAR]) if table.kind == "episodes" else np.zeros(1, dtype=bool)
        if late.mean() > MOST_LATE:
            place = int(np.flatnonzero(late)[0])
            year = int(table[YEAR][place])
            findings.file(
                "file-year",
                name,
                f"{int(late.sum()):,} episodes start after the {year_name(year)} return ended. "
                "Name the file by the year in which its return ends.",
                row=int(table.row[place]),
                column="DECOM",
            )
        dated.append(table)
    return dated


def _one_council(tables: Sequence[Table], findings: Findings) -> None:
    areas = sorted({str(area) for table in tables for area in np.unique(table[AREA])} - {""})
    if len(areas) > 1:
        name = next(t.files[0] for t in tables if (t[AREA] != "").any())
        findings.file(
            "file-area", name, f"The files are of {len(areas)} councils; load your own.", column=AREA
        )
    for table in tables:
        table.columns[AREA] = np.full(len(table), "")


def _whole(tables: Sequence[Table], findings: Findings) -> None:
    """Each file of a year once, and each year with its header and its episodes."""
    given: dict[tuple[str, int], str] = {}
    for table in tables:
        for year in np.unique(table[YEAR]).tolist():
            before = given.setdefault((table.kind, year), table.files[0])
            if before != table.files[0]:
                says = f"It is a second file of {table.kind} for {year_name(year)}, beside {before}."
                findings.file("file-twice", table.files[0], says)
    for (kind, year), name in list(given.items()):
        for wanted in ("header", "episodes"):
            if kind in ("header", "episodes") and (wanted, year) not in given:
                findings.file("file-pair", name, f"There is no file of {wanted} for {year_name(year)}.")
    if not findings.stops and not any(kind == "episodes" for kind, _ in given):
        findings.file("file-pair", next(iter(given.values()), ""), "There is no file of episodes.")


def _usable(episodes: Table, findings: Findings) -> np.ndarray:
    """Which episodes no rule leaves out, and whose dates could be read."""
    unread = {(p.file, p.row) for p in episodes.problems if p.rule == "date" and p.column in DATES_OF_EPISODE}
    lost = findings.left_out | unread
    where = zip(episodes.file.tolist(), episodes.row.tolist(), strict=True)
    return np.array([(episodes.files[f], row) not in lost for f, row in where], dtype=bool)
