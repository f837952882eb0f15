"""Closing the books: a month is frozen provisionally, then for good. What comes later is posted later."""

from datetime import date, datetime

from django.db import connection, transaction

from contracts.models import LedgerMonth, ProviderStatement
from contracts.money_choices import FROZEN, MonthState
from contracts.money_workflows import MONTH
from contracts.policies import can_keep_the_ledger
from contracts.selectors.months import ledger_start
from contracts.services.posting import hold_ledger
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.periods import add_months
from core.policies import require
from core.workflow import move

TAKE_SNAPSHOT = """
INSERT INTO contracts_monthline
  (authority_id, month_id, taken_at, source_reference, component_key, kind, fee_kind, funder, category, route,
   provider_id, cost_centre, nights, amount)
SELECT authority_id, %(row)s, %(at)s, source_reference, component_key, kind, fee_kind, funder, category,
       route, provider_id, cost_centre, sum(nights), sum(amount)
FROM contracts_charge
WHERE authority_id = app_authority() AND month = %(month)s
GROUP BY authority_id, source_reference, component_key, kind, fee_kind, funder, category, route, provider_id,
         cost_centre
"""


@transaction.atomic
def start_ledger(*, by: Actor, on: date, at: datetime) -> date:
    """The ledger's first night, of a council that has none yet the start of this financial year; kept."""
    start = ledger_start(by.council_id, on=on)
    LedgerMonth.objects.get_or_create(
        authority_id=by.council_id,
        starts_on=start,
        defaults={"state": MonthState.OPEN, "state_at": at, "state_by": by.name},
    )
    return start


@transaction.atomic
def freeze_month(*, month: date, by: Actor, at: datetime, on: date) -> LedgerMonth:
    """Make a month provisional: keep what it holds, and post nothing to it from now on.

    Months are frozen in order, when they are over. Charges must have been posted to the month's end.
    """
    require(can_keep_the_ledger(by))
    hold_ledger(by.council_id)
    if add_months(month, 1) > on:
        raise DomainError(f"{formats.month(month)} is not over yet.")
    start = start_ledger(by=by, on=on, at=at)
    if month < start:
        raise DomainError(f"The ledger starts in {formats.month(start)}.")
    before = add_months(month, -1)
    held = {row.starts_on: row for row in LedgerMonth.objects.filter(authority_id=by.council_id)}
    if before >= start and (before not in held or held[before].state not in FROZEN):
        raise Conflict(f"Freeze {formats.month(before)} first: months are closed in order.")
    row, _ = LedgerMonth.objects.get_or_create(
        authority_id=by.council_id, starts_on=month, defaults={"state_at": at, "state_by": by.name}
    )
    row = _moved(row, "freeze", by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_SNAPSHOT, {"row": row.pk, "at": at, "month": month})
    return row


@transaction.atomic
def reopen_month(*, row: LedgerMonth, by: Actor, at: datetime) -> LedgerMonth:
    """Take a provisional month back, while no later month is frozen and no provider has had its statement."""
    require(can_keep_the_ledger(by))
    hold_ledger(by.council_id)
    own = {"authority_id": by.council_id}
    if LedgerMonth.objects.filter(**own, starts_on__gt=row.starts_on, state__in=FROZEN).exists():
        raise Conflict("A later month is frozen: take that back first.")
    if ProviderStatement.objects.filter(**own, month=row.starts_on).exists():
        raise Conflict("Its statements are with providers, so this month can only be closed.")
    return _moved(row, "reopen", by=by, at=at)


@transaction.atomic
def close_month(*, row: LedgerMonth, by: Actor, at: datetime) -> LedgerMonth:
    """Close a provisional month for good. Months are closed in order."""
    require(can_keep_the_ledger(by))
    hold_ledger(by.council_id)
    earlier = LedgerMonth.objects.filter(authority_id=by.council_id, starts_on__lt=row.starts_on)
    waiting = earlier.exclude(state=MonthState.CLOSED).order_by("starts_on").first()
    if waiting:
        raise Conflict(f"Close {formats.month(waiting.starts_on)} first: months are closed in order.")
    return _moved(row, "close", by=by, at=at)


def _moved(row: LedgerMonth, verb: str, *, by: Actor, at: datetime) -> LedgerMonth:
    row = lock(row)
    row.state_by = by.name
    move(row, MONTH, verb, by=by, at=at, save_fields=["state_by"])
    return row
