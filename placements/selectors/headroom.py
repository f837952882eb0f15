"""Which ceiling an award draws on, and what remains of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from authorities.choices import ServiceCategory
from contracts.headroom import Headroom
from contracts.models import ApprovedCeiling
from contracts.selectors.ceilings import ceiling_for, draws_of_source, headroom_of
from core.actor import Actor
from placements.models import PlacementAgreement


@dataclass(frozen=True)
class AwardHeadroom:
    """``drawn`` is pounds, None before the award is signed: the ceiling is then the one it would draw on."""

    ceiling: ApprovedCeiling
    drawn: Decimal | None
    now: Headroom


def headroom_for(agreement: PlacementAgreement, actor: Actor, *, on: date) -> AwardHeadroom | None:
    """None where no approved ceiling covers the award."""
    placement = getattr(agreement, "placement", None)
    draws = list(draws_of_source(actor, placement.reference)) if placement else []
    if draws:
        ceiling: ApprovedCeiling | None = draws[0].ceiling
    else:
        block_id = placement.bed_booking.contract_id if placement and placement.bed_booking else None
        ceiling = ceiling_for(
            agreement.authority_id,
            category=ServiceCategory(agreement.placement_type),
            tool_id=agreement.tool_id,
            block_id=block_id,
            on=max(on, agreement.starts_on),
        )
    if ceiling is None:
        return None
    drawn = sum((draw.amount for draw in draws), Decimal(0)) if draws else None
    return AwardHeadroom(ceiling, drawn, headroom_of(ceiling))
