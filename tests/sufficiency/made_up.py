"""Histories of made-up councils, from placements as they truly were."""

from datetime import date

import numpy as np

from sufficiency.forecast import MonthlyHistory, Spells, build_history
from sufficiency.forecast.history import month_end
from sufficiency.simulation import Region, simulate
from sufficiency.simulation.process import History

DAY = "datetime64[D]"


def spells_of(history: History) -> Spells:
    known = np.ones(len(history.area), dtype=bool)
    return Spells(
        tuple(f"Area {n}" for n in range(history.region.authorities)),
        history.area,
        history.child,
        history.born.astype(DAY),
        history.is_uasc,
        history.kind,
        history.start.astype(DAY),
        np.where(history.end < 0, np.datetime64("NaT"), history.end.astype(DAY)),
        history.care_start.astype(DAY),
        known,
        known,
    )


def history_of(region: Region, months: int, seed: int) -> MonthlyHistory:
    """The first ``months`` months from April of the region's first return."""
    first = region.first_month
    return build_history(spells_of(simulate(region, seed)), month_end(first), month_end(first + months - 1))


def one_council(children: int = 500, years: int = 8, **settings) -> Region:
    return Region(authorities=1, children=children, years=years, **settings)


FIRST = date(2016, 4, 30)
