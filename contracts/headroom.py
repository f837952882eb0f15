"""What is left of an approved ceiling, and when it will be reached. Pounds as Decimal, no database.

Approved = spent + committed + remaining. *Contracted* is everything drawn; *committed* is what of it is still
to be paid, source by source, so that one placement that cost more than was drawn for it does not hide in
another that cost less.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from core.money import pence
from core.periods import add_months

NIGHTS_PER_YEAR = 365
# From this share of the ceiling on, it is said that it is nearly reached.
NEAR = Decimal("0.8")
# A rate too slow to matter: nobody plans further than this.
HORIZON_YEARS = 40


@dataclass(frozen=True)
class Source:
    """One placement or block contract on a ceiling: what was drawn for it and what it has cost, in pounds."""

    drawn: Decimal
    spent: Decimal

    @property
    def committed(self) -> Decimal:
        return max(self.drawn - self.spent, Decimal(0))


@dataclass(frozen=True)
class Headroom:
    """One ceiling in figures, in pounds. ``remaining`` is negative when the ceiling was passed."""

    approved: Decimal
    contracted: Decimal
    committed: Decimal
    spent: Decimal

    @property
    def remaining(self) -> Decimal:
        return self.approved - self.spent - self.committed

    @property
    def used(self) -> Decimal:
        """The share of the ceiling that is spent or committed; 1 is all of it."""
        return (self.spent + self.committed) / self.approved

    @property
    def kind(self) -> str:
        """What the figure means, as a status."""
        if self.remaining < 0:
            return "bad"
        return "attention" if self.used >= NEAR else "good"

    @property
    def words(self) -> str:
        return {"bad": "Passed", "attention": "Nearly reached", "good": "Room left"}[self.kind]

    def over(self, amount: Decimal) -> Decimal:
        """How far ``amount`` more would pass the ceiling; 0 where it fits."""
        return max(amount - self.remaining, Decimal(0))


def headroom(approved: Decimal, sources: Iterable[Source]) -> Headroom:
    listed = list(sources)
    return Headroom(
        approved=approved,
        contracted=sum((source.drawn for source in listed), Decimal(0)),
        committed=sum((source.committed for source in listed), Decimal(0)),
        spent=sum((source.spent for source in listed), Decimal(0)),
    )


def spent_by(on: date, *, spent: Decimal, annual: Decimal, yearly_rise: Decimal, since: date) -> Decimal:
    """Cumulative pounds on ``on`` when ``spent`` is the sum before ``since`` and prices rise on each
    anniversary of it by ``yearly_rise`` (0.05 for 5%). A year is counted as its own days."""
    total, start, price = Fraction(spent), since, Fraction(annual)
    while start < on:
        end = add_months(start, 12)
        share = Fraction((min(on, end) - start).days, (end - start).days)
        total += price * share
        start, price = end, price * (1 + Fraction(yearly_rise))
    return pence(Decimal(total.numerator) / Decimal(total.denominator))


def reached_on(
    approved: Decimal, *, spent: Decimal, annual: Decimal, yearly_rise: Decimal, since: date
) -> date | None:
    """The first day by whose end more than ``approved`` is spent at today's cost; None within 40 years.

    £4.5m a year rising by 5% passes £31.5m in the seventh year: 36.64 would be needed.
    """
    if spent > approved:
        return since
    if annual <= 0:
        return None
    total, start, price = Fraction(spent), since, Fraction(annual)
    for _ in range(HORIZON_YEARS):
        end = add_months(start, 12)
        days = (end - start).days
        if total + price > approved:
            nights = int((Fraction(approved) - total) / (price / days))
            return start + timedelta(days=nights)
        total, start, price = total + price, end, price * (1 + Fraction(yearly_rise))
    return None
