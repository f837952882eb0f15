"""Long work of this room."""

from datetime import date
from typing import Any

from django.utils import timezone

from contracts.services.bed_nights import post_block_shares, record_bed_nights
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from core.periods import financial_year_of
from placements.services.accrual import accrue_placements

NIGHTLY_ACCRUAL = "nightly_accrual"


@job(NIGHTLY_ACCRUAL)
def nightly_accrual(context: JobContext) -> Publish:
    """Record block bed-nights and post charges up to ``through``, from the start of the last financial year,
    so that a fact typed in late is still caught."""
    through = date.fromisoformat(context.params["through"])
    this_year = financial_year_of(through).start
    since = this_year.replace(year=this_year.year - 1)

    def publish(job: Job) -> dict[str, Any]:
        at = timezone.now()
        return {
            "bed_nights": record_bed_nights(by=context.actor, since=since, through=through),
            "block_charges": post_block_shares(by=context.actor, since=since, through=through, at=at),
            "placement_charges": accrue_placements(by=context.actor, since=since, through=through, at=at),
        }

    return publish
