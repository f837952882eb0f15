"""Charts of the reports room."""

from datetime import timedelta
from decimal import Decimal

from authorities.choices import ServiceCategory
from core.actor import Actor
from core.charts import POUNDS, Chart, Series, stacked_bars
from core.periods import Period, month_of
from reports.selectors.spend import monthly_totals

MONTHS_SHOWN = 12


def spend_chart(actor: Actor, last: Period) -> Chart | None:
    """Spend of up to twelve months to ``last`` by service line, from the first with any; None without."""
    months = [last]
    while len(months) < MONTHS_SHOWN:
        months.insert(0, month_of(months[0].start - timedelta(days=1)))
    totals = {
        (month, category): amount
        for month, category, amount in monthly_totals(actor, Period(months[0].start, last.end))
    }
    if not totals:
        return None
    first = min(month for month, _ in totals)
    months = [month for month in months if month.start >= first]
    used = [c for c in ServiceCategory if any(category == c for _, category in totals)]
    return stacked_bars(
        title="Spend by month and service line",
        categories=[f"{month.start:%b %Y}" for month in months],
        series=[
            Series(c.label, [totals.get((month.start, c), Decimal("0.00")) for month in months]) for c in used
        ],
        unit=POUNDS,
        heading="Month",
    )
