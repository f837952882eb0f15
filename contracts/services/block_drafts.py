"""Drawing up a block contract, and signing it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from authorities.choices import ServiceCategory
from contracts.block_choices import BlockEventKind, BlockState
from contracts.block_policies import can_keep
from contracts.block_workflows import BLOCK
from contracts.models import BlockContract, BlockShare, CommercialTool, ContractOption
from contracts.regimes import regime_of
from contracts.selectors.block_shares import unaccepted
from contracts.services.block_draws import commit_block
from contracts.services.block_history import note_event
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move, require_open
from providers.models import Provider

LONGEST_TERM_YEARS = 30
ALL = Decimal(100)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class BlockDraft:
    """All that is agreed before a block is signed. Pounds a week are for one bed; ``last_day`` is paid for.

    ``guaranteed_weekly`` is what an empty bed costs, ``below_good_percent`` the part of that while its home
    is below good. ``options`` are months, in the order they would be used.
    """

    name: str
    provider: Provider
    category: ServiceCategory
    starts_on: date
    last_day: date
    beds_agreed: int
    weekly_rate: Decimal
    guaranteed_weekly: Decimal
    payable_voids: list[str]
    below_good_percent: Decimal = Decimal(0)
    indexation_percent: Decimal = Decimal(0)
    options: tuple[int, ...] = ()
    notice_months: int = 12
    governance_lead_weeks: int = 12
    no_fault_months: int = 12
    stops_below_good: bool = True
    annual_ceiling: Decimal | None = None
    total_ceiling: Decimal | None = None
    tool: CommercialTool | None = None


@transaction.atomic
def draft_block(*, draft: BlockDraft, by: Actor, at: datetime) -> BlockContract:
    """Draw a contract up, led by ``by``'s council and at first wholly its own."""
    _check(draft)
    contract = BlockContract(reference=new_reference("BLK"), lead_authority_id=by.council_id, state_at=at)
    _fill(contract, draft)
    require(can_keep(by, contract))
    contract.save()
    BlockShare.objects.create(
        contract=contract, authority_id=by.council_id, percent=ALL, starts_on=contract.starts_on
    )
    _write_options(contract, draft)
    words = f"{formats.count(draft.beds_agreed)} beds at {formats.money(draft.weekly_rate)} a week each"
    note_event(contract, BlockEventKind.DRAFTED, words, on=draft.starts_on, by=by, at=at)
    return contract


@transaction.atomic
def redraft_block(*, contract: BlockContract, draft: BlockDraft, by: Actor, at: datetime) -> BlockContract:
    """Change what has not been signed yet. Its options are written anew; nothing has followed from them."""
    _check(draft)
    contract = lock(contract)
    require(can_keep(by, contract))
    require_open(contract, BLOCK, "sign")
    _fill(contract, draft)
    contract.save()
    _begin_on(contract, draft.starts_on)
    _write_options(contract, draft)
    note_event(contract, BlockEventKind.DRAFTED, "Draft changed", on=draft.starts_on, by=by, at=at)
    return contract


@transaction.atomic
def sign_block(
    *, contract: BlockContract, signed_on: date, decision_reference: str, by: Actor, at: datetime
) -> BlockContract:
    """Record that both sides have signed, and draw the council's share on its ceiling. Beds open one by one
    from here on.

    Raises Conflict while a partner has not taken its share on, CeilingReached when the ceiling does not hold
    the council's own.
    """
    contract = lock(contract)
    require(can_keep(by, contract))
    require_open(contract, BLOCK, "sign")
    if waiting := unaccepted(contract, on=contract.starts_on):
        names = formats.listed([each.name for each in waiting])
        raise Conflict(f"Not every partner has taken on its share yet: {names}. Ask them to do it first.")
    contract.decision_reference = decision_reference
    move(contract, BLOCK, "sign", by=by, at=at, save_fields=("decision_reference",))
    note_event(
        contract,
        BlockEventKind.SIGNED,
        f"{formats.day(contract.starts_on)} to {formats.day(_last_day(contract))}",
        on=signed_on,
        by=by,
        at=at,
        decision_reference=decision_reference,
        ends_on_after=contract.ends_on,
    )
    commit_block(contract=contract, key="signed", by=by, at=at)
    return contract


@transaction.atomic
def drop_block(*, contract: BlockContract, reason: str, by: Actor, at: datetime, on: date) -> BlockContract:
    """Not go ahead with a draft; it stays on the record."""
    contract = lock(contract)
    require(can_keep(by, contract))
    move(contract, BLOCK, "drop", by=by, at=at, reason=reason)
    words = BlockState.DROPPED.label
    note_event(contract, BlockEventKind.DROPPED, words, on=on, by=by, at=at, reason=reason)
    return contract


def _begin_on(contract: BlockContract, starts_on: date) -> None:
    """Shares and recharges of a draft begin with its term; one that was taken out again keeps its one day."""
    for rows in (contract.shares.all(), contract.recharges.all()):
        rows.filter(ends_on__isnull=True).update(starts_on=starts_on)
        rows.filter(ends_on__isnull=False).update(starts_on=starts_on, ends_on=starts_on + ONE_DAY)


def _check(draft: BlockDraft) -> None:
    if draft.last_day < draft.starts_on:
        raise DomainError("The last day must not be before the first day.", field="last_day")
    if draft.last_day.year - draft.starts_on.year + sum(draft.options) / 12 > LONGEST_TERM_YEARS:
        raise DomainError(
            f"The term with all its options must be {LONGEST_TERM_YEARS} years or less.", field="last_day"
        )
    if draft.guaranteed_weekly > draft.weekly_rate:
        raise DomainError(
            f"The guaranteed part cannot be more than the price of {formats.money(draft.weekly_rate)}.",
            field="guaranteed_weekly",
        )
    if draft.annual_ceiling and draft.total_ceiling and draft.annual_ceiling > draft.total_ceiling:
        raise DomainError("The yearly ceiling cannot be more than the whole.", field="annual_ceiling")


def _fill(contract: BlockContract, draft: BlockDraft) -> None:
    contract.name, contract.provider, contract.category = draft.name, draft.provider, draft.category
    contract.tool, contract.starts_on = draft.tool, draft.starts_on
    contract.ends_on = draft.last_day + ONE_DAY
    contract.regime = regime_of(draft.starts_on)
    contract.beds_agreed, contract.weekly_rate = draft.beds_agreed, draft.weekly_rate
    contract.guaranteed_share = share_of(draft.guaranteed_weekly, draft.weekly_rate)
    contract.payable_voids = draft.payable_voids
    contract.below_good_share = draft.below_good_percent / 100
    contract.indexation_percent = draft.indexation_percent
    contract.annual_ceiling, contract.total_ceiling = draft.annual_ceiling, draft.total_ceiling
    contract.governance_lead_weeks = draft.governance_lead_weeks
    contract.no_fault_months = draft.no_fault_months
    contract.stops_below_good = draft.stops_below_good


def share_of(guaranteed_weekly: Decimal, weekly_rate: Decimal) -> Decimal:
    """The guaranteed part as a share to ten places, which gives the pounds back to the penny."""
    if weekly_rate <= 0:
        raise DomainError("A price above zero is needed.", field="weekly_rate")
    return round(guaranteed_weekly / weekly_rate, 10)


def _write_options(contract: BlockContract, draft: BlockDraft) -> None:
    """Rewrite in place what is not signed: a row cannot be deleted, so surplus ones are what must not be."""
    kept = {option.position: option for option in contract.options.all()}
    if len(kept) > len(draft.options):
        raise Conflict(
            "An option cannot be taken out of a draft. Do not go ahead with it, and draw up another."
        )
    for position, months in enumerate(draft.options, start=1):
        option = kept.get(position) or ContractOption(contract=contract, position=position)
        option.months, option.notice_months = months, draft.notice_months
        option.save()


def _last_day(contract: BlockContract) -> date:
    assert contract.ends_on is not None
    return contract.ends_on - ONE_DAY
