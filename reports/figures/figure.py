"""What a figure is: a value that says what it means, where it was read, as at when and how it is rounded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from core import formats

Value = Decimal | int | date


class FigureMissing(Exception):
    """The records do not hold what a figure needs; the message says what to record."""


def _decimal(value: Value, places: str) -> str:
    assert not isinstance(value, date)
    return f"{Decimal(value).quantize(Decimal(places), rounding=ROUND_HALF_UP):,}"


def _amount(value: Value, write: Callable[[Decimal], str]) -> str:
    assert not isinstance(value, date)
    return write(Decimal(value))


def _day(value: Value) -> str:
    assert isinstance(value, date)
    return formats.day(value)


def _years(value: Value) -> str:
    """``7`` and ``3.58``, without noughts at the end."""
    assert not isinstance(value, date)
    rounded = Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{rounded.normalize():f}"


class Unit(Enum):
    """Name, how a value is written, and the rounding that writing does."""

    POUNDS = ("pounds", lambda value: _amount(value, formats.money), "Half up to the penny")
    WHOLE_POUNDS = ("pounds", lambda value: _amount(value, formats.pounds), "Half up to the pound")
    WEEKLY_POUNDS = ("pounds a week", lambda value: _amount(value, formats.money), "Half up to the penny")
    YEARLY_POUNDS = ("pounds a year", lambda value: _amount(value, formats.money), "Half up to the penny")
    WHOLE_YEARLY_POUNDS = (
        "pounds a year",
        lambda value: _amount(value, formats.pounds),
        "Half up to the pound",
    )
    PERCENT = ("per cent", lambda value: f"{_decimal(value, '0.1')}%", "Half up to one decimal place")
    CHILDREN = ("children", lambda value: _decimal(value, "1"), "Counted, not rounded")
    HOMES = ("homes", lambda value: _decimal(value, "1"), "Counted, not rounded")
    BEDS = ("beds", lambda value: _decimal(value, "1"), "Counted, not rounded")
    PROVIDERS = ("providers", lambda value: _decimal(value, "1"), "Counted, not rounded")
    PART_BEDS = ("beds", lambda value: _decimal(value, "0.1"), "Half up to one decimal place")
    NIGHTS = ("bed-nights", lambda value: _decimal(value, "1"), "Counted, not rounded")
    WEEKS = ("weeks", lambda value: _decimal(value, "0.0001"), "Half up to four decimal places")
    YEARS = ("years", _years, "Half up to two decimal places")
    DATE = ("date", _day, "Not rounded")

    def __init__(self, label: str, write: Callable[[Value], str], rounding: str) -> None:
        self.label, self.write, self.rounding = label, write, rounding


@dataclass(frozen=True)
class Reading:
    """A value as read or computed: ``source`` names the records, ``as_at`` the day it was true.

    ``base`` says what a share is of, with its number: the denominator.
    ``computed_from`` are the keys of every figure it rests on, and so would tell.
    """

    value: Value
    source: str
    as_at: date
    base: str = ""
    computed_from: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A reading under its name. ``hidden_under`` hides a count of children, or a difference of two, from 1 up
    to it."""

    key: str
    label: str
    definition: str
    unit: Unit
    reading: Reading
    hidden_under: int = 0

    @property
    def is_hidden(self) -> bool:
        value = self.reading.value
        return self.unit is Unit.CHILDREN and isinstance(value, int) and 0 < abs(value) < self.hidden_under

    @property
    def shown(self) -> str:
        """As printed."""
        return f"fewer than {self.hidden_under}" if self.is_hidden else self.unit.write(self.reading.value)

    @property
    def exact(self) -> str:
        """The whole value as text, for the record; a hidden count stays hidden there too."""
        return self.shown if self.is_hidden else str(self.reading.value)

    @property
    def source(self) -> str:
        return self.reading.source

    @property
    def as_at(self) -> date:
        return self.reading.as_at

    @property
    def base(self) -> str:
        return self.reading.base

    @property
    def rounding(self) -> str:
        return self.unit.rounding
