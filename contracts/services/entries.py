"""One-offs: recorded here, posted by the next night's run."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from contracts.models import OneOff
from contracts.policies import can_keep_the_ledger
from contracts.services.posting import post_due
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from providers.models import Provider, Setting

# A cancelled one-off is no longer due and so is taken back.
DUE = """
due AS (
  SELECT source_reference AS reference, 'one-' || id AS component, "on" AS night, amount, 0 AS nights,
         'one_off' AS kind, 'other' AS fee_kind, 'council' AS funder, category, route, provider_id, setting_id
  FROM contracts_oneoff
  WHERE authority_id = app_authority() AND cancelled_at IS NULL AND "on" BETWEEN %(since)s AND %(through)s)
"""
COMPARED = "charge.component_key LIKE 'one-%%'"


@transaction.atomic
def post_entries(*, by: Actor, since: date, through: date, at: datetime) -> int:
    """Charge one-offs. Idempotent; returns new charges."""
    return post_due(DUE, COMPARED, by=by, since=since, through=through, at=at)


@transaction.atomic
def record_one_off(
    *,
    source_reference: str,
    provider: Provider,
    setting: Setting | None,
    category: str,
    route: str,
    on: date,
    amount: Decimal,
    reason: str,
    by: Actor,
    at: datetime,
) -> OneOff:
    """Record an amount owed, or refunded when negative. It is charged to ``on``'s month if that is open."""
    require(can_keep_the_ledger(by))
    if on > timezone.localdate(at):
        raise DomainError("The day must be today or in the past.", field="on")
    if not amount:
        raise DomainError("Enter an amount other than nought.", field="amount")
    return owe(
        source_reference=source_reference,
        provider=provider,
        setting=setting,
        category=category,
        route=route,
        on=on,
        amount=amount,
        reason=reason,
        by=by,
        at=at,
    )


def owe(
    *,
    source_reference: str,
    provider: Provider,
    setting: Setting | None,
    category: str,
    route: str,
    on: date,
    amount: Decimal,
    reason: str,
    by: Actor,
    at: datetime,
) -> OneOff:
    """Write one amount down, in the transaction of a service that has asked its own policy."""
    return OneOff.objects.create(
        authority_id=by.council_id,
        reference=new_reference("ONE"),
        source_reference=source_reference,
        provider=provider,
        setting=setting,
        category=category,
        route=route,
        on=on,
        amount=amount,
        reason=reason,
        recorded_at=at,
        recorded_by=by.name,
    )


@transaction.atomic
def cancel_one_off(*, one_off: OneOff, by: Actor, at: datetime) -> OneOff:
    """Take a one-off back; its charge is reversed by the next run."""
    one_off = lock(one_off)
    require(can_keep_the_ledger(by))
    if one_off.cancelled_at:
        raise Conflict(f"{one_off.reference} was cancelled already.")
    one_off.cancelled_at = at
    one_off.save(update_fields=["cancelled_at"])
    return one_off
