"""From dated observations to periods: pure, so that files may be loaded in any order."""

from collections.abc import Hashable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

Value = TypeVar("Value", bound=Hashable)


class Held(NamedTuple):
    """A value from ``starts_on`` up to, not including, ``ends_on``; the last one is open."""

    starts_on: date
    ends_on: date | None
    value: Hashable


def periods_of(observed: Sequence[tuple[date, Value]], *, known_from: date | None = None) -> list[Held]:
    """Periods without gap or overlap from observations: a value holds from the day it was first seen until
    the day another was. ``known_from`` is an earlier day from which the first value is known to hold.
    """
    changes: list[tuple[date, Value]] = []
    for seen_on, value in sorted(observed, key=lambda seen: seen[0]):
        if not changes or changes[-1][1] != value:
            changes.append((seen_on, value))
    if not changes:
        return []
    if known_from is not None and known_from < changes[0][0]:
        changes[0] = (known_from, changes[0][1])
    ends = [start for start, _ in changes[1:]]
    return [Held(start, end, value) for (start, value), end in zip(changes, [*ends, None], strict=True)]
