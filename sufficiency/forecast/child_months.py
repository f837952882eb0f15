"""From placements to one row for each child and month end: what chances to leave and move are read from."""

from dataclasses import dataclass

import numpy as np

from sufficiency.forecast.cells import LEAVES_AT_MONTHS
from sufficiency.forecast.spells import Spells


@dataclass(frozen=True)
class ChildMonths:
    """One row for each child and month end in care, by child and then month. Arrays of one length.

    ``month`` counts from the first of the history; ``kind`` is a place in ``PLACEMENT_TYPES``, ``area`` one
    in the history's areas. ``age``, ``in_care`` and ``in_placement`` are in months, the last two since the
    unbroken run began, which may be before the history; where ``care_known`` or ``placed_known`` is false
    they are the least it can be. ``placement`` tells one placement of a child from the next.
    """

    area: np.ndarray
    child: np.ndarray
    month: np.ndarray
    kind: np.ndarray
    age: np.ndarray
    in_care: np.ndarray
    in_placement: np.ndarray
    is_uasc: np.ndarray
    care_known: np.ndarray
    placed_known: np.ndarray
    placement: np.ndarray

    def take(self, rows: np.ndarray) -> "ChildMonths":
        """The rows of a mask or an index."""
        return ChildMonths(**{name: values[rows] for name, values in vars(self).items()})


def months_of(days: np.ndarray) -> np.ndarray:
    """Month numbers (year x 12 + month - 1) of days."""
    return days.astype("datetime64[M]").astype(np.int64) + 1970 * 12


def read_spells(spells: Spells, first: int, length: int) -> tuple[ChildMonths, list[str]]:
    """Rows of the ``length`` months from the month number ``first``, and sentences on what was odd.

    A child is in the placement that holds the last day of the month; in two such, in the later one. A child
    of 18 has left.
    """
    start = months_of(spells.starts)
    end = np.where(np.isnat(spells.ends), first + length, months_of(spells.ends))
    begin = np.maximum(start, first)
    lengths = np.maximum(np.minimum(end, first + length) - begin, 0)
    of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    month = np.arange(len(of)) - np.repeat(np.cumsum(lengths) - lengths - begin, lengths)
    age = month - months_of(spells.born)[of]
    notes = []
    unborn = age < 0
    if unborn.any():
        count = len(np.unique(spells.child[of[unborn]]))
        notes.append(f"{count} children are in care before their birth; those months are left out.")
    kept = ~unborn & (age < LEAVES_AT_MONTHS)
    if not kept.all():
        of, month, age = of[kept], month[kept], age[kept]
    child = spells.child[of]
    if ((child[1:] == child[:-1]) & (month[1:] <= month[:-1])).any():
        order = np.lexsort((of, month, child))
        of, month, age, child = of[order], month[order], age[order], child[order]
        last = np.r_[(child[1:] != child[:-1]) | (month[1:] != month[:-1]), True]
        notes.append(
            f"At {int((~last).sum())} month ends a child is in two placements; the later one is counted."
        )
        of, month, age, child = of[last], month[last], age[last], child[last]
    return ChildMonths(
        area=spells.area.astype(np.int16)[of],
        child=child.astype(np.int32),
        month=(month - first).astype(np.int16),
        kind=spells.kind.astype(np.int8)[of],
        age=age.astype(np.int16),
        in_care=np.minimum(month - months_of(spells.care_from)[of], age).astype(np.int16),
        in_placement=np.minimum(month - start[of], age).astype(np.int16),
        is_uasc=spells.is_uasc[of],
        care_known=spells.care_known[of],
        placed_known=spells.placed_known[of],
        placement=of,
    ), notes
