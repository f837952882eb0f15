"""How a block was used and what that cost: by month, by bed, by what became of each night."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count

from contracts.choices import BedNightState
from contracts.models import BedNight, BlockContract
from contracts.payable import cost_of_used_bed_week, payable_weekly, priced_terms
from core.money import DAYS_PER_WEEK, pence
from core.periods import Period, month_of


@dataclass
class Use:
    """Bed-nights by state, and pounds payable to the provider by all councils together for them."""

    nights: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    payable: Decimal = Decimal(0)
    void: Decimal = Decimal(0)

    @property
    def used(self) -> int:
        return self.nights.get(BedNightState.OCCUPIED, 0)

    @property
    def live(self) -> int:
        return sum(self.nights.values()) - self.nights.get(BedNightState.NOT_LIVE, 0)

    @property
    def occupancy(self) -> Decimal | None:
        return Decimal(self.used) / self.live if self.live else None

    @property
    def used_bed_week(self) -> Decimal | None:
        return cost_of_used_bed_week(self.payable, self.used)

    def add(self, state: str, nights: int, cost: Decimal) -> None:
        self.nights[state] += nights
        self.payable += cost
        if state != BedNightState.OCCUPIED:
            self.void += cost


def use_by_month(contract: BlockContract, period: Period) -> dict[date, Use]:
    """The stated nights of a closed period, by first of the month in order."""
    assert period.end is not None
    prices = priced_terms(contract, contract.variations.all(), until=period.end)
    weekly = {
        (state.value, stretch.period): payable_weekly(stretch, state)
        for stretch in prices
        for state in BedNightState
    }
    months: dict[date, Use] = {}
    stretches = iter(prices)
    stretch = next(stretches, None)
    for night, state, beds in _nights(contract, period):
        while stretch is not None and night not in stretch.period:
            stretch = next(stretches, None)
        rate = weekly[state, stretch.period] if stretch else Decimal(0)
        use = months.setdefault(month_of(night).start, Use())
        use.add(state, beds, rate * beds / DAYS_PER_WEEK)
    return months


def _nights(contract: BlockContract, period: Period) -> Iterable[tuple[date, str, int]]:
    rows = BedNight.objects.filter(contract=contract, night__gte=period.start, night__lt=period.end)
    return rows.values_list("night", "state").annotate(beds=Count("id")).order_by("night", "state")


def total_use(months: Iterable[Use]) -> Use:
    """Several months as one."""
    total = Use()
    for use in months:
        for state, nights in use.nights.items():
            total.nights[state] += nights
        total.payable += use.payable
        total.void += use.void
    total.payable, total.void = pence(total.payable), pence(total.void)
    return total
