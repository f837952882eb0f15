"""Who buys together, and for which kinds of care. Partnerships overlap and nest; scope is per category."""

from datetime import date

from authorities.choices import ServiceCategory
from authorities.models import CountSharing, Partnership, PartnershipMember
from config.demo.world import World
from core.actor import acting_as

D2N2 = ("DBS", "DBY", "NGM", "NTT")
SOUTH_EAST = ("KEN", "POR", "WSX")
CITY_REGION = ("HAL", "KWL", "LIV", "SHN", "SFT", "WRL")
NORTH_WEST = (
    *CITY_REGION,
    *("BBD", "BPL", "BOL", "BUR", "CHE", "CHW", "LAN", "MAN"),
    *("OLD", "RCH", "SLF", "SKP", "TAM", "TRF", "WAR", "WGN"),
)
# Whose members told each other that numbers of children by provider may be shared.
SHARE_COUNTS = ("D2N2", "LCR")
# One council when the partnership was 23 strong; two since 1 April 2023.
CUMBRIA, CUMBRIA_SPLIT, CUMBRIA_HEIRS = "CMA", date(2023, 4, 1), ("CBL", "WAF")
# Schools are shared widely; fostering and homes with one partner only.
WEST_SUSSEX_SCHOOLS = ("BNH", "ESX", "HAM", "POR", "SRY", "STH")
WEST_SUSSEX_CARE = ("POR",)

F, R, S, SCHOOL = (
    ServiceCategory.FOSTERING,
    ServiceCategory.RESIDENTIAL,
    ServiceCategory.SUPPORTED,
    ServiceCategory.SCHOOL,
)


def load_partnerships(world: World) -> None:
    start = world.year_start(-8)
    _load(world, "D2N2", "D2N2 children's placements", "NTT", start, dict.fromkeys(D2N2, (F, R, S)))
    _load(
        world,
        "SERP",
        "South East regional residential project",
        "KEN",
        start,
        dict.fromkeys(SOUTH_EAST, (R,)),
    )
    _load(
        world, "LCR", "Liverpool City Region placements", "WRL", start, dict.fromkeys(CITY_REGION, (F, R, S))
    )
    _load(
        world, "PNW", "Placements North West", "TRF", min(start, date(2022, 4, 1)),
        dict.fromkeys(NORTH_WEST, (F, R, S)),
    )  # fmt: skip
    _load_cumbria(world)
    _load(
        world, "WSXDPS", "West Sussex purchasing partners", "WSX", start,
        {code: (SCHOOL, F, R) if code in ("WSX", *WEST_SUSSEX_CARE) else (SCHOOL,)
         for code in ("WSX", *WEST_SUSSEX_SCHOOLS)},
    )  # fmt: skip


def _load(
    world: World,
    reference: str,
    name: str,
    lead: str,
    start: date,
    members: dict[str, tuple[ServiceCategory, ...]],
) -> None:
    with acting_as(world.council(lead)):
        partnership = Partnership.objects.create(
            reference=reference,
            name=name,
            lead_authority=world.authorities[lead],
            starts_on=start,
        )
        if reference in SHARE_COUNTS:
            CountSharing.objects.create(
                partnership=partnership, starts_on=start, prices=True, started_by="Partnership board"
            )
        PartnershipMember.objects.bulk_create(
            PartnershipMember(
                partnership=partnership,
                authority=world.authorities[code],
                category=category,
                starts_on=start,
            )
            for code, categories in members.items()
            for category in categories
        )
    world.partnerships[reference] = partnership


def _load_cumbria(world: World) -> None:
    """A member that became two: its membership ends the day theirs begins."""
    partnership = world.partnerships["PNW"]
    with acting_as(world.council("TRF")):
        for category in (F, R, S):
            PartnershipMember.objects.create(
                partnership=partnership, authority=world.authorities[CUMBRIA], category=category,
                starts_on=min(partnership.starts_on, date(2022, 4, 1)), ends_on=CUMBRIA_SPLIT,
            )  # fmt: skip
            for heir in CUMBRIA_HEIRS:
                PartnershipMember.objects.create(
                    partnership=partnership, authority=world.authorities[heir], category=category,
                    starts_on=max(CUMBRIA_SPLIT, partnership.starts_on),
                )  # fmt: skip
