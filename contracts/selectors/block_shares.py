"""What each council's share of a block comes to, and what it has taken on of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from contracts.models import BlockContract, BlockShare, BlockVariation, ShareAcceptance
from contracts.models.block import LEFT_OUT
from contracts.payable import PricedTerms, priced_terms
from core.money import DAYS_PER_WEEK, pence


def share_value(contract: BlockContract, authority_id: int) -> Decimal:
    """Pounds that a council's shares come to over the current term: every night of every bed in use, the
    yearly rise and every variation included; options not yet used are not counted."""
    rows = BlockShare.objects.filter(contract=contract, authority_id=authority_id)
    return _value(_terms(contract), rows)


def _terms(contract: BlockContract, *proposed: BlockVariation) -> list[PricedTerms]:
    if contract.ends_on is None:
        return []
    variations = BlockVariation.objects.filter(contract=contract)
    return priced_terms(contract, [*variations, *proposed], until=contract.ends_on)


def _value(terms: Iterable[PricedTerms], shares: Iterable[BlockShare]) -> Decimal:
    parts = [(share.period, share.percent) for share in shares if share.percent]
    return pence(
        sum(
            (
                _weekly(stretch) * percent / 100 * overlap.nights / DAYS_PER_WEEK
                for stretch in terms
                for period, percent in parts
                if (overlap := stretch.period.overlap(period)) is not None
            ),
            Decimal(0),
        )
    )


def _weekly(terms: PricedTerms) -> Decimal:
    return terms.weekly_rate * terms.beds


def rise_in_value(contract: BlockContract, authority_id: int, proposed: BlockVariation) -> Decimal:
    """How much more a council's shares would come to over the term by terms that are not recorded yet."""
    rows = BlockShare.objects.filter(contract=contract, authority_id=authority_id)
    return _value(_terms(contract, proposed), rows) - _value(_terms(contract), rows)


def accepted_by(contract: BlockContract, authority_id: int) -> Decimal:
    """Pounds of its share that a partner has taken on so far."""
    rows = ShareAcceptance.objects.filter(contract=contract, authority_id=authority_id)
    return rows.aggregate(total=Sum("amount", default=Decimal(0)))["total"]


@dataclass(frozen=True)
class SharePosition:
    """What one council's share of a block comes to, and what it has taken on so far, in pounds."""

    authority_id: int
    name: str
    percent: Decimal
    value: Decimal
    accepted: Decimal

    @property
    def missing(self) -> Decimal:
        return self.value - self.accepted


def positions_of(contract: BlockContract, *, on: date) -> list[SharePosition]:
    """Every council with a share on a day or later, by name. The lead takes its own on as it signs."""
    shares = list(
        BlockShare.objects.filter(contract=contract)
        .exclude(LEFT_OUT)
        .select_related("authority")
        .order_by("authority__name", "starts_on")
    )
    terms = _terms(contract)
    taken_on = dict(
        ShareAcceptance.objects.filter(contract=contract)
        .values_list("authority_id")
        .annotate(total=Sum("amount"))
    )
    found = []
    for authority_id in dict.fromkeys(share.authority_id for share in shares):
        own = [share for share in shares if share.authority_id == authority_id]
        if all(share.ends_on is not None and share.ends_on <= on for share in own):
            continue
        held = next((share.percent for share in own if on in share.period), own[-1].percent)
        value = _value(terms, own)
        found.append(
            SharePosition(
                authority_id,
                own[0].authority.name,
                held,
                value,
                value
                if authority_id == contract.lead_authority_id
                else taken_on.get(authority_id, Decimal(0)),
            )
        )
    return found


def unaccepted(contract: BlockContract, *, on: date) -> list[SharePosition]:
    """Partners whose share is more than they have taken on."""
    return [each for each in positions_of(contract, on=on) if each.missing > 0]
