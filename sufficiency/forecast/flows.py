"""The flow model: children now in care age, move and leave by their chances, and new ones enter.

What is expected of those in care and of entrants is worked out exactly; the level of entries and of leaving
and the ages of entrants are drawn for each path, and what chance does to whole children is added. Councils
are simulated together, path by path, so that the band of any sum is the sum's own.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from sufficiency.forecast.borrowing import Borrowed
from sufficiency.forecast.cells import CELLS, LEAVES_AT_MONTHS
from sufficiency.forecast.changes import RateChange
from sufficiency.forecast.entries import AGE_GROUPS, GROUPS, Entries, fit_entries, in_each_month
from sufficiency.forecast.history import MonthlyHistory
from sufficiency.forecast.levels import Wander, fit_wander
from sufficiency.forecast.project import Expected, People, project
from sufficiency.forecast.rates import (
    IN_CARE_GROUP,
    KINDS,
    LEAVING_AGE,
    Rates,
    fit_rates,
    steps,
)

# NumPy lets go of Python's lock; more threads than this gain nothing on the machines councils have.
THREADS = 2
# Months after which an observation has half its say.
RATES_HALF_LIFE = 48
# Leaving is worked out at the expected level and at this one; paths lie along the curve through both.
MORE_LEAVING = 1.25
# Chance in one month and the next is alike, as most children stay.
NOISE_KEEPS = 0.93
# How far each kind of placement drifts off in a year, beyond what the model knows: sd of its log share.
DRIFT = np.array([0.05, 0.045, 0.045, 0.06, 0.06, 0.08])
AGE_DRIFT = 0.01
# Siblings stay and leave together: variance over mean for entrants still in care.
KEPT_TOGETHER = 0.5


@dataclass(frozen=True)
class FlowModel:
    """Fitted to one history; ``now`` holds the children of its last month, counted by area."""

    areas: int
    now: People
    rates: Rates
    leaving: Wander
    entries: Entries
    next_month: int


@dataclass(frozen=True)
class AreaPaths:
    """One area's counts at month ends (paths x months x ``CELLS``) and mean entries a month."""

    counts: np.ndarray
    entering: np.ndarray


def fit_flows(history: MonthlyHistory, horizon: int, borrowed: Borrowed | None = None) -> FlowModel:
    """Needs a history with children; two months are enough to compute, not enough to trust.

    ``borrowed`` is what partners tell of where their children go.
    """
    children, length, areas = history.children, len(history.months), len(history.areas)
    if children is None or length < 2:
        raise ValueError("The flow model needs children's placements over two months or more.")
    held = history.held()
    both = held[:, 1:] & held[:, :-1]
    seen = steps(children, held)
    rows = seen.before
    weights = 0.5 ** ((length - 2 - rows.month) / RATES_HALF_LIFE)
    rates = fit_rates(seen, weights, areas, borrowed.went if borrowed else None)
    at_risk = (rows.age + 1 < LEAVES_AT_MONTHS) & rows.care_known
    chances = rates.leave[
        rows.kind, LEAVING_AGE[rows.age], IN_CARE_GROUP[rows.in_care], rows.is_uasc.astype(int)
    ]
    chances = chances * rates.area_leave[rows.area, rows.kind] * at_risk
    place = rows.area.astype(np.int64) * (length - 1) + rows.month
    size = areas * (length - 1)
    expected = np.bincount(place, chances, size).reshape(areas, -1)
    left = np.bincount(place, seen.left & at_risk, size).reshape(areas, -1)
    last = children.take(children.month == length - 1)
    zeros = np.zeros(len(last.area), dtype=np.int64)
    now = People(
        last.area.astype(np.int64),
        last.kind,
        last.age.astype(np.int64),
        last.in_care.astype(np.int64),
        last.in_placement.astype(np.int64),
        last.is_uasc,
        zeros,
        last.area.astype(np.int64),
        np.ones(len(zeros), dtype=np.float32),
    )
    first_month = history.months[0].month % 12
    entered = seen.entered.take(seen.entered.month > 0)
    entered = type(entered)(**{**vars(entered), "month": entered.month - 1})
    stock = np.bincount(last.area, minlength=areas).astype(float)
    return FlowModel(
        areas,
        now,
        rates,
        fit_wander(left, expected, horizon, first_month),
        fit_entries(entered, both, stock, horizon, first_month, borrowed),
        (first_month + length - 1) % 12,
    )


def simulate_flows(
    model: FlowModel,
    rng: np.random.Generator,
    paths: int,
    months: int,
    changes: Sequence[RateChange] = (),
) -> Iterator[AreaPaths]:
    """What may come, area by area."""
    ahead = _expect(model, months, changes)
    leaving = model.leaving.draw(rng, paths)
    others, alone = (stream.draw(rng, paths) for stream in model.entries.streams)
    calendar = (model.next_month + np.arange(months)) % 12
    leaving = leaving * model.leaving.season[calendar]
    others = others * model.entries.streams[0].season[calendar]
    alone = alone * model.entries.streams[1].season[calendar]
    # The level a month ahead counts for all the months after it.
    so_far = np.cumsum(leaving, axis=2) / np.arange(1, months + 1)
    scatters = [stream.scatter for stream in model.entries.streams]
    seeds = rng.integers(2**63, size=model.areas)

    def of_area(area: int) -> AreaPaths:
        own = np.random.default_rng(seeds[area])
        entering = np.empty((paths, GROUPS, months), dtype=np.float32)
        sure = model.entries.shares[area] * model.entries.sure[area] / scatters[0]
        shares = own.dirichlet(sure, size=paths)
        entering[:, :AGE_GROUPS] = (
            shares[:, :, None] * (others[area] * model.entries.expected[area, 0])[:, None]
        )
        entering[:, AGE_GROUPS] = alone[area] * model.entries.expected[area, 1]
        level = so_far[area].astype(np.float32)
        counts = _paths(ahead, area, entering, level, scatters[0], model.leaving.scatter, own)
        return AreaPaths(counts, entering.sum(axis=1).mean(axis=0))

    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(of_area, range(model.areas))


def expect_flows(model: FlowModel, months: int) -> np.ndarray:
    """What is expected at usual levels, without draws: areas x months x ``CELLS``."""
    leaving = _usual_level(model.leaving, model.areas, months)
    rates = replace(model.rates, area_leave=model.rates.area_leave * leaving.mean(axis=1)[:, None])
    found = project(model.now, rates, model.areas, months).mean
    each = project(model.entries.people, rates, model.areas * GROUPS, months).mean
    each = each.reshape(model.areas, GROUPS, months, len(CELLS))
    calendar = (model.next_month + np.arange(months)) % 12
    others, alone = (
        _usual_level(stream, model.areas, months) * stream.season[calendar] * model.entries.expected[:, [n]]
        for n, stream in enumerate(model.entries.streams)
    )
    entering = np.concatenate([model.entries.shares[:, :, None] * others[:, None], alone[:, None]], axis=1)
    for month in range(months):
        found[:, month:] += np.einsum("ag,agmc->amc", entering[:, :, month], each[:, :, : months - month])
    return found


def _usual_level(wander: Wander, areas: int, months: int) -> np.ndarray:
    log = wander.own.mean + (0 if wander.shared is None else wander.shared.mean)
    return np.exp(np.broadcast_to(log[:, :months], (areas, months)))


@dataclass(frozen=True)
class _Ahead:
    """What is expected of those in care now, and of a child entering in each month (entry month x month)."""

    stock: tuple[Expected, Expected]
    entrants: tuple[np.ndarray, np.ndarray]


def _expect(model: FlowModel, months: int, changes: Sequence[RateChange]) -> _Ahead:
    groups = model.areas * GROUPS
    people = model.entries.people
    if changes:
        people, groups = in_each_month(people, months, changes), groups * months
    work = [
        (who, count, level)
        for who, count in ((model.now, model.areas), (people, groups))
        for level in (1.0, MORE_LEAVING)
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        done = list(
            pool.map(
                lambda job: project(job[0], model.rates, job[1], months, leaving=job[2], changes=changes),
                work,
            )
        )
    entrants = [_by_entry_month(expected.mean, model.areas, months, bool(changes)) for expected in done[2:]]
    return _Ahead((done[0], done[1]), (entrants[0], entrants[1]))


def _by_entry_month(mean: np.ndarray, areas: int, months: int, each: bool) -> np.ndarray:
    """Areas x groups x entry month x month x cells, from one entry month's or from each one's."""
    if each:
        return mean.reshape(areas, GROUPS, months, months, len(CELLS))
    one = mean.reshape(areas, GROUPS, months, len(CELLS))
    shifted = np.zeros((areas, GROUPS, months, months, len(CELLS)), dtype=np.float32)
    for month in range(months):
        shifted[:, :, month, month:] = one[:, :, : months - month]
    return shifted


def _paths(
    ahead: _Ahead,
    area: int,
    entering: np.ndarray,
    leaving: np.ndarray,
    scatter: float,
    leaving_scatter: float,
    rng: np.random.Generator,
) -> np.ndarray:
    paths, _, months = entering.shape
    flows = entering.reshape(paths, -1)
    usual = flows.mean(axis=0)
    shape = (months, len(CELLS))
    base, more = (part[area].reshape(flows.shape[1], -1) for part in ahead.entrants)
    stock, stock_more = (part.mean[area] for part in ahead.stock)
    curve = np.log(np.maximum(stock_more, 1e-6) / np.maximum(stock, 1e-6)) / (MORE_LEAVING - 1)
    came_usually, came_more = (usual @ base).reshape(shape), (usual @ more).reshape(shape)
    came_curve = np.log(np.maximum(came_more, 1e-6) / np.maximum(came_usually, 1e-6)) / (MORE_LEAVING - 1)
    off = (leaving - 1)[:, :, None]
    kept = stock * np.exp(np.clip(curve, -6, 0) * off)
    came = (flows @ base).reshape(paths, *shape) * np.exp(np.clip(came_curve, -6, 0) * off)
    mean = kept + came
    mean *= _drift(mean, rng)
    chance = np.maximum(stock - ahead.stock[0].squares[area], 0) * leaving_scatter
    together = 1 + (scatter - 1) * KEPT_TOGETHER
    variance = chance + came_usually * (1 + (together - 1) * 0.5)
    whole = stock.sum(axis=1) - ahead.stock[0].whole_squares[area]
    total = np.maximum(whole, 0) * leaving_scatter + came_usually.sum(axis=1) * together
    return _whole_children(mean, variance.astype(np.float32), total.astype(np.float32), rng)


def _drift(mean: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Factors that let kinds and ages drift off, more with time, and leave each path's total as it is."""
    paths, months, _ = mean.shape
    time = np.sqrt(np.arange(1, months + 1) / 12).astype(np.float32)[None, :, None]
    kinds = (rng.standard_normal((paths, 1, KINDS)) * DRIFT).astype(np.float32)
    ages = (rng.standard_normal((paths, 1, len(CELLS))) * AGE_DRIFT).astype(np.float32)
    factor = np.exp((np.repeat(kinds, len(CELLS) // KINDS, axis=2) + ages) * time)
    return factor * (mean.sum(axis=2) / (mean * factor).sum(axis=2))[:, :, None]


def _whole_children(
    mean: np.ndarray, variance: np.ndarray, total: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Whole counts about the means: alike from month to month, skewed where few; the total has its own."""
    paths, months, cells = mean.shape
    z = np.empty((months, paths, cells + 1), dtype=np.float32)
    fresh = np.asarray(rng.standard_normal(z.shape, dtype=np.float32))
    z[0] = fresh[0]
    step = np.float32(np.sqrt(1 - NOISE_KEEPS**2))
    for month in range(1, months):
        z[month] = NOISE_KEEPS * z[month - 1] + step * fresh[month]
    z = z.transpose(1, 0, 2)
    noise: np.ndarray = np.sqrt(variance) * z[:, :, :-1]
    gap = np.sqrt(total) * z[:, :, -1] - noise.sum(axis=2)
    noise += gap[:, :, None] * (variance / np.maximum(variance.sum(axis=1, keepdims=True), 1e-6))
    skew = (
        (noise**2 / np.maximum(variance, 1e-6) - 1)
        * (np.minimum(variance, mean) / np.maximum(mean, 1e-6))
        / 6
    )
    return np.maximum(np.ceil(mean + noise + skew - _up_from(mean.mean(axis=0))), 0).astype(np.int16)


def _up_from(mean: np.ndarray) -> np.ndarray:
    """From what fraction on a value counts as the next child, so that rare children stay as rare as they are.

    Fitted to Poisson counts: a half where there are many, more where one is rarely seen.
    """
    return (0.53 + 0.36 * np.exp(-9 * mean)).astype(np.float32)
