"""From care spells to one row for each child and month end.

What the chances of leaving and moving are read from.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from sufficiency.forecast.cells import CATEGORIES, LEAVES_AT_MONTHS, Category


@dataclass(frozen=True, slots=True)
class Spell:
    """Days ``[starts_on, ends_on)`` one child spent in one kind of placement; no end while it lasts.

    ``birth_month`` is any day of the month of birth: ages are counted in whole months.
    """

    child: str
    birth_month: date
    category: Category
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class ChildMonths:
    """One row for each child and month end in care, by child and then month. Arrays of one length.

    ``month`` counts from the first of the history; ``category`` is a place in ``CATEGORIES``. ``age``,
    ``in_care`` and ``in_category`` are in months, the last two since the unbroken run began, which may be
    before the history.
    """

    child: np.ndarray
    month: np.ndarray
    category: np.ndarray
    age: np.ndarray
    in_care: np.ndarray
    in_category: np.ndarray

    def take(self, rows: np.ndarray) -> "ChildMonths":
        """The rows of a mask or an index."""
        return ChildMonths(**{name: values[rows] for name, values in vars(self).items()})


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_end(number: int) -> date:
    """Last day of the month with this number (year x 12 + month - 1)."""
    year, month = divmod(number, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def read_spells(spells: Iterable[Spell], first: int, length: int) -> tuple[ChildMonths, list[str]]:
    """Rows of the ``length`` months from the month number ``first``, and sentences on what was odd.

    A child is in the spell that holds the last day of the month; in two such spells, in the later one. A
    child of 18 has left.
    """
    runs = _runs(sorted(spells, key=lambda spell: (spell.child, spell.starts_on)))
    begin = np.maximum(runs["start"], first)
    lengths = np.maximum(np.minimum(runs["end"], first + length) - begin, 0)
    of_run = np.repeat(np.arange(len(lengths)), lengths)
    rows = {name: values[of_run] for name, values in runs.items()}
    rows["month"] = begin[of_run] + np.arange(len(of_run)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows["age"] = rows["month"] - rows["born"]
    notes = []
    unborn = rows["age"] < 0
    if unborn.any():
        count = len(np.unique(rows["child"][unborn]))
        notes.append(f"{count} children are in care before their birth; those months are left out.")
    rows = _pick(rows, ~unborn & (rows["age"] < LEAVES_AT_MONTHS))
    rows = _pick(rows, np.lexsort((rows["start"], rows["month"], rows["child"])))
    last_of_month = np.ones(len(rows["child"]), dtype=bool)
    last_of_month[:-1] = (np.diff(rows["child"]) != 0) | (np.diff(rows["month"]) != 0)
    if not last_of_month.all():
        count = int((~last_of_month).sum())
        notes.append(f"At {count} month ends a child is in two placements; the later one is counted.")
    rows = _pick(rows, last_of_month)
    return ChildMonths(
        child=rows["child"],
        month=rows["month"] - first,
        category=rows["category"],
        age=rows["age"],
        in_care=np.minimum(rows["month"] - rows["in_care_from"], rows["age"]),
        in_category=np.minimum(rows["month"] - rows["in_category_from"], rows["age"]),
    ), notes


def _pick(rows: dict[str, np.ndarray], which: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[which] for name, values in rows.items()}


def _runs(spells: list[Spell]) -> dict[str, np.ndarray]:
    """Month numbers for each spell, by child and start.

    A spell that abuts the last one carries its run on.
    """
    names = ("child", "start", "end", "category", "born", "in_care_from", "in_category_from")
    table = np.zeros((len(spells), len(names)), dtype=np.int64)
    keys: dict[str, int] = {}
    last: Spell | None = None
    in_care_from = in_category_from = 0
    in_care_until = date.min
    for n, spell in enumerate(spells):
        start, ends_on = month_number(spell.starts_on), spell.ends_on or date.max
        if last is None or last.child != spell.child or spell.starts_on > in_care_until:
            in_care_from = in_category_from = start
            in_care_until = ends_on
        elif last.category != spell.category:
            in_category_from = start
        in_care_until = max(in_care_until, ends_on)
        table[n] = (
            keys.setdefault(spell.child, len(keys)),
            start,
            month_number(ends_on),
            CATEGORIES.index(spell.category),
            month_number(spell.birth_month),
            in_care_from,
            in_category_from,
        )
        last = spell
    return dict(zip(names, table.T, strict=True))
