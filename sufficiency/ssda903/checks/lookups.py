"""Finding a child, a year's end or an age for every row of a table at once."""

from collections.abc import Sequence

import numpy as np

from sufficiency.ssda903.layout import AREA, YEAR
from sufficiency.ssda903.reading import NAT, Table

ONE_DAY = np.timedelta64(1, "D")


def keys(table: Table, *, with_year: bool) -> np.ndarray:
    """One text for each row's child: area and code, and the year where asked."""
    parts = [table[AREA], table["CHILD"]]
    if with_year:
        parts.append(table[YEAR].astype(str))
    joined = parts[0].astype(str)
    for part in parts[1:]:
        joined = np.char.add(np.char.add(joined, "\x1f"), part.astype(str))
    return joined


def found(wanted: np.ndarray, keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each wanted key the value of the last row with it; NaT where there is none. Values are days."""
    if not len(keys):
        return np.full(len(wanted), NAT)
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[order], wanted, side="right") - 1
    hit = (place >= 0) & (keys[order][np.maximum(place, 0)] == wanted)
    return np.where(hit, values[order][np.maximum(place, 0)], NAT)


def birthdays(header: Table, table: Table) -> np.ndarray:
    """Each row's day of birth as the newest header tells it; NaT where unknown."""
    known = ~np.isnat(header["DOB"])
    order = np.argsort(header[YEAR][known], kind="stable")
    return found(
        keys(table, with_year=False),
        keys(header, with_year=False)[known][order],
        header["DOB"][known][order],
    )


def blank_dates(table: Table, column: str) -> np.ndarray:
    """Rows where a date is blank; one that could not be read is not."""
    unread = {(problem.file, problem.row) for problem in table.problems if problem.column == column}
    blank = np.isnat(table[column])
    for place in np.flatnonzero(blank).tolist():
        blank[place] = (table.files[table.file[place]], int(table.row[place])) not in unread
    return blank


def turns(born: np.ndarray, age: int) -> np.ndarray:
    """The day of the birthday; of 29 February in a common year, 1 March."""
    month = born.astype("datetime64[M]")
    return (month + np.timedelta64(12 * age, "M")).astype("datetime64[D]") + (
        born - month.astype("datetime64[D]")
    )


def in_order(table: Table, columns: Sequence[np.ndarray]) -> np.ndarray:
    """Places of the rows sorted by the columns, the first of them first."""
    return np.lexsort(tuple(reversed(columns)))
