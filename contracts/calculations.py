"""Formulas of blocks, terms and ceilings: pounds as Decimal, rounded half up where a figure is named, no
database.

Rates are pounds a week for one bed unless a name says otherwise; "guaranteed" is what the council owes
for all beds of a block each week, used or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from core.errors import DomainError
from core.money import DAYS_PER_WEEK, cost_of_nights, pence
from core.periods import Period, month_of


@dataclass(frozen=True)
class YearFactor:
    """How many nights a headline year has; printed beside every annual figure, as councils differ."""

    label: str
    nights: Decimal

    @property
    def weeks(self) -> Decimal:
        return self.nights / DAYS_PER_WEEK


WEEKS_52 = YearFactor("52 weeks", Decimal(364))
WEEKS_52_14 = YearFactor("52.14 weeks", Decimal("364.98"))
NIGHTS_365 = YearFactor("365 nights", Decimal(365))
NIGHTS_366 = YearFactor("366 nights", Decimal(366))


@dataclass(frozen=True)
class AnnualFigure:
    """Pounds a year, with the factor that made it."""

    amount: Decimal
    factor: YearFactor


def annual_figure(weekly: Decimal, factor: YearFactor = NIGHTS_365) -> AnnualFigure:
    return AnnualFigure(pence(weekly * factor.nights / DAYS_PER_WEEK), factor)


@dataclass(frozen=True)
class MonthAccrual:
    month: Period
    nights: int
    amount: Decimal


def month_accruals(weekly: Decimal, stay: Period) -> list[MonthAccrual]:
    """What each month posts for a closed stay: the start night is paid, the departure day is not.

    A month posts the cost to date less what is already posted, so that the months add up to the stay to
    the penny.
    """
    if stay.end is None:
        raise ValueError("Accrue an open stay up to a date: give it an end.")
    accruals = []
    nights, posted, start = 0, Decimal(0), stay.start
    while start < stay.end:
        month = month_of(start)
        end = min(stay.end, month.end or stay.end)
        in_month = (end - start).days
        nights += in_month
        to_date = cost_of_nights(weekly, nights)
        accruals.append(MonthAccrual(month, in_month, to_date - posted))
        posted, start = to_date, end
    return accruals


def void_cost(weekly: Decimal, payable_nights: int) -> Decimal:
    """Pounds paid for nights without a child; which causes are payable is in the contract."""
    return cost_of_nights(weekly, payable_nights)


def break_even_beds(guaranteed: Decimal, spot: Decimal) -> Decimal:
    """Beds that must be in use, on average, for the block to cost what spot would."""
    if spot <= 0:
        raise DomainError("A spot price is needed to find the break-even.", field="spot")
    return guaranteed / spot


def break_even_occupancy(guaranteed: Decimal, spot: Decimal, beds: int) -> Decimal:
    """Break-even as a fraction of ``beds``: 0.9 where the block is 10% under spot."""
    if beds <= 0:
        raise DomainError("A block has at least one bed.", field="beds")
    return break_even_beds(guaranteed, spot) / beds


def weekly_saving(guaranteed: Decimal, spot: Decimal, occupied: int) -> Decimal:
    """Pounds a week saved against placing the same children at spot; negative where the block costs more."""
    return pence(spot * occupied - guaranteed)


def price_per_occupied_bed(guaranteed: Decimal, occupied: int) -> Decimal:
    """Pounds per bed-week in use; a block with nobody in it has no such price."""
    if occupied <= 0:
        raise DomainError("Nobody is placed in the block, so there is no price per occupied bed.")
    return pence(guaranteed / occupied)


def price_per_bed_week(total: Decimal, years: int, beds: int, factor: YearFactor = NIGHTS_365) -> Decimal:
    """Pounds a bed-week that a whole-term sum stands for."""
    return pence(total / (years * beds * factor.weeks))


def term_values(annual: Decimal, parts: Sequence[int]) -> list[Decimal]:
    """Value at the end of the initial term and of each extension taken in turn, without indexation.

    A 3+2+2 contract at £4.5m a year is 13.5, 22.5 and 31.5 million.
    """
    return [pence(annual * years) for years in accumulate(parts)]


def indexed_totals(annual: Decimal, years: int, yearly_rise: Decimal) -> list[Decimal]:
    """Cumulative value after each year when the price rises by ``yearly_rise`` (0.05 for 5%) from year 2."""
    prices = (annual * (1 + yearly_rise) ** year for year in range(years))
    return [pence(total) for total in accumulate(prices)]


def full_term_value(annual: Decimal, years: Decimal, yearly_rise: Decimal) -> Decimal:
    """Pounds over a term that may end within a year, with the price rising each full year."""
    whole = int(years)
    totals = indexed_totals(annual, whole, yearly_rise) or [Decimal(0)]
    return pence(totals[-1] + annual * (1 + yearly_rise) ** whole * (years - whole))


def ceiling_passed_in(annual: Decimal, years: int, yearly_rise: Decimal, ceiling: Decimal) -> int | None:
    """The year, counted from 1, in which the cumulative value passes the approved ceiling.

    None if it never does.
    """
    totals = indexed_totals(annual, years, yearly_rise)
    return next((year for year, total in enumerate(totals, start=1) if total > ceiling), None)


def weeks_to_reach(limit: Decimal, weekly: Decimal) -> Decimal:
    """Weeks until one placement has cost ``limit``."""
    if weekly <= 0:
        raise DomainError("A weekly price above zero is needed.", field="weekly")
    return limit / weekly
