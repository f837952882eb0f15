"""The night's run: bed-nights, block shares, placements and one-offs; and what a run would post now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from contracts.models import Charge, LedgerMonth
from contracts.selectors.ledger import charges_visible_to
from contracts.selectors.months import Difference, differences_of
from contracts.services.bed_nights import post_block_shares, record_bed_nights
from contracts.services.entries import post_entries
from contracts.services.months import freeze_month, start_ledger
from contracts.services.posting import hold_ledger
from core.actor import Actor
from placements.services.accrual import accrue_placements


@dataclass(frozen=True)
class Posted:
    """How many bed-nights and charges a run has added."""

    bed_nights: int
    block_charges: int
    placement_charges: int
    entries: int


class _Undone(Exception):
    """Ends a run that was only to be looked at."""


@transaction.atomic
def post_nights(*, by: Actor, through: date, at: datetime) -> Posted:
    """Post everything due from the ledger's start to the night ``through``. Idempotent."""
    hold_ledger(by.council_id)
    since = start_ledger(by=by, on=through, at=at)
    return Posted(
        bed_nights=record_bed_nights(by=by, since=since, through=through),
        block_charges=post_block_shares(by=by, since=since, through=through, at=at),
        placement_charges=accrue_placements(by=by, since=since, through=through, at=at),
        entries=post_entries(by=by, since=since, through=through, at=at),
    )


@transaction.atomic
def make_month_provisional(*, month: date, by: Actor, at: datetime, on: date) -> LedgerMonth:
    """Post what is due to last night, then freeze the month."""
    post_nights(by=by, through=on - timedelta(days=1), at=at)
    return freeze_month(month=month, by=by, at=at, on=on)


def run_again(*, by: Actor, through: date, at: datetime) -> list[Difference]:
    """What a run would now add to the nights of frozen months, as a list; nothing is posted."""
    found: list[Difference] = []
    try:
        with transaction.atomic():
            hold_ledger(by.council_id)
            newest = Charge.objects.order_by("-id").values_list("id", flat=True).first() or 0
            post_nights(by=by, through=through, at=at)
            found = differences_of(charges_visible_to(by).filter(id__gt=newest), posted=False)
            raise _Undone
    except _Undone:
        return found
