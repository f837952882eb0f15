"""Forecast runs as they were kept, and their numbers by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from sufficiency.forecast.history import month_number
from sufficiency.models import ForecastRun

ALL = "all"
BANDS = {50: ("p25", "p75"), 80: ("p10", "p90"), 95: ("p2_5", "p97_5")}


@dataclass(frozen=True)
class Outlook:
    """What one run holds of a sum of children: recorded by month end, then forecast by month end."""

    recorded: list[tuple[date, int | None]]
    ahead: list[dict[str, Any]]

    @property
    def months_ahead(self) -> list[date]:
        return [date.fromisoformat(point["month"]) for point in self.ahead]

    @property
    def is_yearly(self) -> bool:
        days = self.months_ahead[:2]
        return len(days) == 2 and month_number(days[1]) - month_number(days[0]) == 12

    def in_months(self, months: int) -> dict[str, Any] | None:
        """The point so many months after the last recorded one; None beyond the horizon, or between years."""
        wanted = month_number(self.recorded[-1][0]) + months if self.recorded else None
        return next(
            (
                p
                for p, month in zip(self.ahead, self.months_ahead, strict=True)
                if month_number(month) == wanted
            ),
            None,
        )


def runs_visible_to(actor: Actor) -> QuerySet[ForecastRun]:
    return ForecastRun.objects.filter(authority_id=actor.council_id)


def access_run(actor: Actor, reference: str) -> ForecastRun:
    found = runs_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def latest_run(actor: Actor, *, at: datetime | None = None, as_at: date | None = None) -> ForecastRun | None:
    """The newest run by month and kind, or the one that was newest at a moment; with ``as_at``, that which
    knows most of the time up to that day, and nothing later."""
    runs = runs_visible_to(actor).filter(step_months=1)
    if as_at is not None:
        return runs.filter(as_at__lte=as_at).order_by("-as_at", "-made_at").first()
    return _newest(runs if at is None else runs.filter(made_at__lte=at))


def latest_of_any(actor: Actor) -> ForecastRun | None:
    """The newest run, which may be one of published yearly counts: all children, year by year."""
    return _newest(runs_visible_to(actor))


def _newest(runs: QuerySet[ForecastRun]) -> ForecastRun | None:
    return runs.order_by("-made_at").first()


def outlook(run: ForecastRun, category: str = ALL) -> Outlook:
    """History and forecast of one kind of placement, or of all children, every age together."""
    recorded: dict[date, int | None] = {}
    for point in run.history:
        if category in (ALL, point["category"]):
            month = date.fromisoformat(point["month"])
            known = recorded.get(month, 0)
            recorded[month] = None if known is None or point["count"] is None else known + point["count"]
    ahead = [p for p in run.points if p["category"] == category and _is_whole(p)]
    return Outlook(sorted(recorded.items()), sorted(ahead, key=lambda point: point["month"]))


def without_small(outlook: Outlook, level: int) -> Outlook:
    """For readers outside the service: recorded counts from 1 up to ``level`` become unknown."""
    recorded = [(month, None if count and count < level else count) for month, count in outlook.recorded]
    return Outlook(recorded, outlook.ahead)


def _is_whole(point: dict[str, Any]) -> bool:
    """Every age and every kind of carer together."""
    return point["age_band"] == ALL and point.get("placement_type", ALL) == ALL


def recorded_last(run: ForecastRun) -> dict[tuple[str, str], int]:
    """Counts by kind of placement and age at the last month end the run was told of."""
    last = max(point["month"] for point in run.history)
    counts: Counter[tuple[str, str]] = Counter()
    for point in run.history:
        if point["month"] == last:
            counts[point["category"], point["age_band"]] += point["count"] or 0
    return counts


def last_recorded(run: ForecastRun) -> date:
    """The month end that the forecast starts from."""
    return date.fromisoformat(max(point["month"] for point in run.history))


def months_ahead(run: ForecastRun) -> list[date]:
    """The month ends forecast, in order."""
    return sorted({date.fromisoformat(point["month"]) for point in run.points})
