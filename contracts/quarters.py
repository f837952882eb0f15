"""Quarters of the year by their first day: 1 January, April, July, October. Pure."""

from datetime import date

from core.periods import Period, add_months

MONTHS = 3


def quarter_of(on: date) -> Period:
    start = date(on.year, on.month - (on.month - 1) % MONTHS, 1)
    return Period(start, add_months(start, MONTHS))


def quarter_before(on: date) -> Period:
    """The last quarter that is over on a day."""
    return quarter_of(add_months(quarter_of(on).start, -1))


def quarters_to(on: date, number: int) -> list[Period]:
    """The quarters that are over on a day, newest first."""
    newest = quarter_before(on).start
    return [quarter_of(add_months(newest, -MONTHS * back)) for back in range(number)]


def in_words(quarter: date) -> str:
    """``July to September 2026``."""
    return f"{quarter:%B} to {add_months(quarter, MONTHS - 1):%B %Y}"
