"""The councils' commercial tools: lots, weights, who may use them, and who is on them at what price."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from authorities.choices import ServiceCategory
from config.demo.partnerships import (
    CITY_REGION,
    CUMBRIA_HEIRS,
    D2N2,
    NORTH_WEST,
    WEST_SUSSEX_CARE,
    WEST_SUSSEX_SCHOOLS,
)
from config.demo.world import Home, World
from contracts.choices import CriterionKind, FeeKind, ToolType
from contracts.models import (
    CommercialTool,
    Contingency,
    Lot,
    LotCriterion,
    Membership,
    MembershipSetting,
    PriceSchedule,
    ToolAccess,
    ToolOption,
)
from contracts.regimes import regime_of
from core.actor import acting_as
from core.periods import add_months
from providers.choices import RegistrationType as T
from providers.models import Provider

F, R, S, SCHOOL, OTHER = (
    ServiceCategory.FOSTERING,
    ServiceCategory.RESIDENTIAL,
    ServiceCategory.SUPPORTED,
    ServiceCategory.SCHOOL,
    ServiceCategory.OTHER,
)
REGISTERED_AS: dict[ServiceCategory, tuple[T, ...]] = {
    F: (T.FOSTERING_AGENCY,),
    R: (T.CHILDRENS_HOME,),
    S: (T.SUPPORTED_ACCOMMODATION,),
    SCHOOL: (T.RESIDENTIAL_SCHOOL,),
}
# From a tool's first notice to its first day. One began before the Procurement Act and started after it.
PROCUREMENT_MONTHS = 6
# £ a week of the core fee: the range in which members' prices fall.
PRICES = {F: (880, 1120), R: (4100, 6400), S: (950, 1500), SCHOOL: (3200, 4800)}


@dataclass(frozen=True)
class Tool:
    """One tool as the papers describe it.

    ``years`` are its start and end by financial year from this one. ``access`` says who may use it for which
    categories, ``areas`` whose homes are on it. ``weights`` are quality, cost, location and social value.
    """

    reference: str
    name: str
    lead: str
    tool_type: ToolType
    years: tuple[int, int]
    lots: tuple[tuple[str, ServiceCategory], ...]
    access: dict[str, tuple[ServiceCategory, ...]]
    areas: tuple[str, ...]
    weights: tuple[int, int, int, int] = (60, 25, 10, 5)
    tiers: int = 1
    share: float = 0.9
    partnership: str = ""
    value: int | None = None
    terms: str = ""
    decision: str = ""
    # Months of each option, of which the first ``used`` have been taken up.
    options: tuple[int, ...] = ()
    used: int = 0
    # The tools to turn to, in order, when this one has no home.
    contingencies: tuple[str, ...] = ()


CARE_LOTS = (("Children's homes", R), ("Foster homes", F), ("Supported accommodation", S))
TOOLS = (
    Tool(
        "TL-D2N2",
        "D2N2 children's placements framework",
        "NTT",
        ToolType.FRAMEWORK,
        (-3, 3),
        CARE_LOTS,
        dict.fromkeys(D2N2, (F, R, S)),
        ("DBS", "DBY", "NGM", "NTT"),
        tiers=2,
        partnership="D2N2",
        value=450_000_000,
        terms="Prices may rise once a year by the lower of 1.5% and CPI, reviewed if CPI passes 3%.",
    ),
    Tool(
        "TL-NTTAPL",
        "Nottinghamshire approved provider list",
        "NTT",
        ToolType.APPROVED_LIST,
        (-2, 3),
        (("Children's homes", R),),
        {"NTT": (R,)},
        ("NTT", "DBS"),
        share=0.4,
        terms="Vetted providers without a competed price; each placement is priced on its own.",
    ),
    Tool(
        "TL-PNW",
        "Placements North West framework",
        "TRF",
        ToolType.FRAMEWORK,
        (-3, 2),
        CARE_LOTS,
        dict.fromkeys((*NORTH_WEST, *CUMBRIA_HEIRS), (F, R, S)),
        ("SFT", "WRL", "LIV", "KWL", "HAL", "SHN", "LAN"),
        tiers=2,
        partnership="PNW",
        share=0.6,
    ),
    Tool(
        "TL-LCR",
        "Liverpool City Region approved list",
        "WRL",
        ToolType.APPROVED_LIST,
        (-3, 2),
        CARE_LOTS,
        dict.fromkeys(CITY_REGION, (F, R, S)),
        ("SFT", "WRL", "LIV", "KWL", "HAL", "SHN"),
        partnership="LCR",
        share=0.5,
    ),
    Tool(
        "TL-SFTPDPS",
        "Sefton local purchasing system (pseudo-DPS)",
        "SFT",
        ToolType.PSEUDO_DPS,
        (-2, 1),
        (("Children's homes in the borough", R), ("Foster homes", F)),
        {"SFT": (R, F)},
        ("SFT",),
        weights=(50, 30, 10, 10),
        terms="Evaluated on collaboration, quality, cost and social value. Contracts run for five years.",
        contingencies=("TL-LCR", "TL-PNW"),
    ),
    Tool(
        "TL-KENFOS",
        "Kent foster homes and supported accommodation framework",
        "KEN",
        ToolType.FRAMEWORK,
        (-1, 3),
        (("Foster homes", F), ("Supported accommodation", S)),
        {"KEN": (F, S)},
        ("KEN",),
        tiers=2,
    ),
    Tool(
        "TL-WSXDPS",
        "West Sussex dynamic purchasing system",
        "WSX",
        ToolType.DPS,
        (-5, 2),
        (
            ("Independent and non-maintained special schools", SCHOOL),
            ("Independent specialist colleges", OTHER),
            ("Independent fostering agencies", F),
            ("Residential children's homes", R),
        ),
        {"WSX": (SCHOOL, OTHER, F, R)}
        | dict.fromkeys(WEST_SUSSEX_SCHOOLS, (SCHOOL,))
        | dict.fromkeys(WEST_SUSSEX_CARE, (SCHOOL, F, R)),
        ("WSX", "POR", "KEN"),
        weights=(55, 30, 10, 5),
        partnership="WSXDPS",
        value=700_000_000,
        terms="Three years and two extensions of two years. No built-in inflation; yearly requests.",
        decision="Officer decision, February 2022",
        options=(24, 24),
        used=2,
    ),
)


def load_tools(world: World) -> None:
    for tool in TOOLS:
        with acting_as(world.council(tool.lead)):
            world.tools[tool.reference] = _load_tool(world, tool)
    for tool in TOOLS:
        with acting_as(world.council(tool.lead)):
            Contingency.objects.bulk_create(
                Contingency(tool=world.tools[tool.reference], outer=world.tools[outer], position=position)
                for position, outer in enumerate(tool.contingencies, start=1)
            )


def _load_tool(world: World, tool: Tool) -> CommercialTool:
    start, end = (world.year_start(years) for years in tool.years)
    row = CommercialTool.objects.create(
        reference=tool.reference,
        name=tool.name,
        tool_type=tool.tool_type,
        regime=regime_of(add_months(start, -PROCUREMENT_MONTHS)),
        began_on=add_months(start, -PROCUREMENT_MONTHS),
        lead_authority=world.authorities[tool.lead],
        partnership=world.partnerships.get(tool.partnership),
        approved_value=tool.value,
        terms=tool.terms,
        decision_reference=tool.decision,
        starts_on=start,
        ends_on=end,
    )
    ToolAccess.objects.bulk_create(
        ToolAccess(tool=row, authority=world.authorities[code], category=category, starts_on=start)
        for code, categories in tool.access.items()
        for category in categories
    )
    _load_options(row, tool)
    for number, (name, category) in enumerate(tool.lots, start=1):
        lot = Lot.objects.create(tool=row, number=number, name=name, category=category)
        LotCriterion.objects.bulk_create(
            LotCriterion(tool=row, lot=lot, kind=kind, weight=weight)
            for kind, weight in zip(CriterionKind, tool.weights, strict=True)
        )
        _load_members(world, tool, lot)
    return row


def _load_options(row: CommercialTool, tool: Tool) -> None:
    """Each used some months before the end it moved."""
    assert row.ends_on is not None
    end = add_months(row.ends_on, -sum(tool.options[: tool.used]))
    for position, months in enumerate(tool.options, start=1):
        is_used = position <= tool.used
        ToolOption.objects.create(
            tool=row,
            position=position,
            months=months,
            exercised_on=add_months(end, -2) if is_used else None,
            decision_reference="Officer key decision" if is_used else "",
        )
        end = add_months(end, months)


def morning_of(on: date) -> datetime:
    """Nine o'clock of a day."""
    return timezone.make_aware(datetime.combine(on, time(9)))


def _load_members(world: World, tool: Tool, lot: Lot) -> None:
    """Some of the providers with homes of this kind in the tool's areas, with all those homes."""
    dice = world.dice("members", tool.reference, lot.number)
    by_provider = _homes_by_provider(
        world.homes, tool.areas, REGISTERED_AS.get(ServiceCategory(lot.category), ())
    )
    for provider, homes in by_provider.items():
        if not dice.chance(tool.share) and len(by_provider) > 2:
            continue
        member = Membership.objects.create(
            tool=lot.tool,
            lot=lot,
            provider=provider,
            tier=dice.randint(1, tool.tiers),
            starts_on=lot.tool.starts_on,
            state_at=morning_of(lot.tool.starts_on),
        )
        MembershipSetting.objects.bulk_create(
            MembershipSetting(
                tool=lot.tool, membership=member, setting=home.setting, starts_on=member.starts_on
            )
            for home in homes
        )
        if tool.tool_type != ToolType.APPROVED_LIST:
            low, high = PRICES[ServiceCategory(lot.category)]
            PriceSchedule.objects.create(
                tool=lot.tool,
                membership=member,
                kind=FeeKind.CORE,
                weekly_rate=Decimal(dice.randrange(low, high, 5)),
                starts_on=member.starts_on,
            )


def _homes_by_provider(
    homes: Iterable[Home], areas: tuple[str, ...], kinds: tuple[str, ...]
) -> dict[Provider, list[Home]]:
    found: dict[Provider, list[Home]] = {}
    for home in homes:
        if home.area in areas and home.is_bought and home.setting.registration_type in kinds:
            found.setdefault(home.setting.provider, []).append(home)
    return found
