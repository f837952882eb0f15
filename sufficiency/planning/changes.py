"""The changes a scenario is made of: each changes rates, prices or places, never a total.

``from_month`` is months ahead of the forecast's last recorded month, 1 for the next. ``yearly_cost`` is what
running the change costs, in pounds, from its first month.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from sufficiency.forecast.cells import AgeBand, Category
from sufficiency.forecast.changes import Rate, RateChange

OLDER = (AgeBand.FROM_10, AgeBand.FROM_16)


@dataclass(frozen=True)
class Change:
    """One line of a scenario."""

    kind: ClassVar[str]
    title: ClassVar[str]
    from_month: int
    yearly_cost: float = field(default=0.0, kw_only=True)

    def rate_changes(self) -> list[RateChange]:
        """What the engine is asked to change; nothing for a change of price or place."""
        return []

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class EdgeOfCare(Change):
    """A service that keeps a share of children of some ages from coming into care."""

    kind = "edge_of_care"
    title = "Edge-of-care service"
    entries_avoided_percent: float
    age_bands: list[str]
    ramp_months: int = 0

    def rate_changes(self) -> list[RateChange]:
        bands = tuple(AgeBand(band) for band in self.age_bands)
        factor = 1 - self.entries_avoided_percent / 100
        return [
            RateChange(
                Rate.ENTRIES,
                factor=factor,
                age_bands=bands,
                from_month=self.from_month,
                ramp_months=self.ramp_months,
            )
        ]


@dataclass(frozen=True)
class StepDown(Change):
    """Children of some ages moved to less intensive care: an added monthly chance of moving."""

    kind = "step_down"
    title = "Step-down to fostering"
    monthly_percent: float
    age_bands: list[str]
    months: int | None = None

    def rate_changes(self) -> list[RateChange]:
        until = None if self.months is None else self.from_month + self.months - 1
        return [
            RateChange(
                Rate.MOVES,
                extra=self.monthly_percent / 100,
                category=Category.RESIDENTIAL,
                to=Category.FOSTERING,
                age_bands=tuple(AgeBand(band) for band in self.age_bands),
                from_month=self.from_month,
                until_month=until,
            )
        ]


@dataclass(frozen=True)
class Reunification(Change):
    """More children leave care for home each month, in one kind of care."""

    kind = "reunification"
    title = "More children going home"
    leaving_more_percent: float
    category: str
    ramp_months: int = 0

    def rate_changes(self) -> list[RateChange]:
        return [
            RateChange(
                Rate.LEAVING,
                factor=1 + self.leaving_more_percent / 100,
                category=Category(self.category),
                from_month=self.from_month,
                ramp_months=self.ramp_months,
            )
        ]


@dataclass(frozen=True)
class InHouseFostering(Change):
    """Foster places approved each month, net of carers who leave; each is used in place of an agency's."""

    kind = "in_house_fostering"
    title = "More in-house fostering"
    places_a_month: float
    most_places: int
    filled_percent: float
    in_house_weekly: float
    agency_weekly: float

    def places(self, month: int) -> float:
        """Children in the added places, on average, so many months ahead."""
        approved = self.places_a_month * max(0, month - self.from_month + 1)
        return min(approved, self.most_places) * self.filled_percent / 100


@dataclass(frozen=True)
class NewBlock(Change):
    """Beds bought as a block: so many open each month until all are."""

    kind = "new_block"
    title = "New block of beds"
    category: str
    beds: int
    beds_a_month: float
    weekly_price: float
    guaranteed_percent: float
    occupancy_percent: float

    def open_beds(self, month: int) -> int:
        return min(self.beds, int(self.beds_a_month * max(0, month - self.from_month + 1)))


@dataclass(frozen=True)
class PriceGrowth(Change):
    """The price of one kind of care, or of all, grows by so much a year."""

    kind = "price_growth"
    title = "Price growth"
    yearly_percent: float
    category: str = ""

    def factor(self, category: Category, month: int) -> float:
        if self.category not in ("", category):
            return 1.0
        return float((1 + self.yearly_percent / 100) ** (max(0, month - self.from_month + 1) / 12))


@dataclass(frozen=True)
class HomeCloses(Change):
    """A local home closes: its children are placed elsewhere, at another price."""

    kind = "home_closes"
    title = "A local home closes"
    category: str
    our_children: int
    weekly_more: float


KINDS: dict[str, type[Change]] = {
    change.kind: change
    for change in (
        InHouseFostering,
        StepDown,
        EdgeOfCare,
        Reunification,
        NewBlock,
        PriceGrowth,
        HomeCloses,
    )
}


def change_from(data: dict[str, Any]) -> Change:
    """The change that ``as_json`` wrote."""
    kind = KINDS[data["kind"]]
    known = {f.name for f in fields(kind)}
    return kind(**{name: value for name, value in data.items() if name in known})
