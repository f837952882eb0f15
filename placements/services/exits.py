"""Planning what becomes of a child whose block contract ends."""

from datetime import date, datetime, timedelta

from django.db import transaction

from contracts.models import BlockContract
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from placements.exit_choices import ExitOutcome
from placements.models import ExitPlan, Placement


@transaction.atomic
def plan_exit(
    *,
    placement: Placement,
    contract: BlockContract,
    outcome: ExitOutcome,
    by_when: date,
    steps: str,
    child_says: str,
    done_on: date | None,
    by: Actor,
    at: datetime,
    on: date,
) -> ExitPlan:
    """Record the plan for one child, in place of the one before it, which is kept.

    Raises DomainError for a day before the child came or after the contract's last, and for one in the
    future on which it is said to have come about.
    """
    placement = lock(placement)
    if placement.bed_booking is None or placement.bed_booking.contract_id != contract.pk:
        raise DomainError("This child does not live under this contract.")
    if by_when < placement.starts_on:
        raise DomainError("The day must not be before the child came.", field="by_when")
    if contract.ends_on and by_when > contract.ends_on:
        raise DomainError(
            f"The contract's last day is {formats.day(contract.ends_on - timedelta(days=1))}: plan for that"
            " or earlier.",
            field="by_when",
        )
    if done_on and done_on > on:
        raise DomainError("The day must not be in the future.", field="done_on")
    return ExitPlan.objects.create(
        authority_id=placement.authority_id,
        contract=contract,
        placement=placement,
        outcome=outcome,
        by_when=by_when,
        steps=steps,
        child_says=child_says,
        done_on=done_on,
        recorded_at=at,
        recorded_by=by.name,
    )
