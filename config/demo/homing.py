"""Which home each child lives in: a real free place that fits, near or far as the papers say."""

from collections.abc import Iterable
from dataclasses import dataclass

from authorities.choices import ServiceCategory
from config.demo.dice import Dice
from config.demo.world import Home, LivedChild, World
from contracts.choices import PurchaseBasis, Route, ToolType
from contracts.models import CommercialTool, MembershipSetting
from core.periods import age_on
from placements.choices import PlacementType
from providers.choices import Accepts
from providers.choices import RegistrationType as T

HOUSED_IN = {
    ServiceCategory.FOSTERING: (T.FOSTERING_AGENCY,),
    ServiceCategory.RESIDENTIAL: (T.CHILDRENS_HOME,),
    ServiceCategory.SUPPORTED: (T.SUPPORTED_ACCOMMODATION,),
}
PLACEMENT_TYPE = {
    ServiceCategory.FOSTERING: PlacementType.FOSTERING,
    ServiceCategory.RESIDENTIAL: PlacementType.RESIDENTIAL,
    ServiceCategory.SUPPORTED: PlacementType.SUPPORTED,
}
# Where a council's children go when not at home: the areas its buyers know.
NEIGHBOURHOODS = {
    "DBS": ("DBY", "NTT", "NGM"),
    "DBY": ("DBS", "NTT", "NGM"),
    "NGM": ("NTT", "DBS", "DBY"),
    "NTT": ("DBS", "NGM", "DBY"),
    "KEN": ("WSX", "POR"),
    "WSX": ("KEN", "POR"),
    "POR": ("WSX", "KEN"),
    "SFT": ("LIV", "LAN", "SHN", "WRL", "KWL"),
    "WRL": ("LIV", "HAL", "LAN", "KWL", "SHN"),
}
# The share bought through a tool where the home is on one; the rest is bought place by place.
ON_CONTRACT = 0.8


@dataclass(frozen=True)
class Purchase:
    """By what road a place was bought."""

    route: Route
    basis: PurchaseBasis
    tool: CommercialTool | None = None

    @property
    def is_on_contract(self) -> bool:
        return self.basis != PurchaseBasis.SPOT


SPOT = Purchase(Route.SPOT, PurchaseBasis.SPOT)
BLOCK = Purchase(Route.BLOCK, PurchaseBasis.BLOCK)


def purchases(authority_id: int, category: ServiceCategory) -> dict[int, Purchase]:
    """By setting: the road inward-most of those the council may use for ``category``. Runs as the council."""
    covered = MembershipSetting.objects.filter(
        membership__lot__category=category,
        tool__access__authority_id=authority_id,
        tool__access__category=category,
    ).select_related("tool", "membership")
    found: dict[int, Purchase] = {}
    order = list(Route)
    for row in covered:
        route = _route(row.tool, row.membership.tier)
        held = found.get(row.setting_id)
        if held is None or order.index(route) < order.index(held.route):
            found[row.setting_id] = Purchase(route, PurchaseBasis.CALL_OFF, row.tool)
    return found


def _route(tool: CommercialTool, tier: int) -> Route:
    if tool.tool_type in (ToolType.DPS, ToolType.PSEUDO_DPS, ToolType.DYNAMIC_MARKET):
        return Route.DPS
    if tool.tool_type == ToolType.APPROVED_LIST:
        return Route.PARTNERSHIP
    return Route.FRAMEWORK_TIER_1 if tier == 1 else Route.FRAMEWORK_TIER_2


def find_home(
    world: World, council: str, child: LivedChild, category: ServiceCategory, dice: Dice, *, near: bool
) -> Home | None:
    """A home with a free place that takes the child, in the council's own area or in one its buyers know."""
    areas = (council,) if near else NEIGHBOURHOODS[council]
    homes = [h for h in world.homes if h.area in areas and h.free > 0 and suits(h, child, category, world)]
    return dice.choice(homes) if homes else None


def suits(home: Home, child: LivedChild, category: ServiceCategory, world: World) -> bool:
    """By its certificate: kind of care, age and sex."""
    setting = home.setting
    return (
        home.is_bought
        and setting.registration_type in HOUSED_IN[category]
        and setting.age_from <= age_on(child.life.born_on, world.today) <= setting.age_to
        and setting.accepts in (Accepts.ANY, child.row.sex)
    )


def spread_rates(mean: int, number: int, dice: Dice) -> Iterable[int]:
    """``number`` whole £ a week around ``mean``, and exactly that on average: each has a twin."""
    steps = [dice.randint(0, mean // 4) for _ in range(number // 2)]
    rates = [mean + step for step in steps] + [mean - step for step in steps] + [mean] * (number % 2)
    return dice.sample(rates, len(rates))
