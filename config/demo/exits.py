"""Plans for the children of the block that is wound down: some made, some still to make."""

from datetime import timedelta

from config.demo.world import World
from contracts.block_choices import BlockState
from contracts.models import BlockContract
from core.actor import acting_as
from placements.exit_choices import ExitOutcome
from placements.selectors.exits import children_in_block
from placements.services.exits import plan_exit

COUNCILS = ("NTT", "DBS")


def load_exits(world: World) -> None:
    """Every council plans for the first of its own children there."""
    for code in COUNCILS:
        with acting_as(world.council(code)) as keeper:
            for contract in BlockContract.objects.filter(state=BlockState.DECOMMISSIONING):
                for child in children_in_block(keeper, contract)[:1]:
                    plan_exit(
                        placement=child,
                        contract=contract,
                        outcome=ExitOutcome.STAY,
                        by_when=world.today + timedelta(days=60),
                        steps="The social worker agrees a placement on its own with the home.",
                        child_says="Wants to stay until school is finished.",
                        done_on=None,
                        by=keeper,
                        at=world.now,
                        on=world.today,
                    )
