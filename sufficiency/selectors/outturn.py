"""What an earlier forecast said of the months since, beside what came, and why they differ."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.actor import Actor
from sufficiency.models import ForecastRun
from sufficiency.selectors.forecasts import outlook, runs_visible_to

# The forecast looked back on is the oldest one made within so many days of the newest.
DAYS_BACK = 400
# How many past forecasts are looked at to find it.
MOST_RUNS = 60


@dataclass(frozen=True)
class Flows:
    """Children who entered and left care in a month, as expected and as recorded."""

    entered_expected: float
    entered: float
    left_expected: float
    left: float


@dataclass(frozen=True)
class MonthSince:
    """One month that has come: children forecast (middle, 80% range) and recorded; ``flows`` where known."""

    month: date
    forecast: int
    low: int
    high: int
    came: int
    flows: Flows | None

    @property
    def more(self) -> int:
        return self.came - self.forecast


@dataclass(frozen=True)
class Outturn:
    run: ForecastRun
    months: list[MonthSince]

    @property
    def inside(self) -> int:
        """Months that came within the 80% range."""
        return sum(month.low <= month.came <= month.high for month in self.months)


def outturn(actor: Actor, latest: ForecastRun | None) -> Outturn | None:
    """The earlier forecast and the months since, as the latest one's history records them; None without."""
    if latest is None:
        return None
    recorded = {month: count for month, count in outlook(latest).recorded if count is not None}
    flows = {point["month"]: point for point in latest.flow.get("recorded", [])}
    for run in _earlier(actor, latest):
        expected = {point["month"]: point for point in run.flow.get("ahead", [])}
        months = [
            _month(point, recorded[month], expected.get(point["month"]), flows.get(point["month"]))
            for month, point in zip(outlook(run).months_ahead, outlook(run).ahead, strict=True)
            if month in recorded
        ]
        if months:
            return Outturn(run, months)
    return None


def _earlier(actor: Actor, latest: ForecastRun) -> list[ForecastRun]:
    runs = runs_visible_to(actor).filter(as_at__lt=latest.as_at, step_months=latest.step_months)
    runs = runs.order_by("-as_at", "-made_at")[:MOST_RUNS]
    near = [run for run in runs if (latest.as_at - run.as_at).days <= DAYS_BACK]
    return near[::-1]


def _month(
    point: dict[str, Any], came: int, expected: dict[str, Any] | None, recorded: dict[str, Any] | None
) -> MonthSince:
    flows = None
    if expected and recorded:
        flows = Flows(expected["entered"], recorded["entered"], expected["left"], recorded["left"])
    month = date.fromisoformat(point["month"])
    return MonthSince(month, point["p50"], point["p10"], point["p90"], came, flows)
