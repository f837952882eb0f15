"""How forecasts of a year did: what each month was forecast to cost beside what its nights cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from contracts.selectors.ledger import charges_visible_to
from core.actor import Actor
from core.periods import Period
from reports.models import Outturn


@dataclass(frozen=True)
class Grade:
    """One forecast of one month, in pounds, beside what happened."""

    made_on: date
    forecast: Decimal
    happened: Decimal

    @property
    def error(self) -> Decimal:
        """Pounds forecast above what happened."""
        return self.forecast - self.happened

    @property
    def error_share(self) -> Decimal | None:
        return abs(self.error) / self.happened if self.happened else None


@dataclass(frozen=True)
class GradedMonth:
    """A month that is over, by the first forecast of the year to hold it and the last before it began."""

    month: date
    happened: Decimal
    first: Grade
    last: Grade


def graded_months(actor: Actor, outturns: Sequence[Outturn], year: Period, *, on: date) -> list[GradedMonth]:
    """Months of the year that are over on a day and were forecast before they began, oldest first.

    A month costs what its nights were charged, late charges with them. ``outturns`` are oldest first.
    """
    assert year.end is not None
    happened = dict(
        charges_visible_to(actor)
        .filter(night__gte=year.start, night__lt=min(on.replace(day=1), year.end))
        .annotate(of_month=TruncMonth("night"))
        .order_by()
        .values_list("of_month")
        .annotate(total=Sum("amount"))
    )
    graded = []
    for month, amount in sorted(happened.items()):
        grades = [
            Grade(made.made_on, Decimal(made.by_month[month.isoformat()]), amount)
            for made in outturns
            if month.isoformat() in made.by_month
        ]
        if grades:
            graded.append(GradedMonth(month, amount, grades[0], grades[-1]))
    return graded
