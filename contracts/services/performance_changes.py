"""Taking indicators and steps out of use: what they found and opened stays."""

from datetime import date, datetime, timedelta

from django.db import transaction

from contracts.models import Kpi, ProtocolStep
from contracts.selectors.performance import Arrangement
from contracts.services.performance import can_keep_performance
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock
from core.policies import require


@transaction.atomic
def end_kpi(*, arrangement: Arrangement, kpi: Kpi, last_on: date, by: Actor) -> Kpi:
    """Measure an indicator for the last time in the quarter that holds ``last_on``; a new target is a new
    indicator from the day after. Raises DomainError for a day before its first, or after one set already."""
    require(can_keep_performance(by, arrangement))
    kpi = lock(kpi)
    if last_on < kpi.starts_on:
        raise DomainError(
            f"It is measured from {day(kpi.starts_on)}: choose that day or later", field="last_on"
        )
    if kpi.ends_on and last_on >= kpi.ends_on:
        raise DomainError(f"It ends on {day(kpi.ends_on - timedelta(days=1))} already", field="last_on")
    kpi.ends_on = last_on + timedelta(days=1)
    kpi.save(update_fields=["ends_on"])
    return kpi


@transaction.atomic
def retire_step(*, arrangement: Arrangement, step: ProtocolStep, by: Actor, at: datetime) -> ProtocolStep:
    """Open a step no more; tasks that it opened are still to be done."""
    require(can_keep_performance(by, arrangement))
    step = lock(step)
    if step.retired_at:
        raise Conflict("This step is out of use already.")
    step.retired_at = at
    step.save(update_fields=["retired_at"])
    return step
