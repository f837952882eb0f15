"""Where a price falls among comparable ones. Pure; pounds a week."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles


@dataclass(frozen=True)
class Spread:
    """``count`` comparable prices from ``lowest`` to ``highest``; ``likeness`` says how alike they are."""

    likeness: str
    prices: tuple[Decimal, ...]

    @property
    def count(self) -> int:
        return len(self.prices)

    @property
    def lowest(self) -> Decimal:
        return self.prices[0]

    @property
    def highest(self) -> Decimal:
        return self.prices[-1]

    @property
    def quartiles(self) -> list[Decimal]:
        return [Decimal(q).quantize(Decimal("0.01")) for q in quantiles(self.prices, n=4, method="inclusive")]

    def dearer_than(self, price: Decimal) -> int:
        """How many of the comparable prices are below this one."""
        return bisect_left(self.prices, price)


def spread_of(likeness: str, prices: Sequence[Decimal], *, fewest: int) -> Spread | None:
    """The spread, or None where so few prices would tell of one child."""
    return Spread(likeness, tuple(sorted(prices))) if len(prices) >= max(fewest, 2) else None
