"""Weighted scores of competing offers. Pure; points are Decimals rounded half up to two places.

Price earns lowest ÷ price of its weight; location loses its weight evenly over ``FAR_MILES``; quality and
social value are marks out of ``FULL_MARK``. Prices are compared on the fee components that every offer has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from contracts.choices import CriterionKind, FeeKind

FULL_MARK = Decimal(5)
FAR_MILES = Decimal(40)
MARKED = (CriterionKind.QUALITY, CriterionKind.SOCIAL_VALUE)

Fees = Mapping[FeeKind, Decimal]


@dataclass(frozen=True)
class Bid:
    """What is scored of one offer. ``price`` is £ a week over the compared components; ``miles`` is None
    where either place is unknown; a mark is out of five, None until it is given."""

    key: int
    price: Decimal
    miles: Decimal | None
    quality: Decimal | None = None
    social_value: Decimal | None = None


@dataclass(frozen=True)
class Score:
    """Points by criterion; ``total`` is None while a mark is missing."""

    points: dict[CriterionKind, Decimal | None]

    @property
    def total(self) -> Decimal | None:
        given = [points for points in self.points.values() if points is not None]
        return sum(given, Decimal(0)) if len(given) == len(self.points) else None


def compared_kinds(fees: Iterable[Fees]) -> tuple[FeeKind, ...]:
    """The fee components that every offer has, so that like is compared with like."""
    kinds = [set(each) for each in fees]
    shared = set.intersection(*kinds) if kinds else set()
    return tuple(kind for kind in FeeKind if kind in shared)


def compared_price(fees: Fees, kinds: Sequence[FeeKind]) -> Decimal:
    """Pounds a week over ``kinds``; over everything when the offers have no component in common."""
    return sum((rate for kind, rate in fees.items() if kind in kinds or not kinds), Decimal(0))


def score(bid: Bid, *, lowest: Decimal, weights: Mapping[CriterionKind, Decimal]) -> Score:
    """The points of one bid beside the lowest price compared. A criterion without weight is left out."""
    ways = {
        CriterionKind.QUALITY: lambda weight: _mark_points(bid.quality, weight),
        CriterionKind.COST: lambda weight: _points(lowest / bid.price, weight),
        CriterionKind.LOCATION: lambda weight: _location_points(bid.miles, weight),
        CriterionKind.SOCIAL_VALUE: lambda weight: _mark_points(bid.social_value, weight),
    }
    return Score({kind: way(weights[kind]) for kind, way in ways.items() if weights.get(kind)})


def score_all(bids: Sequence[Bid], weights: Mapping[CriterionKind, Decimal]) -> dict[int, Score]:
    """The scores of competing bids by key."""
    lowest = min((bid.price for bid in bids), default=Decimal(0))
    return {bid.key: score(bid, lowest=lowest, weights=weights) for bid in bids}


def _location_points(miles: Decimal | None, weight: Decimal) -> Decimal:
    if miles is None:
        return _points(Decimal(0), weight)
    return _points(max(Decimal(0), 1 - miles / FAR_MILES), weight)


def _mark_points(mark: Decimal | None, weight: Decimal) -> Decimal | None:
    return None if mark is None else _points(mark / FULL_MARK, weight)


def _points(share: Decimal, weight: Decimal) -> Decimal:
    return (share * weight).quantize(Decimal("0.01"), ROUND_HALF_UP)
