"""How far the level of each kind of care follows the flows, and how far it stays at the last value.

Flows may be right for all children and wrong for one kind. What past month ends show decides, kind by kind:
all flows, half of each, or the last value. Ages within a kind always follow the flows, since children grow.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sufficiency.forecast.cells import CATEGORIES, CELLS, columns
from sufficiency.forecast.flows import expect_flows, fit_flows
from sufficiency.forecast.history import MonthlyHistory

# Shares of the flows that are tried; the order is that of preference.
SHARES = (1.0, 0.5, 0.0)
# All children, then each category.
LEVELS = (columns(), *(columns(category) for category in CATEGORIES))
LEVEL_NAMES = ("total", *(str(category) for category in CATEGORIES))
# Error by share, over that of the flows, on simulated histories that nothing was tuned on; stands beside a
# council's own past with this weight, and so does what its partners' pasts show.
USUAL = np.array([1.0, 1.02, 1.22])
USUAL_WEIGHT, POOL_WEIGHT = 1.0, 2.0
# A level further off the flows than this is the flows' own affair: a kind that has only just begun.
MOST = 4.0
# Month ends that several councils' methods are tested from, in months before the last; least months known.
BACK = (24, 12)
LEAST_KNOWN = 24


@dataclass(frozen=True)
class Misses:
    """``off``: areas x levels x ``SHARES``, sums of what each share missed by; ``came``: areas x levels."""

    off: np.ndarray
    came: np.ndarray

    def __add__(self, other: "Misses") -> "Misses":
        return Misses(self.off + other.off, self.came + other.came)


def levels(counts: np.ndarray) -> np.ndarray:
    """Sums over the last axis, cells, to ``LEVELS``."""
    return np.stack([counts[..., cells].sum(axis=-1) for cells in LEVELS], axis=-1)


def misses(flows: np.ndarray, last: np.ndarray, came: np.ndarray) -> Misses:
    """Of means by the flows and outcomes (areas x months x cells) and last counts (areas x cells).

    Months not known (NaN) say nothing.
    """
    known = ~np.isnan(came).any(axis=2)[:, :, None]
    ours, theirs, truth = levels(flows), levels(last)[:, None], np.where(known, levels(came), 0.0)
    off = [
        np.where(known, np.abs(share * ours + (1 - share) * theirs - truth), 0).sum(axis=1)
        for share in SHARES
    ]
    return Misses(np.stack(off, axis=-1), truth.sum(axis=1))


def choose(found: Misses | None, areas: int) -> np.ndarray:
    """Share of the flows by area and level; all of them where nothing was tested."""
    if found is None:
        return np.ones((areas, len(LEVELS)))
    error = found.off / np.maximum(found.came, 1)[:, :, None]
    if areas > 1:
        error = error + POOL_WEIGHT * found.off.sum(axis=0) / np.maximum(found.came.sum(axis=0), 1)[:, None]
    error = error + USUAL_WEIGHT * error.min(axis=2, keepdims=True) * USUAL
    return np.array(SHARES)[error.argmin(axis=2)]


def shares_of(history: MonthlyHistory) -> np.ndarray:
    """Share by area and level, from what past month ends would have said with what was known then."""
    found, length = None, len(history.months)
    for origin in (length - back for back in BACK):
        if origin < LEAST_KNOWN:
            continue
        known = history.until(origin)
        last = known.known[:, -1]
        means = expect_flows(fit_flows(known, length - origin), length - origin)
        came = np.where(np.isnan(last).any(axis=1)[:, None, None], np.nan, history.known[:, origin:])
        missed = misses(means, np.nan_to_num(last), came)
        found = missed if found is None else found + missed
    return choose(found, len(history.areas))


def factors(means: np.ndarray, last: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """What cells are multiplied by (months x ``CELLS``) so that levels lie where ``shares`` put them.

    ``means`` (months x cells) are of the flows' paths. Kinds are put right first, then all of them together
    so that the total lies where its own share puts it.
    """
    ours, theirs = levels(means), levels(last)
    wanted = shares * ours + (1 - shares) * theirs
    ratio = np.clip(wanted / np.maximum(ours, 1e-9), 1 / MOST, MOST)
    ratio = np.where(ours > 0.5, ratio, 1.0)
    whole = wanted[:, 0] / np.maximum((ratio[:, 1:] * ours[:, 1:]).sum(axis=1), 1e-9)
    found = np.ones((len(means), len(CELLS)))
    for number, cells in enumerate(LEVELS[1:], start=1):
        found[:, cells] = (ratio[:, number] * whole)[:, None]
    return found


def held_to(paths: np.ndarray, factor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Whole children again after the cells of each path (paths x months x cells) are multiplied."""
    # One draw for each path and cell: rounding is right on average and does not flicker by month.
    part = rng.random((len(paths), 1, paths.shape[2]), dtype=np.float32)
    scaled = np.floor(paths * factor.astype(np.float32) + part).astype(paths.dtype)
    return np.where(factor == 1, paths, scaled)


def said(shares: np.ndarray) -> dict[str, float]:
    """The shares of one area by the name of the level."""
    return {name: float(share) for name, share in zip(LEVEL_NAMES, shares, strict=True)}


def heard(shares: Mapping[str, float]) -> np.ndarray:
    """What ``said`` wrote; all flows where a level is not named."""
    return np.array([shares.get(name, 1.0) for name in LEVEL_NAMES])
