"""Which arrangement a home is bought under."""

from datetime import date

from django.db.models import F, Q

from authorities.choices import ServiceCategory
from contracts.choices import MembershipState, Route, ToolType
from contracts.models import CommercialTool, MembershipSetting, ToolAccess

FRAMEWORKS = (ToolType.FRAMEWORK, ToolType.OPEN_FRAMEWORK, ToolType.APPROVED_LIST)
MARKETS = (ToolType.DPS, ToolType.PSEUDO_DPS, ToolType.DYNAMIC_MARKET)

# What a route outward means of the membership it uses.
ROUTE_MEMBERSHIPS = {
    Route.FRAMEWORK_TIER_1: Q(tool__tool_type__in=FRAMEWORKS, membership__tier=1),
    Route.FRAMEWORK_TIER_2: Q(tool__tool_type__in=FRAMEWORKS, membership__tier__gte=2),
    Route.DPS: Q(tool__tool_type__in=MARKETS),
    Route.PARTNERSHIP: Q(tool__partnership__isnull=False),
}


def tool_of_call_off(
    *, authority_id: int, setting_id: int, category: ServiceCategory, route: Route, on: date
) -> CommercialTool | None:
    """The tool under which a council buys a home's place by ``route``; the newest, should there be several.

    None for routes that call off no tool, and where no membership covers the home on that day.
    """
    if route not in ROUTE_MEMBERSHIPS:
        return None
    usable = ToolAccess.objects.filter(authority_id=authority_id, category=category).in_force_on(on)
    covered = (
        MembershipSetting.objects.in_force_on(on)
        .filter(
            ROUTE_MEMBERSHIPS[route],
            setting_id=setting_id,
            tool__in=usable.values("tool"),
            membership__state=MembershipState.ACTIVE,
            membership__lot__category=category,
            membership__starts_on__lte=on,
        )
        .exclude(membership__ends_on__lte=on)
        .exclude(tool__ends_on__lte=on)
        .select_related("tool")
        .order_by(F("tool__starts_on").desc(), "tool_id")
        .first()
    )
    return covered.tool if covered else None
