"""Made-up care histories from a known process that is not the forecast's own, to measure the forecast by."""

from sufficiency.simulation.process import Region, simulate
from sufficiency.simulation.returns import counts_at_month_ends, write_returns

__all__ = ["Region", "counts_at_month_ends", "simulate", "write_returns"]
