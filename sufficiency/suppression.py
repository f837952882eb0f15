"""Hiding small numbers in counts before anyone outside the council sees them.

Counts from 1 up to the level are hidden. Where a hidden count could still be worked out from the totals,
further counts are hidden until it can't (secondary suppression). Nought is shown: it is nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEVEL = 5
# A sum that is published: places (by flat index) of the parts, the place of their total last.
Line = tuple[int, ...]


@dataclass(frozen=True)
class SuppressedList:
    """As the input, None where hidden."""

    counts: list[int | None]
    total: int | None


@dataclass(frozen=True)
class SuppressedTable:
    """The same shape as the input, None where hidden; totals of rows and columns may be hidden too."""

    cells: list[list[int | None]]
    row_totals: list[int | None]
    column_totals: list[int | None]
    total: int | None


def suppress_list(counts: Sequence[int], *, level: int = LEVEL) -> SuppressedList:
    """Counts that are published with their total."""
    values = _checked(counts, dimensions=1)
    places = tuple(range(len(values) + 1))
    shown = _shown(np.append(values, values.sum()), [places], totals={places[-1]}, level=level)
    return SuppressedList(shown[:-1], shown[-1])


def suppress_table(cells: Sequence[Sequence[int]], *, level: int = LEVEL) -> SuppressedTable:
    """Counts that are published with totals of each row and column."""
    counts = _checked(cells, dimensions=2)
    table = np.pad(counts, ((0, 1), (0, 1)))
    table[-1, :-1] = counts.sum(axis=0)
    table[:, -1] = table[:, :-1].sum(axis=1)
    places = np.arange(table.size).reshape(table.shape)
    lines: list[Line] = [tuple(map(int, line)) for line in (*places, *places.T)]
    totals = {*lines[len(table) - 1], *lines[-1]}
    shown = _shown(table.ravel(), lines, totals=totals, level=level)
    rows = [[shown[place] for place in line] for line in lines[: len(table)]]
    return SuppressedTable(
        cells=[row[:-1] for row in rows[:-1]],
        row_totals=[row[-1] for row in rows[:-1]],
        column_totals=rows[-1][:-1],
        total=rows[-1][-1],
    )


def _checked(counts: Sequence, dimensions: int) -> np.ndarray:
    values = np.array(counts, dtype=np.int64)
    if values.ndim != dimensions or (values < 0).any():
        raise ValueError("Counts are whole numbers, none below zero, in rows of one length.")
    return values


def _shown(counts: np.ndarray, lines: list[Line], *, totals: set[int], level: int) -> list[int | None]:
    hidden = {place for place, count in enumerate(counts) if 0 < count < level}
    while given_away := _given_away(hidden, lines):
        # A line with one hidden count is the plain case and comes first; the others hang together in a chain.
        alone = [line for line in lines if len(hidden.intersection(line)) == 1]
        in_line = alone or [line for line in lines if given_away.intersection(line)]
        # Cheapest: an inner count before a total, small before large, a nought last as it protects least.
        hidden.add(
            min(
                {place for line in in_line for place in line} - hidden,
                key=lambda place: (counts[place] == 0, place in totals, counts[place], place),
            )
        )
    return [None if place in hidden else int(count) for place, count in enumerate(counts)]


def _given_away(hidden: set[int], lines: list[Line]) -> set[int]:
    """The hidden counts that the shown ones determine.

    Each line says that its parts add to its total. With the hidden counts as unknowns, one of them is
    determined exactly when leaving it out lowers the rank of those sums.
    """
    places = sorted(hidden)
    sums = np.array(
        [[(place in line) - 2 * (place == line[-1]) for place in places] for line in lines], dtype=float
    )
    rank = _rank(sums)
    return {place for n, place in enumerate(places) if _rank(np.delete(sums, n, axis=1)) < rank}


def _rank(matrix: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0
