"""Block contracts, as the papers describe them, run by the very services that people use."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from config.demo.world import Bed, Home, World
from contracts.block_choices import BedStage, GivenBy, NoticeGround, StopCause
from contracts.choices import PAYABLE_VOIDS
from contracts.models import BlockContract
from contracts.services.block_beds import name_beds, record_step
from contracts.services.block_changes import NewTerms, exercise_option, stop_placements, vary_block
from contracts.services.block_drafts import BlockDraft, draft_block, sign_block
from contracts.services.block_endings import give_notice, wind_down
from contracts.services.block_shares import SharePart, accept_share, share_block
from contracts.terms import option_terms
from core.actor import Actor, acting_as
from core.money import pence
from core.periods import add_months
from providers.choices import Outcome, RegistrationType
from providers.models import Inspection, Provider

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Block:
    """One block as a paper describes it.

    ``years`` are its start and the end of its first term by financial year from this one. ``options`` are
    months, of which the first ``used`` have been taken up. ``grown_by`` beds joined a year after the start;
    ``not_live`` are still to open. ``recharges`` are £ a week a partner pays for a bed it uses, ``users``
    whose children are in its beds in turn (those who share it, unless said). ``beds`` are those of today.
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
    grown_by: int = 0
    indexation: str = "0"
    below_good: str = "0"
    recharges: dict[str, int] = field(default_factory=dict)
    users: tuple[str, ...] = ()


BLOCKS = (
    # £4.5m a year for 3 + 2 + 2 years: £31.5m in all. The first option is used, and two beds were added.
    Block(
        "BLK-DBS",
        "Derbyshire children's homes block contract",
        "DBS",
        (-3, 0),
        18,
        "4557.00",
        {"DBS": 100},
        options=(24, 24),
        used=1,
        annual=4_500_000,
        total=31_500_000,
        decision="Cabinet, 26 September 2022",
        grown_by=2,
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
    # Seven years and one year's notice on either side; a neighbour uses what is empty; a home is below good.
    Block(
        "BLK-NTT",
        "Nottinghamshire children's homes block contract",
        "NTT",
        (-4, 3),
        12,
        "4180.00",
        {"NTT": 100, "DBS": 0},
        decision="Policy committee, June 2021",
        below_good="50",
        recharges={"DBS": 4180},
        users=("NTT", "NTT", "DBS"),
    ),
    # The one before it, which its provider leaves.
    Block(
        "BLK-NTT17",
        "Nottinghamshire and Derbyshire first block contract",
        "NTT",
        (-9, 2),
        6,
        "3895.00",
        {"NTT": 50, "DBS": 50},
        decision="Policy committee, November 2016",
    ),
)
NOTICE_MONTHS = 12
LEFT_BY_ITS_PROVIDER, BELOW_GOOD = "BLK-NTT17", "BLK-NTT"
RECORDED_BY = "Commissioning manager"


def load_blocks(world: World) -> None:
    for block in BLOCKS:
        keeper = replace(
            world.council(block.lead), roles=frozenset({Role.COMMISSIONER.value}), name=RECORDED_BY
        )
        homes = _homes_for(world, block)
        with acting_as(keeper):
            contract = _load_contract(world, block, homes[0].setting.provider, keeper)
            world.beds[block.reference] = _load_beds(world, block, contract, homes, keeper)
            _exercise_options(world, block, contract, keeper)
        if block.reference == BELOW_GOOD:
            _find_below_good(world, contract, homes[0], keeper)
        if block.reference == LEFT_BY_ITS_PROVIDER:
            _leave(world, contract, keeper)


def _load_contract(world: World, block: Block, provider: Provider, keeper: Actor) -> BlockContract:
    """Drawn up, shared and signed before its first day."""
    start, end = (world.year_start(years) for years in block.years)
    drawn_up, signed_on = start - timedelta(days=90), start - timedelta(days=60)
    rate = Decimal(block.rate)
    contract = draft_block(
        draft=BlockDraft(
            name=block.name,
            provider=provider,
            category=ServiceCategory.RESIDENTIAL,
            starts_on=start,
            last_day=end - ONE_DAY,
            beds_agreed=block.beds - block.grown_by,
            weekly_rate=rate,
            guaranteed_weekly=rate,
            payable_voids=[state.value for state in PAYABLE_VOIDS],
            below_good_percent=Decimal(block.below_good),
            indexation_percent=Decimal(block.indexation),
            options=block.options,
            notice_months=NOTICE_MONTHS,
            annual_ceiling=None if block.annual is None else Decimal(block.annual),
            total_ceiling=None if block.total is None else Decimal(block.total),
        ),
        by=keeper,
        at=morning(drawn_up),
    )
    BlockContract.objects.filter(pk=contract.pk).update(reference=block.reference)
    if len(block.shares) > 1:
        parts = [
            SharePart(world.authorities[code], Decimal(percent), _pounds(block.recharges.get(code)))
            for code, percent in block.shares.items()
        ]
        share_block(
            contract=contract, parts=parts, starts_on=start, by=keeper, at=morning(drawn_up), on=drawn_up
        )
        _partners_take_on(world, block, contract, morning(drawn_up))
    return sign_block(
        contract=contract,
        signed_on=signed_on,
        decision_reference=block.decision,
        by=keeper,
        at=morning(signed_on),
    )


def _partners_take_on(world: World, block: Block, contract: BlockContract, at: datetime) -> None:
    for code, percent in block.shares.items():
        if code != block.lead and percent:
            partner = replace(
                world.council(code), roles=frozenset({Role.COMMISSIONER.value}), name=RECORDED_BY
            )
            with acting_as(partner):
                accept_share(contract=contract, decision_reference="Officer decision", by=partner, at=at)


def _pounds(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(9)))


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
    taken = {bed.home.setting.provider_id for kept in world.beds.values() for bed in kept}
    provider_id = max((pk for pk in beds if pk not in taken), key=lambda pk: beds[pk])
    return [home for home in local if home.setting.provider_id == provider_id]


def _load_beds(
    world: World, block: Block, contract: BlockContract, homes: list[Home], keeper: Actor
) -> list[Bed]:
    """Beds open in the first year, one after another; a year on the contract may grow, and the last few may
    not be open yet."""
    places = [home for home in homes for _ in range(home.capacity)][: block.beds]
    beds: list[Bed] = []
    for n, home in enumerate(places):
        grown = n >= len(places) - block.grown_by
        counted = add_months(contract.starts_on, 12) if grown else contract.starts_on
        if grown and n == len(places) - block.grown_by:
            _grow(block, contract, counted, keeper)
        at = morning(counted)
        [row] = name_beds(
            contract=contract, setting=home.setting, number=1, starts_on=counted, by=keeper, at=at
        )
        opened = counted + timedelta(days=20 * (n if not grown else 1))
        stages = list(STAGES)
        if n >= block.beds - block.not_live or opened > world.today:
            stages = stages[: block.beds - 1 - n]
        for stage, days_before in stages:
            on = opened - timedelta(days=days_before)
            record_step(
                bed=row,
                stage=stage,
                reached_on=on,
                note="",
                by=keeper,
                at=morning(on),
                on=world.today,
            )
        row.refresh_from_db()
        home.kept += 1
        beds.append(Bed(row, home, block.users or tuple(block.shares)))
    return beds


STAGES = ((BedStage.REGISTERED, 40), (BedStage.STAFFED, 14), (BedStage.AVAILABLE, 0))


def _grow(block: Block, contract: BlockContract, on: date, keeper: Actor) -> None:
    rate = pence(Decimal(block.rate) * (1 + Decimal(block.indexation) / 100))
    vary_block(
        contract=contract,
        terms=NewTerms(
            starts_on=on,
            beds_agreed=block.beds,
            weekly_rate=rate,
            guaranteed_weekly=rate,
            payable_voids=contract.payable_voids,
            below_good_percent=contract.below_good_share * 100,
            indexation_percent=contract.indexation_percent,
            reason="More children need a home near their school",
            decision_reference="Officer decision",
        ),
        by=keeper,
        at=morning(on - timedelta(days=30)),
    )


def _exercise_options(world: World, block: Block, contract: BlockContract, keeper: Actor) -> None:
    """Each in good time: a month before the last day to decide."""
    for _ in range(block.used):
        contract.refresh_from_db()
        terms = option_terms(
            contract.period, contract.options.all(), governance_weeks=contract.governance_lead_weeks
        )
        last_day = next(term.decide_by for term in terms if term.decide_by)
        on = last_day - timedelta(days=30)
        exercise_option(
            contract=contract,
            decided_on=on,
            decision_reference="Cabinet member, first extension",
            by=keeper,
            at=morning(on),
            on=world.today,
        )


def _find_below_good(world: World, contract: BlockContract, home: Home, keeper: Actor) -> None:
    """A home of the block is judged to need improvement, and takes no new child until it has recovered."""
    judged, stopped = world.today - timedelta(days=48), world.today - timedelta(days=20)
    with acting_as(Actor.system()):
        Inspection.objects.create(
            setting=home.setting,
            inspected_on=judged,
            published_on=stopped,
            known_on=stopped,
            outcome=Outcome.REQUIRES_IMPROVEMENT,
        )
    for bed in world.beds[BELOW_GOOD]:
        bed.closed_from = stopped if bed.home is home else None
    with acting_as(keeper):
        stop_placements(
            contract=contract,
            setting=home.setting,
            cause=StopCause.BELOW_GOOD,
            starts_on=stopped,
            reason="Requires improvement to be good. An improvement plan is asked for within four weeks.",
            by=keeper,
            at=morning(stopped),
            on=world.today,
        )


def _leave(world: World, contract: BlockContract, keeper: Actor) -> None:
    """The provider gave a year's notice some months ago; no new child comes any more."""
    given, wound_down = world.today - timedelta(days=190), world.today - timedelta(days=60)
    for bed in world.beds[LEFT_BY_ITS_PROVIDER]:
        bed.closed_from = wound_down
    with acting_as(keeper):
        give_notice(
            contract=contract,
            ground=NoticeGround.NO_FAULT,
            given_by=GivenBy.PROVIDER,
            given_on=given,
            last_day=add_months(given, contract.no_fault_months),
            reason="The provider gathers its homes in another county.",
            decision_reference="",
            by=keeper,
            at=morning(given),
            on=world.today,
        )
        wind_down(
            contract=contract,
            reason="Each child gets a plan made with them.",
            by=keeper,
            at=morning(wound_down),
            on=wound_down,
        )
