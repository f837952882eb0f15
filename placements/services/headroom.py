"""What placements draw on approved ceilings: the award when it is signed, and back again when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.choices import FeeKind
from contracts.keeping_choices import DrawKind
from contracts.models import CeilingDraw
from contracts.selectors.ceilings import draws_of_source
from contracts.services.ceilings import Want, draw, draw_from, release
from core.actor import Actor
from core.periods import Period
from placements.approvals import values_of
from placements.models import Placement

AWARD = "award"
ENDED = "ended"

# Placements that ended, or never began, and cost less than they drew; what they drew, less what they cost. A
# night may be charged late, so that a placement is left alone for the first weeks after its end.
UNSPENT = """
SELECT p.reference, d.drawn - COALESCE(c.spent, 0)
FROM placements_placement p
JOIN (SELECT source_reference, sum(amount) AS drawn FROM contracts_ceilingdraw
      WHERE authority_id = app_authority() GROUP BY 1 HAVING bool_and(key <> %(ended)s)) d
  ON d.source_reference = p.reference
LEFT JOIN LATERAL (
  SELECT sum(amount) AS spent FROM contracts_charge
  WHERE authority_id = app_authority() AND source_reference = p.reference) c ON true
WHERE p.authority_id = app_authority()
  AND (p.state = 'cancelled' OR p.state = 'ended' AND p.ends_on < %(on)s::date - 28)
  AND d.drawn > COALESCE(c.spent, 0)
ORDER BY 1
"""


def award_value(placement: Placement, *, since: date | None = None) -> Decimal:
    """Pounds from the first night, or ``since``, to the planned end. In a block bed the core fee is the block
    contract's, and drawn by that."""
    agreement = placement.agreement
    start = max(placement.starts_on, since or placement.starts_on)
    stay = Period(start, max(agreement.planned_end_on, start))
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
        what=f"Agreement {placement.agreement.reference}",
        # The placement is made by the signature, so an escalation outlives it by the agreement.
        known_by=placement.agreement.reference,
        category=ServiceCategory(placement.category),
        tool_id=placement.agreement.tool_id,
        on=placement.starts_on,
        by=by,
        at=at,
    )


@contextmanager
def drawing_the_difference(
    *, placement: Placement, since: date, key: str, by: Actor, at: datetime
) -> Iterator[None]:
    """Around a change of terms from a day: what the placement costs more to its planned end is drawn on the
    ceiling it draws on already, what it costs less is given back. Raises CeilingReached when it does not
    fit."""
    before = award_value(placement, since=since)
    yield
    placement.refresh_from_db()
    more = award_value(placement, since=since) - before
    if more < 0:
        release(source_reference=placement.reference, amount=-more, key=key, by=by, at=at)
        return
    if not more:
        return
    what, kind = f"The change of placement {placement.reference}", DrawKind.CHANGE
    drawn = draws_of_source(by, placement.reference).first()
    if drawn is not None:
        want = Want(kind, key, {placement.reference: more}, what)
        draw_from(ceiling=drawn.ceiling, want=want, by=by, at=at)
        return
    draw(
        kind=kind,
        source_reference=placement.reference,
        key=key,
        amount=more,
        what=what,
        category=ServiceCategory(placement.category),
        tool_id=placement.agreement.tool_id,
        on=since,
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
