"""Working days and clear days. Pure: the holidays of the council concerned come in as a set of dates.

A clear day leaves out both end days. Statute counts the 28 clear days of a key-decision notice in calendar
days, and the five clear days of an agenda, a general exception or a private meeting in working days (SI
2012/2089 reg. 7 to 10). Call-in windows are the council's own; they are counted in working days after
publication.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

Holidays = Collection[date]

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    """How days are counted: all of them, or leaving out weekends and holidays."""

    CALENDAR = "calendar"
    WORKING = "working"


def is_working_day(on: date, holidays: Holidays) -> bool:
    return on.weekday() < SATURDAY and on not in holidays


def working_day_on_or_before(on: date, holidays: Holidays) -> date:
    """``on`` itself when the office is open, otherwise the last day it was: when a notice can go out."""
    while not is_working_day(on, holidays):
        on -= ONE_DAY
    return on


def working_day_on_or_after(on: date, holidays: Holidays) -> date:
    """``on`` itself when the office is open, otherwise the next day it will be."""
    while not is_working_day(on, holidays):
        on += ONE_DAY
    return on


def add_working_days(start: date, days: int, holidays: Holidays) -> date:
    """The working day that is ``days`` working days after ``start``, or before it when negative.

    ``start`` is not counted, and need not be a working day. Nought days gives ``start`` back.
    """
    step = ONE_DAY if days > 0 else -ONE_DAY
    left = abs(days)
    while left:
        start += step
        left -= is_working_day(start, holidays)
    return start


def working_days_between(start: date, end: date, holidays: Holidays) -> int:
    """Working days in the half-open period [start, end); nought when ``end`` is not after ``start``."""
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), holidays) for n in range(span))


def clear_days_before(meeting: date, days: int, holidays: Holidays, kind: DayKind) -> date:
    """The latest date to act so that ``days`` clear days lie between it and ``meeting``.

    It may itself be a weekend or a holiday; see ``working_day_on_or_before``.
    """
    if kind is DayKind.CALENDAR:
        return meeting - timedelta(days=days + 1)
    return add_working_days(meeting, -days, holidays) - ONE_DAY


def clear_days_after(notice: date, days: int, holidays: Holidays, kind: DayKind) -> date:
    """The earliest date for a meeting so that ``days`` clear days lie between ``notice`` and it."""
    if kind is DayKind.CALENDAR:
        return notice + timedelta(days=days + 1)
    return add_working_days(notice, days, holidays) + ONE_DAY


def call_in_ends(published: date, days: int, holidays: Holidays) -> date:
    """The last day to call a decision in: ``days`` working days after the day it was published."""
    return add_working_days(published, days, holidays)


def effective_after_call_in(published: date, days: int, holidays: Holidays) -> date:
    """The day a decision not called in takes effect: the day after the window, working day or not."""
    return call_in_ends(published, days, holidays) + ONE_DAY
