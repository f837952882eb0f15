"""What a block contract draws: each council's share of its value, on that council's own ceiling."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.calculations import annual_figure, full_term_value
from contracts.keeping_choices import DrawKind
from contracts.models import BlockContract, BlockShare, CeilingDraw
from contracts.services.ceilings import draw
from contracts.terms import full_term_months
from core.actor import Actor
from core.money import pence

MONTHS_PER_YEAR = Decimal(12)


def share_value(contract: BlockContract, percent: Decimal) -> Decimal:
    """Pounds that a share of ``percent`` comes to over the current term, every bed in use, the yearly rise
    included; options not yet used are not counted."""
    months = full_term_months(contract.period, ()) or 0
    annual = annual_figure(contract.weekly_rate * contract.beds_agreed).amount
    whole = full_term_value(annual, months / MONTHS_PER_YEAR, contract.indexation_percent / 100)
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
