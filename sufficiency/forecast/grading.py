"""The forecast's school report: what each method would have said at past month ends, against what came."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from core.formats import listed
from sufficiency.forecast.cells import AGE_BANDS, CATEGORIES, columns
from sufficiency.forecast.choosing import Misses, choose, factors, held_to, misses, said
from sufficiency.forecast.flows import fit_flows, simulate_flows
from sufficiency.forecast.history import MonthlyHistory
from sufficiency.forecast.plain import METHODS, last_value_paths

FLOWS, LAST_VALUE = "flows of children", "last value"
# Flows with each kind's level held as earlier tests, known by then, ask for.
USED = "as used"
# Every level at the last value, and only the ages within it by the flows.
LEVELS_HELD = "levels held"
HELD = {0.0: "is held at the last value", 0.5: "lies half-way between the two, which came closest"}
WITH_BAND = (USED, LEVELS_HELD, FLOWS, LAST_VALUE)
LEAST_TRAINING, LEAST_TEST = 18, 6
MOST_ORIGINS = 6
GRADING_PATHS = 200
CHECKED_MONTHS = (6, 12, 24, 36)
# Sums whose error is reported; "cells" is the error over categories by age, one by one.
GROUPS = {
    "total": [columns()],
    **{str(category): [columns(category)] for category in CATEGORIES},
    "cells": [columns(category, band) for category in CATEGORIES for band in AGE_BANDS],
}
# The band is widened by what the past asked for, drawn towards no change as by this many past tests; it is
# narrowed less, since a calm past promises little.
WIDEN_STRENGTH = 6
LEAST_WIDENING, MOST_WIDENING = 0.7, 2.0
# Of a band that no past test has held to account.
UNTESTED_WIDENING = 1.3
# Months after the newest test whose outcome beyond the 95% band counts as a change of regime.
RECENT_MONTHS = 12


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

    ``method`` is what a forecast of this history should use, ``widen`` the factor its bands need, ``broke``
    whether the newest months left the band of a forecast made shortly before. ``shares`` says of all children
    and of each category how much of the level is the flows', the rest being the last value.
    """

    method: str
    verdict: str
    origins: int
    scores: list[Score] = field(default_factory=list)
    widen: float = 1.0
    broke: bool = False
    shares: dict[str, float] = field(default_factory=dict)

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
            widen=UNTESTED_WIDENING,
        )
    tally, past = _Tally(), _Past(counts)
    for number, origin in enumerate(origins):
        known, came = history.until(origin), counts[origin : origin + horizon_months]
        rng = np.random.default_rng([seed, number])
        newest = origin == _newest(origins, length)
        for method, means, paths in _forecasts(known, len(came), rng):
            tally.add(method, means, paths, came, newest=newest)
            if method == FLOWS and paths is not None:
                past.keep(origin, means, paths)
        for method, means, paths in past.held(origin, rng):
            tally.add(method, means, paths, came, newest=newest)
    scores, shares = tally.scores(), past.shares(length)
    if used := _nearer(scores):
        shares = np.zeros_like(shares) if used == LEVELS_HELD else shares
        spare = {USED, LEVELS_HELD} - {used}
        scores = [
            replace(score, method=USED) if score.method == used else score
            for score in scores
            if score.method not in spare
        ]
    method, verdict = _choose(scores, said(shares))
    tested = used if method == FLOWS and used else method
    broke = tested in tally.broke
    return Grade(method, verdict, len(origins), scores, tally.widening(tested), broke, said(shares))


def _origins(length: int) -> list[int]:
    """Lengths of training history.

    Half of it or more, so that a method is judged on as much as it will have.
    """
    first, last = max(LEAST_TRAINING, length // 2), length - LEAST_TEST
    if last < first:
        return []
    return sorted({round(origin) for origin in np.linspace(first, last, MOST_ORIGINS)})


def _newest(origins: list[int], length: int) -> int:
    """The test that best shows whether the newest year was foreseen."""
    return min(origins, key=lambda origin: abs(length - RECENT_MONTHS - origin))


def _forecasts(
    known: MonthlyHistory, horizon: int, rng: np.random.Generator
) -> Iterator[tuple[str, np.ndarray, np.ndarray | None]]:
    """Method, means (months x cells) and paths where it gives a band."""
    filled = fill_unknown(known.counts())
    for method, forecast in METHODS.items():
        paths = last_value_paths(filled, horizon, GRADING_PATHS, rng) if method == LAST_VALUE else None
        yield method, forecast(filled, horizon), paths
    if known.children is not None and len(known.children.child):
        model = fit_flows(known, horizon)
        drawn = [area.counts for area in simulate_flows(model, rng, GRADING_PATHS, horizon)]
        summed = np.stack(drawn).sum(axis=0, dtype=np.int32)
        yield FLOWS, summed.mean(axis=0), summed


class _Past:
    """What the flows said at earlier month ends, and the shares that follow from it at a later one."""

    def __init__(self, counts: np.ndarray) -> None:
        self.counts = counts
        self.last = fill_unknown(counts)
        self.kept: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def keep(self, origin: int, means: np.ndarray, paths: np.ndarray) -> None:
        self.kept[origin] = means, paths

    def shares(self, length: int) -> np.ndarray:
        """By level, from what had come by the month ``length``."""
        found: Misses | None = None
        for origin, (means, _) in self.kept.items():
            came = self.counts[origin:length][: len(means)]
            if len(came):
                missed = misses(means[None, : len(came)], self.last[None, origin - 1], came[None])
                found = missed if found is None else found + missed
        return choose(found, 1)[0]

    def held(self, origin: int, rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
        """The flows of this month end, kept just before, with levels held; nothing without them."""
        if origin in self.kept:
            means, paths = self.kept[origin]
            shares = self.shares(origin)
            for method, wanted in ((USED, shares), (LEVELS_HELD, np.zeros_like(shares))):
                held = held_to(paths, factors(means, self.last[origin - 1], wanted), rng)
                yield method, held.mean(axis=0), held


class _Tally:
    """Sums of error, bias, outcome and coverage by method, group and months ahead."""

    def __init__(self) -> None:
        self.sums: dict[tuple[str, str, int], np.ndarray] = defaultdict(lambda: np.zeros(5))
        # Of the total: how far outcomes lay off, in half widths of the 80% band, test by test.
        self.off: dict[str, list[float]] = defaultdict(list)
        self.broke: set[str] = set()

    def add(
        self, method: str, means: np.ndarray, paths: np.ndarray | None, came: np.ndarray, *, newest: bool
    ) -> None:
        known = ~np.isnan(came).any(axis=1)
        for group, places in GROUPS.items():
            total = np.stack([came[:, cells].sum(axis=1) for cells in places], axis=1)[known]
            mean = np.stack([means[:, cells].sum(axis=1) for cells in places], axis=1)[known]
            inside = np.zeros(total.shape, dtype=bool)
            if paths is not None:
                sums = np.stack([paths[:, :, cells].sum(axis=2) for cells in places], axis=2)[:, known]
                inside = self._inside(method, group, sums, total, newest=newest)
            error = mean - total
            parts = np.stack([np.abs(error), error, total, inside, np.ones(total.shape)])
            self.sums[method, group, 0] += parts.sum(axis=(1, 2))
            for ahead in CHECKED_MONTHS:
                if ahead <= len(came) and known[ahead - 1]:
                    self.sums[method, group, ahead] += parts[:, known[:ahead].sum() - 1].sum(axis=1)

    def _inside(
        self, method: str, group: str, sums: np.ndarray, total: np.ndarray, *, newest: bool
    ) -> np.ndarray:
        lowest, low, middle, high, highest = np.quantile(
            sums, (0.025, 0.1, 0.5, 0.9, 0.975), axis=0, method="inverted_cdf"
        )
        if group == "total" and len(total):
            half = np.where(total > middle, high - middle, middle - low)
            self.off[method].append(float(np.mean(np.abs(total - middle) / np.maximum(half, 1))))
            recent = slice(RECENT_MONTHS // 2, RECENT_MONTHS)
            outside = (total[recent] < lowest[recent]) | (total[recent] > highest[recent])
            if newest and outside.size and outside.mean() > 0.5:
                self.broke.add(method)
        return (low <= total) & (total <= high)

    def widening(self, method: str) -> float:
        """Outcomes lie 0.6 half widths of a true 80% band off on average; more asks for a wider one."""
        off = self.off.get(method, [])
        if not off:
            return 1.0
        asked = float(np.mean(off)) / 0.62
        trust = len(off) / (len(off) + WIDEN_STRENGTH)
        return float(np.clip(1 + trust * (asked - 1), LEAST_WIDENING, MOST_WIDENING))

    def scores(self) -> list[Score]:
        return [
            Score(
                method,
                group,
                ahead,
                error=float(wrong / came) if came else None,
                bias=float(lean / came) if came else None,
                coverage=float(inside / seen) if seen and method in WITH_BAND else None,
            )
            for (method, group, ahead), (wrong, lean, came, inside, seen) in self.sums.items()
        ]


def _nearer(scores: list[Score]) -> str | None:
    """Whether levels chosen kind by kind were nearer, or all of them held; None where there are no flows."""
    errors = {(score.method, score.group): score.error for score in scores if score.horizon == 0}
    sums = {
        method: sum(errors.get((method, group)) or 0.0 for group in ("total", "cells"))
        for method in (USED, LEVELS_HELD)
        if (method, "total") in errors
    }
    return min(sums, key=lambda method: sums[method], default=None)


def _choose(scores: list[Score], shares: dict[str, float]) -> tuple[str, str]:
    """The method to use and a sentence that says why.

    What is used must not lose to the last value where it counts.
    """
    errors = {(score.method, score.group): score.error for score in scores if score.horizon == 0}
    total, cells = errors.get((USED, "total")), errors.get((USED, "cells"))
    last_total, last_cells = errors.get((LAST_VALUE, "total")), errors.get((LAST_VALUE, "cells"))
    if total is None or cells is None or last_total is None or last_cells is None:
        return LAST_VALUE, "Only counts are known, not each child's care, so the last value is carried on."
    compared = (
        f"On the council's own past its error was {total:.1%} of all children against {last_total:.1%} for "
        f"repeating the last value, and {cells:.1%} against {last_cells:.1%} by placement type and age."
    )
    if total + cells > last_total + last_cells:
        return LAST_VALUE, f"The forecast lost to repeating the last value, which is used instead. {compared}"
    compared += _held(shares, errors)
    if round(total, 3) <= round(last_total, 3) and round(cells, 3) <= round(last_cells, 3):
        return FLOWS, f"The forecast beats repeating the last value. {compared}"
    lost = "all children" if total > last_total else "placement type and age"
    return (
        FLOWS,
        f"The forecast is better on the whole than the last value, but loses for {lost}. {compared}",
    )


def _held(shares: dict[str, float], errors: dict[tuple[str, str], float | None]) -> str:
    """Which levels are not the flows' own, and what the flows missed them by."""
    held: dict[float, list[str]] = {0.0: [], 0.5: []}
    for group, share in shares.items():
        ours, last = errors.get((FLOWS, group)), errors.get((LAST_VALUE, group))
        if share < 1 and ours is not None and last is not None:
            what = "all children" if group == "total" else group
            held[0.0 if share == 0 else 0.5].append(f"{what} (flows {ours:.1%}, last value {last:.1%})")
    return "".join(f" The level of {listed(kinds)} {HELD[share]}." for share, kinds in held.items() if kinds)


def fill_unknown(counts: np.ndarray) -> np.ndarray:
    """Unknown months take the last known count, those before the first known one that count."""
    known = ~np.isnan(counts)
    before = np.maximum.accumulate(np.where(known, np.arange(len(counts))[:, None], -1), axis=0)
    first = np.argmax(known, axis=0)
    places = np.where(before >= 0, before, first)
    return np.nan_to_num(np.take_along_axis(counts, places, axis=0))
