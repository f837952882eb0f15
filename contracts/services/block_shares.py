"""How a block is shared: between which councils, in what parts, and what each pays for a bed it uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from authorities.models import Authority
from contracts.block_choices import BlockEventKind, BlockState
from contracts.block_policies import can_accept, can_change, can_keep
from contracts.models import BlockContract, BlockShare, PartnerRecharge, ShareAcceptance
from contracts.selectors.block_shares import unaccepted
from contracts.services.block_draws import commit_block
from contracts.services.block_history import note_event
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import hold_until_commit, lock
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

    The lead draws what its share of a signed contract grows by, or gives back; each partner takes its own on.
    Raises DomainError unless the parts add to 100 per cent, each council has one, the lead is among them,
    and the day is within the term and after the last change; CeilingReached when the ceiling does not hold
    it.
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
    if contract.state != BlockState.DRAFT:
        agreed = contract.events.filter(kind=BlockEventKind.SHARED).count()
        commit_block(contract=contract, key=f"shared {agreed}", by=by, at=at)
    return contract


@transaction.atomic
def accept_share(
    *, contract: BlockContract, decision_reference: str, by: Actor, at: datetime
) -> ShareAcceptance:
    """Take on what the share of ``by``'s council comes to, by its own decision, and draw it on its own
    ceiling; what it has taken on before is not drawn again.

    Raises Conflict when nothing is left to take on, CeilingReached when the ceiling does not hold it.
    """
    require(can_accept(by, contract))
    # A partner may not lock the lead's row.
    hold_until_commit("share", contract.pk)
    waiting = unaccepted(contract, on=timezone.localdate(at))
    own = next((each for each in waiting if each.authority_id == by.council_id), None)
    if own is None:
        raise Conflict("Your council has taken on all of its share.")
    before = ShareAcceptance.objects.filter(contract=contract, authority_id=by.council_id).count()
    commit_block(contract=contract, key=f"taken on {before + 1}", by=by, at=at)
    return ShareAcceptance.objects.create(
        contract=contract,
        authority_id=by.council_id,
        amount=own.missing,
        decision_reference=decision_reference,
        recorded_at=at,
        recorded_by=by.name,
    )


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
