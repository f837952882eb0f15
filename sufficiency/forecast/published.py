"""A council of which only published yearly counts are known: all its children, year by year, graded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from statistics import NormalDist
from typing import Any

import numpy as np

from sufficiency.forecast.grading import LAST_VALUE, Grade, Score
from sufficiency.forecast.history import ForecastError
from sufficiency.forecast.result import ALL, QUANTILES
from sufficiency.forecast.yearly import YearlyForecast, forecast_yearly

PUBLISHED = "published yearly counts"
LEAST_YEARS, YEARS_TESTED = 4, 3
# Of a band that no past test has held to account, as for months.
UNTESTED_WIDENING = 1.3
FEW_CHILDREN = 30
WHOLE = {"category": ALL, "placement_type": ALL, "age_band": ALL}
METHOD_VERSION = "1"
# Miss, what came, and whether the band held it.
_Told = tuple[float, float, bool | None]
# The last value is the same forecast without growth, and has its band.
DRIFT_OF: dict[str, float | None] = {PUBLISHED: None, LAST_VALUE: 0.0}


@dataclass(frozen=True)
class PublishedForecast:
    """``history`` and ``points`` at 31 March, as ``ForecastRun`` keeps them; no kinds, no ages, no paths."""

    history: list[dict[str, Any]]
    points: list[dict[str, Any]]
    grade: Grade
    input_hash: str
    notes: list[str]


def forecast_published(counts: Mapping[int, int], horizon_years: int) -> PublishedForecast:
    """``counts`` by the year of their 31 March. Raises ``ForecastError`` without any child."""
    if not any(counts.values()):
        raise ForecastError("The published counts hold no child, so there is nothing to forecast from.")
    years = list(range(min(counts), max(counts) + 1))
    series = np.array([counts.get(year, np.nan) for year in years], dtype=float)
    grade = _grade(series)
    made = forecast_yearly(series[None], years[-1], horizon_years, drift=DRIFT_OF[grade.method])
    points = [
        {"month": _day(year)}
        | WHOLE
        | {"mean": round(float(made.mean[0, n]), 2)}
        | {name: int(_widened(made, share, grade.widen)[n]) for name, share in QUANTILES.items()}
        for n, year in enumerate(made.years)
    ]
    return PublishedForecast(
        [{"month": _day(year)} | WHOLE | {"count": count} for year, count in sorted(counts.items())],
        points,
        grade,
        sha256(f"{METHOD_VERSION} {horizon_years} {sorted(counts.items())}".encode()).hexdigest(),
        _notes(series, years),
    )


def _widened(made: YearlyForecast, share: float, factor: float) -> np.ndarray:
    return made.quantile(NormalDist().inv_cdf(share) * factor)[0]


def _grade(series: np.ndarray) -> Grade:
    """Each year end from the second on, foretold with only the years before it."""
    told: dict[tuple[str, int], list[_Told]] = {}
    origins = [n for n in range(1, len(series) - 1) if not np.isnan(series[n])]
    for origin in origins:
        known, came = series[: origin + 1], series[origin + 1 :][:YEARS_TESTED]
        for method, means, inside in _methods(known, came):
            for year in np.flatnonzero(~np.isnan(came)):
                miss, outcome = float(means[year] - came[year]), float(came[year])
                one = (miss, outcome, None if inside is None else bool(inside[year]))
                for horizon in (0, 12 * (int(year) + 1)):
                    told.setdefault((method, horizon), []).append(one)
    scores = [_score(method, horizon, each) for (method, horizon), each in told.items()]
    years = int((~np.isnan(series)).sum())
    method, verdict = _choose(scores, years)
    widen = 1.0 if years >= LEAST_YEARS else UNTESTED_WIDENING
    return Grade(method, verdict, len(origins) if scores else 0, scores, widen)


def _methods(known: np.ndarray, came: np.ndarray) -> Iterator[tuple[str, np.ndarray, np.ndarray | None]]:
    """Method, counts foretold, and whether its 80% band held what came, where it gives one."""
    ahead = len(came)
    for method, drift in DRIFT_OF.items():
        made = forecast_yearly(known[None], 0, ahead, drift=drift)
        yield method, made.mean[0], (made.p10[0] <= came) & (came <= made.p90[0])
    yield "straight line", _line(known, ahead), None
    yield "council paper", _paper(known, ahead), None


def _score(method: str, horizon: int, told: list[_Told]) -> Score:
    came = sum(outcome for _, outcome, _ in told)
    inside = [held for *_, held in told if held is not None]
    return Score(
        method,
        "total",
        horizon,
        error=sum(abs(miss) for miss, *_ in told) / came if came else None,
        bias=sum(miss for miss, *_ in told) / came if came else None,
        coverage=sum(inside) / len(inside) if inside else None,
    )


def _choose(scores: list[Score], years: int) -> tuple[str, str]:
    """The method to use and a sentence that says why."""
    errors = {score.method: score.error for score in scores if score.horizon == 0}
    only = "Only published yearly counts are known, so all children are forecast, year by year."
    ours, last = errors.get(PUBLISHED), errors.get(LAST_VALUE)
    if years < LEAST_YEARS or ours is None or last is None:
        return PUBLISHED, f"{only} {years} of them are too few to test a method on, so the ranges are wide."
    compared = f"On past years its error was {ours:.1%} against {last:.1%} for repeating the last value."
    if round(ours, 3) > round(last, 3):
        return LAST_VALUE, f"{only} {compared} So the last value is carried on."
    return PUBLISHED, f"{only} {compared}"


def _line(known: np.ndarray, ahead: int) -> np.ndarray:
    """Least squares through the years known, carried on."""
    at = np.flatnonzero(~np.isnan(known))
    if len(at) < 2:
        return np.full(ahead, known[-1])
    slope, level = np.polyfit(at, known[at], 1)
    return np.maximum(level + slope * (len(known) - 1 + np.arange(1, ahead + 1)), 0)


def _paper(known: np.ndarray, ahead: int) -> np.ndarray:
    """Average yearly change times the years ahead."""
    at = np.flatnonzero(~np.isnan(known))
    change = (known[-1] - known[at[0]]) / max(at[-1] - at[0], 1)
    return np.maximum(known[-1] + change * np.arange(1, ahead + 1), 0)


def _notes(series: np.ndarray, years: list[int]) -> list[str]:
    notes = [
        "How long children stay, their ages and kinds of placement are not known; load returns to see them.",
        "New services, changes of policy and waves of unaccompanied children are not foreseen.",
    ]
    gone = [str(year) for year, count in zip(years, series, strict=True) if np.isnan(count)]
    if gone:
        notes.insert(0, f"There is no count for {', '.join(gone)}; nothing is learned from it.")
    if series[-1] < FEW_CHILDREN:
        notes.insert(0, "So few children are in care that chance alone moves these counts; read the range.")
    return notes


def _day(year: int) -> str:
    return date(year, 3, 31).isoformat()
