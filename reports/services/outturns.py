"""Making a forecast of the year from what is known on a day, kept whole to hold the next to it."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from authorities.models import Budget
from contracts.policies import can_keep_the_ledger
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.money import pence
from core.periods import financial_year_of
from core.policies import require
from placements.choices import PlacementState
from placements.models import Placement
from reports.models import Outturn, OutturnItem
from reports.outturn import NOUGHT, Item
from reports.selectors.outturns import YEAR, Facts, cost_between, facts_on

SEVEN = Decimal(7)


@transaction.atomic
def make_outturn(*, by: Actor, at: datetime, on: date) -> Outturn:
    """The forecast of the year of ``on``; made once a day, a second asking gives the first."""
    facts = facts_on(by, on=on)
    outturn, is_new = Outturn.objects.get_or_create(
        authority_id=by.council_id,
        year=facts.year.start,
        made_on=on,
        defaults={"made_at": at, "basis": basis_of(facts)},
    )
    if is_new:
        OutturnItem.objects.bulk_create(
            (
                OutturnItem(
                    authority_id=by.council_id,
                    outturn=outturn,
                    category=item.category,
                    source_reference=item.source,
                    is_block=item.is_block,
                    starts_on=item.starts_on,
                    recorded_on=item.recorded_on,
                    ends_on=item.ends_on,
                    weekly=item.weekly,
                    nights=item.nights,
                    **item.parts,
                )
                for item in forecast_items(facts)
            ),
            batch_size=1000,
        )
    return outturn


def basis_of(facts: Facts) -> str:
    words = [
        f"Charges to the night before {formats.day(facts.on)}.",
        "Nights to come by actual days, at the rates in force.",
        "Ends from how long the council’s own placements of the same kind have lasted.",
        "Starts as in the last 365 days. Block contracts as in their last four weeks.",
    ]
    if facts.ledger_from > facts.year.start:
        words.append(
            f"Nights before the ledger began on {formats.day(facts.ledger_from)} by the placements’ records."
        )
    return " ".join(words)


def forecast_items(facts: Facts) -> list[Item]:
    """An item a placement or block, for what was charged beside, and a service line for assumed starts."""
    items, charged = [], dict(facts.charged)
    for placement in facts.placements:
        item = _of_placement(facts, placement, *charged.pop(_key(placement), (NOUGHT, NOUGHT)))
        if item is not None:
            items.append(item)
    for key, (nightly, ends_on) in facts.blocks.items():
        items.append(_of_block(facts, key, nightly, ends_on, *charged.pop(key, (NOUGHT, NOUGHT))))
    for (category, source), (paid, accrued) in charged.items():
        items.append(Item(category, source, parts={"paid": paid, "accrued": accrued}))
    return [*items, *_assumed_starts(facts)]


def _key(placement: Placement) -> tuple[str, str]:
    return placement.category, placement.reference


def _of_placement(facts: Facts, placement: Placement, paid: Decimal, accrued: Decimal) -> Item | None:
    end = facts.year.end
    assert end is not None
    fees, on = facts.fees.get(placement.reference, []), facts.on
    left = placement.ends_on
    before_ledger = min(facts.ledger_from, left or end, on)
    accrued += cost_between(max(facts.year.start, placement.starts_on), before_ledger, fees)
    now = [fee for fee in fees if fee.starts_on <= on and (fee.ends_on is None or fee.ends_on > on)]
    weekly = sum((fee.weekly_rate for fee in now), NOUGHT)
    planned = placement.state == PlacementState.PLANNED or placement.starts_on > on
    committed = known = ends = NOUGHT
    nights = Decimal(0)
    if left is None or left > on:
        until = min(left, end) if left else end
        most = max((until - max(on, placement.starts_on)).days, 0)
        whole = cost_between(max(on, placement.starts_on), until, fees)
        committed = NOUGHT if planned else pence(weekly * (end - on).days / SEVEN)
        known = whole - committed
        so_far = max((on - placement.starts_on).days, 0)
        nights = Decimal(most)
        if left is None and most:
            nights = facts.survival[placement.category].expected_nights(so_far, most)
            ends = pence(whole * (nights / most)) - whole
    parts = {
        "paid": paid,
        "accrued": accrued,
        "committed": committed,
        "known_changes": known,
        "assumed_ends": ends,
    }
    if not any(parts.values()):
        return None
    return Item(
        category=placement.category,
        source=placement.reference,
        starts_on=placement.starts_on,
        recorded_on=timezone.localdate(placement.recorded_at),
        ends_on=left,
        weekly=weekly,
        nights=nights,
        parts=parts,
    )


def _of_block(
    facts: Facts,
    key: tuple[str, str],
    nightly: Decimal,
    ends_on: date | None,
    paid: Decimal,
    accrued: Decimal,
) -> Item:
    end = facts.year.end
    assert end is not None
    until = min(ends_on, end) if ends_on else end
    nights = max((until - facts.on).days, 0)
    earlier = max((min(facts.ledger_from, facts.on) - facts.year.start).days, 0)
    return Item(
        category=key[0],
        source=key[1],
        is_block=True,
        weekly=pence(nightly * SEVEN),
        nights=Decimal(nights),
        parts={
            "paid": paid,
            "accrued": accrued + pence(nightly * earlier),
            "committed": pence(nightly * nights),
        },
    )


def _assumed_starts(facts: Facts) -> list[Item]:
    """As many a day as in the last 365 days, at what those cost, lasting as placements last."""
    end = facts.year.end
    assert end is not None
    most = (end - facts.on).days
    started: dict[str, list[Decimal]] = defaultdict(list)
    for placement in facts.placements:
        if facts.on - YEAR <= placement.starts_on < facts.on and facts.fees.get(placement.reference):
            first = placement.starts_on
            fees = facts.fees[placement.reference]
            started[placement.category].append(
                sum((f.weekly_rate for f in fees if f.starts_on <= first), NOUGHT)
            )
    return [
        Item(
            category,
            parts={
                "assumed_starts": pence(
                    sum(rates, NOUGHT) / 365 * facts.survival[category].nights_of_starts(most) / SEVEN
                )
            },
        )
        for category, rates in started.items()
        if most > 0
    ]


@transaction.atomic
def set_budget(
    *, category: str, year: date, amount: Decimal, decision_reference: str, by: Actor, at: datetime
) -> Budget:
    """Set what is set aside for a service line in a year. A change is the next version; none is lost."""
    require(can_keep_the_ledger(by))
    if financial_year_of(year).start != year:
        raise DomainError("A budget is of a financial year, from 1 April.", field="year")
    held = Budget.objects.filter(authority_id=by.council_id, category=category, starts_on=year)
    last = held.order_by("-version").first()
    return Budget.objects.create(
        authority_id=by.council_id,
        category=category,
        version=last.version + 1 if last else 1,
        amount=amount,
        decision_reference=decision_reference,
        starts_on=year,
        ends_on=financial_year_of(year).end,
        recorded_at=at,
    )
