"""The spot market as the council meets it: homes bought one placement at a time, under no arrangement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from authorities.choices import ServiceCategory
from contracts.choices import Route
from contracts.selectors.ledger import CARE_NIGHT, charges_visible_to, year_to
from core.actor import Actor
from core.money import DAYS_PER_WEEK, pence

MOST_PROVIDERS = 20


@dataclass(frozen=True)
class SpotLine:
    """Spot nights of the last 365 of one kind of care, or of one provider in it, and what they cost."""

    category: str
    provider: str
    reference: str
    nights: int
    total: Decimal

    @property
    def weekly(self) -> Decimal | None:
        """£ a week, all their cost over all their nights; None where only adjustments were charged."""
        return pence(self.total / self.nights * DAYS_PER_WEEK) if self.nights else None


def spot_by_category(actor: Actor, *, on: date) -> list[SpotLine]:
    rows = (
        _spot(actor, on)
        .values("category")
        .annotate(nights=Count("id", filter=CARE_NIGHT), total=Sum("amount"))
    )
    return [
        SpotLine(ServiceCategory(row["category"]).label, "", "", row["nights"], row["total"])
        for row in rows.order_by("category")
    ]


def spot_by_provider(actor: Actor, *, on: date) -> list[SpotLine]:
    """The providers with most spot nights, first of all; the register knows them, no arrangement does."""
    rows = (
        _spot(actor, on)
        .values("category", "provider__name", "provider__reference")
        .annotate(nights=Count("id", filter=CARE_NIGHT), total=Sum("amount"))
        .order_by("-nights", "provider__name", "category")
    )
    return [
        SpotLine(
            ServiceCategory(row["category"]).label,
            row["provider__name"],
            row["provider__reference"],
            row["nights"],
            row["total"],
        )
        for row in rows[:MOST_PROVIDERS]
    ]


def _spot(actor: Actor, on: date):
    year = year_to(on)
    return charges_visible_to(actor).filter(route=Route.SPOT, night__gte=year.start, night__lt=year.end)
