"""A block's price under an uplift: what it would be, its new terms, and taking them back."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from contracts.block_choices import NOT_RUNNING, BlockEventKind
from contracts.keeping_choices import DrawKind
from contracts.models import BlockContract, BlockVariation
from contracts.models.block import BlockTerms
from contracts.selectors.block_life import terms_in_force, version_on
from contracts.services.block_draws import commit_block
from contracts.services.block_history import note_event
from contracts.services.ceilings import undo_draws
from contracts.uplift_rules import raised
from core import formats
from core.actor import Actor
from core.errors import Conflict
from core.locking import lock

# Terms that are only worked out stand after every recorded one of their day.
NOT_RECORDED = 2**62
COPIED = [field.name for field in BlockTerms._meta.local_fields if field.name != "weekly_rate"]


def raised_terms(contract: BlockContract, percent: Decimal, effective_on: date) -> BlockVariation:
    """The terms of a day with the price a used bed then has raised by ``percent``; not recorded."""
    now = terms_in_force(contract, on=effective_on)
    version = version_on(contract, on=effective_on)
    return BlockVariation(
        pk=NOT_RECORDED,
        contract=contract,
        starts_on=effective_on,
        weekly_rate=raised(now.weekly_rate, percent),
        **{name: getattr(version, name) for name in COPIED},
    )


@transaction.atomic
def raise_price(
    *, contract: BlockContract, percent: Decimal, effective_on: date, key: str, by: Actor, at: datetime
) -> BlockVariation:
    """Record the raised terms from their first day, and draw under ``key`` what the council's share grows by.

    Raises Conflict when the contract is not running on that day, CeilingReached when the ceiling does not
    hold it.
    """
    contract = lock(contract)
    if contract.state in NOT_RUNNING or effective_on not in contract.period:
        raise Conflict(f"{contract.name} is not in force on {formats.day(effective_on)}.")
    before = terms_in_force(contract, on=effective_on).weekly_rate
    made = raised_terms(contract, percent, effective_on)
    made.pk, made.reason, made.recorded_at, made.recorded_by = None, f"Uplift {key}", at, by.name
    made.save(force_insert=True)
    words = f"{formats.money(before)} to {formats.money(made.weekly_rate)} a week by an uplift of {percent}%"
    note_event(contract, BlockEventKind.VARIED, words, on=effective_on, by=by, at=at)
    commit_block(contract=contract, key=key, by=by, at=at, on=effective_on, kind=DrawKind.UPLIFT)
    return made


@transaction.atomic
def take_back(*, made: BlockVariation, key: str, reason: str, by: Actor, at: datetime) -> BlockVariation:
    """Undo raised terms: the price is what it was on every day, and what was drawn under ``key`` is given
    back. Raises Conflict when they were taken back before."""
    contract = lock(made.contract)
    if BlockVariation.objects.filter(reverses=made).exists():
        raise Conflict("These terms were taken back before.")
    undone = BlockVariation.objects.create(
        contract=contract,
        starts_on=made.starts_on,
        weekly_rate=made.weekly_rate,
        **{name: getattr(made, name) for name in COPIED},
        reason=reason,
        reverses=made,
        recorded_at=at,
        recorded_by=by.name,
    )
    note_event(
        contract,
        BlockEventKind.VARIATION_UNDONE,
        f"The price is what it was before uplift {key}",
        on=made.starts_on,
        by=by,
        at=at,
        reason=reason,
    )
    undo_draws(key=key, by=by, at=at)
    return undone
