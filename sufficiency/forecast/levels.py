"""How the level of a monthly flow has moved, and so how far it may move: a filter over observed against
expected.

The ratio observed / expected wanders month by month with an unknown step, may be on a slope that fades,
and is seen through counts that scatter more than chance alone (siblings arrive together). Every setting
on a grid of steps, slopes and scatter is tried and weighed by how well it foretold each month; draws keep
that uncertainty.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

# Monthly step of the level, with its weight before any data: a yearly move of 0, 5, 10, 17 and 28%.
STEPS = ((0.0, 0.2), (0.015, 0.35), (0.03, 0.3), (0.05, 0.1), (0.08, 0.05))
# Monthly step of the slope; most councils' slopes are small and do not last.
SLOPE_STEPS = ((0.0, 0.7), (0.0015, 0.25), (0.004, 0.05))
SCATTERS = ((1.0, 0.3), (1.6, 0.4), (2.5, 0.2), (4.0, 0.1))
# A slope keeps this much of itself each month: a trend must earn its length.
DAMPING = 0.97
FIRST_LEVEL_VARIANCE = 0.15**2
FIRST_SLOPE_VARIANCE = 0.004**2
LOWEST, HIGHEST = 0.1, 5.0


@dataclass(frozen=True)
class Level:
    """Weighed settings; arrays of one length, each the state after the last month seen."""

    weight: np.ndarray
    step: np.ndarray
    slope_step: np.ndarray
    scatter: np.ndarray
    level: np.ndarray
    slope: np.ndarray
    level_variance: np.ndarray
    slope_variance: np.ndarray
    covariance: np.ndarray

    def draw(self, rng: np.random.Generator, paths: int, months: int) -> tuple[np.ndarray, np.ndarray]:
        """Future levels (paths x months, 1 is as expected) and each path's scatter."""
        pick = rng.choice(len(self.weight), size=paths, p=self.weight)
        z = rng.standard_normal((2, paths))
        sd = np.sqrt(self.level_variance[pick])
        level = self.level[pick] + sd * z[0]
        along = self.covariance[pick] / np.maximum(sd, 1e-9)
        slope = self.slope[pick] + along * z[0]
        slope = slope + np.sqrt(np.maximum(self.slope_variance[pick] - along**2, 0)) * z[1]
        levels = np.empty((paths, months))
        for month in range(months):
            level = level + slope + self.step[pick] * rng.standard_normal(paths)
            slope = DAMPING * slope + self.slope_step[pick] * rng.standard_normal(paths)
            level = np.clip(level, LOWEST, HIGHEST)
            levels[:, month] = level
        return levels, self.scatter[pick]


def fit_level(observed: np.ndarray, expected: np.ndarray) -> Level:
    """Filter monthly counts; months with nothing expected, or unknown (NaN), pass without being seen."""
    grid = list(product(STEPS, SLOPE_STEPS, SCATTERS))
    step, slope_step, scatter = (np.array([setting[n][0] for setting in grid]) for n in range(3))
    log_weight = np.log([float(np.prod([value[1] for value in setting])) for setting in grid])
    level, slope = np.ones(len(grid)), np.zeros(len(grid))
    vl, vs, cov = (np.full(len(grid), v) for v in (FIRST_LEVEL_VARIANCE, FIRST_SLOPE_VARIANCE, 0.0))
    for seen, mean in zip(observed, expected, strict=True):
        level, slope = level + slope, DAMPING * slope
        vl, vs, cov = (
            vl + 2 * cov + vs + step**2,
            DAMPING**2 * vs + slope_step**2,
            DAMPING * (cov + vs),
        )
        if np.isnan(seen) or mean <= 0:
            continue
        foretold = vl + scatter * np.clip(level, LOWEST, HIGHEST) / mean
        error = seen / mean - level
        log_weight = log_weight - 0.5 * (np.log(foretold) + error**2 / foretold)
        gain_level, gain_slope = vl / foretold, cov / foretold
        level, slope = level + gain_level * error, slope + gain_slope * error
        vs, cov, vl = vs - gain_slope * cov, cov - gain_slope * vl, vl - gain_level * vl
    weight = np.exp(log_weight - log_weight.max())
    return Level(weight / weight.sum(), step, slope_step, scatter, level, slope, vl, vs, cov)
