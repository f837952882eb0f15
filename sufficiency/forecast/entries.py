"""Who enters care: how many by stream, and of what age and placement.

Unaccompanied children are a stream of their own. The others are told apart by age on entry. A council's mix
is drawn towards the pool's; recent months weigh more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sufficiency.forecast.borrowing import ENTRY_AGES, SAY, Borrowed, entry_age
from sufficiency.forecast.cells import BAND_OF_AGE, PLACEMENT_TYPES, PlacementType
from sufficiency.forecast.changes import Rate, RateChange, factors
from sufficiency.forecast.child_months import ChildMonths
from sufficiency.forecast.levels import Wander, fit_wander
from sufficiency.forecast.project import CATEGORY_OF_KIND, People
from sufficiency.forecast.rates import KINDS, SUPPORTED_FROM

AGE_GROUPS = len(ENTRY_AGES)
# The last group is unaccompanied children, of any age.
GROUPS = AGE_GROUPS + 1
AGES_A_GROUP = 6
MIX_HALF_LIFE = 24
# Entrants of its own that weigh as much as the pool's mix.
AGE_STRENGTH, KIND_STRENGTH = 40.0, 25.0
# Supported accommodation takes nobody under 16, unless the history itself says otherwise.
OPEN_TO = np.ones((AGE_GROUPS, KINDS))
OPEN_TO[ENTRY_AGES < SUPPORTED_FROM, PLACEMENT_TYPES.index(PlacementType.SUPPORTED)] = 0
# Where no unaccompanied child was ever seen, half are taken to go to agencies' carers and half elsewhere.
UNSEEN = np.array([0.0, 0.0, 0.5, 0.0, 0.0, 0.5])
# What every council is taken to have seen before its own months speak, so that nought does not mean never.
LEAST_ENTRIES = 0.5


@dataclass(frozen=True)
class Entries:
    """``expected`` is areas x 2: entries a month of others and of unaccompanied children, about which the
    ``streams`` wander. ``shares``: areas x ``AGE_GROUPS``; ``sure``: areas, the entrants these rest on.
    ``people`` are one month's entrants of one child in each group of each area.
    """

    expected: np.ndarray
    streams: tuple[Wander, Wander]
    shares: np.ndarray
    sure: np.ndarray
    people: People


def fit_entries(
    entered: ChildMonths,
    held: np.ndarray,
    stock: np.ndarray,
    horizon: int,
    first_month: int,
    borrowed: Borrowed | None = None,
) -> Entries:
    """``held`` (areas x months) marks months whose entries are known; ``stock`` (areas) is in care now."""
    areas, months = held.shape
    counts = np.zeros((2, areas, months))
    np.add.at(counts, (entered.is_uasc.astype(int), entered.area, entered.month), 1)
    known = held.sum(axis=1)
    pooled = counts.sum(axis=(1, 2)) / max(known.sum(), 1)
    by_size = areas * (stock + 5) / (stock + 5).sum()
    expected = np.empty((areas, 2))
    streams = []
    for stream in range(2):
        usual = np.maximum(pooled[stream] * by_size, 1e-4 if stream else 0.02)
        own = (counts[stream].sum(axis=1) + 3) / (known + 3 / usual)
        expected[:, stream] = own
        means = np.where(held, own[:, None], 0.0)
        streams.append(fit_wander(np.where(held, counts[stream], 0.0), means, horizon, first_month))
    weights = 0.5 ** ((months - 1 - entered.month) / MIX_HALF_LIFE)
    ours = ~entered.is_uasc
    ages, kinds = _mix(entered.take(ours), weights[ours], areas, borrowed)
    people = _people(entered, weights, ages, kinds, areas)
    effective = np.bincount(entered.area[ours], weights[ours], areas)
    return Entries(expected, (streams[0], streams[1]), ages, effective + AGE_STRENGTH, people)


def _mix(
    entered: ChildMonths, weights: np.ndarray, areas: int, borrowed: Borrowed | None
) -> tuple[np.ndarray, np.ndarray]:
    """Shares of age groups (areas x groups), and of kinds in each (areas x groups x kinds)."""
    flat = (entered.area.astype(np.int64) * AGE_GROUPS + entry_age(entered.age)) * KINDS + entered.kind
    counts = np.bincount(flat, weights, areas * AGE_GROUPS * KINDS).reshape(areas, AGE_GROUPS, KINDS)
    pool = counts.sum(axis=0) + (SAY * borrowed.entered if borrowed else 0)
    usual_ages = (pool.sum(axis=1) + LEAST_ENTRIES) / (pool.sum() + LEAST_ENTRIES * AGE_GROUPS)
    everyone = (pool.sum(axis=0) + LEAST_ENTRIES) * OPEN_TO
    everyone /= everyone.sum(axis=1, keepdims=True)
    usual_kinds = (pool + 4 * everyone) / (pool.sum(axis=1, keepdims=True) + 4)
    of_age = counts.sum(axis=2)
    ages = (of_age + AGE_STRENGTH * usual_ages) / (of_age.sum(axis=1, keepdims=True) + AGE_STRENGTH)
    kinds = (counts + KIND_STRENGTH * usual_kinds) / (of_age[:, :, None] + KIND_STRENGTH)
    return ages, kinds


def _people(
    entered: ChildMonths, weights: np.ndarray, ages: np.ndarray, kinds: np.ndarray, areas: int
) -> People:
    rows: list[tuple[np.ndarray, ...]] = []
    area = np.arange(areas)
    for group in range(AGE_GROUPS):
        mine = ~entered.is_uasc & (entry_age(entered.age) == group)
        bounds = (ENTRY_AGES[group], ENTRY_AGES[group + 1] if group + 1 < AGE_GROUPS else 214)
        for age in _typical(entered.age[mine], weights[mine], bounds):
            for kind in np.flatnonzero(kinds[:, group].max(axis=0) > 1e-3):
                rows.append(_rows(area, group, age, kind, kinds[:, group, kind] / AGES_A_GROUP, False))
    alone = entered.is_uasc
    for age in _typical(entered.age[alone], weights[alone], (180, 214)):
        near = alone & (BAND_OF_AGE[entered.age] == BAND_OF_AGE[age])
        share = np.bincount(entered.kind[near], weights[near], KINDS)
        share = share / share.sum() if near.any() else UNSEEN
        for kind in np.flatnonzero(share > 5e-3):
            weight = np.full(areas, share[kind] / AGES_A_GROUP)
            rows.append(_rows(area, AGE_GROUPS, age, kind, weight, True))
    of, groups, years, which, weights, alone = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    zeros = np.zeros(len(of), dtype=np.int64)
    return People(
        of, which, years, zeros, zeros, alone, zeros + 1, of * GROUPS + groups, weights.astype(np.float32)
    )


def _typical(ages: np.ndarray, weights: np.ndarray, bounds: tuple[int, int]) -> np.ndarray:
    """Ages in the middle of each sixth of the entrants; spread over the group where there are too few."""
    if len(ages) < 2 * AGES_A_GROUP:
        steps = (np.arange(AGES_A_GROUP) + 0.5) / AGES_A_GROUP
        return (bounds[0] + steps * (bounds[1] - bounds[0])).astype(np.int64)
    order = np.argsort(ages, kind="stable")
    reached = np.cumsum(weights[order])
    wanted = (np.arange(AGES_A_GROUP) + 0.5) / AGES_A_GROUP * reached[-1]
    return ages[order][np.searchsorted(reached, wanted)].astype(np.int64)


def _rows(
    area: np.ndarray, group: int, age: int, kind: Any, weight: np.ndarray, is_uasc: bool
) -> tuple[np.ndarray, ...]:
    def fill(value: int) -> np.ndarray:
        return np.full(len(area), value, dtype=np.int64)

    return area, fill(group), fill(age), fill(kind), weight, np.full(len(area), is_uasc)


def in_each_month(people: People, months: int, changes: Sequence[RateChange]) -> People:
    """The same entrants in each month ahead, as many as the changes leave; grouped by month too."""
    size = len(people.area)
    enters = np.repeat(np.arange(1, months + 1), size)
    left = np.concatenate(
        [
            factors(changes, Rate.ENTRIES, month)[CATEGORY_OF_KIND[people.kind], BAND_OF_AGE[people.age]]
            for month in range(1, months + 1)
        ]
    )
    values = {name: np.tile(column, months) for name, column in vars(people).items()}
    values["enters"] = enters
    values["weight"] = (values["weight"] * left).astype(np.float32)
    values["group"] = values["group"] * months + enters - 1
    return People(**values)
