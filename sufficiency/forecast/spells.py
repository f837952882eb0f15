"""Placements of the children of one or several councils, as arrays."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sufficiency.forecast.cells import PLACEMENT_TYPES, PlacementType

NOT_YET = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Spell:
    """Days ``[starts_on, ends_on)`` one child spent in one placement; no end while it lasts.

    ``birth_month`` is any day of the month of birth: ages are counted in whole months.
    """

    child: str
    birth_month: date
    placement_type: PlacementType
    starts_on: date
    ends_on: date | None = None
    is_uasc: bool = False


@dataclass(frozen=True)
class Spells:
    """One entry for each placement, by child and start. Days are ``datetime64[D]``, half-open.

    ``area`` is a place in ``areas``, ``kind`` one in ``PLACEMENT_TYPES``, ``child`` any number that no two
    children share. ``ends`` is NaT while it lasts. ``care_from`` is when the unbroken time in care began;
    where ``care_known`` is false it began then or earlier, and so with ``placed_known`` for the placement.
    ``held`` (areas x months, from the month ``held_from``) is true where the source tells of the month; None
    where it tells of every month.
    """

    areas: tuple[str, ...]
    area: np.ndarray
    child: np.ndarray
    born: np.ndarray
    is_uasc: np.ndarray
    kind: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    care_from: np.ndarray
    care_known: np.ndarray
    placed_known: np.ndarray
    held: np.ndarray | None = None
    held_from: np.datetime64 | None = None

    def of_area(self, number: int) -> "Spells":
        """One authority's alone."""
        mine = self.area == number
        arrays = {
            name: values[mine]
            for name, values in vars(self).items()
            if isinstance(values, np.ndarray) and name != "held"
        }
        arrays["area"] = np.zeros(int(mine.sum()), dtype=np.int64)
        held = None if self.held is None else self.held[[number]]
        return replace(self, areas=(self.areas[number],), held=held, **arrays)


def of_one_council(spells: Iterable[Spell], name: str = "") -> Spells:
    """Arrays of one council's spells. A spell that abuts or overlaps the last carries the time in care on."""
    ordered = sorted(spells, key=lambda spell: (spell.child, spell.starts_on))
    numbers: dict[str, int] = {}
    child = np.array([numbers.setdefault(spell.child, len(numbers)) for spell in ordered], dtype=np.int64)
    starts = np.array([spell.starts_on for spell in ordered], dtype="datetime64[D]")
    ends = np.array([spell.ends_on or NOT_YET for spell in ordered], dtype="datetime64[D]")
    until = np.where(np.isnat(ends), np.int64(10**6), ends.astype(np.int64))
    # Ends so far, child by child: each child's own lie above those of the child before.
    offset = child * 10**7
    furthest = np.maximum.accumulate(until + offset) - offset if len(ordered) else until
    run_on = np.zeros(len(ordered), dtype=bool)
    run_on[1:] = (child[1:] == child[:-1]) & (starts.astype(np.int64)[1:] <= furthest[:-1])
    first = np.maximum.accumulate(np.where(run_on, 0, np.arange(len(ordered))))
    known = np.ones(len(ordered), dtype=bool)
    return Spells(
        areas=(name,),
        area=np.zeros(len(ordered), dtype=np.int64),
        child=child,
        born=np.array([spell.birth_month for spell in ordered], dtype="datetime64[D]"),
        is_uasc=np.array([spell.is_uasc for spell in ordered], dtype=bool),
        kind=np.array([PLACEMENT_TYPES.index(spell.placement_type) for spell in ordered], dtype=np.int64),
        starts=starts,
        ends=ends,
        care_from=starts[first] if len(ordered) else starts,
        care_known=known,
        placed_known=known,
    )
