"""Monthly spend, read from the charge ledger; every figure is a sum of charges and can be taken apart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Count, F, Max, Min, Sum

from authorities.choices import ServiceCategory
from contracts.choices import ChargeKind, FeeKind, Route
from contracts.models import BlockContract, Charge
from contracts.selectors.ledger import charges_visible_to
from core.actor import Actor
from core.errors import NotFound
from core.money import DAYS_PER_WEEK, pence
from core.periods import Period, month_of
from placements.models import Placement

# The key of what has no cost centre, in an address.
NONE = "-"
# Far beyond any ledger, and safe to count months from.
LEDGER_YEARS = range(1950, 2200)


class By(models.TextChoices):
    """What a month's spend is taken apart by; the value is the ledger's column."""

    CATEGORY = "category", "Service line"
    ROUTE = "route", "Route"
    PROVIDER = "provider", "Provider"
    COST_CENTRE = "cost_centre", "Cost centre"
    KIND = "kind", "Kind of charge"


WORDS = {
    By.CATEGORY: dict(ServiceCategory.choices),
    By.ROUTE: dict(Route.choices),
    By.KIND: dict(ChargeKind.choices),
}


@dataclass(frozen=True)
class SpendLine:
    """Spend of one group in a period. ``nights`` are nights of care; ``amount`` is in pounds."""

    key: str
    label: str
    sources: int
    nights: int
    amount: Decimal

    @property
    def weekly(self) -> Decimal | None:
        """Average weekly cost: all cost over all nights, times 7; None where there were no nights."""
        return pence(self.amount / self.nights * DAYS_PER_WEEK) if self.nights else None


@dataclass(frozen=True)
class SourceLine:
    """Spend on one placement or block contract in a period."""

    reference: str
    child: str
    home: str
    provider: str
    category: str
    route: str
    nights: int
    amount: Decimal


@dataclass(frozen=True)
class ComponentLine:
    """Charges of one fee component: nights from first to last, and how many of them were adjustments."""

    kind: str
    fee: str
    first_night: date
    last_night: date
    charges: int
    amount: Decimal


def month_named(text: str) -> Period:
    """The month an address names, as ``2026-10``; ``NotFound`` for one no ledger can hold."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotFound from error
    if month.year not in LEDGER_YEARS:
        raise NotFound
    return month_of(month)


def months_with_spend(actor: Actor) -> list[Period]:
    """Calendar months that have charges, newest first."""
    months = charges_visible_to(actor).order_by().values_list("month", flat=True).distinct()
    return [month_of(month) for month in sorted(months, reverse=True)]


def last_night_charged(actor: Actor, period: Period) -> date | None:
    """The last night of a period for which there is a charge: a month under way is charged to last night."""
    charges = _in(charges_visible_to(actor), period).order_by("-night")
    return charges.values_list("night", flat=True).first()


def first_night_charged(actor: Actor, *, since: date) -> date | None:
    """The first night from ``since`` on for which the council's ledger has a charge."""
    charges = charges_visible_to(actor).filter(night__gte=since)
    return charges.order_by("night").values_list("night", flat=True).first()


def spend_by(actor: Actor, period: Period, by: By) -> list[SpendLine]:
    """The period's spend taken apart by ``by``, dearest first."""
    label = F("provider__name") if by is By.PROVIDER else F(by.value)
    rows = (
        _in(charges_visible_to(actor), period)
        .values(key=F("provider__reference") if by is By.PROVIDER else F(by.value), label=label)
        .annotate(
            sources=Count("source_reference", distinct=True),
            total_nights=Sum("nights"),
            total=Sum("amount"),
        )
        .order_by("-total", "key")
    )
    names = WORDS.get(by, {})
    return [
        SpendLine(
            row["key"] or NONE,
            str(names.get(row["label"], row["label"])) or "No cost centre",
            row["sources"],
            row["total_nights"],
            row["total"],
        )
        for row in rows
    ]


def total_of(lines: list[SpendLine]) -> SpendLine:
    """The sum of lines that do not overlap."""
    return SpendLine(
        "",
        "Total",
        sum(line.sources for line in lines),
        sum(line.nights for line in lines),
        sum((line.amount for line in lines), Decimal("0.00")),
    )


def sources_of(actor: Actor, period: Period, by: By | None = None, key: str = "") -> list[SourceLine]:
    """Placements and block contracts charged in a period, of one group or of all; children by reference."""
    charges = _in(charges_visible_to(actor), period)
    if by is not None:
        column = "provider__reference" if by is By.PROVIDER else by.value
        charges = charges.filter(**{column: "" if key == NONE else key})
    rows = list(
        charges.values("source_reference", "provider__name", "category", "route")
        .annotate(total_nights=Sum("nights"), total=Sum("amount"))
        .order_by("-total", "source_reference")
    )
    if by is not None and not rows:
        raise NotFound
    references = [row["source_reference"] for row in rows]
    placements = {
        p.reference: p
        for p in Placement.objects.filter(reference__in=references).select_related("child", "setting")
    }
    blocks = dict(BlockContract.objects.filter(reference__in=references).values_list("reference", "name"))
    return [
        SourceLine(
            reference=row["source_reference"],
            child=placement.child.reference if (placement := placements.get(row["source_reference"])) else "",
            home=placement.setting.name if placement else blocks.get(row["source_reference"], ""),
            provider=row["provider__name"],
            category=ServiceCategory(row["category"]).label,
            route=Route(row["route"]).label,
            nights=row["total_nights"],
            amount=row["total"],
        )
        for row in rows
    ]


def components_of(actor: Actor, period: Period, reference: str) -> list[ComponentLine]:
    """How one placement's or block's spend in a period is made up. Raises NotFound where there is none."""
    rows = (
        _in(charges_visible_to(actor), period)
        .filter(source_reference=reference)
        .values("kind", "fee_kind", "component_key")
        .annotate(first=Min("night"), last=Max("night"), charges=Count("id"), total=Sum("amount"))
        .order_by("component_key", "kind")
    )
    if not rows:
        raise NotFound
    return [
        ComponentLine(
            ChargeKind(row["kind"]).label,
            FeeKind(row["fee_kind"]).label,
            row["first"],
            row["last"],
            row["charges"],
            row["total"],
        )
        for row in rows
    ]


def monthly_totals(actor: Actor, period: Period) -> list[tuple[date, str, Decimal]]:
    """(first of month, service line, pounds) for the chart, oldest first."""
    rows = (
        _in(charges_visible_to(actor), period)
        .values("month", "category")
        .annotate(total=Sum("amount"))
        .order_by("month", "category")
    )
    return [(row["month"], row["category"], row["total"]) for row in rows]


def _in(charges: models.QuerySet[Charge], period: Period) -> models.QuerySet[Charge]:
    """Charges posted in the months of a period: what comes late is spend of the month it was posted in."""
    return charges.filter(month__gte=period.start, month__lt=period.end)
