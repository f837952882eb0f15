"""How a block is shared: between which councils, in what parts, and what each pays for a bed it uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from authorities.models import Authority
from contracts.block_choices import BlockEventKind, BlockState
from contracts.block_policies import can_change, can_keep
from contracts.models import BlockContract, BlockShare, PartnerRecharge
from contracts.services.block_history import note_event
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from core.policies import require

ALL = Decimal(100)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SharePart:
    """One council's part of a block: per cent of its cost, and £ a week for a bed it uses, if agreed."""

    authority: Authority
    percent: Decimal
    recharge: Decimal | None = None


@transaction.atomic
def share_block(
    *,
    contract: BlockContract,
    parts: Sequence[SharePart],
    starts_on: date,
    by: Actor,
    at: datetime,
    on: date,
) -> BlockContract:
    """Replace the shares and recharges from ``starts_on`` on. What was agreed until then stays as it was.

    Raises DomainError unless the parts add to 100 per cent, each council has one, the lead is among them,
    and the day is within the term and after the last change.
    """
    contract = lock(contract)
    require(can_keep(by, contract) if contract.state == BlockState.DRAFT else can_change(by, contract))
    _check_parts(contract, parts)
    _check_day(contract, starts_on, on=on)
    _replace(contract, BlockShare, "percent", {part.authority: part.percent for part in parts}, starts_on)
    recharges = {part.authority: part.recharge for part in parts if part.recharge}
    _replace(contract, PartnerRecharge, "weekly_rate", recharges, starts_on)
    words = ", ".join(f"{part.authority.name} {_percent(part.percent)}" for part in parts)
    note_event(contract, BlockEventKind.SHARED, words[:500], on=starts_on, by=by, at=at)
    return contract


def _check_parts(contract: BlockContract, parts: Sequence[SharePart]) -> None:
    councils = [part.authority.pk for part in parts]
    if len(set(councils)) < len(councils):
        raise DomainError("Name each council once.", field="council_2")
    total = sum((part.percent for part in parts), Decimal(0))
    if total != ALL:
        raise DomainError(f"The shares add to {_percent(total)}, not to 100%.", field="percent_1")
    if contract.lead_authority_id not in councils:
        raise DomainError(
            f"{contract.lead_authority.name} leads this contract and needs a part, if only of 0%.",
            field="council_1",
        )


def _check_day(contract: BlockContract, starts_on: date, *, on: date) -> None:
    if starts_on not in contract.period:
        raise DomainError(
            f"The day must be within the term, which starts on {formats.day(contract.starts_on)}.",
            field="starts_on",
        )
    if contract.state == BlockState.DRAFT and starts_on != contract.starts_on:
        raise DomainError("Shares of a draft count from the first day of its term.", field="starts_on")
    last = contract.shares.order_by("-starts_on").values_list("starts_on", flat=True).first()
    still_to_come = last is not None and starts_on == last > on
    if contract.state != BlockState.DRAFT and last and starts_on <= last and not still_to_come:
        raise DomainError(
            f"The shares were last changed from {formats.day(last)}: choose a later day.", field="starts_on"
        )


def _replace(
    contract: BlockContract,
    model: type[BlockShare] | type[PartnerRecharge],
    column: str,
    amounts: Mapping[Authority, Decimal],
    starts_on: date,
) -> None:
    """End what was in force and begin anew. What was to begin on the very day, and has not yet, is changed in
    place; a council that is left out of it keeps nothing but its first day."""
    rows = model.objects.filter(contract=contract)
    rows.filter(starts_on__lt=starts_on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on)).update(
        ends_on=starts_on
    )
    same_day = rows.filter(starts_on=starts_on)
    same_day.exclude(authority__in=amounts).update(**{column: 0, "ends_on": starts_on + ONE_DAY})
    for authority, amount in amounts.items():
        model.objects.update_or_create(
            contract=contract,
            authority=authority,
            starts_on=starts_on,
            defaults={column: amount, "ends_on": None},
        )


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}%"
