"""Figures of the block contract itself: beds, price, term, ceilings and what became of its bed-nights.

Formulas are those of ``contracts.calculations``; a headline year follows the council's own week factor.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial

from authorities.choices import SettingKey
from contracts import calculations
from contracts.choices import BedNightState
from contracts.selectors.blocks import nights_by_state
from core.money import pence
from core.periods import Period
from reports.figures.catalogue import Facts, register
from reports.figures.figure import FigureMissing, Reading, Unit

figure = partial(register, "The block contract")

MONTHS_PER_YEAR = 12


def _of_contract(facts: Facts, value: object) -> Reading:
    return Reading(value, f"Block contract {facts.contract.reference}", facts.on)  # type: ignore[arg-type]


@figure("beds", "Beds agreed", Unit.BEDS, "Beds the contract provides when all are open")
def beds(facts: Facts) -> Reading:
    return _of_contract(facts, facts.contract.beds_agreed)


@figure("weekly_rate", "Price of a bed", Unit.WEEKLY_POUNDS, "Pounds a bed a week, when in use")
def weekly_rate(facts: Facts) -> Reading:
    return _of_contract(facts, facts.contract.weekly_rate)


@figure(
    "week_factor", "Weeks in a headline year", Unit.WEEKS, "The council's setting, used in yearly figures"
)
def week_factor(facts: Facts) -> Reading:
    weeks = Fraction(str(facts.settings[SettingKey.WEEK_FACTOR]))
    value = Decimal(weeks.numerator) / Decimal(weeks.denominator)
    return Reading(value, "Council settings: weeks in a year for headline figures", facts.on)


@figure(
    "annual_value",
    "Yearly cost of all beds in use",
    Unit.YEARLY_POUNDS,
    "Beds x weekly price x weeks in a year",
)
def annual_value(facts: Facts) -> Reading:
    value = pence(facts.value("beds") * facts.value("weekly_rate") * facts.value("week_factor"))
    return facts.computed(value, "beds", "weekly_rate", "week_factor")


@figure(
    "guaranteed_weekly",
    "Guaranteed a week",
    Unit.WEEKLY_POUNDS,
    "Owed each week for all beds if all were empty",
)
def guaranteed_weekly(facts: Facts) -> Reading:
    share = facts.contract.guaranteed_share
    return facts.computed(
        pence(facts.value("weekly_rate") * facts.value("beds") * share), "weekly_rate", "beds"
    )


@figure("starts_on", "Contract start", Unit.DATE, "First day of the contract")
def starts_on(facts: Facts) -> Reading:
    return _of_contract(facts, facts.contract.starts_on)


@figure("ends_on", "Current end", Unit.DATE, "Last day of the contract with the options used so far")
def ends_on(facts: Facts) -> Reading:
    return _of_contract(facts, _current_term(facts).last_day)


@figure(
    "term_years", "Full term", Unit.YEARS, "Years from the start with every option to extend, used or not"
)
def term_years(facts: Facts) -> Reading:
    unused = sum(option.months for option in facts.contract.options.all() if not option.exercised_on)
    months = _current_term(facts).months + unused
    return _of_contract(facts, Decimal(months) / MONTHS_PER_YEAR)


@figure(
    "total_value",
    "Value over the full term",
    Unit.POUNDS,
    "Yearly cost x years, with yearly indexation",
)
def total_value(facts: Facts) -> Reading:
    annual, years = facts.value("annual_value"), facts.value("term_years")
    value = calculations.full_term_value(annual, years, Decimal(facts.contract.indexation_percent) / 100)
    return facts.computed(value, "annual_value", "term_years")


@figure("annual_ceiling", "Yearly ceiling", Unit.WHOLE_YEARLY_POUNDS, "The most that may be spent in a year")
def annual_ceiling(facts: Facts) -> Reading:
    return _of_contract(facts, _recorded(facts.contract.annual_ceiling, "a yearly ceiling"))


@figure("total_ceiling", "Ceiling over the full term", Unit.WHOLE_POUNDS, "The most that may be spent in all")
def total_ceiling(facts: Facts) -> Reading:
    return _of_contract(facts, _recorded(facts.contract.total_ceiling, "a total ceiling"))


@figure("headroom", "Left under the ceiling", Unit.POUNDS, "Ceiling less value, both over the full term")
def headroom(facts: Facts) -> Reading:
    value = facts.value("total_ceiling") - facts.value("total_value")
    return facts.computed(value, "total_ceiling", "total_value")


@figure(
    "ceiling_used",
    "Share of the ceiling",
    Unit.PERCENT,
    "Value as a share of the ceiling, over the full term",
)
def ceiling_used(facts: Facts) -> Reading:
    value = facts.value("total_value") / facts.value("total_ceiling") * 100
    return facts.computed(value, "total_value", "total_ceiling", base="total_ceiling")


@figure(
    "price_per_bed_week",
    "Price the ceiling stands for",
    Unit.WEEKLY_POUNDS,
    "Total ceiling for each bed and week of the full term, by the weeks of a headline year",
)
def price_per_bed_week(facts: Facts) -> Reading:
    weeks = facts.value("term_years") * facts.value("week_factor")
    value = pence(facts.value("total_ceiling") / (facts.value("beds") * weeks))
    return facts.computed(value, "total_ceiling", "beds", "term_years", "week_factor")


@figure(
    "occupied_nights",
    "Bed-nights in use",
    Unit.NIGHTS,
    "Nights a child slept in a bed of the block on the nights counted",
)
def occupied_nights(facts: Facts) -> Reading:
    return _nights(facts, lambda by_state: by_state.get(BedNightState.OCCUPIED, 0))


@figure(
    "live_nights", "Bed-nights open", Unit.NIGHTS, "Nights of every bed that was open on the nights counted"
)
def live_nights(facts: Facts) -> Reading:
    return _nights(facts, lambda by_state: sum(by_state.values()))


@figure(
    "occupancy", "Occupancy", Unit.PERCENT, "Bed-nights in use over bed-nights open on the nights counted"
)
def occupancy(facts: Facts) -> Reading:
    value = Decimal(100) * facts.value("occupied_nights") / facts.value("live_nights")
    return facts.computed(value, "occupied_nights", "live_nights", base="live_nights")


class _Term:
    """Start to current end in whole months."""

    def __init__(self, period: Period, reference: str) -> None:
        if period.end is None:
            raise FigureMissing(f"Block contract {reference} has no end date.")
        self.months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        self.last_day = period.end.fromordinal(period.end.toordinal() - 1)


def _current_term(facts: Facts) -> _Term:
    return _Term(facts.contract.period, facts.contract.reference)


def _recorded(amount: Decimal | None, what: str) -> Decimal:
    if amount is None:
        raise FigureMissing(f"The contract has no record of {what}.")
    return amount


def guard_small(facts: Facts) -> None:
    """Raises FigureMissing for a block of so few beds that its use stays untold."""
    if facts.contract.beds_agreed < facts.settings[SettingKey.SUPPRESS_UNDER]:
        raise FigureMissing("The block is so small that how full it is would give away a child's stay.")


def _nights(facts: Facts, count: Callable[[Mapping[str, int]], int]) -> Reading:
    guard_small(facts)
    by_state = nights_by_state(facts.contract, facts.nights_counted)
    if not by_state:
        raise FigureMissing("No bed-night of this block has been recorded in the last 365 days.")
    return Reading(count(by_state), f"Bed-nights of {facts.contract.reference}", facts.on)
