"""What Derbyshire's planner weighs: scenarios on the newest forecast, a block against spot, and supply as it
was kept on past month ends."""

from datetime import date, timedelta
from decimal import Decimal

from authorities.choices import Role
from config.demo.world import World
from contracts.models import BlockContract
from core.actor import acting_as
from core.periods import month_of
from sufficiency.forecast import Category
from sufficiency.planning.block import BlockTerms
from sufficiency.planning.changes import Change, EdgeOfCare, InHouseFostering, NewBlock, PriceGrowth, StepDown
from sufficiency.selectors.appraisals import own_records
from sufficiency.selectors.scenarios import futures_as_things_are
from sufficiency.services.appraisals import keep_appraisal
from sufficiency.services.futures import ask_for_futures
from sufficiency.services.scenarios import add_change, create_scenario
from sufficiency.services.supply import keep_supply

PLANNER_OF = "DBS"
MONTHS_KEPT = 6
# Of the children in homes, those whom the block's homes could take by age, needs and place.
SUITABLE_PERCENT = Decimal(22)
OLDER, TEENS = ["10-15", "16-17"], ["10-15"]
SCENARIOS: dict[str, tuple[str, tuple[Change, ...]]] = {
    "Edge-of-care team for over-tens": (
        "The proposal of the early help board: two teams of six.",
        (EdgeOfCare(4, 12.0, OLDER, ramp_months=6, yearly_cost=480_000.0),),
    ),
    "Step down and recruit carers": (
        "Homes for children who are ready to leave residential care.",
        (
            StepDown(3, 1.5, TEENS, months=24, yearly_cost=150_000.0),
            InHouseFostering(3, 1.5, 40, 85.0, 540.0, 1020.0, yearly_cost=260_000.0),
        ),
    ),
    "Ten more block beds, dearer spot": (
        "What the next block would do if spot prices keep rising.",
        (
            NewBlock(9, Category.RESIDENTIAL.value, 10, 2.0, 4101.30, 100.0, 90.0),
            PriceGrowth(1, 4.0, Category.RESIDENTIAL.value),
        ),
    ),
}


def weigh_block(world: World, on: date) -> None:
    """Block against spot as it was weighed on a day, on the newest forecast, before any paper cites it."""
    with acting_as(world.person(PLANNER_OF, Role.PLANNER)) as planner:
        futures = futures_as_things_are(planner)
        own = own_records(planner, Category.RESIDENTIAL, on)
        block = BlockContract.objects.filter(lead_authority_id=planner.authority_id).first()
        if futures is None or own.spot is None or block is None:
            return
        terms = BlockTerms(
            beds=block.beds_agreed,
            weekly_price=block.weekly_rate,
            guaranteed_percent=block.guaranteed_share * 100,
            first_month=3,
            beds_a_month=5,
            term_months=60,
            indexation_percent=block.indexation_percent,
            spot_weekly=Decimal(f"{own.spot.mean:.2f}"),
            spot_standard_error=Decimal(f"{own.spot.standard_error:.2f}"),
            spot_growth_percent=Decimal(0),
            suitable_percent=SUITABLE_PERCENT,
            matching_percent=own.empty_percent or Decimal(5),
            turnover_percent=own.turnover_percent or Decimal(5),
        )
        keep_appraisal(
            name=f"{block.beds_agreed} beds as a block",
            category=Category.RESIDENTIAL,
            terms=terms,
            futures=futures,
            block_contract=block,
            by=planner,
            at=world.now - (world.today - on),
        )


def make_plans(world: World) -> None:
    _keep_past_supply(world)
    with acting_as(world.person(PLANNER_OF, Role.PLANNER)) as planner:
        futures = futures_as_things_are(planner)
        for name, (why, changes) in SCENARIOS.items():
            scenario = create_scenario(name=name, why=why, by=planner, at=world.now)
            for change in changes:
                scenario = add_change(scenario=scenario, change=change, by=planner, at=world.now)
            ask_for_futures(by=planner, at=world.now, scenario=scenario, base=futures)


def _keep_past_supply(world: World) -> None:
    """The last day of each of the past months: the register knows its own past."""
    for code in {code for code, role in world.staff if role == Role.CABINET_MEMBER}:
        last = month_of(world.today).start
        with acting_as(world.council(code)) as keeper:
            for _ in range(MONTHS_KEPT):
                at = world.now - (world.today - last) - timedelta(days=1)
                keep_supply(by=keeper, at=at)
                last = month_of(last - timedelta(days=1)).start
            keep_supply(by=keeper, at=world.now)
