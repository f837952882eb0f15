"""A block contract in figures: its value beside its ceilings, and where it breaks even."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from authorities.choices import SettingKey
from contracts.calculations import break_even_beds, ceiling_passed_in, full_term_value
from contracts.models import BlockContract, ContractOption
from contracts.payable import PricedTerms
from contracts.terms import full_term_months
from core.money import pence
from core.periods import month_of

MONTHS_PER_YEAR = Decimal(12)


@dataclass(frozen=True)
class Appraisal:
    """Pounds. ``guaranteed_weekly`` is owed even when every bed is empty; None where it cannot be known."""

    annual_value: Decimal
    guaranteed_weekly: Decimal
    term_value: Decimal | None
    annual_headroom: Decimal | None
    total_headroom: Decimal | None
    passed_in_year: int | None
    spot_weekly: Decimal | None
    spot_nights: int
    break_even: Decimal | None


def appraise(
    contract: BlockContract,
    terms: PricedTerms,
    options: Sequence[ContractOption],
    settings: Mapping[SettingKey, Any],
    spot: tuple[Decimal, int] | None,
) -> Appraisal:
    """``terms`` are today's, by which the year and the break-even go; the whole term goes by those signed.

    ``settings`` and ``spot`` are those of the council that looks: each compares with its own.
    """
    weeks = Fraction(str(settings[SettingKey.WEEK_FACTOR]))

    def a_year(weekly: Decimal) -> Decimal:
        return pence(weekly * weeks.numerator / weeks.denominator)

    annual = a_year(terms.weekly_rate * terms.beds)
    signed = a_year(contract.weekly_rate * contract.beds_agreed)
    rise = contract.indexation_percent / 100
    months = full_term_months(contract.period, options)
    value = None if months is None else full_term_value(signed, months / MONTHS_PER_YEAR, rise)
    guaranteed = terms.guaranteed_weekly
    years = -(-months // 12) if months else 0
    ceiling = contract.total_ceiling
    return Appraisal(
        annual_value=annual,
        guaranteed_weekly=guaranteed,
        term_value=value,
        annual_headroom=None if contract.annual_ceiling is None else contract.annual_ceiling - annual,
        total_headroom=None if ceiling is None or value is None else ceiling - value,
        passed_in_year=None if ceiling is None else ceiling_passed_in(signed, years, rise, ceiling),
        spot_weekly=spot[0] if spot else None,
        spot_nights=spot[1] if spot else 0,
        break_even=break_even_beds(guaranteed, spot[0]) if spot and spot[0] > 0 else None,
    )


def last_twelve_months(on: date) -> list[date]:
    """The firsts of the twelve months that end with the month of a day."""
    months = [month_of(on).start]
    while len(months) < MONTHS_PER_YEAR:
        months.insert(0, month_of(date.fromordinal(months[0].toordinal() - 1)).start)
    return months
