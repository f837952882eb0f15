"""``forecast``.

Check the history, grade the methods on it, use what wins, and say what could not be known.
"""

import hashlib
from collections.abc import Sequence

import numpy as np

from sufficiency.forecast.changes import RateChange
from sufficiency.forecast.flows import fit_flows, simulate_flows
from sufficiency.forecast.grading import FLOWS, Grade, fill_unknown
from sufficiency.forecast.grading import grade as grade_methods
from sufficiency.forecast.history import ForecastError, MonthlyHistory, months_after
from sufficiency.forecast.plain import last_value_paths
from sufficiency.forecast.result import Forecast

# Part of the hash: raised whenever the same inputs would give other numbers.
METHOD_VERSION = "1"
LONGEST_HORIZON = 60
# Children simulated at once, over all paths of a block: bounds the memory.
BLOCK = 2_000_000
FEW_CHILDREN = 30


def forecast(
    history: MonthlyHistory,
    *,
    horizon_months: int = 36,
    paths: int = 1000,
    seed: int = 0,
    changes: Sequence[RateChange] = (),
    grade: Grade | None = None,
) -> Forecast:
    """Simulate the months after the history, under ``changes`` to its rates where a scenario asks for them.

    The same arguments give the same numbers. A ``grade`` already made of this history is kept. Raises
    ``ForecastError`` for a history of nobody, or of nothing.
    """
    if not 1 <= horizon_months <= LONGEST_HORIZON:
        raise ForecastError(
            f"A forecast reaches from 1 to {LONGEST_HORIZON} months ahead.", field="horizon_months"
        )
    if paths < 100:
        raise ForecastError("A band needs at least 100 paths.", field="paths")
    counts = history.counts()
    if not np.nansum(counts):
        raise ForecastError("There is no history to forecast from: no month has a child in care.")
    if np.isnan(counts[-1]).any():
        raise ForecastError(
            "The last month's counts are not known; end the history at the last month that is."
        )
    graded = grade or grade_methods(history, horizon_months=horizon_months, seed=seed)
    if changes and history.children is None:
        raise ForecastError(
            "Rates can be changed only where each child's spells are known, not counts alone."
        )
    rng = np.random.default_rng(seed)
    if graded.method == FLOWS:
        drawn = _flow_paths(history, horizon_months, paths, rng, changes)
    else:
        drawn = last_value_paths(fill_unknown(counts), horizon_months, paths, rng)
        if changes:
            drawn = drawn + _effect(history, horizon_months, paths, seed, changes)
            drawn = np.maximum(drawn, 0)
    return Forecast(
        months=months_after(history.months[-1], horizon_months),
        paths=drawn,
        method=graded.method,
        grade=graded,
        seed=seed,
        input_hash=input_hash(history, horizon_months, paths, seed, changes),
        notes=_notes(history, counts, graded),
    )


def _flow_paths(
    history: MonthlyHistory,
    horizon: int,
    paths: int,
    rng: np.random.Generator,
    changes: Sequence[RateChange],
) -> np.ndarray:
    model = fit_flows(history)
    block = max(1, BLOCK // max(len(model.now.child), 1))
    sizes = [min(block, paths - done) for done in range(0, paths, block)]
    return np.concatenate([simulate_flows(model, rng, size, horizon, changes) for size in sizes])


def _effect(
    history: MonthlyHistory, horizon: int, paths: int, seed: int, changes: Sequence[RateChange]
) -> np.ndarray:
    """What the changes do to the mean of each cell, in whole children, by the flows."""
    with_changes, without = (
        _flow_paths(history, horizon, paths, np.random.default_rng(seed), which).mean(axis=0)
        for which in (changes, ())
    )
    return np.rint(with_changes - without).astype(np.int32)


def input_hash(
    history: MonthlyHistory, horizon_months: int, paths: int, seed: int, changes: Sequence[RateChange] = ()
) -> str:
    """SHA-256 over all that decides the numbers; who a child is does not."""
    digest = hashlib.sha256(f"{METHOD_VERSION} {horizon_months} {paths} {seed}".encode())
    digest.update(" ".join(month.isoformat() for month in history.months).encode())
    digest.update(np.ascontiguousarray(history.counts()).tobytes())
    if changes:
        digest.update(repr(tuple(changes)).encode())
    if history.children is not None:
        for values in vars(history.children).values():
            digest.update(values.astype(np.int64).tobytes())
    return digest.hexdigest()


def _notes(history: MonthlyHistory, counts: np.ndarray, graded: Grade) -> list[str]:
    """What the forecast could not know, in sentences for the page."""
    notes = list(history.notes)
    unknown = int(np.isnan(counts).any(axis=1).sum())
    if unknown:
        notes.append(
            f"{unknown} of {len(counts)} months are not known; the last known count stands in for them."
        )
    if counts[-1].sum() < FEW_CHILDREN:
        notes.append(
            "So few children are in care that chance alone moves these counts; read the band, not the middle."
        )
    if history.children is None:
        notes.append("Only counts are known: how long children stay, and so who is likely to leave, is not.")
    if graded.method == FLOWS:
        notes.append("New services, changes of policy and waves of unaccompanied children are not foreseen.")
    return notes
