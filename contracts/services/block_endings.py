"""How a block ends: by notice of either side, for cause, or when its term is over."""

from datetime import date, datetime, timedelta

from django.db import transaction

from contracts.block_choices import BlockEventKind, GivenBy, NoticeGround
from contracts.block_policies import can_keep
from contracts.block_workflows import BLOCK
from contracts.models import BedBooking, BlockContract, BlockNotice
from contracts.services.block_changes import keep_stopped
from contracts.services.block_draws import commit_block
from contracts.services.block_history import note_event
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.periods import add_months
from core.policies import require
from core.workflow import move, require_open

ONE_DAY = timedelta(days=1)


def earliest_end(contract: BlockContract, ground: NoticeGround, given_on: date) -> date:
    """The first day on which the contract may be over: the notice agreed, or the day after for cause."""
    if ground == NoticeGround.NO_FAULT:
        return add_months(given_on, contract.no_fault_months)
    return given_on + ONE_DAY


def earliest_last_day(contract: BlockContract, given_on: date) -> date:
    """The last day that notice without fault given on a day can have."""
    return (
        max(earliest_end(contract, NoticeGround.NO_FAULT, given_on), contract.starts_on + ONE_DAY) - ONE_DAY
    )


@transaction.atomic
def give_notice(
    *,
    contract: BlockContract,
    ground: NoticeGround,
    given_by: GivenBy,
    given_on: date,
    last_day: date,
    reason: str,
    decision_reference: str,
    by: Actor,
    at: datetime,
    on: date,
) -> BlockNotice:
    """End the contract early. Without a reason either side may, by the notice agreed; for cause only the
    council, at once if it must, and then the contract is wound down.

    The council gives back to its ceiling what the shorter term will not cost it. Raises DomainError for a day
    too soon, or not before the contract would have ended anyway.
    """
    contract = lock(contract)
    require(can_keep(by, contract))
    for_cause = ground == NoticeGround.FOR_CAUSE
    verb = "wind_down" if for_cause else "give_notice"
    require_open(contract, BLOCK, verb)
    if contract.notices.filter(withdrawn_on__isnull=True).exists():
        raise Conflict("Notice has been given already: withdraw it before another is given.")
    takes_effect_on = last_day + ONE_DAY
    _check_notice(contract, ground, given_by, given_on, last_day, reason, on=on)
    notice = BlockNotice.objects.create(
        contract=contract,
        ground=ground,
        given_by=given_by,
        given_on=given_on,
        takes_effect_on=takes_effect_on,
        end_before=contract.ends_on,
        reason=reason,
        recorded_at=at,
        recorded_by=by.name,
    )
    contract.ends_on = takes_effect_on
    move(contract, BLOCK, verb, by=by, at=at, reason=reason, save_fields=("ends_on",))
    note_event(
        contract,
        BlockEventKind.NOTICE,
        f"By {GivenBy(given_by).label.lower()}. {NoticeGround(ground).label}."
        f" Last day {formats.day(last_day)}",
        on=given_on,
        by=by,
        at=at,
        reason=reason,
        decision_reference=decision_reference,
        ends_on_before=notice.end_before,
        ends_on_after=takes_effect_on,
    )
    commit_block(contract=contract, key=f"notice {contract.notices.count()}", by=by, at=at)
    return notice


def _check_notice(
    contract: BlockContract,
    ground: NoticeGround,
    given_by: GivenBy,
    given_on: date,
    last_day: date,
    reason: str,
    *,
    on: date,
) -> None:
    if given_on > on or given_on < contract.starts_on - timedelta(days=366):
        raise DomainError("The day must not be in the future or before the contract.", field="given_on")
    if ground == NoticeGround.FOR_CAUSE and given_by == GivenBy.PROVIDER:
        raise DomainError("Only the council ends a contract for the provider's breach.", field="given_by")
    if ground == NoticeGround.FOR_CAUSE and not reason:
        raise DomainError("Say what the breach is.", field="reason")
    earliest = max(earliest_end(contract, ground, given_on), contract.starts_on + ONE_DAY)
    if last_day + ONE_DAY < earliest:
        months = (
            f"{contract.no_fault_months} months of notice" if ground == NoticeGround.NO_FAULT else "notice"
        )
        raise DomainError(
            f"The last day can be {formats.day(earliest - ONE_DAY)} at the earliest: {months}.",
            field="last_day",
        )
    if contract.ends_on and last_day + ONE_DAY > contract.ends_on:
        raise DomainError(
            f"The contract ends anyway on {formats.day(contract.ends_on - ONE_DAY)}.", field="last_day"
        )
    if last_day < on:
        raise DomainError("The last day must not be in the past.", field="last_day")


@transaction.atomic
def withdraw_notice(
    *, contract: BlockContract, withdrawn_on: date, reason: str, by: Actor, at: datetime, on: date
) -> BlockNotice:
    """Take a notice back before it takes effect: the term is what it was, and drawn on the ceiling again.

    Raises Conflict once it took effect, CeilingReached when the ceiling does not hold the term any more.
    """
    contract = lock(contract)
    require(can_keep(by, contract))
    require_open(contract, BLOCK, "withdraw_notice")
    notice = lock(contract.notices.get(withdrawn_on__isnull=True))
    if on >= notice.takes_effect_on:
        raise Conflict(f"The notice took effect on {formats.day(notice.takes_effect_on)}.")
    if not notice.given_on <= withdrawn_on <= on:
        raise DomainError("The day must be after the notice and not in the future.", field="withdrawn_on")
    notice.withdrawn_on = withdrawn_on
    notice.save(update_fields=["withdrawn_on"])
    before, contract.ends_on = contract.ends_on, notice.end_before
    move(contract, BLOCK, "withdraw_notice", by=by, at=at, reason=reason, save_fields=("ends_on",))
    note_event(
        contract,
        BlockEventKind.NOTICE_WITHDRAWN,
        "The term is what it was before",
        on=withdrawn_on,
        by=by,
        at=at,
        reason=reason,
        ends_on_before=before,
        ends_on_after=contract.ends_on,
    )
    keep_stopped(contract, by=by, at=at)
    commit_block(contract=contract, key=f"notice {contract.notices.count()} withdrawn", by=by, at=at)
    return notice


@transaction.atomic
def wind_down(*, contract: BlockContract, reason: str, by: Actor, at: datetime, on: date) -> BlockContract:
    """Begin to decommission: no new child comes, and every child in the block gets a plan."""
    contract = lock(contract)
    require(can_keep(by, contract))
    if contract.ends_on is None:
        raise Conflict("This contract has no end: give notice first.")
    move(contract, BLOCK, "wind_down", by=by, at=at, reason=reason)
    words = f"No new children. Last day {formats.day(contract.ends_on - ONE_DAY)}"
    note_event(contract, BlockEventKind.DECOMMISSIONING, words, on=on, by=by, at=at, reason=reason)
    return contract


@transaction.atomic
def end_block(*, contract: BlockContract, by: Actor, at: datetime, on: date) -> BlockContract:
    """Close the contract once its last day is over and no council has a bed of it any more."""
    contract = lock(contract)
    require(can_keep(by, contract))
    require_open(contract, BLOCK, "end")
    if contract.ends_on is None or on < contract.ends_on:
        raise Conflict("The contract's last day is not over yet.")
    if BedBooking.objects.in_force_on(on).filter(contract=contract, cancelled_at__isnull=True).exists():
        raise Conflict("A council still has a bed of this block. Each child needs another arrangement first.")
    move(contract, BLOCK, "end", by=by, at=at)
    note_event(contract, BlockEventKind.ENDED, "Closed", on=on, by=by, at=at)
    return contract
