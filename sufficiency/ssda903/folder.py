"""A folder of returns: one file for several authorities and years, or a folder for each year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sufficiency.ssda903.layout import AREA, YEAR, ReturnError
from sufficiency.ssda903.reading import Problem, Table, read_table

READ = ("header", "episodes", "uasc")
# What is needed to follow children through their placements.
USED = {AREA, YEAR, "CHILD", "DOB", "DECOM", "DEC", "RNE", "LS", "PLACE", "PLACE_PROVIDER", "PL_POST", "URN"}
# 2024, 2023-24, 2023_24, 202324 or 2023-2024: the year of a return is the one in which it ends.
A_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-_/ ]?\s*(?:(?:19|20)?(\d\d)))?(?!\d)")


@dataclass(frozen=True)
class Returns:
    """Several years of several authorities. The tables carry ``LA`` and, as whole numbers, ``YEAR``.

    A year is the one in which the return ends, on 31 March. An authority that no file names is "".
    """

    header: Table
    episodes: Table
    uasc: Table | None

    @property
    def problems(self) -> list[Problem]:
        return [p for table in (self.header, self.episodes, self.uasc) if table for p in table.problems]


def year_of(text: str) -> int | None:
    """The year in which a return ends, from how a folder or a cell names it; None where it names none."""
    match = A_YEAR.search(text)
    if not match:
        return None
    first, last = int(match[1]), match[2]
    return first + 1 if last is not None and int(last) == (first + 1) % 100 else first


def read_folder(folder: Path) -> Returns:
    """Read header, episodes and, if there is one, uasc, in the folder itself or in a folder for each year."""
    if not folder.is_dir():
        raise ReturnError(f"{folder} is not a folder.")
    tables: dict[str, list[Table]] = {kind: [] for kind in READ}
    for path in sorted(_csv_files(folder)):
        kind = _kind(path)
        if kind:
            name = str(path.relative_to(folder))
            with path.open("rb") as stream:
                table = read_table(stream, name, kind, only=USED)
            tables[kind].append(placed(table, *_place(path.relative_to(folder))))
    for kind in ("header", "episodes"):
        if not tables[kind]:
            raise ReturnError(f"{folder} holds no {kind}.csv, neither itself nor in a folder for a year.")
    return combine(**tables)


def combine(*, header: Sequence[Table], episodes: Sequence[Table], uasc: Sequence[Table] = ()) -> Returns:
    """Join tables that carry ``LA`` and ``YEAR``. Years by their first April are put right by the dates."""
    joined = [joined_tables(tables) if tables else None for tables in (header, episodes, uasc)]
    assert joined[0] and joined[1], "A return has a header and episodes."
    late = joined[1]["DECOM"] > year_end(joined[1][YEAR])
    if late.any():
        if late.mean() < 0.02:
            place = int(np.flatnonzero(late)[0])
            raise ReturnError(
                f"{joined[1].where(place)}: DECOM is {joined[1]['DECOM'][place]}, "
                f"after the end of the return for {joined[1][YEAR][place]}."
            )
        for table in joined:
            if table:
                table.columns[YEAR] = table[YEAR] + 1
    return Returns(joined[0], joined[1], joined[2])


def placed(table: Table, area: str, year: int | None) -> Table:
    """The table with ``LA`` and ``YEAR`` for every row: its own columns, else what its folder says."""
    columns = {AREA: np.full(len(table), area), **table.columns}
    if YEAR in table.columns:
        years = {text: year_of(text) for text in np.unique(table[YEAR])}
        unreadable = next((text for text, found in years.items() if found is None), None)
        if unreadable is not None:
            place = int(np.flatnonzero(table[YEAR] == unreadable)[0])
            raise ReturnError(f"{table.where(place)}: YEAR is “{unreadable}”, which is no year.")
        texts, which = np.unique(table[YEAR], return_inverse=True)
        columns[YEAR] = np.array([years[text] for text in texts], dtype=np.int64)[which]
    elif year is not None:
        columns[YEAR] = np.full(len(table), year)
    else:
        raise ReturnError(f"{table.files[0]} has no column YEAR and is not in a folder named after a year.")
    return Table(table.kind, table.files, columns, table.row, table.file, table.problems)


def joined_tables(tables: Sequence[Table]) -> Table:
    """One table of several; a column that one lacks is blank there."""
    names = dict.fromkeys(name for table in tables for name in table.columns)
    first = np.cumsum([0, *(len(table.files) for table in tables)])
    return Table(
        tables[0].kind,
        tuple(name for table in tables for name in table.files),
        {name: np.concatenate([table[name] for table in tables]) for name in names},
        np.concatenate([table.row for table in tables]),
        np.concatenate([table.file + first[n] for n, table in enumerate(tables)]),
        [problem for table in tables for problem in table.problems],
    )


def _csv_files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() == ".csv" and path.is_file())


def _kind(path: Path) -> str | None:
    """Header.csv, episodes.csv, SSDA903_2024_Episodes.csv; not SWEpisodes.csv."""
    words = re.split(r"[^a-z]+", path.stem.lower())
    return next((kind for kind in READ if kind in words), None)


def _place(path: Path) -> tuple[str, int | None]:
    """Authority and year that a file's folders name; a folder around the years names the authority."""
    folders = path.parts[:-1]
    year = next((found for part in reversed(folders) if (found := year_of(part))), None)
    if year is None:
        year = year_of(path.stem)
    return next((part for part in folders if year_of(part) is None), ""), year


def year_end(year: np.ndarray) -> np.ndarray:
    """31 March of each year."""
    return ((year - 1970) * 12 + 3).astype("datetime64[M]").astype("datetime64[D]") - np.timedelta64(1, "D")
