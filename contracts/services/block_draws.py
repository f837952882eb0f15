"""What a block contract draws: each council's share of its value, on that council's own ceiling."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Sum
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
    ended, or whose share became smaller or nothing by what its lead did. How many there were; idempotent."""
    on = timezone.localdate(at)
    contracts = {contract.reference: contract for contract in BlockContract.objects.order_by("pk")}
    for contract in contracts.values():
        _take_on_no_more(contract, by=by, at=at)
    given_back = 0
    for reference, drawn, rows in _drawn_for_blocks(by.council_id, contracts):
        # A council that was left out of a draft again reads nothing of it any more.
        known = contracts.get(reference)
        over = drawn - (_needed(known, by.council_id, drawn, on=on) if known else 0)
        if over > 0:
            release(source_reference=reference, amount=over, key=f"given back {rows}", by=by, at=at)
            given_back += 1
    return given_back


def _drawn_for_blocks(authority_id: int, known: Iterable[str]) -> list[tuple[str, Decimal, int]]:
    """Block reference, pounds drawn for it, in how many rows: those known, and any drawn for before."""
    own = CeilingDraw.objects.filter(authority_id=authority_id)
    blocks = {*known, *own.filter(kind=DrawKind.BLOCK).values_list("source_reference", flat=True)}
    rows = own.filter(source_reference__in=blocks).values_list("source_reference")
    return list(rows.annotate(total=Sum("amount"), rows=Count("pk")).order_by("source_reference"))


def _needed(contract: BlockContract, authority_id: int, drawn: Decimal, *, on: date) -> Decimal:
    """What a council's share of a block still comes to: what it cost, once that is certain. What a lead drew
    for a contract that goes on, its own steps have kept right."""
    if contract.state == BlockState.DROPPED:
        return Decimal(0)
    if contract.state == BlockState.ENDED and contract.ends_on and contract.ends_on < on - LATE_CHARGES:
        charges = Charge.objects.filter(authority_id=authority_id, source_reference=contract.reference)
        return charges.aggregate(total=Sum("amount", default=Decimal(0)))["total"]
    return drawn if contract.lead_authority_id == authority_id else share_value(contract, authority_id)


def _take_on_no_more(contract: BlockContract, *, by: Actor, at: datetime) -> None:
    """What a partner has taken on is never more than its share: what that grows by later is taken on anew."""
    taken_on = accepted_by(contract, by.council_id)
    less = min(share_value(contract, by.council_id) - taken_on, Decimal(0)) if taken_on else 0
    if less:
        ShareAcceptance.objects.create(
            contract=contract,
            authority_id=by.council_id,
            amount=less,
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
) -> None:
    """Bring what ``by``'s council has drawn for a block up, or down, to its share of the current term.

    ``key`` names why (the signature, an option, a variation) and is the same when it is tried again; ``on``
    is the day whose ceiling pays for more, today unless given. Less is given back to the ceiling that was
    drawn on. Raises CeilingReached when the ceiling does not hold it.
    """
    more = share_value(contract, by.council_id) - drawn_for(contract, by.council_id)
    if more <= 0:
        release(source_reference=contract.reference, amount=-more, key=key, by=by, at=at)
        return
    draw(
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
