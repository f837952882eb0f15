"""What a block contract draws: each council's share of its value, on that council's own ceiling."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.block_choices import BlockState
from contracts.keeping_choices import DrawKind
from contracts.models import BlockContract, CeilingDraw, Charge, ShareAcceptance
from contracts.selectors.block_shares import accepted_by, share_value
from contracts.services.ceilings import draw, release
from core.actor import Actor

# A night may be charged late, so that an ended contract is left alone for its first weeks.
LATE_CHARGES = timedelta(days=28)


@transaction.atomic
def release_shares(*, by: Actor, at: datetime) -> int:
    """Give back what ``by``'s council drew for blocks and will not need: a contract that did not come about,
    ended, or whose share became smaller by what its lead did. How many there were; idempotent."""
    on = timezone.localdate(at)
    given_back = 0
    for contract in BlockContract.objects.order_by("pk"):
        needed = _needed(contract, by.council_id, on=on)
        over = drawn_for(contract, by.council_id) - needed
        taken_on = accepted_by(contract, by.council_id)
        if taken_on > needed:
            _take_on_less(contract, taken_on - needed, by=by, at=at)
        if over > 0:
            draws = CeilingDraw.objects.filter(
                authority_id=by.council_id, source_reference=contract.reference
            ).count()
            release(source_reference=contract.reference, amount=over, key=f"given back {draws}", by=by, at=at)
            given_back += 1
    return given_back


def _needed(contract: BlockContract, authority_id: int, *, on: date) -> Decimal:
    """What a council's share of a block still comes to: what it cost, once that is certain."""
    if contract.state == BlockState.DROPPED:
        return Decimal(0)
    drawn = drawn_for(contract, authority_id)
    if contract.state == BlockState.ENDED and contract.ends_on and contract.ends_on < on - LATE_CHARGES:
        charges = Charge.objects.filter(authority_id=authority_id, source_reference=contract.reference)
        return min(drawn, charges.aggregate(total=Sum("amount", default=Decimal(0)))["total"])
    if contract.lead_authority_id == authority_id:
        return drawn
    return share_value(contract, authority_id)


def _take_on_less(contract: BlockContract, amount: Decimal, *, by: Actor, at: datetime) -> None:
    ShareAcceptance.objects.create(
        contract=contract,
        authority_id=by.council_id,
        amount=-amount,
        decision_reference="",
        recorded_at=at,
        recorded_by=by.name,
    )


def drawn_for(contract: BlockContract, authority_id: int) -> Decimal:
    """Pounds that a council has drawn for a block so far."""
    rows = CeilingDraw.objects.filter(authority_id=authority_id, source_reference=contract.reference)
    return rows.aggregate(total=Sum("amount", default=Decimal(0)))["total"]


def commit_block(
    *,
    contract: BlockContract,
    key: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    kind: DrawKind = DrawKind.BLOCK,
) -> CeilingDraw | None:
    """Bring what ``by``'s council has drawn for a block up, or down, to its share of the current term.

    ``key`` names why (the signature, an option, a variation) and is the same when it is tried again; ``on``
    is the day whose ceiling pays, today unless given. None where nothing is to be drawn. Raises
    CeilingReached when the ceiling does not hold it.
    """
    more = share_value(contract, by.council_id) - drawn_for(contract, by.council_id)
    if not more:
        return None
    return draw(
        kind=kind,
        source_reference=contract.reference,
        key=key,
        amount=more,
        what=contract.name,
        category=ServiceCategory(contract.category),
        block_id=contract.pk,
        on=max(on or timezone.localdate(at), contract.starts_on),
        by=by,
        at=at,
    )
