"""What a bed-night of a block is worth by the contract's terms. Pure; pounds a week for one bed as Decimal.

Terms are signed with the contract and restated by variations, each from a day on. A price rises on each
anniversary of the terms that set it and is rounded to the penny then, as it is invoiced.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from contracts.choices import BedNightState
from core.money import DAYS_PER_WEEK, pence
from core.periods import Period, add_months

MONTHS_PER_YEAR = 12


class Terms(Protocol):
    """What is bought and owed, as ``contracts.models.BlockTerms`` holds it, from ``starts_on``."""

    beds_agreed: int
    weekly_rate: Decimal
    guaranteed_share: Decimal
    payable_voids: list[str]
    below_good_share: Decimal
    indexation_percent: Decimal
    starts_on: date


class Recorded(Terms, Protocol):
    """A variation: of two from one day the later recorded holds. ``reverses_id`` is the one it takes back."""

    pk: int
    reverses_id: int | None


V = TypeVar("V", bound=Recorded)


@dataclass(frozen=True)
class PricedTerms:
    """One stretch of nights at one price. ``weekly_rate`` is a used bed's, ``guaranteed`` an empty one's."""

    period: Period
    beds: int
    weekly_rate: Decimal
    guaranteed: Decimal
    below_good: Decimal
    payable_voids: frozenset[str]

    @property
    def guaranteed_weekly(self) -> Decimal:
        """Pounds a week owed for all beds when every one is empty."""
        return pence(self.guaranteed * self.beds)


def payable_weekly(terms: PricedTerms, state: str) -> Decimal:
    """Pounds a week at which a night of a bed in ``state`` is owed, to the provider, by all sharers together.

    A bed in use is paid in full. An empty one is paid the guarantee when the terms count its cause as
    payable, and the agreed part of it while its home is below good. A bed that is not live costs nothing.
    """
    match BedNightState(state):
        case BedNightState.OCCUPIED:
            return terms.weekly_rate
        case BedNightState.VOID_BELOW_GOOD:
            return terms.below_good
        case BedNightState.NOT_LIVE:
            return Decimal(0)
        case _:
            return terms.guaranteed if state in terms.payable_voids else Decimal(0)


def priced_terms(signed: Terms, variations: Iterable[Recorded], *, until: date) -> list[PricedTerms]:
    """The terms of every night from the contract's first up to, not including, ``until``, in order."""
    versions = _versions(signed, variations)
    ends = [version.starts_on for version in versions[1:]] + [until]
    return [
        stretch
        for version, end in zip(versions, ends, strict=True)
        for stretch in _years(version, min(end, until))
    ]


def terms_on(signed: Terms, variations: Iterable[Recorded], *, on: date) -> PricedTerms:
    """The terms of one night; before the contract's first, those it will begin with."""
    night = max(on, signed.starts_on)
    return priced_terms(signed, variations, until=date.fromordinal(night.toordinal() + 1))[-1]


def standing(variations: Iterable[V]) -> list[V]:
    """Those that count, by their day: neither one that was taken back nor what took it back."""
    listed = list(variations)
    taken_back = {each.reverses_id for each in listed}
    kept = (each for each in listed if each.reverses_id is None and each.pk not in taken_back)
    return sorted(kept, key=lambda each: (each.starts_on, each.pk))


def _versions(signed: Terms, variations: Iterable[Recorded]) -> Sequence[Terms]:
    """What was signed, then what replaced it, one for each day on which terms begin."""
    by_day: dict[date, Terms] = {signed.starts_on: signed}
    for variation in standing(variations):
        by_day[variation.starts_on] = variation
    return [by_day[day] for day in sorted(by_day)]


def _years(terms: Terms, until: date) -> Iterator[PricedTerms]:
    """The years of one version's price, each dearer by its indexation."""
    rise = 1 + terms.indexation_percent / 100
    year, start = 0, terms.starts_on
    while start < until:
        following = add_months(terms.starts_on, MONTHS_PER_YEAR * (year + 1)) if rise != 1 else until
        rate = pence(terms.weekly_rate * rise**year)
        guaranteed = rate * terms.guaranteed_share
        yield PricedTerms(
            Period(start, min(following, until)),
            terms.beds_agreed,
            rate,
            guaranteed,
            guaranteed * terms.below_good_share,
            frozenset(terms.payable_voids),
        )
        year, start = year + 1, following


def cost_of_used_bed_week(payable: Decimal, occupied_nights: int) -> Decimal | None:
    """Pounds for each week a bed was in use, from all that was payable; None when none was."""
    return pence(payable * DAYS_PER_WEEK / occupied_nights) if occupied_nights else None
