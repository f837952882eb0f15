"""What the council's own care cost: mean prices by kind with their uncertainty, from its own ledger."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from contracts.choices import Route
from contracts.models import Charge
from contracts.selectors.ledger import charges_visible_to, year_to
from core.actor import Actor
from sufficiency.forecast import Category
from sufficiency.planning.costs import Price
from sufficiency.selectors.spells import counted_as

DAYS_PER_WEEK = 7


def weekly_prices(actor: Actor, on: date) -> dict[Category, Price]:
    """Pounds a child a week by kind of care over the 365 nights before a day; kinds without a night are left
    out."""
    year = year_to(on)
    return _by_kind(charges_visible_to(actor).filter(night__gte=year.start, night__lt=year.end))


def spot_price(actor: Actor, category: Category, on: date) -> Price | None:
    """The same of spot placements of one kind alone; None without a night."""
    year = year_to(on)
    charges = charges_visible_to(actor).filter(night__gte=year.start, night__lt=year.end, route=Route.SPOT)
    return _by_kind(charges).get(category)


def _by_kind(charges: QuerySet[Charge]) -> dict[Category, Price]:
    rows = (
        charges.order_by()
        .values("category", "source_reference")
        .annotate(total_nights=Sum("nights"), total=Sum("amount"))
    )
    found: dict[Category, list[tuple[Decimal, int]]] = defaultdict(list)
    for row in rows:
        found[counted_as(row["category"])].append((row["total"], row["total_nights"]))
    return {kind: price for kind, sources in found.items() if (price := price_of(sources))}


def price_of(sources: list[tuple[Decimal, int]]) -> Price | None:
    """All cost over all nights, times 7, from (pounds, nights) of each placement or contract.

    The standard error is that of a ratio over placements: a mean of few, or of very unlike, is less certain.
    """
    nights = sum(n for _, n in sources)
    if not nights:
        return None
    nightly = float(sum(total for total, _ in sources)) / nights
    number = sum(1 for _, n in sources if n)
    left = sum((float(total) - nightly * n) ** 2 for total, n in sources)
    error = (left * number / (number - 1)) ** 0.5 / nights if number > 1 else nightly / 4
    return Price(
        mean=round(nightly * DAYS_PER_WEEK, 2),
        standard_error=round(error * DAYS_PER_WEEK, 2),
        placements=number,
    )
