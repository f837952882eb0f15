"""The band of a sum of councils from the bands of each, where their paths may not meet."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from sufficiency.forecast.result import QUANTILES

# Correlation of two councils' counts one to three years ahead, about what they were (published counts of 2016
# to 2023: 0.1 to 0.2). The wider end: too narrow a band for a partnership would be the worse mistake.
TOGETHER = 0.2
DRAWS = 4000
SCORES = np.array([NormalDist().inv_cdf(share) for share in QUANTILES.values()])


def pooled(bands: Sequence[np.ndarray], *, seed: int = 0) -> np.ndarray:
    """Quantiles (``QUANTILES`` x months) of the sum of councils' counts, each given by its own.

    Each council keeps its rank within its band from month to month, as levels do; ranks of two councils go
    together as far as ``TOGETHER``.
    """
    rng = np.random.default_rng(seed)
    common = rng.standard_normal(DRAWS)
    total = np.zeros((DRAWS, bands[0].shape[1]))
    for band in bands:
        z = np.sqrt(TOGETHER) * common + np.sqrt(1 - TOGETHER) * rng.standard_normal(DRAWS)
        total += _drawn(z, band)
    return np.rint(np.quantile(total, list(QUANTILES.values()), axis=0)).astype(int)


def _drawn(z: np.ndarray, band: np.ndarray) -> np.ndarray:
    """Counts at normal scores ``z`` (draws x months), straight between the quantiles and on beyond them."""
    place = np.clip(np.searchsorted(SCORES, z) - 1, 0, len(SCORES) - 2)
    share = ((z - SCORES[place]) / (SCORES[place + 1] - SCORES[place]))[:, None]
    return np.maximum(band[place] + share * (band[place + 1] - band[place]), 0)
