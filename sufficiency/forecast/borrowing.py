"""What a council may tell its partners so that a small one borrows strength: where children go.

Children's rows never meet. A council counts who entered, by age and first placement, and who moved from what
to what, by age; small counts are hidden before anyone else sees them. How long children stay is each
council's own: told along single axes it helped no forecast of simulated partners.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sufficiency.forecast.history import MonthlyHistory
from sufficiency.forecast.rates import KINDS, MOVING_AGES, SUPPORTED_FROM, steps

# Ages on entry, and the wider ones that moves are told by.
ENTRY_AGES = np.array([0, 12, 60, 120, 168, 192])
MOVE_AGES = np.array([0, 120, SUPPORTED_FROM, 204])
TOLD_MONTHS = 48
# What a hidden count stands for, as most are from 1 to 4.
HIDDEN = 2.0
# A partner's child says as much as one of our own some two years ago.
SAY = 0.7
SHAPES = {"entered": (len(ENTRY_AGES), KINDS), "moved": (len(MOVE_AGES), KINDS, KINDS)}

# From counts that add up to a total to the same with small ones hidden (None).
Hide = Callable[[Sequence[int]], Sequence[int | None]]


@dataclass(frozen=True)
class Borrowed:
    """Children of all partners together.

    ``entered``: age on entry x kind, without unaccompanied children; ``moved``: age x from x to.
    """

    entered: np.ndarray
    moved: np.ndarray

    def __add__(self, other: "Borrowed") -> "Borrowed":
        return Borrowed(self.entered + other.entered, self.moved + other.moved)

    def as_json(self) -> dict[str, list[float]]:
        return {name: values.ravel().tolist() for name, values in vars(self).items()}

    def went(self, own: np.ndarray) -> np.ndarray:
        """The moves by ``MOVING_AGES`` (age x from x to), spread within each wider age as our own are."""
        wider = np.searchsorted(MOVE_AGES, MOVING_AGES, side="right") - 1
        weight = own.sum(axis=(1, 2)) + 1
        share = weight / np.bincount(wider, weight)[wider]
        return SAY * self.moved[wider] * share[:, None, None]


def to_tell(history: MonthlyHistory, hide: Hide) -> dict[str, list[int | None]]:
    """One council's counts of the newest months, ready for JSON; empty where only counts are known."""
    if history.children is None or len(history.months) < 2:
        return {}
    seen, since = steps(history.children, history.held()), len(history.months) - TOLD_MONTHS
    came = seen.entered.take((seen.entered.month >= since) & ~seen.entered.is_uasc)
    moved = seen.moved & (seen.before.month >= since)
    gone = seen.before.take(moved)
    wider = np.searchsorted(MOVE_AGES, gone.age + 1, side="right") - 1
    flat = {
        "entered": entry_age(came.age) * KINDS + came.kind,
        "moved": (wider * KINDS + gone.kind) * KINDS + seen.to[moved],
    }
    return {
        name: list(hide(np.bincount(places, minlength=int(np.prod(SHAPES[name]))).tolist()))
        for name, places in flat.items()
    }


def heard(told: Mapping[str, Any]) -> Borrowed | None:
    """What ``to_tell`` wrote; None if it is empty or told by other ages or kinds than these."""
    if any(len(told.get(name, ())) != np.prod(shape) for name, shape in SHAPES.items()):
        return None
    return Borrowed(
        *(
            np.array([HIDDEN if n is None else n for n in told[name]], dtype=float).reshape(shape)
            for name, shape in SHAPES.items()
        )
    )


def entry_age(age: np.ndarray) -> np.ndarray:
    """Place in ``ENTRY_AGES``."""
    return np.searchsorted(ENTRY_AGES, age, side="right") - 1
