"""The plain methods that a forecast must beat, and the band of the plainest.

Each takes known counts (months x cells, no NaN) and gives one path of means (horizon x cells), never
below zero.
"""

import numpy as np

STRAIGHT_LINE_MONTHS = 36
# Fewer past changes than this say too little about the next ones.
ENOUGH_CHANGES = 24
# In England about 3 of 100 children leave care in a month and as many enter; beyond that chance a council's
# total moves by about 6.5% in a year (published counts of 2016 to 2023).
MONTHLY_TURNOVER = 0.03
YEARLY_SPREAD = 0.065


def last_value(counts: np.ndarray, horizon: int) -> np.ndarray:
    return np.repeat(counts[-1:], horizon, axis=0)


def straight_line(counts: np.ndarray, horizon: int) -> np.ndarray:
    """Least squares through the last three years, carried on from the line's own end."""
    recent = counts[-STRAIGHT_LINE_MONTHS:]
    if len(recent) < 2:
        return last_value(counts, horizon)
    x = np.arange(len(recent)) - (len(recent) - 1) / 2
    slope = x @ (recent - recent.mean(axis=0)) / (x @ x)
    ahead = np.arange(1, horizon + 1) + x[-1]
    return np.maximum(recent.mean(axis=0) + ahead[:, None] * slope, 0)


def council_paper(counts: np.ndarray, horizon: int) -> np.ndarray:
    """Average change over the whole history, times the years ahead: how papers project."""
    change = (counts[-1] - counts[0]) / max(len(counts) - 1, 1)
    return np.maximum(counts[-1] + np.arange(1, horizon + 1)[:, None] * change, 0)


METHODS = {"last value": last_value, "straight line": straight_line, "council paper": council_paper}


def last_value_paths(counts: np.ndarray, horizon: int, paths: int, rng: np.random.Generator) -> np.ndarray:
    """Whole-number paths that wander from the last value as the past did (paths x horizon x cells).

    Whole months of past changes are drawn, without their drift, so that cells move together as they used
    to. A short past is mixed with what councils in general do, and all the more the shorter it is.
    """
    changes = np.diff(counts, axis=0)
    usual = _usual_changes(counts[-1], horizon, paths, rng)
    if len(changes) < 2:
        wander = usual
    else:
        drawn = (changes - changes.mean(axis=0))[rng.integers(len(changes), size=(paths, horizon))]
        trust = min(len(changes) / ENOUGH_CHANGES, 1.0)
        own = rng.random((paths, 1, 1)) < trust
        wander = np.where(own, drawn * np.sqrt(1 + 1 / len(changes)), usual)
    return np.maximum(np.rint(counts[-1] + np.cumsum(wander, axis=1)), 0).astype(np.int32)


def _usual_changes(last: np.ndarray, horizon: int, paths: int, rng: np.random.Generator) -> np.ndarray:
    """Entries less leavers by chance, and a drift of the whole council that differs from path to path."""
    flow = np.broadcast_to(MONTHLY_TURNOVER * np.maximum(last, 0.5), (paths, horizon, len(last)))
    common = rng.normal(0, YEARLY_SPREAD / np.sqrt(12), size=(paths, horizon, 1))
    return rng.poisson(flow) - rng.poisson(flow) + common * last
