"""What a block contract draws: each council's share of its value, on that council's own ceiling."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.calculations import annual_figure
from contracts.headroom import spent_by
from contracts.keeping_choices import DrawKind
from contracts.models import BlockContract, BlockShare, CeilingDraw
from contracts.models.block import BlockTerms
from contracts.services.ceilings import draw
from core.actor import Actor
from core.money import pence


def share_value(contract: BlockContract, percent: Decimal) -> Decimal:
    """Pounds that a share of ``percent`` comes to over the current term, every bed in use, the yearly rise
    and every variation included; options not yet used are not counted."""
    if contract.ends_on is None:
        return Decimal(0)
    versions: dict[date, BlockTerms] = {contract.starts_on: contract}
    for variation in contract.variations.order_by("starts_on", "pk"):
        versions[variation.starts_on] = variation
    starts = sorted(versions)
    whole = Decimal(0)
    for start, end in zip(starts, [*starts[1:], contract.ends_on], strict=True):
        terms = versions[start]
        whole += spent_by(
            min(end, contract.ends_on),
            spent=Decimal(0),
            annual=annual_figure(terms.weekly_rate * terms.beds_agreed).amount,
            yearly_rise=terms.indexation_percent / 100,
            since=start,
        )
    return pence(whole * percent / 100)


def commit_block(*, contract: BlockContract, key: str, by: Actor, at: datetime) -> CeilingDraw | None:
    """Bring what ``by``'s council has drawn for a block up to its share of the current term, under a key that
    names why: the signature, an option, a variation. None where nothing is to be drawn.

    Raises CeilingReached when the ceiling does not hold it.
    """
    on = timezone.localdate(at)
    shares = BlockShare.objects.filter(contract=contract, authority_id=by.council_id)
    share = shares.in_force_on(max(on, contract.starts_on)).first()
    drawn = CeilingDraw.objects.filter(
        authority_id=by.council_id, source_reference=contract.reference
    ).aggregate(total=Sum("amount", default=Decimal(0)))["total"]
    more = (share_value(contract, share.percent) if share else Decimal(0)) - drawn
    if not more:
        return None
    return draw(
        kind=DrawKind.BLOCK,
        source_reference=contract.reference,
        key=key,
        amount=more,
        what=contract.name,
        category=ServiceCategory(contract.category),
        block_id=contract.pk,
        on=max(on, contract.starts_on),
        by=by,
        at=at,
    )
