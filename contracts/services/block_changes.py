"""What changes a running block: variations, options, stops and recovery."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.block_choices import BlockEventKind, BlockState, StopCause
from contracts.block_policies import can_change, can_exercise, can_keep
from contracts.block_workflows import BLOCK
from contracts.models import BlockContract, BlockStop, BlockVariation, ContractOption
from contracts.payable import terms_on
from contracts.services.block_drafts import share_of
from contracts.services.block_draws import commit_block
from contracts.services.block_history import note_event
from contracts.terms import option_terms
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from core.periods import add_months
from core.policies import require
from core.workflow import move
from providers.models import Setting


@dataclass(frozen=True, kw_only=True)
class NewTerms:
    """The whole terms from ``starts_on`` on: pounds a week are for one bed, as in ``BlockDraft``."""

    starts_on: date
    beds_agreed: int
    weekly_rate: Decimal
    guaranteed_weekly: Decimal
    payable_voids: list[str]
    below_good_percent: Decimal
    indexation_percent: Decimal
    reason: str
    decision_reference: str = ""

    def columns(self) -> dict[str, Any]:
        """As ``BlockVariation`` and ``BlockProposal`` hold them."""
        return {
            "starts_on": self.starts_on,
            "beds_agreed": self.beds_agreed,
            "weekly_rate": self.weekly_rate,
            "guaranteed_share": share_of(self.guaranteed_weekly, self.weekly_rate),
            "payable_voids": self.payable_voids,
            "below_good_share": self.below_good_percent / 100,
            "indexation_percent": self.indexation_percent,
            "reason": self.reason,
            "decision_reference": self.decision_reference,
        }


def check_terms(contract: BlockContract, terms: NewTerms) -> None:
    """Raise DomainError for a day outside the term or a guarantee over the price."""
    if terms.starts_on not in contract.period:
        raise DomainError("The day must be within the term of the contract.", field="starts_on")
    if terms.guaranteed_weekly > terms.weekly_rate:
        raise DomainError("The guaranteed part cannot be more than the price.", field="guaranteed_weekly")


@transaction.atomic
def vary_block(*, contract: BlockContract, terms: NewTerms, by: Actor, at: datetime) -> BlockVariation:
    """Restate the terms from a day on: beds more or fewer, another price, another guarantee.

    Nothing before the day changes. Raises DomainError where ``check_terms`` does, and for fewer beds than are
    named on that day: those are withdrawn first.
    """
    contract = lock(contract)
    require(can_change(by, contract))
    check_terms(contract, terms)
    return put_in_force(contract=contract, columns=terms.columns(), by=by, at=at)


@transaction.atomic
def put_in_force(
    *, contract: BlockContract, columns: dict[str, Any], by: Actor, at: datetime
) -> BlockVariation:
    """The variation itself, as both sides agreed; what the lead's share grows by is drawn on its ceiling."""
    starts_on, beds = columns["starts_on"], columns["beds_agreed"]
    named = contract.beds.exclude(live_until__lte=starts_on).count()
    if beds < named:
        raise DomainError(
            f"{formats.count(named)} beds are named on that day: withdraw those that go first.",
            field="beds_agreed",
        )
    before = terms_on(contract, contract.variations.all(), on=starts_on)
    made = BlockVariation.objects.create(contract=contract, **columns, recorded_at=at, recorded_by=by.name)
    words = (
        f"{_scale(before.beds, beds)}, {formats.money(before.weekly_rate)} to"
        f" {formats.money(made.weekly_rate)} a week"
    )
    facts = {"reason": made.reason, "decision_reference": made.decision_reference}
    note_event(contract, BlockEventKind.VARIED, words, on=starts_on, by=by, at=at, **facts)
    commit_block(contract=contract, key=f"varied {contract.variations.count()}", by=by, at=at)
    return made


def _scale(before: int, after: int) -> str:
    if after == before:
        return f"{formats.count(after)} beds as before"
    verb = "Scaled up" if after > before else "Scaled down"
    return f"{verb} from {formats.count(before)} to {formats.count(after)} beds"


@transaction.atomic
def exercise_option(
    *, contract: BlockContract, decided_on: date, decision_reference: str, by: Actor, at: datetime, on: date
) -> ContractOption:
    """Take up the next option by a decision of ``decided_on``: the term is longer by its months.

    Raises NotPermitted when the last day to decide has passed, and DomainError for a decision of the future,
    before the term began, or after that last day.
    """
    contract = lock(contract)
    options = list(contract.options.order_by("position"))
    terms = option_terms(contract.period, options, governance_weeks=contract.governance_lead_weeks)
    at_next = next((n for n, option in enumerate(options) if option.exercised_on is None), None)
    option, term = (None, None) if at_next is None else (options[at_next], terms[at_next])
    if decided_on > on:
        raise DomainError("The decision must not be in the future.", field="decided_on")
    if decided_on < contract.starts_on:
        raise DomainError("The decision must not be before the term began.", field="decided_on")
    decision = can_exercise(by, contract, option, term, on=decided_on)
    if not decision and option is not None and can_change(by, contract):
        raise DomainError(decision.reason, field="decided_on")
    require(decision)
    assert option is not None and contract.ends_on is not None
    before = contract.ends_on
    option.exercised_on, option.decision_reference = decided_on, decision_reference
    option.save(update_fields=["exercised_on", "decision_reference"])
    contract.ends_on = add_months(before, option.months)
    contract.save(update_fields=["ends_on"])
    note_event(
        contract,
        BlockEventKind.OPTION,
        f"Option {option.position}: {option.months} months more",
        on=decided_on,
        by=by,
        at=at,
        decision_reference=decision_reference,
        ends_on_before=before,
        ends_on_after=contract.ends_on,
    )
    commit_block(contract=contract, key=f"option {option.position}", by=by, at=at)
    return option


@transaction.atomic
def stop_placements(
    *,
    contract: BlockContract,
    setting: Setting | None,
    cause: StopCause,
    starts_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    on: date,
    judged_on: date | None = None,
) -> BlockStop:
    """No new child comes to a home of the block, or to any, from ``starts_on``; children there stay.

    An empty bed is then stated by the cause of the stop, and paid for as the terms say of that.
    ``judged_on`` is the day of the inspection that the contract's protocol answers by it.
    """
    contract = lock(contract)
    require(can_keep(by, contract))
    if starts_on > on or starts_on not in contract.period:
        raise DomainError("The day must be within the term and not in the future.", field="starts_on")
    if setting is not None and not contract.beds.filter(setting=setting).exists():
        raise DomainError("This home has no bed in the contract.", field="setting")
    standing = contract.stops.filter(ends_on__isnull=True)
    if standing.filter(setting=setting, cause=cause).exists():
        raise DomainError("New placements there are stopped for this cause already.", field="setting")
    stop = BlockStop.objects.create(
        contract=contract,
        setting=setting,
        cause=cause,
        starts_on=starts_on,
        reason=reason,
        judged_on=judged_on,
        recorded_at=at,
        recorded_by=by.name,
    )
    verb = "watch" if setting else "suspend"
    if BLOCK.find(verb, contract.state):
        move(contract, BLOCK, verb, by=by, at=at, reason=reason)
    words = f"{setting.name if setting else 'Every home'}: {StopCause(cause).label.lower()}"
    note_event(contract, BlockEventKind.STOPPED, words, on=starts_on, by=by, at=at, reason=reason)
    return stop


@transaction.atomic
def lift_stop(*, stop: BlockStop, ends_on: date, reason: str, by: Actor, at: datetime, on: date) -> BlockStop:
    """Let children come again from ``ends_on``. With the last stop the contract is running as before."""
    contract = lock(stop.contract)
    require(can_keep(by, contract))
    stop = lock(stop)
    if stop.ends_on is not None:
        raise DomainError("This stop was lifted already.", field="stop")
    if not stop.starts_on < ends_on <= on:
        raise DomainError("The day must be after the stop began and not in the future.", field="ends_on")
    stop.ends_on, stop.lifted_because = ends_on, reason
    stop.save(update_fields=["ends_on", "lifted_because"])
    words = f"{stop.setting.name if stop.setting else 'Every home'}: new placements allowed again"
    note_event(contract, BlockEventKind.RECOVERED, words, on=ends_on, by=by, at=at, reason=reason)
    _go_on(contract, by=by, at=at, reason=reason)
    return stop


def _go_on(contract: BlockContract, *, by: Actor, at: datetime, reason: str) -> None:
    """Run as before once no stop stands, or with a home under improvement once only that one does."""
    standing = list(contract.stops.filter(ends_on__isnull=True))
    if any(stop.setting_id is None for stop in standing) or not BLOCK.find("recover", contract.state):
        return
    if not standing or contract.state == BlockState.SUSPENDED:
        move(contract, BLOCK, "recover", by=by, at=at, reason=reason)
        keep_stopped(contract, by=by, at=at)


def keep_stopped(contract: BlockContract, *, by: Actor, at: datetime) -> None:
    """A stop that stands goes on standing: a contract that runs with one is not simply running."""
    standing = contract.stops.filter(ends_on__isnull=True)
    if standing.exists():
        verb = "suspend" if standing.filter(setting__isnull=True).exists() else "watch"
        move(contract, BLOCK, verb, by=by, at=at, reason="New placements are still stopped")
