"""Pictures of a paper on a block contract, drawn from the same records as its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts.choices import BedNightState
from contracts.models import BlockContract
from contracts.selectors.blocks import nights_by_month
from core import formats
from core.charts import Chart, Level, Line, line_chart
from core.periods import Period, month_of
from core.tables import Heading
from sufficiency.charts import fan_chart, fan_rows
from sufficiency.choices import Counted
from sufficiency.models import ForecastRun
from sufficiency.selectors.forecasts import outlook, without_small
from sufficiency.selectors.spells import counted_as

MOST_MONTHS = 24


@dataclass(frozen=True)
class Picture:
    """A chart and its numbers as a table that fits a page."""

    chart: Chart
    title: str
    note: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[str]]


def paper_charts(
    contract: BlockContract, run: ForecastRun | None, on: date, *, hidden_under: int
) -> list[Picture]:
    """The forecast of the contract's kind of care, and how full the block has been; what there is of them.

    Papers are public: recorded counts from 1 up to ``hidden_under`` are left out, and so small a block is.
    """
    drawn = [_forecast(run, contract.category, hidden_under)] if run else []
    return [*drawn, *(_occupancy(contract, on) if contract.beds_agreed >= hidden_under else [])]


def _forecast(run: ForecastRun, category: str, hidden_under: int) -> Picture:
    kind = counted_as(category)
    title = f"Children in care: {Counted(kind).label.lower()}"
    note = f"Month ends, recorded and forecast. Forecast {run.reference} as at {formats.day(run.as_at)}"
    shown = without_small(outlook(run, kind), hidden_under)
    columns, rows = fan_rows(shown)
    return Picture(fan_chart(shown, title), title, note, columns, rows)


def _occupancy(contract: BlockContract, on: date) -> list[Picture]:
    """Average beds in use in each whole month; nothing before the block has two of them."""
    end = month_of(on).start
    nights = nights_by_month(contract, Period(contract.starts_on, max(end, contract.starts_on)))
    months = sorted(nights)[-MOST_MONTHS:]
    if len(months) < 2:
        return []
    used = [Decimal(nights[m].get(BedNightState.OCCUPIED, 0)) / month_of(m).nights for m in months]
    open_beds = [Decimal(sum(nights[m].values())) / month_of(m).nights for m in months]
    title = "Beds of the block in use"
    chart = line_chart(
        title=title,
        months=months,
        lines=[
            Line("Beds open", [_tenth(beds) for beds in open_beds]),
            Line("In use", [_tenth(beds) for beds in used]),
        ],
        levels=[Level(contract.beds_agreed, f"{contract.beds_agreed} agreed")],
    )
    last = end - timedelta(days=1)
    note = f"Average of each month's nights, to {formats.day(last)}"
    return [Picture(chart, title, note, chart.table.columns, chart.table.rows)]


def _tenth(beds: Decimal) -> Decimal:
    return beds.quantize(Decimal("0.1"))
