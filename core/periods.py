"""Half-open date periods: ``[start, end)``; an end of None is open."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``start`` up to, not including, ``end``."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("A period cannot end before it starts.")

    def __contains__(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)

    def overlap(self, other: "Period") -> "Period | None":
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else Period(start, end)

    @property
    def nights(self) -> int:
        """Nights in a closed period: the start night is counted, the departure day is not."""
        if self.end is None:
            raise ValueError("An open period has no number of nights.")
        return (self.end - self.start).days

    def dates(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.nights))


def month_of(on: date) -> Period:
    """The calendar month that holds ``on``."""
    start = on.replace(day=1)
    return Period(start, (start + timedelta(days=32)).replace(day=1))


def add_months(on: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or the last day of a shorter month."""
    years, month = divmod(on.month - 1 + months, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def financial_year_of(on: date) -> Period:
    """1 April to 31 March."""
    year = on.year if on >= date(on.year, 4, 1) else on.year - 1
    return Period(date(year, 4, 1), date(year + 1, 4, 1))


def age_on(date_of_birth: date, on: date) -> int:
    """Age in whole years; someone born on 29 February has a birthday on 1 March in other years."""
    return on.year - date_of_birth.year - ((on.month, on.day) < (date_of_birth.month, date_of_birth.day))


class EffectiveQuerySet(models.QuerySet):
    """For models with ``starts_on`` and ``ends_on`` (null means open)."""

    def in_force_on(self, on: date):
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)

    def overlapping(self, start: date, end: date):
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=start), starts_on__lt=end)


class EffectiveDated(models.Model):
    """A fact that holds from ``starts_on`` up to, not including, ``ends_on``."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = EffectiveQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=models.F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            )
        ]

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)


class DateRange(models.Func):
    """``daterange(start, end)`` over two date columns, for constraints that forbid overlaps."""

    function = "daterange"
    output_field = DateRangeField()
