"""Forecast of a year's spend in parts, from survival curves. Pure.

Money is Decimal pounds. Nights still to come may be fractions: how many are expected, not how many there are.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate

from core.money import pence
from core.periods import Period, month_of
from placements.fees import Borne

NOUGHT = Decimal("0.00")


class Survival:
    """The share of placements still going after so many nights (Kaplan and Meier's estimate).

    Past the longest stay seen, placements go on ending at the average rate of all.
    """

    def __init__(self, stays: Iterable[tuple[int, bool]]) -> None:
        """``stays`` are (nights so far, whether it has ended)."""
        seen = sorted(stays)
        ended = [nights for nights, is_over in seen if is_over]
        nights_in_all = sum(nights for nights, _ in seen)
        self._hazard = len(ended) / nights_in_all if nights_in_all else 0.0
        self._days: list[int] = []
        self._left: list[float] = []
        lengths, left = [nights for nights, _ in seen], 1.0
        for nights in sorted(set(ended)):
            at_risk = len(lengths) - bisect_right(lengths, nights - 1)
            left *= 1 - ended.count(nights) / at_risk
            self._days.append(nights)
            self._left.append(left)
        self._longest = lengths[-1] if lengths else 0

    def after(self, nights: int) -> float:
        """The share that lasts longer than ``nights``."""
        place = bisect_right(self._days, nights)
        left = self._left[place - 1] if place else 1.0
        beyond = nights - self._longest
        return left * (1 - self._hazard) ** beyond if beyond > 0 else left

    def expected_nights(self, so_far: int, most: int, *, skipping: int = 0) -> Decimal:
        """Of the next ``most`` nights, how many a placement of ``so_far`` nights is expected to use; without
        those among the first ``skipping``."""
        start = self.after(so_far)
        if most <= skipping:
            return Decimal(0)
        if start <= 0:
            # Longer than any that was seen to end: nothing says when it will.
            return Decimal(most - skipping)
        share = sum(self.after(so_far + night) for night in range(skipping, most)) / start
        return Decimal(repr(share)).quantize(Decimal("0.01"))

    def nights_of_starts(self, most: int) -> Decimal:
        """Nights that one start on each of the next ``most`` days is expected to use within them."""
        lasting = list(accumulate(self.after(night) for night in range(most)))
        return Decimal(repr(sum(lasting))).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Item:
    """One source's pounds of the year, in parts that add up to ``total``. See ``OutturnItem``.

    ``months`` are the pounds of each whole month to come, by its first day.
    """

    category: str
    source: str = ""
    is_block: bool = False
    starts_on: date | None = None
    recorded_on: date | None = None
    ends_on: date | None = None
    weekly: Decimal = NOUGHT
    nights: Decimal = Decimal(0)
    rates: Sequence[Borne] = ()
    voids: Decimal = NOUGHT
    parts: dict[str, Decimal] = field(default_factory=dict)
    months: dict[date, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum(self.parts.values(), NOUGHT)


def windows(year: Period, on: date) -> Iterator[Period]:
    """What is left of a year after a day, month by month; the first is the rest of a month."""
    assert year.end is not None
    while on < year.end:
        month = Period(on, month_of(on).end)
        yield month
        assert month.end is not None
        on = month.end


def whole_months(amounts: Iterable[tuple[Period, Decimal]]) -> dict[date, Decimal]:
    """Of pounds by window, those of months that are whole."""
    return {window.start: amount for window, amount in amounts if window.start.day == 1}


PARTS = {
    "paid": "Paid",
    "accrued": "Accrued",
    "committed": "Committed",
    "known_changes": "Known changes",
    "assumed_starts": "Assumed starts",
    "assumed_ends": "Assumed ends",
}


@dataclass(frozen=True)
class BudgetLine:
    """One service line: its budget and each part of its forecast."""

    label: str
    budget: Decimal | None
    parts: dict[str, Decimal]

    @property
    def forecast(self) -> Decimal:
        return sum(self.parts.values(), NOUGHT)

    @property
    def over(self) -> Decimal | None:
        """Pounds above the budget; negative when under."""
        return None if self.budget is None else self.forecast - self.budget

    @property
    def over_share(self) -> Decimal | None:
        return self.over / self.budget if self.over is not None and self.budget else None


def in_lines(items: Iterable[Item], budgets: dict[str, Decimal], labels: dict[str, str]) -> list[BudgetLine]:
    """Every service line with a budget or a forecast, in the order of ``labels``."""
    parts: dict[str, dict[str, Decimal]] = {}
    for item in items:
        held = parts.setdefault(item.category, dict.fromkeys(PARTS, NOUGHT))
        for name, amount in item.parts.items():
            held[name] += amount
    return [
        BudgetLine(label, budgets.get(key), parts.get(key, dict.fromkeys(PARTS, NOUGHT)))
        for key, label in labels.items()
        if key in parts or key in budgets
    ]


def straight_line(spent: Decimal, elapsed: int, whole: int) -> Decimal:
    """What the year comes to if it goes on as it went: months of months, or days of days."""
    return pence(spent * whole / elapsed) if elapsed else NOUGHT
