"""What placements draw on approved ceilings: the award when it is signed, and back again when it ends."""

from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.choices import FeeKind
from contracts.keeping_choices import DrawKind
from contracts.models import CeilingDraw
from contracts.services.ceilings import draw, release
from core.actor import Actor
from core.periods import Period
from placements.approvals import values_of
from placements.models import Placement

AWARD = "award"
ENDED = "ended"

# Placements that ended and cost less than they drew; what they drew, less what they cost. A night may be
# charged late, so that a placement is left alone for the first weeks after its end.
UNSPENT = """
SELECT p.reference, d.drawn - COALESCE(c.spent, 0)
FROM placements_placement p
JOIN (SELECT source_reference, sum(amount) AS drawn FROM contracts_ceilingdraw
      WHERE authority_id = app_authority() GROUP BY 1 HAVING bool_and(key <> %(ended)s)) d
  ON d.source_reference = p.reference
LEFT JOIN LATERAL (
  SELECT sum(amount) AS spent FROM contracts_charge
  WHERE authority_id = app_authority() AND source_reference = p.reference) c ON true
WHERE p.authority_id = app_authority() AND p.state = 'ended' AND p.ends_on < %(on)s::date - 28
  AND d.drawn > COALESCE(c.spent, 0)
ORDER BY 1
"""


def award_value(placement: Placement) -> Decimal:
    """Pounds to the planned end. In a block bed the core fee is the block contract's, and drawn by that."""
    agreement = placement.agreement
    stay = Period(placement.starts_on, max(agreement.planned_end_on, placement.starts_on))
    fees = [
        (fee.weekly_rate, fee.period)
        for fee in agreement.fees.all()
        if placement.bed_booking_id is None or fee.kind != FeeKind.CORE
    ]
    return values_of(fees, stay).whole_life


def draw_award(*, placement: Placement, by: Actor, at: datetime) -> CeilingDraw | None:
    """Draw a signed award on the one ceiling it falls under. Raises CeilingReached when it does not fit."""
    value = award_value(placement)
    if not value:
        return None
    return draw(
        kind=DrawKind.AWARD,
        source_reference=placement.reference,
        key=AWARD,
        amount=value,
        what=f"Placement {placement.reference}",
        category=ServiceCategory(placement.category),
        tool_id=placement.agreement.tool_id,
        on=placement.starts_on,
        by=by,
        at=at,
    )


@transaction.atomic
def release_ended(*, by: Actor, at: datetime) -> int:
    """Give back what ended placements drew and did not cost, once each; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(UNSPENT, {"ended": ENDED, "on": timezone.localdate(at)})
        unspent = cursor.fetchall()
    for reference, amount in unspent:
        release(source_reference=reference, amount=amount, key=ENDED, by=by, at=at)
    return len(unspent)
