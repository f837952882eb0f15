"""``forecast`` of one council, ``forecast_areas`` of several together.

Check the history, grade the methods on it, use what wins, and say what could not be known.
"""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from sufficiency.forecast.borrowing import Borrowed
from sufficiency.forecast.changes import RateChange
from sufficiency.forecast.choosing import factors, heard, held_to, shares_of
from sufficiency.forecast.flows import fit_flows, simulate_flows
from sufficiency.forecast.grading import FLOWS, LEAST_TRAINING, Grade, fill_unknown, grade
from sufficiency.forecast.history import ForecastError, MonthlyHistory, months_after
from sufficiency.forecast.plain import last_value_paths
from sufficiency.forecast.rates import steps
from sufficiency.forecast.result import Flow, Forecast

# Part of the hash: raised whenever the same inputs would give other numbers.
METHOD_VERSION = "3"
LONGEST_HORIZON = 60
LEAST_PATHS = 100
FEW_CHILDREN = 30
# How much wider the band becomes where the newest months left the band of the last test.
REGIME_WIDENING = 1.4


def forecast(
    history: MonthlyHistory,
    *,
    horizon_months: int = 36,
    paths: int = 1000,
    seed: int = 0,
    changes: Sequence[RateChange] = (),
    grade: Grade | None = None,
    borrowed: Borrowed | None = None,
) -> Forecast:
    """Simulate the months after the history of one council, its areas together.

    The same arguments give the same numbers. ``changes`` are what a scenario does to the rates; paths are
    those of the forecast without them as far as can be. With ``grade`` the methods are not tested again; the
    test itself never sees what is ``borrowed`` of partners, who told it later.
    Raises ``ForecastError`` for a history of nobody, or of nothing.
    """
    _check(history, horizon_months, paths)
    counts = history.counts()
    graded = grade or _grade(history, horizon_months, seed)
    rng = np.random.default_rng(seed)
    flow = None
    if graded.method == FLOWS:
        drawn, entering = _flow_paths(history, horizon_months, paths, rng, changes, borrowed)
        shares = heard(graded.shares)
        if (shares != 1).any():
            # A scenario's rates act on the same levels as the forecast without them.
            usual = drawn
            if changes:
                usual, _ = _flow_paths(
                    history, horizon_months, paths, np.random.default_rng(seed), (), borrowed
                )
            level = factors(usual.mean(axis=0), counts[-1], shares)
            drawn = held_to(drawn, level, rng)
        flow = _flow(history, entering, drawn)
    else:
        drawn = last_value_paths(fill_unknown(counts), horizon_months, paths, rng)
        if changes:
            drawn = np.maximum(drawn + _effect(history, horizon_months, paths, seed, changes, borrowed), 0)
    return Forecast(
        months=months_after(history.months[-1], horizon_months),
        paths=_widened(drawn, graded.widen * (REGIME_WIDENING if graded.broke else 1.0)),
        method=graded.method,
        grade=graded,
        seed=seed,
        input_hash=input_hash(history, horizon_months, paths, seed, changes, borrowed),
        notes=_notes(history, counts, graded),
        flow=flow,
    )


def _flow_paths(
    history: MonthlyHistory,
    horizon: int,
    paths: int,
    rng: np.random.Generator,
    changes: Sequence[RateChange],
    borrowed: Borrowed | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Paths of all areas together, and the mean number entering each month."""
    areas = list(simulate_flows(fit_flows(history, horizon, borrowed), rng, paths, horizon, changes))
    drawn = np.stack([area.counts for area in areas]).sum(axis=0, dtype=np.int32)
    return drawn, np.stack([area.entering for area in areas]).sum(axis=0)


def _effect(
    history: MonthlyHistory,
    horizon: int,
    paths: int,
    seed: int,
    changes: Sequence[RateChange],
    borrowed: Borrowed | None,
) -> np.ndarray:
    """What the changes do to the mean of each cell, from the flows, whatever method won."""
    if history.children is None or len(history.months) < 2:
        raise ForecastError("Rates can be changed only where each child's care is known, not counts alone.")
    after, before = (
        _flow_paths(history, horizon, paths, np.random.default_rng(seed), which, borrowed)[0].mean(axis=0)
        for which in (changes, ())
    )
    return np.rint(after - before).astype(np.int32)


def _grade(history: MonthlyHistory, horizon_months: int, seed: int) -> Grade:
    return grade(history, horizon_months=horizon_months, seed=seed)


def forecast_areas(
    history: MonthlyHistory, *, horizon_months: int, paths: int, seed: int
) -> Iterator[tuple[str, np.ndarray]]:
    """Each area's paths (paths x months x ``CELLS``), simulated together: sums of paths are the pool's.

    Of each area and kind the method is used that did better on the past, its own and the pool's.
    """
    _check(history, horizon_months, paths)
    rng = np.random.default_rng(seed)
    if history.children is None or len(history.months) < LEAST_TRAINING:
        for number, name in enumerate(history.areas):
            known = fill_unknown(history.known[number])
            yield name, last_value_paths(known, horizon_months, paths, rng)
        return
    every = shares_of(history)
    simulated = simulate_flows(fit_flows(history, horizon_months), rng, paths, horizon_months)
    rounding = np.random.default_rng([seed, 1])
    for name, area, shares, last in zip(history.areas, simulated, every, history.known[:, -1], strict=True):
        drawn = area.counts
        if (shares != 1).any():
            drawn = held_to(drawn, factors(drawn.mean(axis=0), last, shares), rounding)
        yield name, drawn


def _check(history: MonthlyHistory, horizon_months: int, paths: int) -> None:
    if not 1 <= horizon_months <= LONGEST_HORIZON:
        raise ForecastError(
            f"A forecast reaches from 1 to {LONGEST_HORIZON} months ahead.", field="horizon_months"
        )
    if paths < LEAST_PATHS:
        raise ForecastError(f"A band needs at least {LEAST_PATHS} paths.", field="paths")
    if not np.nansum(history.known):
        raise ForecastError("There is no history to forecast from: no month has a child in care.")
    unknown = history.ending_unknown()
    if unknown:
        of = f" of {', '.join(unknown)}" if any(unknown) else ""
        raise ForecastError(
            f"The last month's counts{of} are not known; end the history at the last month that is."
        )


def _widened(drawn: np.ndarray, factor: float) -> np.ndarray:
    """Paths as far off their mean again as ``factor`` says."""
    if factor == 1:
        return drawn
    mean = drawn.mean(axis=0)
    return np.maximum(np.rint(mean + factor * (drawn - mean)), 0).astype(np.int32)


def _flow(history: MonthlyHistory, entering: np.ndarray, drawn: np.ndarray) -> Flow:
    totals = np.append(history.counts()[-1].sum(), drawn.sum(axis=2).mean(axis=0))
    left = np.maximum(entering - np.diff(totals), 0)
    return Flow(months_after(history.months[-1], len(entering)), entering, left)


def recorded_flow(history: MonthlyHistory) -> Flow:
    """Who entered and left by each month end after the first; months not known are left out."""
    if history.children is None or len(history.months) < 2:
        return Flow([], np.zeros(0), np.zeros(0))
    held = history.held()
    seen, length = steps(history.children, held), len(history.months)
    entered = np.bincount(seen.entered.month, minlength=length)[1:]
    left = np.bincount(seen.before.month[seen.left], minlength=length - 1)
    known = (held[:, 1:] & held[:, :-1]).all(axis=0)
    months = [month for month, is_known in zip(history.months[1:], known, strict=True) if is_known]
    return Flow(months, entered[known], left[known])


def input_hash(
    history: MonthlyHistory,
    horizon_months: int,
    paths: int,
    seed: int,
    changes: Sequence[RateChange] = (),
    borrowed: Borrowed | None = None,
) -> str:
    """SHA-256 over all that decides the numbers; who a child is does not."""
    digest = hashlib.sha256(f"{METHOD_VERSION} {horizon_months} {paths} {seed}".encode())
    digest.update(" ".join(month.isoformat() for month in history.months).encode())
    digest.update(np.ascontiguousarray(history.known).tobytes())
    if history.children is not None:
        for values in vars(history.children).values():
            digest.update(values.astype(np.int64).tobytes())
    for change in changes:
        digest.update(repr(change).encode())
    if borrowed is not None:
        for values in vars(borrowed).values():
            digest.update(values.astype(np.float64).tobytes())
    return digest.hexdigest()


def _notes(history: MonthlyHistory, counts: np.ndarray, graded: Grade) -> list[str]:
    """What the forecast could not know, in sentences for the page."""
    notes = list(history.notes)
    unknown = int(np.isnan(counts).any(axis=1).sum())
    if unknown:
        notes.append(
            f"{unknown} of {len(counts)} months are not known; nothing is learned from them, and the band is "
            "the wider for it."
        )
    if counts[-1].sum() < FEW_CHILDREN:
        notes.append(
            "So few children are in care that chance alone moves these counts; read the band, not the middle."
        )
    if history.children is None:
        notes.append("Only counts are known: how long children stay, and so who is likely to leave, is not.")
    if graded.broke:
        notes.append(
            "The last year left the range that a forecast made a year ago would have given: something has "
            "changed that the past does not show. The ranges are widened."
        )
    elif graded.widen > 1.05 and graded.origins:
        notes.append("On the past the ranges held too few outcomes, so they are widened.")
    elif graded.widen < 0.95 and graded.origins:
        notes.append("On the past the ranges held more outcomes than they should, so they are narrowed.")
    if graded.method == FLOWS:
        notes.append("New services, changes of policy and waves of unaccompanied children are not foreseen.")
    return notes
