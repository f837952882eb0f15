"""Appraisals of blocks as they were kept, and the council's own records that a new one starts from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from contracts.choices import BedNightState, PurchaseBasis
from contracts.selectors.blocks import bed_nights_visible_to
from contracts.selectors.ledger import year_to
from core.actor import Actor
from core.errors import NotFound
from placements.choices import PlacementState
from placements.models import Placement
from sufficiency.choices import Counted
from sufficiency.forecast import Category
from sufficiency.models import BlockAppraisal
from sufficiency.planning.costs import Price
from sufficiency.selectors.flows import flows_between, turnover_a_month
from sufficiency.selectors.prices import spot_price
from sufficiency.selectors.spells import children_on


def appraisals_visible_to(actor: Actor) -> QuerySet[BlockAppraisal]:
    return BlockAppraisal.objects.filter(authority_id=actor.council_id).select_related(
        "futures__run", "futures__scenario", "block_contract", "made_by"
    )


def access_appraisal(actor: Actor, reference: str) -> BlockAppraisal:
    found = appraisals_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def latest_appraisal(
    actor: Actor, *, contract_id: int | None = None, on: date | None = None
) -> BlockAppraisal | None:
    """The newest, or the newest of one block contract; with ``on``, of those made by the end of that day."""
    found = appraisals_visible_to(actor)
    if on is not None:
        found = found.filter(made_at__date__lte=on)
    if contract_id is not None:
        found = found.filter(block_contract_id=contract_id)
    return found.order_by("-made_at").first()


@dataclass(frozen=True)
class OwnRecords:
    """What the council's records say of one kind of care; None where they do not say.

    ``bought_percent``: of its children, those neither in-house nor in a block. ``empty_percent``: nights of
    its blocks' open beds that were empty, whatever the cause. ``turnover_percent``: places given up a month.
    """

    spot: Price | None
    bought_percent: Decimal | None
    empty_percent: Decimal | None
    turnover_percent: Decimal | None


def own_records(actor: Actor, category: Category, on: date) -> OwnRecords:
    year = year_to(on)
    counts = children_on(actor, on)
    children = sum(number for (kind, _), number in counts.items() if kind == category)
    bought = (
        Placement.objects.filter(
            authority_id=actor.council_id,
            category=category,
            starts_on__lte=on,
            purchase_basis__in=(PurchaseBasis.SPOT, PurchaseBasis.CALL_OFF),
        )
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=on)
        .count()
    )
    nights = bed_nights_visible_to(actor).filter(
        night__gte=year.start, night__lt=year.end, contract__category=category
    )
    open_nights = nights.exclude(state=BedNightState.NOT_LIVE).count()
    empty = nights.exclude(state__in=(BedNightState.NOT_LIVE, BedNightState.OCCUPIED)).count()
    turnover = turnover_a_month(flows_between(actor, year), Counted(category), children)
    return OwnRecords(
        spot=spot_price(actor, category, on),
        bought_percent=_percent(min(bought, children), children),
        empty_percent=_percent(empty, open_nights),
        turnover_percent=Decimal(str(round(turnover * 100, 1))) if turnover else None,
    )


def _percent(part: int, base: int) -> Decimal | None:
    return (Decimal(100) * part / base).quantize(Decimal("0.1")) if base else None
