"""Which homes a council can reach by which arrangement, on a day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from authorities.choices import ServiceCategory
from contracts.block_choices import OPEN_TO_CHILDREN
from contracts.choices import MembershipState, Route, ToolType
from contracts.models import (
    BedBooking,
    BlockShare,
    BlockStop,
    CommercialTool,
    ContractedBed,
    LotCriterion,
    MembershipSetting,
    ToolAccess,
)
from contracts.models.block import LEFT_OUT
from core.actor import Actor
from providers.models import Setting

FRAMEWORKS = (ToolType.FRAMEWORK, ToolType.OPEN_FRAMEWORK, ToolType.APPROVED_LIST)
DYNAMIC = (ToolType.DPS, ToolType.PSEUDO_DPS, ToolType.DYNAMIC_MARKET)
FAR_FUTURE = timedelta(days=365 * 100)

# The memberships that each route outward uses; the other routes call off no tool.
TOOLS_OF_ROUTE: dict[Route, dict[str, Any]] = {
    Route.FRAMEWORK_TIER_1: {"tool_types": FRAMEWORKS, "tier": 1},
    Route.FRAMEWORK_TIER_2: {"tool_types": FRAMEWORKS, "tier": 2},
    Route.DPS: {"tool_types": DYNAMIC},
    Route.PARTNERSHIP: {"partnerships_only": True},
}


@dataclass(frozen=True)
class Terms:
    """How one home is reached: in words, and on which lot (None for a block)."""

    words: str
    lot_id: int | None = None


def covers_in_force(
    authority_id: int, *, on: date, state: MembershipState = MembershipState.ACTIVE
) -> QuerySet[MembershipSetting]:
    """Homes covered by an active membership of a tool that the council may use for its lot's category, or by
    one in another ``state``."""
    access = ToolAccess.objects.in_force_on(on).filter(
        tool=OuterRef("tool"), authority_id=authority_id, category=OuterRef("membership__lot__category")
    )
    return MembershipSetting.objects.in_force_on(on).filter(
        Exists(access),
        _in_force("membership__tool", on),
        _in_force("membership", on),
        membership__state=state,
    )


def with_best_tool(settings: QuerySet[Setting], authority_id: int, *, on: date) -> QuerySet[Setting]:
    """Annotate ``tool`` and ``tier``: the name of the tool on which each home stands in the best tier; None
    where the council reaches it by none."""
    best = (
        covers_in_force(authority_id, on=on)
        .filter(setting=OuterRef("pk"))
        .order_by("membership__tier", "membership__tool__name", "pk")
    )
    return settings.annotate(
        tool=Subquery(best.values("membership__tool__name")[:1]),
        tier=Subquery(best.values("membership__tier")[:1]),
    )


def homes_on_tools(
    authority_id: int,
    category: ServiceCategory,
    *,
    on: date,
    tool_types: Collection[ToolType] | None = None,
    tier: int | None = None,
    partnerships_only: bool = False,
) -> dict[int, Terms]:
    """Setting ids covered by an active membership of a tool the council may use for the category."""
    covered = (
        covers_in_force(authority_id, on=on)
        .filter(membership__lot__category=category)
        .select_related("membership__lot", "membership__tool")
        .order_by("membership__tier", "membership__lot__number")
    )
    if tool_types is not None:
        covered = covered.filter(membership__tool__tool_type__in=tool_types)
    if tier is not None:
        covered = covered.filter(membership__tier=tier)
    if partnerships_only:
        covered = covered.filter(membership__tool__partnership__isnull=False)
    reached: dict[int, Terms] = {}
    for row in covered:
        member = row.membership
        words = f"{member.tool.name}, {member.lot}, tier {member.tier}"
        reached.setdefault(row.setting_id, Terms(words, member.lot_id))
    return reached


def covers_of_home(actor: Actor, setting: Setting, *, on: date) -> QuerySet[MembershipSetting]:
    """Where a home stands on the tools that the actor's council leads or may use; the wall decides which."""
    return (
        MembershipSetting.objects.in_force_on(on)
        .filter(_in_force("membership", on), setting=setting)
        .select_related("membership__tool", "membership__lot")
        .order_by("membership__tool__name", "membership__lot__number")
    )


def tool_of_call_off(
    authority_id: int, category: ServiceCategory, *, setting_id: int, route: Route, on: date
) -> CommercialTool | None:
    """The tool under which a home found on ``route`` is bought; None where the route calls off none."""
    if route not in TOOLS_OF_ROUTE:
        return None
    terms = homes_on_tools(authority_id, category, on=on, **TOOLS_OF_ROUTE[route]).get(setting_id)
    return CommercialTool.objects.filter(lots=terms.lot_id).first() if terms else None


def tool_suspended_from(
    authority_id: int, category: ServiceCategory, *, setting_id: int, route: Route, on: date
) -> CommercialTool | None:
    """The tool from which a home found on ``route`` is suspended, where the route has no other for it."""
    if route not in TOOLS_OF_ROUTE:
        return None
    if tool_of_call_off(authority_id, category, setting_id=setting_id, route=route, on=on):
        return None
    suspended = covers_in_force(authority_id, on=on, state=MembershipState.SUSPENDED).filter(
        setting=setting_id, membership__lot__category=category
    )
    found = suspended.select_related("tool").order_by("membership__tier", "pk").first()
    return found.tool if found else None


def free_block_beds(
    authority_id: int,
    category: ServiceCategory,
    *,
    starts_on: date,
    ends_on: date | None,
    own_holds: bool = False,
) -> QuerySet[ContractedBed]:
    """Live block beds that the council shares, that take new children, and that nobody has booked for any of
    those nights; with ``own_holds``, those too that the council itself holds on the first of them."""
    until = ends_on or starts_on + FAR_FUTURE
    booked = BedBooking.objects.overlapping(starts_on, until).filter(
        bed=OuterRef("pk"), cancelled_at__isnull=True
    )
    if own_holds:
        booked = booked.exclude(authority_id=authority_id, is_held=True, starts_on__lte=starts_on)
    shared = BlockShare.objects.in_force_on(starts_on).exclude(LEFT_OUT)
    shared = shared.filter(contract=OuterRef("contract"), authority_id=authority_id)
    stopped = BlockStop.objects.in_force_on(starts_on).filter(
        Q(setting__isnull=True) | Q(setting=OuterRef("setting")), contract=OuterRef("contract")
    )
    return ContractedBed.objects.filter(
        ~Exists(booked),
        ~Exists(stopped),
        Exists(shared),
        Q(live_until__isnull=True) | Q(live_until__gt=starts_on),
        _in_force("contract", starts_on),
        live_from__lte=starts_on,
        contract__category=category,
        contract__state__in=OPEN_TO_CHILDREN,
    )


def homes_with_free_block_beds(
    authority_id: int, category: ServiceCategory, *, starts_on: date, ends_on: date | None
) -> dict[int, Terms]:
    """Setting ids with at least one of ``free_block_beds``, those held by the council itself among them."""
    free = free_block_beds(authority_id, category, starts_on=starts_on, ends_on=ends_on, own_holds=True)
    free = free.select_related("contract").order_by("contract__name", "label")
    beds: dict[int, list[ContractedBed]] = defaultdict(list)
    for bed in free:
        beds[bed.setting_id].append(bed)
    return {
        setting_id: Terms(
            f"{found[0].contract.name}: {len(found)} block {'bed' if len(found) == 1 else 'beds'} free"
        )
        for setting_id, found in beds.items()
    }


def lot_weights(lot_ids: Collection[int]) -> dict[str, str]:
    """Award weights by kind of criterion when exactly one lot is concerned and has them; else empty."""
    if len(lot_ids) != 1:
        return {}
    criteria = LotCriterion.objects.filter(lot_id__in=lot_ids)
    return {criterion.kind: str(criterion.weight) for criterion in criteria}


def _in_force(path: str, on: date) -> Q:
    """``in_force_on`` for a related dated record."""
    ends = Q(**{f"{path}__ends_on__isnull": True}) | Q(**{f"{path}__ends_on__gt": on})
    return ends & Q(**{f"{path}__starts_on__lte": on})
