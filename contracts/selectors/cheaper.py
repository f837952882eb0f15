"""Prices that a home has agreed to on tools a council may use, whichever route it was found by."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from authorities.choices import ServiceCategory
from contracts.choices import FeeKind
from contracts.models import PriceSchedule
from contracts.selectors.reach import covers_in_force


class Agreed(NamedTuple):
    """A core fee, £ a week, on a tool."""

    setting_id: int
    tool: str
    weekly: Decimal


def agreed_core_fees(
    authority_id: int, setting_ids: Collection[int], category: ServiceCategory, *, on: date
) -> list[Agreed]:
    """The lowest core fee in force of each home on each tool that the council may use for the category."""
    covers = covers_in_force(authority_id, on=on).filter(
        setting__in=setting_ids, membership__lot__category=category
    )
    members: dict[int, list[int]] = {}
    for setting_id, membership_id in covers.values_list("setting", "membership"):
        members.setdefault(membership_id, []).append(setting_id)
    lowest: dict[tuple[int, str], Decimal] = {}
    prices = PriceSchedule.objects.in_force_on(on).filter(kind=FeeKind.CORE, membership__in=members)
    for membership_id, tool, weekly in prices.values_list("membership", "tool__name", "weekly_rate"):
        for setting_id in members[membership_id]:
            known = lowest.get((setting_id, tool))
            lowest[setting_id, tool] = weekly if known is None else min(known, weekly)
    return [Agreed(setting_id, tool, weekly) for (setting_id, tool), weekly in sorted(lowest.items())]
