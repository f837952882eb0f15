"""How likely a child is to leave care or to change placement in the next month, by where it is and how
long.

Chances depend on time: most who leave soon leave in the first months, and a placement that has held,
holds. Rates by age and placement alone miss that.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sufficiency.forecast.cells import CATEGORIES, LEAVES_AT_MONTHS, Category
from sufficiency.forecast.child_months import ChildMonths

# First month of each group. At 16 supported accommodation opens, so the ages around it stand apart.
AGE_STARTS = np.array([0, 12, 60, 120, 168, 192, 198, 204])
IN_CARE_STARTS = np.array([0, 1, 3, 6, 12, 18, 24, 48])
IN_CATEGORY_STARTS = np.array([0, 1, 3, 6, 12, 24])
# Before a council's own months speak: in a month about 3 in 100 children leave care (published counts for
# England, 2023) and 1 in 100 change kind of placement.
USUAL_LEAVING, USUAL_MOVING = 0.03, 0.01
# Events that weigh as much as what the wider group suggests, for one axis, a pair of axes and a single cell.
STRENGTHS = {1: 1.0, 2: 4.0, 3: 10.0}
ROUNDS = 8
SUPPORTED_FROM = 16 * 12


# The group of each month of age or of time, up to 18 years: looked up rather than searched for.
AGE_GROUP, IN_CARE_GROUP, IN_CATEGORY_GROUP = (
    np.searchsorted(starts, np.arange(LEAVES_AT_MONTHS + 1), side="right") - 1
    for starts in (AGE_STARTS, IN_CARE_STARTS, IN_CATEGORY_STARTS)
)


@dataclass(frozen=True)
class Rates:
    """Chances in one month. Axes: ``leave`` category, age, time in care; ``move`` category, age, time in
    category.

    Ages are groups: now for leaving, a month on for moving, as it is the age on arrival that opens a
    placement. ``destinations`` adds up to each destination over its last axis: cumulative chances, for
    drawing.
    """

    leave: np.ndarray
    move: np.ndarray
    destinations: np.ndarray


@dataclass(frozen=True)
class Steps:
    """What became of each child by the next month end: ``left`` care, or ``to`` which category.

    ``before`` has all rows but the last month's, ``entered`` the rows of children not in care a month before.
    """

    before: ChildMonths
    left: np.ndarray
    to: np.ndarray
    entered: ChildMonths


def steps(children: ChildMonths, length: int) -> Steps:
    """Read leavers, movers and entries from rows sorted by child and month.

    The last month has no next one.
    """
    stays = np.zeros(len(children.child), dtype=bool)
    stays[:-1] = (children.child[1:] == children.child[:-1]) & (children.month[1:] == children.month[:-1] + 1)
    to = np.where(stays, np.roll(children.category, -1), -1)
    entered = np.ones(len(stays), dtype=bool)
    entered[1:] = ~stays[:-1]
    known = children.month < length - 1
    return Steps(
        before=children.take(known),
        left=~stays[known],
        to=to[known],
        entered=children.take(entered & (children.month > 0)),
    )


def fit_rates(seen: Steps, weights: np.ndarray) -> Rates:
    """``weights`` is each row's say, 1 for the newest months.

    Leaving at 18 is certain and is no event here.
    """
    at_risk = seen.before.age + 1 < LEAVES_AT_MONTHS
    weights = weights * at_risk
    category, age = seen.before.category, AGE_GROUP[seen.before.age]
    arriving = AGE_GROUP[seen.before.age + 1]
    in_care = IN_CARE_GROUP[seen.before.in_care]
    in_category = IN_CATEGORY_GROUP[seen.before.in_category]
    moved = ~seen.left & at_risk & (seen.to != category)
    kinds, ages = len(CATEGORIES), len(AGE_STARTS)
    leave_shape = (kinds, ages, len(IN_CARE_STARTS))
    move_shape = (kinds, ages, len(IN_CATEGORY_STARTS))
    leave = smooth_rates(
        _table((category, age, in_care), weights * seen.left, leave_shape),
        _table((category, age, in_care), weights, leave_shape),
        USUAL_LEAVING,
    )
    staying = weights * ~seen.left
    move = smooth_rates(
        _table((category, arriving, in_category), staying * moved, move_shape),
        _table((category, arriving, in_category), staying, move_shape),
        USUAL_MOVING,
    )
    counts = _table((category[moved], arriving[moved], seen.to[moved]), weights[moved], (kinds, ages, kinds))
    return Rates(leave, move, np.cumsum(_destinations(counts), axis=-1))


def smooth_rates(events: np.ndarray, exposure: np.ndarray, usual: float) -> np.ndarray:
    """Events over exposure, each cell drawn towards what single axes, then pairs of axes, show by themselves.

    A group with few events takes the wider group's rate, one with many keeps its own.
    """
    rate = np.full(events.shape, (events.sum() + 1) / (exposure.sum() + 1 / usual))
    axes = range(events.ndim)
    singles, pairs = list(combinations(axes, 1)), list(combinations(axes, 2))
    for kept in [*singles * ROUNDS, *pairs * ROUNDS, tuple(axes)]:
        others = tuple(axis for axis in axes if axis not in kept)
        expected = (rate * exposure).sum(axis=others, keepdims=True)
        strength = STRENGTHS[len(kept)]
        rate = rate * (events.sum(axis=others, keepdims=True) + strength) / (expected + strength)
    return np.clip(rate, 0.0, 0.9)


def _destinations(counts: np.ndarray) -> np.ndarray:
    """Where movers of a category and age go (both axes, then destination).

    Own counts are drawn towards what the category and the age show apart. Supported accommodation takes
    nobody under 16 (Care Planning Regulations 2010, 27A), unless the history itself says otherwise.
    """
    open_to = np.broadcast_to(1.0 - np.eye(len(CATEGORIES))[:, None, :], counts.shape).copy()
    open_to[:, AGE_STARTS < SUPPORTED_FROM, CATEGORIES.index(Category.SUPPORTED)] = 0
    everywhere = counts.sum(axis=(0, 1)) + 1
    of_category = (counts.sum(axis=1) + everywhere / everywhere.sum())[:, None, :]
    of_age = (counts.sum(axis=0) + 4 * everywhere / everywhere.sum())[None, :, :]
    likely = open_to * of_category * of_age / everywhere
    likely /= likely.sum(axis=-1, keepdims=True)
    drawn = counts + STRENGTHS[3] * likely
    return drawn / drawn.sum(axis=-1, keepdims=True)


def _table(axes: tuple[np.ndarray, ...], weights: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    flat = np.ravel_multi_index(axes, shape)
    return np.bincount(flat, weights=weights, minlength=int(np.prod(shape))).reshape(shape)
