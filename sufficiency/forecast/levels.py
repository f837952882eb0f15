"""How the level of a monthly flow has moved, and so how far it may move.

The log of observed over expected is a constant, a wandering part (a random walk, or shocks that fade) and a
slope that fades, seen through counts that scatter more than chance alone as siblings come together: a
Gaussian process with Poisson counts, by Laplace's approximation, on quarters. Councils share a part and each
has its own. Every setting on a grid is weighed by how well it explains all councils' pasts, and draws keep
that uncertainty. A trend must earn its slope: it is damped, and no slope at all is among the settings.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

# Monthly step of the level, how much of it is left a month later, and the sd of the slope a month.
STEPS = (0.0, 0.012, 0.025, 0.045, 0.075)
KEEPS = (1.0, 0.95)
SLOPES = (0.0, 0.0025, 0.006)
SLOPE_KEEPS = 0.985
CONSTANT = 0.25**2
QUARTER = 3
# Of months before this nothing is learned of the level now.
LONGEST = 96
NEWTON_ROUNDS = 6
LEAST_WEIGHT = 0.03
# Councils from which a shared part can be told from their own.
ENOUGH_AREAS = 4
LOWEST, HIGHEST = -2.5, 1.8


@dataclass(frozen=True)
class Setting:
    step: float
    keeps: float
    slope: float


SETTINGS = tuple(
    Setting(step, keeps, slope)
    for step, keeps, slope in product(STEPS, KEEPS, SLOPES)
    if step or keeps == 1.0
)


@dataclass(frozen=True)
class Level:
    """Fitted flow. For each setting its weight, and mean and root of the covariance of the log level ahead.

    ``means`` is settings x areas x months, ``roots`` settings x areas x months x months.
    """

    weights: np.ndarray
    means: np.ndarray
    roots: np.ndarray

    def draw(self, rng: np.random.Generator, paths: int) -> np.ndarray:
        """Log levels, areas x paths x months."""
        picks = np.sort(rng.choice(len(self.weights), size=paths, p=self.weights))
        z = rng.standard_normal((self.means.shape[1], paths, self.means.shape[2]))
        drawn = np.empty_like(z)
        for setting in np.unique(picks):
            here = picks == setting
            drawn[:, here] = self.means[setting][:, None] + z[:, here] @ np.swapaxes(
                self.roots[setting], 1, 2
            )
        order = rng.permutation(paths)
        return np.clip(drawn[:, order], LOWEST, HIGHEST)

    @property
    def mean(self) -> np.ndarray:
        """Of the log level, areas x months."""
        return np.einsum("s,sam->am", self.weights, self.means)


@dataclass(frozen=True)
class Wander:
    """A flow's shared and own parts. ``season`` is a factor for each month of the year, from January."""

    shared: Level | None
    own: Level
    scatter: float
    season: np.ndarray

    def draw(self, rng: np.random.Generator, paths: int) -> np.ndarray:
        """Factors on what is expected, areas x paths x months."""
        log = self.own.draw(rng, paths)
        if self.shared is not None:
            log = log + self.shared.draw(rng, paths)
        return np.exp(log)


def fit_wander(observed: np.ndarray, expected: np.ndarray, horizon: int, first_month: int) -> Wander:
    """From monthly counts and expectations (areas x months); nothing is learned where nothing is expected.

    ``first_month`` is the number (0 January) of the first column's month.
    """
    months = observed.shape[1]
    season = _season(observed, expected, first_month)
    expected = expected * season[(first_month + np.arange(months)) % 12]
    scatter = _scatter(observed, expected)
    observed, expected = observed[:, -LONGEST:], expected[:, -LONGEST:]
    shared, offset = None, np.zeros((1, observed.shape[1]))
    if len(observed) >= ENOUGH_AREAS:
        shared, offset = _fit(observed.sum(axis=0)[None], expected.sum(axis=0)[None], scatter, horizon)
    own, _ = _fit(observed, expected * np.exp(offset), scatter, horizon)
    return Wander(shared, own, scatter, season)


def _season(observed: np.ndarray, expected: np.ndarray, first_month: int) -> np.ndarray:
    """Factor for each month of the year about a year's own level, drawn towards 1."""
    months = observed.shape[1]
    season = np.ones(12)
    if months < 24:
        return season
    whole = months - months % 12
    level = observed[:, -whole:].sum(axis=0).reshape(-1, 12).sum(axis=1)
    base = expected[:, -whole:].sum(axis=0).reshape(-1, 12)
    ratio = level / np.maximum(base.sum(axis=1), 1e-9)
    of_year = (base * ratio[:, None]).sum(axis=0)
    seen = observed[:, -whole:].sum(axis=0).reshape(-1, 12).sum(axis=0)
    raw = seen / np.maximum(of_year, 1e-9) - 1
    trust = 0.1**2 / (0.1**2 + 1.6 / np.maximum(of_year, 1e-9))
    calendar = (first_month + months - whole + np.arange(12)) % 12
    season[calendar] = 1 + raw * trust
    return season / season.mean()


def _scatter(observed: np.ndarray, expected: np.ndarray) -> float:
    """Variance over mean of a month's count about its slowly moving level, from one month to the next."""
    known = (expected[:, 1:] > 0) & (expected[:, :-1] > 0)
    change = (observed[:, 1:] / np.maximum(expected[:, 1:], 1e-9)) - (
        observed[:, :-1] / np.maximum(expected[:, :-1], 1e-9)
    )
    mean = 2 / (1 / np.maximum(expected[:, 1:], 1e-9) + 1 / np.maximum(expected[:, :-1], 1e-9))
    level = (observed[:, 1:] + observed[:, :-1]) / np.maximum(expected[:, 1:] + expected[:, :-1], 1e-9)
    squares, sums = (change**2 * mean)[known].sum(), (2 * level)[known].sum()
    # Twelve months of ordinary sibling groups stand beside what was seen.
    return float(np.clip((squares + 12 * 1.5 * 2) / (sums + 12 * 2), 1.0, 6.0))


def _fit(
    observed: np.ndarray, expected: np.ndarray, scatter: float, horizon: int
) -> tuple[Level, np.ndarray]:
    """Level ahead, and the fitted log level of each month seen (mean over areas' settings)."""
    months = observed.shape[1]
    quarters = -(-months // QUARTER)
    to_quarter = np.zeros((quarters, months))
    which = quarters - 1 - (months - 1 - np.arange(months)) // QUARTER
    to_quarter[which, np.arange(months)] = 1
    y, e = observed @ to_quarter.T, expected @ to_quarter.T
    average = to_quarter / to_quarter.sum(axis=1, keepdims=True)
    merits, means, roots, fitted = [], [], [], []
    for setting in SETTINGS:
        cov = _covariance(setting, months, horizon)
        seen = average @ cov[:months, :months] @ average.T
        cross = cov[:, :months] @ average.T
        pull, weight, merit = _laplace(seen, y, e, scatter)
        merits.append(merit)
        gain = cross @ np.linalg.solve(
            np.eye(quarters) + weight[:, :, None] * seen, np.eye(quarters) * weight[:, None, :]
        )
        fitted.append(pull @ cross[:months].T)
        means.append(pull @ cross[months:].T)
        ahead = cov[months:, months:] - gain[:, months:] @ cross[months:].T
        roots.append(_root(ahead))
    weights = np.exp(np.array(merits) - max(merits))
    weights = np.where(weights < LEAST_WEIGHT * weights.max(), 0, weights)
    weights /= weights.sum()
    used = np.flatnonzero(weights)
    level = Level(weights[used], np.stack([means[n] for n in used]), np.stack([roots[n] for n in used]))
    return level, np.einsum("s,sam->am", level.weights, np.stack([fitted[n] for n in used]))


def _laplace(
    cov: np.ndarray, y: np.ndarray, e: np.ndarray, scatter: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Pull of the mode (mode = cov @ pull; areas x quarters), weights of the counts and log merit in all."""
    f = np.zeros(y.shape)
    eye = np.eye(len(cov))
    for _ in range(NEWTON_ROUNDS):
        mean = e * np.exp(np.clip(f, LOWEST, HIGHEST))
        weight = mean / scatter
        target = weight * f + (y - mean) / scatter
        pull = np.linalg.solve(eye + weight[:, :, None] * cov, target[:, :, None])[:, :, 0]
        f = pull @ cov
    mean = e * np.exp(np.clip(f, LOWEST, HIGHEST))
    weight = mean / scatter
    _, logdet = np.linalg.slogdet(eye + weight[:, :, None] * cov)
    merit = (y * f - mean).sum() / scatter - 0.5 * (pull * f).sum() - 0.5 * logdet.sum()
    return pull, weight, float(merit)


def _root(cov: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh((cov + np.swapaxes(cov, 1, 2)) / 2)
    return vectors * np.sqrt(np.maximum(values, 0))[:, None, :]


@cache
def _covariance(setting: Setting, months: int, horizon: int) -> np.ndarray:
    """Of the log level between the months seen and ahead. The walk and the slope are 0 before the first."""
    time = np.arange(1, months + horizon + 1)
    if setting.keeps == 1.0:
        walk = np.minimum.outer(time, time) * setting.step**2
    else:
        gap = np.abs(np.subtract.outer(time, time))
        walk = setting.step**2 / (1 - setting.keeps**2) * setting.keeps**gap
    slopes = setting.slope**2 * SLOPE_KEEPS ** np.abs(np.subtract.outer(time, time))
    return CONSTANT + walk + slopes.cumsum(axis=0).cumsum(axis=1)
