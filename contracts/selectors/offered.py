"""What care costs by the price lists in force, and what a longer term would: for weighing options."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from contracts.choices import FeeKind, MembershipState
from contracts.models import (
    BlockContract,
    BlockVariation,
    CommercialTool,
    Membership,
    PriceSchedule,
    ToolAccess,
)
from contracts.payable import priced_terms, terms_on
from contracts.selectors.tools import tools_to_use
from contracts.terms import last_day
from core.actor import Actor
from core.money import cost_of_nights, pence
from core.periods import Period, add_months


@dataclass(frozen=True)
class Offered:
    """One arrangement's core prices in force for one kind of care, £ a week."""

    tool: CommercialTool
    prices: tuple[Decimal, ...]


def median_of(offers: list[Offered]) -> Decimal:
    """The middle of all their prices, to the penny. ``offers`` holds at least one price."""
    return pence(Decimal(median(price for each in offers for price in each.prices)))


def prices_offered(actor: Actor, category: str, *, on: date) -> list[Offered]:
    """Arrangements that the council may call off for ``category``, those with most prices first.

    The core price of each active member in each band; an arrangement without any is left out.
    """
    open_to_us = ToolAccess.objects.in_force_on(on).filter(authority=actor.council_id, category=category)
    tools = {tool.pk: tool for tool in tools_to_use(actor, on=on).filter(pk__in=open_to_us.values("tool"))}
    members = Membership.objects.in_force_on(on).filter(
        tool__in=tools, lot__category=category, state=MembershipState.ACTIVE
    )
    prices: dict[int, list[Decimal]] = defaultdict(list)
    rows = PriceSchedule.objects.in_force_on(on).filter(kind=FeeKind.CORE, membership__in=members)
    for tool_id, weekly in rows.order_by("weekly_rate").values_list("tool_id", "weekly_rate"):
        prices[tool_id].append(weekly)
    found = [Offered(tools[tool_id], tuple(listed)) for tool_id, listed in prices.items()]
    return sorted(found, key=lambda each: (-len(each.prices), each.tool.name))


def weekly_at_end(contract: BlockContract) -> Decimal | None:
    """Pounds a week for every bed in use on the last day of the current term; None without an end."""
    last = last_day(contract.period)
    if last is None:
        return None
    terms = terms_on(contract, BlockVariation.objects.filter(contract=contract), on=last)
    return terms.weekly_rate * terms.beds


@dataclass(frozen=True)
class Extension:
    """The next unused option of a block, and pounds for every bed in use on every night of it."""

    period: Period
    months: int
    cost: Decimal


def next_extension(contract: BlockContract) -> Extension | None:
    """By the terms and variations in force, each year dearer by its indexation; None without an option left,
    or without an end to extend from."""
    option = contract.options.filter(exercised_on=None).order_by("position").first()
    if option is None or contract.ends_on is None:
        return None
    period = Period(contract.ends_on, add_months(contract.ends_on, option.months))
    assert period.end is not None
    variations = BlockVariation.objects.filter(contract=contract)
    cost = sum(
        (
            cost_of_nights(stretch.weekly_rate * stretch.beds, overlap.nights)
            for stretch in priced_terms(contract, variations, until=period.end)
            if (overlap := stretch.period.overlap(period)) is not None
        ),
        Decimal(0),
    )
    return Extension(period, option.months, cost)
