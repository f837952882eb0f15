"""The price of a block contract in an uplift run: one line, one new set of terms, taken back whole."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from authorities.choices import ServiceCategory
from contracts.models import BlockContract
from contracts.selectors.block_life import terms_in_force
from contracts.selectors.block_shares import rise_in_value
from contracts.selectors.ceilings import ceiling_for
from contracts.services.block_uplifts import raise_price, raised_terms, take_back
from core.actor import Actor
from core.errors import Conflict
from placements.models import UpliftLine, UpliftRun
from placements.selectors.uplifts import block_effects

NONE = Decimal(0)


def find_block_price(run: UpliftRun, block: BlockContract) -> UpliftLine:
    """The line of a used bed's price, with what it costs the council by its own share."""
    now = terms_in_force(block, on=run.effective_on)
    proposed = raised_terms(block, run.percent, run.effective_on)
    effects = block_effects(block, run.percent, run.effective_on)
    return UpliftLine.objects.create(
        authority_id=run.authority_id,
        run=run,
        block=block,
        source_reference=block.reference,
        old_rate=now.weekly_rate,
        new_rate=proposed.weekly_rate,
        old_ends_on=block.ends_on,
        annual_effect=next((each.annual for each in effects if each.authority_id == run.authority_id), NONE),
        to_end=rise_in_value(block, run.authority_id, proposed),
        ceiling=ceiling_for(
            run.authority_id,
            category=ServiceCategory(block.category),
            block_id=block.pk,
            on=run.effective_on,
        ),
    )


def block_price_changed(line: UpliftLine, block: BlockContract) -> bool:
    """Whether the block's price, or its last day, is not what the dry run found."""
    now = terms_in_force(block, on=line.run.effective_on)
    return now.weekly_rate != line.old_rate or block.ends_on != line.old_ends_on


def raise_block_price(run: UpliftRun, lines: Iterable[UpliftLine], *, by: Actor, at: datetime) -> None:
    """New terms for the block of each line, drawn on the council's ceiling under the run's reference."""
    for line in lines:
        assert line.block is not None
        line.new_terms = raise_price(
            contract=line.block,
            percent=run.percent,
            effective_on=run.effective_on,
            key=run.reference,
            by=by,
            at=at,
        )


def take_back_block_price(
    run: UpliftRun, lines: Iterable[UpliftLine], *, reason: str, by: Actor, at: datetime
) -> UpliftRun:
    """The old price holds again on every day. Raises Conflict when the terms were varied again since."""
    for line in lines:
        assert line.block is not None and line.new_terms is not None
        if line.block.variations.filter(pk__gt=line.new_terms_id).exists():
            raise Conflict("The contract has been varied since. Vary it again instead.")
        take_back(made=line.new_terms, key=run.reference, reason=reason, by=by, at=at)
    return run
