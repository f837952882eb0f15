"""What the placements have cost: the nightly accrual, from some whole months back."""

from datetime import timedelta

from config.demo.cast import COUNCILS
from config.demo.world import World
from contracts.services.bed_nights import post_block_shares, record_bed_nights
from core.actor import acting_as
from core.periods import month_of
from placements.services.accrual import accrue_placements

MONTHS_BACK = timedelta(days=92)


def accrue(world: World) -> None:
    """Bed-nights of every block first: a partner's share is charged from nights its lead has recorded."""
    through = world.today - timedelta(days=1)
    since = month_of(world.today - MONTHS_BACK).start
    for council in COUNCILS:
        with acting_as(world.council(council.code)) as actor:
            record_bed_nights(by=actor, since=since, through=through)
    for council in COUNCILS:
        with acting_as(world.council(council.code)) as actor:
            post_block_shares(by=actor, since=since, through=through, at=world.now)
            accrue_placements(by=actor, since=since, through=through, at=world.now)
