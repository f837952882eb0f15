"""The flow model: the children now in care age, move and leave by their chances, and new ones enter.

Each path is a whole possible future of every child, so counts are whole numbers, bands on small cells are
honest, and cells add up within a path. What is not known (the level of entries and of leaving, the mix of
entrants) is drawn once for each path.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sufficiency.forecast.cells import BAND_OF_AGE, CELLS, LEAVES_AT_MONTHS, cell_number
from sufficiency.forecast.changes import Rate, RateChange, extra_moves, factors
from sufficiency.forecast.child_months import ChildMonths
from sufficiency.forecast.history import MonthlyHistory
from sufficiency.forecast.levels import Level, fit_level
from sufficiency.forecast.rates import AGE_GROUP, IN_CARE_GROUP, IN_CATEGORY_GROUP, Rates, fit_rates, steps

# Months after which an observation has half its say, for chances and for who enters.
RATES_HALF_LIFE = 36
ENTRANTS_HALF_LIFE = 24
# Entrants each path's mix is drawn from; fewer where fewer were seen.
MOST_ENTRANTS = 300
# A month's entries where none were ever seen: none in eighteen months does not mean never.
LEAST_ENTRIES = 0.05


@dataclass(frozen=True)
class FlowModel:
    """Fitted to one history. ``now`` holds the children of its last month, ``entrants`` those who entered."""

    now: ChildMonths
    rates: Rates
    leaving: Level
    entering: Level
    entries_a_month: float
    entrants: ChildMonths
    entrant_weights: np.ndarray


def fit_flows(history: MonthlyHistory) -> FlowModel:
    """Needs a history with children; two months are enough to compute, not enough to trust."""
    children, length = history.children, len(history.months)
    if children is None or length < 2:
        raise ValueError("The flow model needs children's spells over two months or more.")
    seen = steps(children, length)
    rates = fit_rates(seen, 0.5 ** ((length - 2 - seen.before.month) / RATES_HALF_LIFE))
    at_risk = seen.before.age + 1 < LEAVES_AT_MONTHS
    before = seen.before
    chances = rates.leave[before.category, AGE_GROUP[before.age], IN_CARE_GROUP[before.in_care]]
    expected = np.bincount(seen.before.month, weights=chances * at_risk, minlength=length - 1)
    left = np.bincount(seen.before.month, weights=seen.left & at_risk, minlength=length - 1)
    entries = np.bincount(seen.entered.month - 1, minlength=length - 1)
    mean = max(float(entries.mean()), LEAST_ENTRIES)
    # Where nobody entered, whoever comes is taken to be like those in care.
    entrants = seen.entered if len(seen.entered.month) else children
    return FlowModel(
        now=children.take(children.month == length - 1),
        rates=rates,
        leaving=fit_level(left, expected),
        entering=fit_level(entries, np.full(length - 1, mean)),
        entries_a_month=mean,
        entrants=entrants,
        entrant_weights=0.5 ** ((length - 1 - entrants.month) / ENTRANTS_HALF_LIFE),
    )


def simulate_flows(
    model: FlowModel,
    rng: np.random.Generator,
    paths: int,
    months: int,
    changes: Sequence[RateChange] = (),
) -> np.ndarray:
    """Counts at month ends, paths x months x ``CELLS``, under ``changes`` to the rates."""
    leaving, _ = model.leaving.draw(rng, paths, months)
    entering, scatter = model.entering.draw(rng, paths, months)
    pools = _entrant_pools(model, rng, paths)
    path = np.repeat(np.arange(paths, dtype=np.int32), len(model.now.child))
    category, age, in_care, in_category = (
        np.tile(values.astype(np.int32), paths)
        for values in (model.now.category, model.now.age, model.now.in_care, model.now.in_category)
    )
    counts = np.empty((paths, months, len(CELLS)), dtype=np.int32)
    for month in range(months):
        hazard = model.rates.leave[category, AGE_GROUP[age], IN_CARE_GROUP[in_care]]
        hazard = hazard * factors(changes, Rate.LEAVING, month + 1)[category, BAND_OF_AGE[age]]
        stays = rng.random(len(path)) >= hazard * leaving[path, month]
        stays &= age + 1 < LEAVES_AT_MONTHS
        path, category, age, in_care, in_category = (
            values[stays] for values in (path, category, age + 1, in_care + 1, in_category)
        )
        age_group = AGE_GROUP[age]
        chance = model.rates.move[category, age_group, IN_CATEGORY_GROUP[in_category]]
        movers = np.flatnonzero(rng.random(len(path)) < chance)
        drawn = rng.random(len(movers))[:, None]
        cumulative = model.rates.destinations[category[movers], age_group[movers]]
        category[movers] = np.minimum((drawn > cumulative).sum(axis=1), cumulative.shape[1] - 1)
        in_category = in_category + 1
        in_category[movers] = 0
        for to, extra in extra_moves(changes, month + 1).items():
            stepping = np.flatnonzero(rng.random(len(path)) < extra[category, BAND_OF_AGE[age]])
            category[stepping], in_category[stepping] = to, 0
        entry_factors = factors(changes, Rate.ENTRIES, month + 1)
        most = max(1.0, entry_factors.max())
        number = _scattered(rng, model.entries_a_month * entering[:, month] * most, scatter)
        new_path = np.repeat(np.arange(paths, dtype=np.int32), number)
        new = pools[new_path, rng.integers(pools.shape[1], size=len(new_path))]
        if (entry_factors != most).any():
            kept = entry_factors[model.entrants.category[new], BAND_OF_AGE[model.entrants.age[new]]] / most
            enters = rng.random(len(new)) < kept
            new_path, new = new_path[enters], new[enters]
        zeros = np.zeros(len(new), dtype=np.int32)
        path = np.concatenate([path, new_path])
        category = np.concatenate([category, model.entrants.category[new].astype(np.int32)])
        age = np.concatenate([age, model.entrants.age[new].astype(np.int32)])
        in_care, in_category = np.concatenate([in_care, zeros]), np.concatenate([in_category, zeros])
        place = path * len(CELLS) + cell_number(category, age)
        flat = np.bincount(place, minlength=paths * len(CELLS))
        counts[:, month] = flat.reshape(paths, len(CELLS))
    return counts


def _scattered(rng: np.random.Generator, mean: np.ndarray, scatter: np.ndarray) -> np.ndarray:
    """Counts with variance ``scatter`` x mean: Poisson at 1, else a gamma mixture of Poissons."""
    excess = np.maximum(scatter - 1, 1e-6)
    return rng.poisson(rng.gamma(mean / excess, excess))


def _entrant_pools(model: FlowModel, rng: np.random.Generator, paths: int) -> np.ndarray:
    """For each path a sample of past entrants (paths x pool, index into ``entrants``), from which it
    draws its own.

    A sample as small as the evidence carries the uncertainty of the mix.
    """
    weights = model.entrant_weights
    size = int(np.clip(weights.sum() ** 2 / (weights**2).sum(), 1, MOST_ENTRANTS))
    return rng.choice(len(weights), size=(paths, size), p=weights / weights.sum())
