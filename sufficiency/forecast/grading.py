"""The forecast's school report: what each method would have said at past month ends, against what came."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from sufficiency.forecast.cells import CATEGORIES, columns
from sufficiency.forecast.flows import fit_flows, simulate_flows
from sufficiency.forecast.history import MonthlyHistory
from sufficiency.forecast.plain import METHODS, last_value_paths

FLOWS, LAST_VALUE = "flows of children", "last value"
LEAST_TRAINING, LEAST_TEST = 18, 6
MOST_ORIGINS = 8
GRADING_PATHS = 100
CHECKED_MONTHS = (6, 12, 24, 36)
# Sums whose error is reported; "cells" is the error over single cells.
GROUPS = {"total": columns(), **{str(category): columns(category) for category in CATEGORIES}}


@dataclass(frozen=True)
class Score:
    """How one method did ``horizon`` months ahead (0: all months up to the horizon taken together).

    ``error`` is the sum of absolute errors over the sum of what came (WAPE) and ``bias`` the same with
    sign, both as fractions and None where nobody came; ``coverage`` is the share of outcomes inside the
    80% band, None for a method that gives none. Money is not involved, so these are floats.
    """

    method: str
    group: str
    horizon: int
    error: float | None
    bias: float | None
    coverage: float | None


@dataclass(frozen=True)
class Grade:
    """Back-test over ``origins`` past month ends.

    ``method`` is what a forecast of this history should use.
    """

    method: str
    verdict: str
    origins: int
    scores: list[Score] = field(default_factory=list)

    def score(self, method: str, group: str = "total", horizon: int = 0) -> Score:
        return next(s for s in self.scores if (s.method, s.group, s.horizon) == (method, group, horizon))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Grade":
        """The grade that ``as_json`` wrote."""
        return cls(**{**data, "scores": [Score(**score) for score in data["scores"]]})


def grade(history: MonthlyHistory, *, horizon_months: int = 36, seed: int = 0) -> Grade:
    """Forecast from past month ends, evenly spread, with only what was known then, and compare."""
    counts = history.counts()
    length = len(history.months)
    origins = _origins(length)
    if not origins:
        needed = LEAST_TRAINING + LEAST_TEST
        return Grade(
            method=LAST_VALUE,
            verdict=(
                f"{length} months of history are too few to test a method on: {needed} are needed. "
                "The last value is carried on, within a wide band."
            ),
            origins=0,
        )
    tally = _Tally()
    for number, origin in enumerate(origins):
        known, came = history.until(origin), counts[origin : origin + horizon_months]
        rng = np.random.default_rng([seed, number])
        for method, means, paths in _forecasts(known, len(came), rng):
            tally.add(method, means, paths, came)
    scores = tally.scores()
    return Grade(*_choose(scores, history), origins=len(origins), scores=scores)


def _origins(length: int) -> list[int]:
    """Lengths of training history.

    Half of it or more, so that a method is judged on as much as it will have.
    """
    first, last = max(LEAST_TRAINING, length // 2), length - LEAST_TEST
    if last < first:
        return []
    return sorted({round(origin) for origin in np.linspace(first, last, MOST_ORIGINS)})


def _forecasts(
    known: MonthlyHistory, horizon: int, rng: np.random.Generator
) -> Iterator[tuple[str, np.ndarray, np.ndarray | None]]:
    """Method, means (months x cells) and paths where it gives a band."""
    filled = fill_unknown(known.counts())
    for method, forecast in METHODS.items():
        paths = last_value_paths(filled, horizon, GRADING_PATHS, rng) if method == LAST_VALUE else None
        yield method, forecast(filled, horizon), paths
    if known.children is not None and len(known.children.child):
        paths = simulate_flows(fit_flows(known), rng, GRADING_PATHS, horizon)
        yield FLOWS, paths.mean(axis=0), paths


class _Tally:
    """Sums of error, bias, outcome and coverage by method, group and months ahead."""

    def __init__(self) -> None:
        self.sums: dict[tuple[str, str, int], np.ndarray] = defaultdict(lambda: np.zeros(5))

    def add(self, method: str, means: np.ndarray, paths: np.ndarray | None, came: np.ndarray) -> None:
        for group, places in GROUPS.items():
            sums = paths[:, :, places].sum(axis=2, keepdims=True) if paths is not None else None
            total = came[:, places].sum(axis=1, keepdims=True)
            self._add(method, group, means[:, places].sum(axis=1, keepdims=True), sums, total)
        self._add(method, "cells", means, paths, came)

    def _add(
        self, method: str, group: str, means: np.ndarray, paths: np.ndarray | None, came: np.ndarray
    ) -> None:
        inside = np.zeros(came.shape, dtype=bool)
        if paths is not None:
            low, high = np.quantile(paths, (0.1, 0.9), axis=0, method="inverted_cdf")
            inside = (low <= came) & (came <= high)
        known = ~np.isnan(came)
        error = np.where(known, means - came, 0)
        parts = np.stack([np.abs(error), error, np.where(known, came, 0), inside & known, known])
        self.sums[method, group, 0] += parts.sum(axis=(1, 2))
        for ahead in CHECKED_MONTHS:
            if ahead <= len(came):
                self.sums[method, group, ahead] += parts[:, ahead - 1].sum(axis=1)

    def scores(self) -> list[Score]:
        return [
            Score(
                method,
                group,
                ahead,
                error=float(wrong / came) if came else None,
                bias=float(lean / came) if came else None,
                coverage=float(inside / seen) if seen and method in (FLOWS, LAST_VALUE) else None,
            )
            for (method, group, ahead), (wrong, lean, came, inside, seen) in self.sums.items()
        ]


def _choose(scores: list[Score], history: MonthlyHistory) -> tuple[str, str]:
    """The method to use and a sentence that says why.

    Flows must not lose to the last value where it counts.
    """
    errors = {(score.method, score.group): score.error for score in scores if score.horizon == 0}
    total, cells = errors.get((FLOWS, "total")), errors.get((FLOWS, "cells"))
    last_total, last_cells = errors[LAST_VALUE, "total"], errors[LAST_VALUE, "cells"]
    if total is None or cells is None or last_total is None or last_cells is None:
        return LAST_VALUE, "Only counts are known, not each child's spells, so the last value is carried on."
    compared = (
        f"On the council's own past its error was {total:.1%} of all children against {last_total:.1%} for "
        f"repeating the last value, and {cells:.1%} against {last_cells:.1%} by placement type and age."
    )
    if round(total, 3) <= round(last_total, 3) and round(cells, 3) <= round(last_cells, 3):
        return FLOWS, f"The forecast beats repeating the last value. {compared}"
    if total + cells <= last_total + last_cells:
        lost = "all children" if total > last_total else "placement type and age"
        return (
            FLOWS,
            f"The forecast is better on the whole than the last value, but loses for {lost}. {compared}",
        )
    return LAST_VALUE, f"The forecast lost to repeating the last value, which is used instead. {compared}"


def fill_unknown(counts: np.ndarray) -> np.ndarray:
    """Unknown months take the last known count, those before the first known one that count."""
    known = ~np.isnan(counts)
    before = np.maximum.accumulate(np.where(known, np.arange(len(counts))[:, None], -1), axis=0)
    first = np.argmax(known, axis=0)
    places = np.where(before >= 0, before, first)
    return np.nan_to_num(np.take_along_axis(counts, places, axis=0))
