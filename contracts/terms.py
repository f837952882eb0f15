"""When a block contract ends, and by when somebody must decide whether it goes on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from core.periods import Period, add_months


class Option(Protocol):
    """A right to extend, as ``contracts.models.ContractOption`` holds it."""

    position: int
    months: int
    notice_months: int
    exercised_on: date | None


@dataclass(frozen=True)
class OptionTerm:
    """One option: what it adds and, while it is unused, the last day to decide."""

    position: int
    months: int
    exercised_on: date | None
    new_last_day: date | None
    decide_by: date | None


def last_day(period: Period) -> date | None:
    return period.end - timedelta(days=1) if period.end else None


def option_terms(period: Period, options: Iterable[Option], *, governance_weeks: int) -> list[OptionTerm]:
    """Options in order. ``period`` is the current term, in which the options already used are counted.

    The last day to decide is the day the term would end without the option, less its notice, less the weeks a
    decision takes. Each later option starts from the end that the one before it would give.
    """
    terms, end = [], period.end
    for option in sorted(options, key=lambda each: each.position):
        if option.exercised_on or end is None:
            terms.append(OptionTerm(option.position, option.months, option.exercised_on, None, None))
            continue
        notice_by = add_months(end - timedelta(days=1), -option.notice_months)
        end = add_months(end, option.months)
        terms.append(
            OptionTerm(
                option.position,
                option.months,
                None,
                end - timedelta(days=1),
                notice_by - timedelta(weeks=governance_weeks),
            )
        )
    return terms


def full_term_months(period: Period, options: Iterable[Option]) -> int | None:
    """Months from start to current end with every unused option; None for a contract without an end."""
    if period.end is None:
        return None
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    return months + sum(option.months for option in options if not option.exercised_on)
