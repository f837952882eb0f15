"""Fee components over time: what is paid a week on a day, the most in any week, and what a change makes of
them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from contracts.choices import FeeKind
from core.money import DAYS_PER_WEEK, annualise, pence
from core.periods import Period
from placements.approvals import Values

NOUGHT = Decimal("0.00")


@dataclass(frozen=True)
class Fee:
    """One component, £ a week over its own days."""

    kind: FeeKind
    weekly: Decimal
    period: Period


@dataclass(frozen=True)
class NewFee:
    """What a component becomes from the day of a change: nought stops it."""

    kind: FeeKind
    weekly: Decimal
    ends_on: date | None = None


@dataclass(frozen=True)
class Borne:
    """What the council itself bears of one component: £ a week over its own days, not rounded.

    ``uplift`` is how much of that uplifts of the price have added.
    """

    weekly: Decimal
    period: Period
    uplift: Decimal = Decimal(0)

    def over(self, window: Period, *, uplift: bool = False) -> Decimal:
        """Pounds for the nights of a window that has an end; with ``uplift``, of the uplift alone."""
        paid, weekly = self.period.overlap(window), self.uplift if uplift else self.weekly
        return pence(weekly * paid.nights / DAYS_PER_WEEK) if paid else NOUGHT


def borne_over(rates: Iterable[Borne], window: Period, *, uplift: bool = False) -> Decimal:
    return sum((rate.over(window, uplift=uplift) for rate in rates), NOUGHT)


def borne_of(fee: Fee, given_back: Iterable[tuple[Period, Decimal]], *, uplift: Decimal) -> list[Borne]:
    """A component less what others give back: (days, share of it from 0 to 1), which do not overlap."""
    rates, start = [], fee.period.start
    for days, share in sorted(given_back):
        part = days.overlap(fee.period)
        if part is None:
            continue
        if start < part.start:
            rates.append(Borne(fee.weekly, Period(start, part.start), uplift))
        rates.append(Borne(fee.weekly * (1 - share), part, uplift * (1 - share)))
        if part.end is None:
            return rates
        start = part.end
    if fee.period.end is None or start < fee.period.end:
        rates.append(Borne(fee.weekly, Period(start, fee.period.end), uplift))
    return rates


def weekly_on(fees: Iterable[Fee], on: date) -> Decimal:
    return sum((fee.weekly for fee in fees if on in fee.period), Decimal(0))


def highest_weekly(fees: Sequence[Fee], stay: Period) -> Decimal:
    """The most that is paid in any week of the stay: totals change only where a component begins."""
    starts = {max(fee.period.start, stay.start) for fee in fees if fee.period.overlap(stay)}
    return max((weekly_on(fees, on) for on in starts), default=Decimal(0))


def values_over(fees: Sequence[Fee], stay: Period) -> Values:
    """The highest week, that week as a year, and all nights of the stay, which has an end."""
    weekly = highest_weekly(fees, stay)
    whole = Decimal(0)
    for fee in fees:
        paid = fee.period.overlap(stay)
        whole += fee.weekly * paid.nights / DAYS_PER_WEEK if paid else Decimal(0)
    return Values(weekly, annualise(weekly), pence(whole))


def changed(fees: Sequence[Fee], new: Sequence[NewFee], on: date) -> list[Fee]:
    """The components with each of ``new`` in place of its kind from ``on``; the rest goes on as it is."""
    kinds = {fee.kind for fee in new}
    kept = []
    for fee in fees:
        if fee.kind not in kinds or (fee.period.end is not None and fee.period.end <= on):
            kept.append(fee)
        elif fee.period.start < on:
            kept.append(replace(fee, period=Period(fee.period.start, on)))
    return kept + [Fee(fee.kind, fee.weekly, Period(on, fee.ends_on)) for fee in new if fee.weekly]
