"""How likely a child is to leave care or to move in the next month, by where it is and how long.

Chances depend on time: most who leave soon leave in the first months, and a placement that has held, holds.
Rates by age and placement alone miss that. They are read from all councils together; a council's own level
is its events over those expected, drawn towards 1 where it has few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sufficiency.forecast.cells import LEAVES_AT_MONTHS, PLACEMENT_TYPES, PlacementType
from sufficiency.forecast.child_months import ChildMonths

KINDS = len(PLACEMENT_TYPES)
# First month of each group. At 16 supported accommodation opens, so the ages around it stand apart.
LEAVING_AGES = np.array([0, 12, 36, 60, 96, 120, 144, 168, 192, 198, 204, 210, 214])
MOVING_AGES = np.array([0, 12, 36, 60, 96, 120, 144, 168, 186, 192, 193, 195, 198, 204, 205, 207, 210])
IN_CARE_STARTS = np.array([0, 1, 2, 3, 5, 7, 10, 14, 18, 24, 36, 48])
IN_PLACEMENT_STARTS = np.array([0, 1, 2, 3, 6, 12, 24])
# Before a council's own months speak: in a month about 3 in 100 children leave care (published counts for
# England, 2023) and 2 in 100 change placement.
USUAL_LEAVING, USUAL_MOVING = 0.03, 0.02
# Events that weigh as much as what the wider group suggests, for one axis, a pair of axes and more.
STRENGTHS = {1: 1.0, 2: 4.0}
FULL_STRENGTH = 12.0
ROUNDS = 8
SUPPORTED_FROM = 16 * 12
# Events of its own that weigh as much as the pool, for a council's level and for one kind of placement in it.
AREA_STRENGTH, AREA_KIND_STRENGTH, AREA_DESTINATION_STRENGTH = 15.0, 25.0, 25.0

# From the areas' own moves (age x kind x kind) to those of others, by the same ages.
Moves = Callable[[np.ndarray], np.ndarray]

# The group of each month of age or of time, up to 18 years: looked up rather than searched for.
LEAVING_AGE, MOVING_AGE, IN_CARE_GROUP, IN_PLACEMENT_GROUP = (
    (np.searchsorted(starts, np.arange(LEAVES_AT_MONTHS + 1), side="right") - 1).astype(np.int16)
    for starts in (LEAVING_AGES, MOVING_AGES, IN_CARE_STARTS, IN_PLACEMENT_STARTS)
)


@dataclass(frozen=True)
class Steps:
    """What became of each child by the next month end: ``left`` care, or ``moved`` to the kind ``to``.

    ``before`` has all rows whose next month is known, ``entered`` the rows of children not in care a month
    before.
    """

    before: ChildMonths
    left: np.ndarray
    moved: np.ndarray
    to: np.ndarray
    entered: ChildMonths


@dataclass(frozen=True)
class Rates:
    """Chances in one month.

    ``leave``: kind x age x time in care x UASC. ``move``: kind x age on arrival x time in placement x UASC.
    ``to``: area x age on arrival x kind x kind, adding up to 1. ``area_leave``, ``area_move``: area x kind,
    factors.
    """

    leave: np.ndarray
    move: np.ndarray
    to: np.ndarray
    area_leave: np.ndarray
    area_move: np.ndarray


def steps(children: ChildMonths, held: np.ndarray) -> Steps:
    """Read leavers, movers and entries from rows sorted by child and month.

    The last month has no next one, nor has one that is not ``held`` (areas x months) or whose next is not.
    """
    child, month = children.child, children.month
    stays = np.zeros(len(child), dtype=bool)
    stays[:-1] = (child[1:] == child[:-1]) & (month[1:] == month[:-1] + 1)
    both = held[:, :-1] & held[:, 1:]
    known = np.zeros(held.shape, dtype=bool)
    known[:, :-1] = both
    follows = np.zeros(held.shape, dtype=bool)
    follows[:, 1:] = both
    moved = np.zeros(len(child), dtype=bool)
    moved[:-1] = stays[:-1] & (children.placement[1:] != children.placement[:-1])
    to = np.roll(children.kind, -1)
    came = np.ones(len(child), dtype=bool)
    came[1:] = ~stays[:-1]
    before = known[children.area, month]
    return Steps(
        before=children.take(before),
        left=~stays[before],
        moved=moved[before],
        to=to[before],
        entered=children.take(came & follows[children.area, month]),
    )


def fit_rates(seen: Steps, weights: np.ndarray, areas: int, partners: Moves | None = None) -> Rates:
    """``weights`` is each row's say, 1 for the newest. Leaving at 18 is certain and is no event here.

    ``partners`` gives the moves of others, to stand in the pool beside those of these areas.
    """
    rows = seen.before
    at_risk = rows.age + 1 < LEAVES_AT_MONTHS
    uasc = rows.is_uasc.astype(np.int64)
    stays = at_risk & ~seen.left
    arriving = MOVING_AGE[rows.age + 1]
    long_enough = rows.care_known | (rows.in_care >= IN_CARE_STARTS[-1])
    leave_axes = (rows.kind, LEAVING_AGE[rows.age], IN_CARE_GROUP[rows.in_care], uasc)
    leave_shape = (KINDS, len(LEAVING_AGES), len(IN_CARE_STARTS), 2)
    leave_weights = weights * (at_risk & long_enough)
    leave = smooth_rates(
        _table(leave_axes, leave_weights * seen.left, leave_shape),
        _table(leave_axes, leave_weights, leave_shape),
        USUAL_LEAVING,
    )
    settled = rows.placed_known | (rows.in_placement >= IN_PLACEMENT_STARTS[-1])
    move_axes = (rows.kind, arriving, IN_PLACEMENT_GROUP[rows.in_placement], uasc)
    move_shape = (KINDS, len(MOVING_AGES), len(IN_PLACEMENT_STARTS), 2)
    move_weights = weights * (stays & settled)
    move = smooth_rates(
        _table(move_axes, move_weights * seen.moved, move_shape),
        _table(move_axes, move_weights, move_shape),
        USUAL_MOVING,
    )
    by_area = (rows.area, rows.kind)
    expected_leave = leave[leave_axes] * weights * at_risk
    expected_move = move[move_axes] * weights * stays
    moved = np.flatnonzero(seen.moved & stays)
    ages = len(MOVING_AGES)
    went = _table(
        (rows.area[moved], arriving[moved], rows.kind[moved], seen.to[moved]),
        weights[moved],
        (areas, ages, KINDS, KINDS),
    )
    return Rates(
        leave,
        move,
        _destinations(went, partners(went.sum(axis=0)) if partners else None),
        _own_level(
            _table(by_area, weights * seen.left * at_risk, (areas, KINDS)),
            _table(by_area, expected_leave, (areas, KINDS)),
        ),
        _own_level(
            _table(by_area, weights * seen.moved * stays, (areas, KINDS)),
            _table(by_area, expected_move, (areas, KINDS)),
        ),
    )


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
        strength = STRENGTHS.get(len(kept), FULL_STRENGTH) if len(kept) < events.ndim else FULL_STRENGTH
        rate = rate * (events.sum(axis=others, keepdims=True) + strength) / (expected + strength)
    return np.clip(rate, 0.0, 0.9)


def _own_level(events: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Area x kind: the council's level, and its kinds' about that, each drawn towards the wider one."""
    if len(events) == 1:
        return np.ones(events.shape)
    whole = (events.sum(axis=1, keepdims=True) + AREA_STRENGTH) / (
        expected.sum(axis=1, keepdims=True) + AREA_STRENGTH
    )
    return whole * (events + AREA_KIND_STRENGTH) / (expected * whole + AREA_KIND_STRENGTH)


def _destinations(went: np.ndarray, partners: np.ndarray | None) -> np.ndarray:
    """Where movers of an area, age and kind go: area x age x kind x kind, adding up to 1 over the last.

    The pool's own counts are drawn towards what kind and age show apart, a council's kinds of home towards
    the pool's. Supported accommodation takes nobody under 16 (Care Planning Regulations 2010, 27A), unless
    the history itself says otherwise.
    """
    counts = went.sum(axis=0) + (0 if partners is None else partners)
    open_to = np.ones(counts.shape)
    open_to[MOVING_AGES < SUPPORTED_FROM, :, PLACEMENT_TYPES.index(PlacementType.SUPPORTED)] = 0
    everywhere = counts.sum(axis=(0, 1)) + 1
    of_kind = (counts.sum(axis=0) + everywhere / everywhere.sum())[None]
    of_age = (counts.sum(axis=1) + 4 * everywhere / everywhere.sum())[:, None]
    likely = open_to * of_kind * of_age / everywhere
    likely /= likely.sum(axis=-1, keepdims=True)
    pooled = counts + FULL_STRENGTH * likely
    pooled /= pooled.sum(axis=-1, keepdims=True)
    if len(went) == 1 and partners is None:
        return pooled[None]
    expected = (went.sum(axis=-1, keepdims=True) * pooled).sum(axis=(1, 2))
    lean = (went.sum(axis=(1, 2)) + AREA_DESTINATION_STRENGTH) / (expected + AREA_DESTINATION_STRENGTH)
    own = pooled * lean[:, None, None, :]
    return own / own.sum(axis=-1, keepdims=True)


def _table(axes: tuple[np.ndarray, ...], weights: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    flat = np.ravel_multi_index(axes, shape)
    return np.bincount(flat, weights=weights, minlength=int(np.prod(shape))).reshape(shape)
