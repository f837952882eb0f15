"""Yearly counts of many councils: repeat the last one, moved a little as all councils together have grown.

On published counts neither a council's own trend nor its last change says much of the next year, and a third
of what all grew together helps. How much of it is carried on, if any, is what would have done best at the
ends of past years. The band is what past forecasts of this kind missed by, over all councils, by
size of council and years ahead: what chance and change have really done.
"""

from dataclasses import dataclass

import numpy as np

# Shares of the pool's yearly growth that may be carried on, none being the last value; that which did best on
# the counts of England, how many year ends it stands for beside those seen, and what is left a year later.
DRIFTS, USUAL_DRIFT, USUAL_ENDS, DAMPING = (0.0, 0.33, 0.66), 0.33, 2, 0.8
# Beyond chance alone a council's count moves by about this much in a year (published counts of 2016 to 2023);
# stands beside the misses seen as so many of them.
USUAL_SPREAD, USUAL_MISSES = 0.065, 25.0
# Half width of a normal 80% band.
HALF_WIDTH = 1.2816
LONGEST_HORIZON = 10
MOST_GROWTH = 0.1


@dataclass(frozen=True)
class YearlyForecast:
    """``years`` ahead; the others are areas x years. ``half`` is half the 80% band of the count's log."""

    years: list[int]
    mean: np.ndarray
    half: np.ndarray

    def quantile(self, score: float) -> np.ndarray:
        """The whole count at a normal score, 0 the middle and 1.28 the upper end of the 80% band."""
        chance = np.sqrt(np.maximum(self.mean, 0.5))
        few = self.mean + score * chance
        # The middle is the median; what the mean lies above it is less than the drift left out.
        many = self.mean * np.exp(score / HALF_WIDTH * self.half)
        return np.rint(np.maximum(np.where(self.mean < 10, few, many), 0))

    @property
    def p10(self) -> np.ndarray:
        return self.quantile(-HALF_WIDTH)

    @property
    def p50(self) -> np.ndarray:
        return self.quantile(0)

    @property
    def p90(self) -> np.ndarray:
        return self.quantile(HALF_WIDTH)


def forecast_yearly(
    counts: np.ndarray, last_year: int, horizon: int, *, drift: float | None = None
) -> YearlyForecast:
    """``counts`` is areas x years up to ``last_year``, NaN where unknown; the last year's are known.

    ``drift`` is the share of the pool's growth to carry on, by default what the past asks for.
    """
    counts = np.asarray(counts, dtype=float)
    last = counts[:, -1:]
    drift = best_drift(counts) if drift is None else drift
    middle = last * np.exp(_growth(counts, horizon, drift))
    years = range(1, horizon + 1)
    half = np.concatenate([_half_width(counts, last, ahead, drift) for ahead in years], axis=1)
    return YearlyForecast([last_year + n for n in years], middle, np.maximum.accumulate(half, axis=1))


def best_drift(counts: np.ndarray) -> float:
    """Of ``DRIFTS`` the one that foretold one year best at the end of each year from the second on.

    Each origin knows only the years before it. The usual share counts as ``USUAL_ENDS`` more ends that it won
    by a twentieth.
    """
    errors = [
        [_missed(counts, origin, drift) for drift in DRIFTS] for origin in range(1, counts.shape[1] - 1)
    ]
    told = np.array([row for row in errors if not np.isnan(row).any()])
    if not len(told):
        return USUAL_DRIFT
    usual = np.where(np.array(DRIFTS) == USUAL_DRIFT, 0.95, 1.0) * told.mean() * USUAL_ENDS
    return DRIFTS[int((told.sum(axis=0) + usual).argmin())]


def _missed(counts: np.ndarray, origin: int, drift: float) -> float:
    """Mean error one year after ``origin``, as a share of what came; NaN where nothing can be compared."""
    last, came = counts[:, origin], counts[:, origin + 1]
    both = ~np.isnan(last) & ~np.isnan(came)
    if not both.any():
        return np.nan
    made = last[both] * np.exp(_growth(counts[both, : origin + 1], 1, drift)[0])
    return float((np.abs(made - came[both]) / np.maximum(came[both], 1)).mean())


def _growth(counts: np.ndarray, horizon: int, drift: float) -> np.ndarray:
    """Log growth of every council to each year ahead."""
    change = np.diff(np.log(counts + 0.5), axis=1)
    seen = change[~np.isnan(change)]
    if not len(seen):
        return np.zeros(horizon)
    pool = np.clip(np.median(seen), -MOST_GROWTH, MOST_GROWTH) * len(seen) / (len(seen) + USUAL_MISSES)
    return np.cumsum(drift * pool * DAMPING ** np.arange(horizon))


def _half_width(counts: np.ndarray, last: np.ndarray, ahead: int, drift: float) -> np.ndarray:
    """Of the 80% band of the log count, areas x 1: past misses in standard widths, times each one's width."""
    missed = []
    for origin in range(counts.shape[1] - ahead):
        known = counts[:, : origin + 1]
        middle = known[:, -1] * np.exp(_growth(known, ahead, drift)[-1])
        miss = np.log((counts[:, origin + ahead] + 0.5) / (middle + 0.5))
        missed.append((miss / _width(known[:, -1], ahead))[~np.isnan(miss)])
    misses = np.abs(np.concatenate(missed)) if missed else np.zeros(0)
    usual = HALF_WIDTH
    if len(misses):
        trust = len(misses) / (len(misses) + USUAL_MISSES)
        usual = trust * float(np.quantile(misses, 0.8)) + (1 - trust) * HALF_WIDTH
    return usual * _width(last, ahead)


def _width(count: np.ndarray, ahead: int) -> np.ndarray:
    """Standard deviation of the log count so many years ahead: change of the whole, and chance."""
    return np.sqrt(ahead * (USUAL_SPREAD**2 + 0.6 / np.maximum(count, 1)))
