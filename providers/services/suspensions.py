"""Stopping placements with a home or a provider, for every council to see."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.models import Authority
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from providers.choices import AlertKind, SuspensionScope
from providers.models import Setting, Suspension
from providers.policies import can_lift, can_ratify, can_suspend
from providers.services.alerts import raise_alert
from providers.services.letters import write_to_providers


@transaction.atomic
def suspend(
    *,
    setting: Setting,
    whole_provider: bool,
    scope: SuspensionScope,
    reason: str,
    starts_on: date,
    also_binds: Collection[int] = (),
    tools: str = "",
    by: Actor,
    at: datetime,
) -> Suspension:
    """Suspend a home, or all homes of its provider, from ``starts_on``: it holds before it is ratified.

    It binds our own placements, and those of the councils ``also_binds`` that buy on ``tools`` we lead. Every
    council is told, and the provider. Raises Conflict when this council has already suspended the same at
    that time.
    """
    require(can_suspend(by))
    if starts_on < timezone.localdate(at):
        raise DomainError("The first day must be today or later", field="starts_on")
    # The home is a register row that no council may lock: two at once would both be seen.
    same = Suspension.objects.filter(
        authority=by.authority_id,
        provider=setting.provider_id,
        setting=None if whole_provider else setting.pk,
    )
    if same.exclude(ends_on__lte=starts_on).exists():
        raise Conflict("Your council has already suspended this. Lift that suspension first.")
    suspension = Suspension.objects.create(
        authority_id=by.council_id,
        provider_id=setting.provider_id,
        setting=None if whole_provider else setting,
        scope=scope,
        also_binds=sorted(also_binds),
        tools=tools,
        reason=reason,
        starts_on=starts_on,
        made_by=by.name,
        made_by_person=by.person_id,
    )
    raise_alert(
        provider_id=setting.provider_id,
        setting=suspension.setting,
        kind=AlertKind.SUSPENSION,
        what=f"Suspended: {SuspensionScope(scope).label.lower()}",
        is_urgent=scope == SuspensionScope.ALL,
        happened_on=starts_on,
        by=by,
        at=at,
    )
    _tell(suspension, "suspended", "Placements with you are suspended", starts_on, by=by, at=at)
    return suspension


@transaction.atomic
def ratify_suspension(*, suspension: Suspension, by: Actor, at: datetime) -> Suspension:
    """A head of service or above stands behind a suspension. One they do not want is lifted instead."""
    suspension = lock(suspension)
    require(can_ratify(by, suspension))
    if suspension.ratified_at is not None:
        raise Conflict(f"{suspension.ratified_by} has ratified this suspension already.")
    suspension.ratified_by, suspension.ratified_at = by.name, at
    suspension.save(update_fields=["ratified_by", "ratified_at"])
    return suspension


@transaction.atomic
def lift_suspension(*, suspension: Suspension, ends_on: date, by: Actor, at: datetime) -> Suspension:
    """End one of the council's own suspensions; placements may be made again from ``ends_on``."""
    suspension = lock(suspension)
    require(can_lift(by, suspension))
    if suspension.ends_on:
        raise Conflict("This suspension already has an end.")
    if ends_on < timezone.localdate(at) or ends_on <= suspension.starts_on:
        raise DomainError("The day must be today or later, and after the suspension starts", field="ends_on")
    suspension.ends_on = ends_on
    suspension.save(update_fields=["ends_on"])
    _tell(suspension, "suspension_lifted", "A suspension is lifted", ends_on, by=by, at=at)
    return suspension


def _tell(suspension: Suspension, template: str, subject: str, on: date, *, by: Actor, at: datetime) -> None:
    write_to_providers(
        [suspension.provider_id],
        template=template,
        subject=subject,
        context={
            "council": Authority.objects.get(pk=suspension.authority_id).name,
            "what": suspension.setting.name if suspension.setting else "all your homes",
            "scope": suspension.get_scope_display().lower(),
            "from_day": formats.day(on),
        },
        by=by,
        at=at,
    )
