"""Block contracts, as the papers describe them, with their options, shares and beds."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from authorities.choices import ServiceCategory
from config.demo.tools import PROCUREMENT_ACT
from config.demo.world import Bed, Home, World
from contracts.choices import Regime
from contracts.models import BlockContract, BlockShare, ContractedBed, ContractOption
from core.actor import acting_as
from providers.choices import RegistrationType


@dataclass(frozen=True)
class Block:
    """One block as a paper describes it.

    ``years`` are its start and current end by financial year from this one. ``options`` are months, of which
    the first ``used`` have been taken up; ``not_live`` beds are still to open.
    """

    reference: str
    name: str
    lead: str
    years: tuple[int, int]
    beds: int
    rate: str
    shares: dict[str, int]
    options: tuple[int, ...] = ()
    used: int = 0
    annual: int | None = None
    total: int | None = None
    decision: str = ""
    not_live: int = 0
    indexation: str = "0"


BLOCKS = (
    # £4.5m a year for 3 + 2 + 2 years: £31.5m in all.
    Block(
        "BLK-DBS",
        "Derbyshire children's homes block contract",
        "DBS",
        (-3, 2),
        18,
        "4557.00",
        {"DBS": 100},
        options=(24, 24),
        used=1,
        annual=4_500_000,
        total=31_500_000,
        decision="Cabinet, 26 September 2022",
        indexation="1.50",
    ),
    # 15 beds, opened bed by bed, at a tenth under the spot rate of £4,557.
    Block(
        "BLK-KEN",
        "South East regional residential project",
        "KEN",
        (-2, 8),
        15,
        "4101.30",
        {"KEN": 60, "WSX": 25, "POR": 15},
        total=35_642_250,
        decision="21/00094",
        not_live=3,
    ),
    Block(
        "BLK-NTT",
        "Nottinghamshire children's homes block contract",
        "NTT",
        (-4, 3),
        12,
        "4180.00",
        {"NTT": 100},
        decision="Seven-year term with one year's notice on either side",
    ),
)
NOTICE_MONTHS = 12


def load_blocks(world: World) -> None:
    for block in BLOCKS:
        with acting_as(world.council(block.lead)):
            world.beds[block.reference] = _load_block(world, block)


def _load_block(world: World, block: Block) -> list[Bed]:
    start, end = (world.year_start(years) for years in block.years)
    homes = _homes_for(world, block)
    contract = BlockContract.objects.create(
        reference=block.reference,
        name=block.name,
        lead_authority=world.authorities[block.lead],
        provider=homes[0].setting.provider,
        category=ServiceCategory.RESIDENTIAL,
        regime=Regime.PCR_2015 if start < PROCUREMENT_ACT else Regime.PA_2023,
        beds_agreed=block.beds,
        weekly_rate=Decimal(block.rate),
        indexation_percent=Decimal(block.indexation),
        annual_ceiling=block.annual,
        total_ceiling=block.total,
        decision_reference=block.decision,
        starts_on=start,
        ends_on=end,
    )
    BlockShare.objects.bulk_create(
        BlockShare(contract=contract, authority=world.authorities[code], percent=percent, starts_on=start)
        for code, percent in block.shares.items()
    )
    _load_options(contract, block, start, end)
    return _load_beds(world, block, contract, homes)


def _homes_for(world: World, block: Block) -> list[Home]:
    """Homes of the provider with most beds in the lead's area, until there are enough beds."""
    local = [
        home
        for home in world.homes
        if home.area == block.lead
        and home.is_bought
        and home.setting.registration_type == RegistrationType.CHILDRENS_HOME
    ]
    beds: dict[int, int] = {}
    for home in local:
        beds[home.setting.provider_id] = beds.get(home.setting.provider_id, 0) + home.capacity
    provider_id = max(beds, key=lambda pk: beds[pk])
    return [home for home in local if home.setting.provider_id == provider_id]


def _load_options(contract: BlockContract, block: Block, start: date, end: date) -> None:
    """Each option has to be used a year before the end it moves."""
    months = (end.year - start.year) * 12 - sum(block.options[: block.used])
    for position, length in enumerate(block.options, start=1):
        decided = date(start.year + months // 12 - 1, 1, 15)
        ContractOption.objects.create(
            contract=contract,
            position=position,
            months=length,
            notice_months=NOTICE_MONTHS,
            exercised_on=decided if position <= block.used else None,
        )
        months += length


def _load_beds(world: World, block: Block, contract: BlockContract, homes: list[Home]) -> list[Bed]:
    """Beds open in the first year, one after another; the last few may not be open yet."""
    places = [home for home in homes for _ in range(home.capacity)]
    rows = []
    for n, home in enumerate(islice(places, block.beds)):
        opened = contract.starts_on + timedelta(days=20 * n)
        live = opened if n < block.beds - block.not_live and opened <= world.today else None
        rows.append(
            (ContractedBed(contract=contract, setting=home.setting, label=str(n + 1), live_from=live), home)
        )
    ContractedBed.objects.bulk_create(row for row, _ in rows)
    for _, home in rows:
        home.kept += 1
    return [Bed(row, home, tuple(block.shares)) for row, home in rows]
