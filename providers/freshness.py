"""How far a vacancy report can still be trusted: a pure rule of days."""

from datetime import datetime, timedelta
from enum import Enum


class Freshness(Enum):
    """Fresh up to so many days, ageing up to twice as many, stale after that."""

    FRESH = "Up to date"
    AGEING = "Check due"
    STALE = "Out of date"
    NONE = "Never reported"

    @property
    def kind(self) -> str:
        """What it means on screen (``core.components.STATUS_TONES``)."""
        return _KINDS[self]


_KINDS = {
    Freshness.FRESH: "good",
    Freshness.AGEING: "attention",
    Freshness.STALE: "bad",
    Freshness.NONE: "bad",
}


def trusted_until(reported_at: datetime, *, fresh_days: int) -> datetime:
    """The last moment at which a report is still fresh; after it councils trust it less."""
    return reported_at + timedelta(days=fresh_days)


def freshness_of(reported_at: datetime | None, *, at: datetime, fresh_days: int) -> Freshness:
    """How fresh a report of ``reported_at`` is; None when there has been no report."""
    if reported_at is None:
        return Freshness.NONE
    age, fresh = at - reported_at, timedelta(days=fresh_days)
    if age <= fresh:
        return Freshness.FRESH
    return Freshness.AGEING if age <= 2 * fresh else Freshness.STALE
