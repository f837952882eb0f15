"""How values are written on screen, in papers and in exports: one place for pounds, dates and distances."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from core.money import pence

MONTHS = tuple(calendar.month_name[1:])
MINUS = "\N{MINUS SIGN}"


def money(amount: Decimal | int) -> str:
    """Pounds and pence: ``£4,557.30``; a minus sign goes before the pound sign."""
    value = pence(Decimal(amount))
    return f"{MINUS if value < 0 else ''}£{abs(value):,.2f}"


def pounds(amount: Decimal | int) -> str:
    """Whole pounds, half up: ``£4,557``; for headlines, never for a charge."""
    value = Decimal(amount).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{MINUS if value < 0 else ''}£{abs(value):,}"


def short_pounds(amount: Decimal | int) -> str:
    """Pounds for an axis or a tile: ``£950``, ``£45k``, ``£1.2m``."""
    value = Decimal(amount)
    sign, size = (MINUS if value < 0 else ""), abs(value)
    for unit, suffix in ((Decimal(1_000_000), "m"), (Decimal(1_000), "k")):
        # From where rounding would reach the unit: £999,950 is £1m, not £1000k.
        if size >= unit * Decimal("0.99995"):
            scaled = (size / unit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
            return f"{sign}£{scaled.normalize():f}{suffix}"
    return f"{sign}£{size.quantize(Decimal(1), rounding=ROUND_HALF_UP)}"


def count(number: int) -> str:
    """A whole number with thousands commas: ``1,010``."""
    return f"{number:,}"


def day_of(value: date | datetime) -> date:
    """The day itself, or the day on which a moment fell in London."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


def day(on: date | datetime) -> str:
    """``5 March 2026``."""
    on = day_of(on)
    return f"{on.day} {on:%B %Y}"


def short_day(on: date | datetime) -> str:
    """``5 Mar 2026``, for table cells."""
    on = day_of(on)
    return f"{on.day} {on:%b %Y}"


def unbroken_day(on: date | datetime) -> str:
    """The same, kept on one line."""
    return short_day(on).replace(" ", "\N{NO-BREAK SPACE}")


def month(on: date | datetime) -> str:
    """``March 2026``."""
    on = day_of(on)
    return f"{on:%B %Y}"


def moment(at: datetime) -> str:
    """London time: ``5 March 2026 at 2:30pm``."""
    local = timezone.localtime(at)
    return f"{day(local)} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def time_left(until: datetime, *, at: datetime) -> str:
    """``3 days left``, ``5 hours left``, ``20 minutes left`` in whole units, or ``Time is up``."""
    minutes = int((until - at).total_seconds() // 60)
    if minutes < 1:
        return "Time is up"
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        # Two days and less are told in hours, and two hours in minutes: the last stretch matters.
        if minutes >= 2 * size or size == 1:
            number = minutes // size
            return f"{number} {unit}{'' if number == 1 else 's'} left"
    raise AssertionError("The smallest unit always fits.")


def when(value: date | datetime) -> str:
    """A moment or a day, whichever it is."""
    return moment(value) if isinstance(value, datetime) else day(value)


def short_when(value: date | datetime) -> str:
    """The same for table cells."""
    return moment(value) if isinstance(value, datetime) else short_day(value)


def miles(distance: Decimal) -> str:
    """``12.4 miles``."""
    return f"{distance:.1f} {'mile' if distance == 1 else 'miles'}"


def percent(share: Decimal) -> str:
    """A fraction as a percentage with one decimal: ``12.5%``."""
    return f"{(share * 100).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}%"


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
