"""Stopping a provider's homes for every council that uses the tools on which we have it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from contracts.selectors.membership import reach_over
from core.actor import Actor
from core.errors import DomainError
from providers.choices import SuspensionScope
from providers.models import Setting, Suspension
from providers.services.suspensions import suspend


@transaction.atomic
def suspend_for_members(
    *,
    setting: Setting,
    whole_provider: bool,
    scope: SuspensionScope,
    reason: str,
    starts_on: date,
    by: Actor,
    at: datetime,
) -> Suspension:
    """``suspend``, binding also the councils that use tools we lead on which the provider stands today.

    Raises DomainError when no other council does.
    """
    reach = reach_over(setting.provider, by, on=timezone.localdate(at))
    if not reach.councils:
        raise DomainError("No other council uses a tool of ours on which this provider stands.", field="whom")
    return suspend(
        setting=setting,
        whole_provider=whole_provider,
        scope=scope,
        reason=reason,
        starts_on=starts_on,
        also_binds=reach.councils,
        tools=", ".join(reach.tools)[:400],
        by=by,
        at=at,
    )
