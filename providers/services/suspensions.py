"""Stopping new placements with a home or a provider, for every council to see."""

from datetime import date

from django.db import transaction

from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from providers.choices import SuspensionScope
from providers.models import Setting, Suspension
from providers.policies import can_lift, can_suspend


@transaction.atomic
def suspend(
    *,
    setting: Setting,
    whole_provider: bool,
    scope: SuspensionScope,
    reason: str,
    starts_on: date,
    by: Actor,
    on: date,
) -> Suspension:
    """Suspend a home, or all homes of its provider, from ``starts_on``.

    Raises Conflict when this council has already suspended the same at that time.
    """
    require(can_suspend(by))
    if starts_on < on:
        raise DomainError("The first day must be today or later", field="starts_on")
    # The home is a register row that no council may lock: two at once would both be seen.
    same = Suspension.objects.filter(
        authority=by.authority_id,
        provider=setting.provider_id,
        setting=None if whole_provider else setting.pk,
    )
    if same.exclude(ends_on__lte=starts_on).exists():
        raise Conflict("Your council has already suspended this. Lift that suspension first.")
    return Suspension.objects.create(
        authority_id=by.council_id,
        provider_id=setting.provider_id,
        setting=None if whole_provider else setting,
        scope=scope,
        reason=reason,
        starts_on=starts_on,
    )


@transaction.atomic
def lift_suspension(*, suspension: Suspension, ends_on: date, by: Actor, on: date) -> Suspension:
    """End one of the council's own suspensions; placements may be made again from ``ends_on``."""
    suspension = lock(suspension)
    require(can_lift(by, suspension))
    if suspension.ends_on:
        raise Conflict("This suspension already has an end.")
    if ends_on < on or ends_on <= suspension.starts_on:
        raise DomainError("The day must be today or later, and after the suspension starts", field="ends_on")
    suspension.ends_on = ends_on
    suspension.save(update_fields=["ends_on"])
    return suspension
