"""Need that was not met: what it cost, and what more beds here would have changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import cost_of_nights
from core.periods import Period


@dataclass(frozen=True)
class UnmetNeed:
    """Nights one child lived elsewhere than was wanted, or waited for a home (``weekly`` is then None).

    ``stay`` is closed; ``weekly`` is pounds paid for what was got instead.
    """

    stay: Period
    weekly: Decimal | None


@dataclass(frozen=True)
class LocalPrice:
    """Pounds a week of a like home in the area: mean, and the quarter below and above which prices lie."""

    mean: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class BedsHere:
    """What ``beds`` more beds would have done over ``nights``. Savings are pounds against the local
    price, their range that of local prices; None without a local price."""

    beds: int
    nights: int
    nights_any: int
    nights_all: int
    bed_nights: int
    children: int
    saving: Decimal | None
    saving_low: Decimal | None
    saving_high: Decimal | None


def beds_here(unmet: Sequence[UnmetNeed], beds: int, window: Period, price: LocalPrice | None) -> BedsHere:
    """Each child takes a free bed when the need begins and keeps it while the need lasts; who comes to a full
    house does not move in later. A child who waited without a placement costs nothing and saves nothing."""
    held: list[UnmetNeed] = []
    free_from = [window.start] * beds
    cut = [(need, need.stay.overlap(window)) for need in unmet]
    stays = sorted(
        ((stay, need) for need, stay in cut if stay is not None),
        key=lambda pair: (pair[0].start, pair[0].nights),
    )
    nights_in_use: dict[date, int] = {}
    for stay, need in stays:
        bed = min(range(beds), key=lambda n: free_from[n], default=None)
        if bed is None or free_from[bed] > stay.start:
            continue
        free_from[bed] = stay.end or window.start
        held.append(UnmetNeed(stay, need.weekly))
        for night in stay.dates():
            nights_in_use[night] = nights_in_use.get(night, 0) + 1
    return BedsHere(
        beds=beds,
        nights=window.nights,
        nights_any=len(nights_in_use),
        nights_all=sum(1 for used in nights_in_use.values() if used == beds),
        bed_nights=sum(nights_in_use.values()),
        children=len(held),
        saving=_saving(held, price.mean if price else None),
        saving_low=_saving(held, price.high if price else None),
        saving_high=_saving(held, price.low if price else None),
    )


def _saving(held: Sequence[UnmetNeed], local: Decimal | None) -> Decimal | None:
    if local is None:
        return None
    return sum(
        (cost_of_nights(need.weekly - local, need.stay.nights) for need in held if need.weekly is not None),
        Decimal(0),
    )


def local_price(weekly: Sequence[Decimal]) -> LocalPrice | None:
    """Of pounds a week of placements in the area; None below four, which are too few for a range."""
    if len(weekly) < 4:
        return None
    ordered = sorted(weekly)
    quarter = len(ordered) // 4
    mean = (sum(ordered, Decimal(0)) / len(ordered)).quantize(Decimal("0.01"))
    return LocalPrice(mean, ordered[quarter], ordered[-1 - quarter])
