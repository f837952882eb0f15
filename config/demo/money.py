"""What the placements have cost: the nightly run, from a ledger started some whole months back."""

from datetime import timedelta

from authorities.choices import ServiceCategory
from config.demo.cast import COUNCILS
from config.demo.world import World
from contracts.models import CostCentre, LedgerMonth
from contracts.money_choices import MonthState
from contracts.services.bed_nights import record_bed_nights
from core.actor import acting_as
from core.periods import month_of
from placements.services.nightly import post_nights

MONTHS_BACK = timedelta(days=92)


def accrue(world: World) -> None:
    """Bed-nights of every block first: a partner's share is charged from nights its lead has recorded."""
    through = world.today - timedelta(days=1)
    since = month_of(world.today - MONTHS_BACK).start
    for council in COUNCILS:
        with acting_as(world.council(council.code)) as actor:
            LedgerMonth.objects.create(
                authority_id=actor.council_id, starts_on=since, state=MonthState.OPEN, state_at=world.now
            )
            CostCentre.objects.bulk_create(
                CostCentre(
                    authority_id=actor.council_id, category=category, code=f"CC44{number}0", starts_on=since
                )
                for number, category in enumerate(ServiceCategory, start=1)
            )
            record_bed_nights(by=actor, since=since, through=through)
    for council in COUNCILS:
        with acting_as(world.council(council.code)) as actor:
            post_nights(by=actor, through=through, at=world.now)
