"""Figures of what the council pays now: spot, outside purchase, budget, and where a block breaks even."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from django.db.models import QuerySet, Sum

from authorities.choices import ServiceCategory
from authorities.models import Budget
from contracts import calculations
from contracts.choices import ChargeKind, PurchaseBasis, Route
from contracts.models import Charge
from contracts.selectors.ledger import charges_visible_to, spot_average
from core.periods import financial_year_of
from placements.choices import PlacementState
from placements.models import Placement
from reports.figures.block import guard_small
from reports.figures.catalogue import Facts, register
from reports.figures.figure import FigureMissing, Reading, Unit

figure = partial(register, "What is paid now")


@figure(
    "counted_from",
    "First night counted",
    Unit.DATE,
    "365 days before the figures' day, or the first night in the council's ledger where that is later",
)
def counted_from(facts: Facts) -> Reading:
    return _from_ledger(facts, facts.nights_counted.start, "first night")


@figure(
    "spot_weekly",
    "Average weekly cost of spot placements",
    Unit.WEEKLY_POUNDS,
    "All cost of spot placements of this kind over all their nights, times 7, over the nights counted",
    by_category=True,
    by_day=True,
)
def spot_weekly(facts: Facts) -> Reading:
    average = spot_average(_charges(facts))
    if average is None:
        raise FigureMissing("No spot placement of this kind was charged on the nights counted.")
    value, nights = average
    return _from_ledger(facts, value, f"{nights:,} nights")


@figure(
    "external_cost",
    "Cost bought outside",
    Unit.WHOLE_POUNDS,
    "Charges of this kind on the nights counted, not in-house",
    by_category=True,
    by_day=True,
)
def external_cost(facts: Facts) -> Reading:
    total = _charges(facts).exclude(route=Route.IN_HOUSE).aggregate(total=Sum("amount"))["total"]
    if total is None:
        raise FigureMissing("Nothing of this kind was charged on the nights counted.")
    return _from_ledger(facts, total, "routes other than in-house")


@figure(
    "void_cost",
    "Paid for empty beds",
    Unit.WHOLE_POUNDS,
    "The council's charges for empty beds of the block on the nights counted",
)
def void_cost(facts: Facts) -> Reading:
    guard_small(facts)
    voids = _charges(facts).filter(kind=ChargeKind.VOID, source_reference=facts.contract.reference)
    found = _from_ledger(facts, voids.aggregate(total=Sum("amount"))["total"] or Decimal(0), "kind: void")
    # Over the nights it was paid for, it tells the price of a night.
    return replace(found, computed_from=frozenset({"weekly_rate"}))


@figure(
    "placed_children",
    "Children placed",
    Unit.CHILDREN,
    "The council's placements of this kind on the day",
    by_category=True,
    by_day=True,
)
def placed_children(facts: Facts) -> Reading:
    return _placements(facts, _held(facts).count())


@figure(
    "external_children",
    "Children placed outside",
    Unit.CHILDREN,
    "Those of them not in the council's own homes",
    by_category=True,
    by_day=True,
)
def external_children(facts: Facts) -> Reading:
    return _placements(facts, _held(facts).exclude(purchase_basis=PurchaseBasis.IN_HOUSE).count())


@figure(
    "external_share",
    "Share bought outside",
    Unit.PERCENT,
    "Placements not in-house over all of this kind",
    by_category=True,
    by_day=True,
)
def external_share(facts: Facts) -> Reading:
    part, base = facts.figure("external_children"), facts.value("placed_children")
    if not base:
        raise FigureMissing("The council has no placement of this kind on the day.")
    if part.is_hidden:
        raise FigureMissing("So few children are placed outside that a share would give their number away.")
    value = Decimal(100) * facts.value("external_children") / base
    return facts.computed(value, "external_children", "placed_children", base="placed_children")


@figure(
    "budget",
    "Budget",
    Unit.WHOLE_YEARLY_POUNDS,
    "The council's budget for this kind of care in the financial year",
    by_category=True,
    by_day=True,
)
def budget(facts: Facts) -> Reading:
    year = financial_year_of(facts.on)
    found = (
        Budget.objects.filter(
            authority_id=facts.actor.council_id, category=facts.category, starts_on=year.start
        )
        .order_by("-version")
        .first()
    )
    if found is None:
        raise FigureMissing(f"No budget is recorded for the year from {year.start:%-d %B %Y}.")
    source = f"Budget {year.start.year}-{(year.start.year + 1) % 100:02d}, version {found.version}"
    return Reading(found.amount, f"{source} {found.decision_reference}".strip(), facts.on)


@figure(
    "ceiling_of_budget",
    "Yearly ceiling in the budget",
    Unit.PERCENT,
    "Yearly ceiling as a share of the budget",
)
def ceiling_of_budget(facts: Facts) -> Reading:
    value = facts.value("annual_ceiling") / facts.value("budget") * 100
    return facts.computed(value, "annual_ceiling", "budget", base="budget")


@figure(
    "break_even_beds",
    "Beds to break even",
    Unit.PART_BEDS,
    "Guaranteed a week over the spot price of a bed-week",
)
def break_even_beds(facts: Facts) -> Reading:
    value = calculations.break_even_beds(facts.value("guaranteed_weekly"), facts.value("spot_weekly"))
    return facts.computed(value, "guaranteed_weekly", "spot_weekly")


@figure(
    "break_even_occupancy", "Occupancy to break even", Unit.PERCENT, "Beds to break even over beds agreed"
)
def break_even_occupancy(facts: Facts) -> Reading:
    value = facts.value("break_even_beds") / facts.value("beds") * 100
    return facts.computed(value, "break_even_beds", "beds", base="beds")


@figure(
    "price_against_spot",
    "Block price against spot",
    Unit.PERCENT,
    "Spot price less block price, over spot price",
)
def price_against_spot(facts: Facts) -> Reading:
    spot = facts.value("spot_weekly")
    value = (spot - facts.value("weekly_rate")) / spot * 100
    return facts.computed(value, "weekly_rate", "spot_weekly", base="spot_weekly")


def _charges(facts: Facts) -> QuerySet[Charge]:
    year = facts.nights_counted
    return charges_visible_to(facts.actor).filter(
        category=facts.category, night__gte=year.start, night__lt=year.end
    )


def _from_ledger(facts: Facts, value: Decimal | date, what: str) -> Reading:
    year = facts.nights_counted
    assert year.end is not None
    last = year.end - timedelta(days=1)
    source = f"Charge ledger, nights {year.start:%-d %b %Y} to {last:%-d %b %Y}, {what}"
    return Reading(value, source, last)


def _held(facts: Facts) -> QuerySet[Placement]:
    return (
        Placement.objects.filter(
            authority_id=facts.actor.council_id, category=facts.category, starts_on__lte=facts.on
        )
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=facts.on)
    )


def _placements(facts: Facts, count: int) -> Reading:
    kind = ServiceCategory(facts.category).label.lower()
    return Reading(count, f"Placements: {kind}", facts.on)
