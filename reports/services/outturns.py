"""Making a forecast of the year from what is known on a day, kept whole to hold the next to it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from authorities.models import Budget
from contracts.policies import can_keep_the_ledger
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import hold_until_commit
from core.money import pence
from core.periods import Period, financial_year_of
from core.policies import require
from placements.choices import PlacementState
from placements.fees import Borne, borne_over
from placements.models import Placement
from reports.models import Outturn, OutturnItem
from reports.outturn import NOUGHT, Item, whole_months, windows
from reports.selectors.outturns import YEAR, Block, Facts, facts_on

SEVEN = Decimal(7)


@transaction.atomic
def make_outturn(*, by: Actor, at: datetime, on: date) -> Outturn:
    """The forecast of the year of ``on``; made once a day, a second asking gives the first."""
    made = Outturn.objects.filter(authority_id=by.council_id, made_on=on).first()
    if made is not None:
        return made
    facts = facts_on(by, on=on)
    items = forecast_items(facts)
    outturn, is_new = Outturn.objects.get_or_create(
        authority_id=by.council_id,
        year=facts.year.start,
        made_on=on,
        defaults={"made_at": at, "basis": basis_of(facts), "by_month": _by_month(items)},
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
                    rates=[_as_json(rate) for rate in item.rates],
                    voids=item.voids,
                    **item.parts,
                )
                for item in items
            ),
            batch_size=1000,
        )
    return outturn


def _as_json(rate: Borne) -> list[str | None]:
    days = rate.period
    until = days.end.isoformat() if days.end else None
    return [days.start.isoformat(), until, str(rate.weekly), str(rate.uplift)]


def _by_month(items: Iterable[Item]) -> dict[str, str]:
    months: dict[str, Decimal] = defaultdict(Decimal)
    for item in items:
        for month, amount in item.months.items():
            months[month.isoformat()] += amount
    return {month: str(amount) for month, amount in sorted(months.items())}


def basis_of(facts: Facts) -> str:
    words = [
        f"Paid and accrued are charges to the night before {formats.day(facts.on)}; accrued is not yet paid.",
        "Committed is every night to come by actual days, at the rates in force, less what others give back.",
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
    for key, block in facts.blocks.items():
        items.append(_of_block(facts, key, block, *charged.pop(key, (NOUGHT, NOUGHT))))
    for (category, source), (paid, accrued) in charged.items():
        items.append(Item(category, source, parts={"paid": paid, "accrued": accrued}))
    return [*items, *_assumed_starts(facts)]


def _key(placement: Placement) -> tuple[str, str]:
    return placement.category, placement.reference


def _of_placement(facts: Facts, placement: Placement, paid: Decimal, accrued: Decimal) -> Item | None:
    end = facts.year.end
    assert end is not None
    rates, on, begins = facts.rates.get(placement.reference, []), facts.on, placement.starts_on
    # Nights of a notice that was short are paid after the child has left.
    left = placement.paid_until or placement.ends_on
    before_ledger = Period(facts.year.start, max(min(facts.ledger_from, left or end, on), facts.year.start))
    accrued += borne_over(rates, before_ledger)
    weekly = sum((rate.weekly for rate in rates if on in rate.period), NOUGHT)
    planned = placement.state == PlacementState.PLANNED or begins > on
    committed = known = ends = NOUGHT
    nights, months = Decimal(0), []
    if left is None or left > on:
        stays = Period(max(on, begins), min(left, end) if left else end)
        before = NOUGHT
        survival, so_far = facts.survival[placement.category], max((on - begins).days, 0)
        for window in windows(facts.year, on):
            there = stays.overlap(window)
            if there is None:
                continue
            to_date = borne_over(rates, Period(stays.start, there.end))
            whole, used, before = to_date - before, Decimal(there.nights), to_date
            if left is None:
                first = (there.start - stays.start).days
                used = survival.expected_nights(so_far, first + there.nights, skipping=first)
            expected = pence(whole * used / there.nights)
            known, ends, nights = known + whole, ends + expected - whole, nights + used
            months.append((window, expected))
        committed = NOUGHT if planned else pence(weekly * (end - on).days / SEVEN)
        known -= committed
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
        starts_on=begins,
        recorded_on=timezone.localdate(placement.recorded_at),
        ends_on=left,
        weekly=pence(weekly),
        nights=nights,
        rates=rates,
        parts=parts,
        months=whole_months(months),
    )


def _of_block(facts: Facts, key: tuple[str, str], block: Block, paid: Decimal, accrued: Decimal) -> Item:
    end = facts.year.end
    assert end is not None
    runs = Period(facts.on, max(min(block.ends_on or end, end), facts.on))
    earlier = max((min(facts.ledger_from, facts.on) - facts.year.start).days, 0)
    there = [(window, runs.overlap(window)) for window in windows(facts.year, facts.on)]
    return Item(
        category=key[0],
        source=key[1],
        is_block=True,
        weekly=pence(block.nightly * SEVEN),
        nights=Decimal(runs.nights),
        voids=block.voids + pence(block.empty * (earlier + runs.nights)),
        parts={
            "paid": paid,
            "accrued": accrued + pence(block.nightly * earlier),
            "committed": pence(block.nightly * runs.nights),
        },
        months=whole_months((window, pence(block.nightly * part.nights)) for window, part in there if part),
    )


def _assumed_starts(facts: Facts) -> list[Item]:
    """As many a day as in the last 365 days, at what those cost, lasting as placements last."""
    started: dict[str, Decimal] = defaultdict(Decimal)
    for placement in facts.placements:
        if facts.on - YEAR <= placement.starts_on < facts.on:
            rates = facts.rates.get(placement.reference, [])
            first = (rate.weekly for rate in rates if placement.starts_on in rate.period)
            started[placement.category] += sum(first, NOUGHT)
    items = []
    for category, weekly in started.items():
        amounts, sooner = [], Decimal(0)
        for window in windows(facts.year, facts.on):
            assert window.end is not None
            by_then = facts.survival[category].nights_of_starts((window.end - facts.on).days)
            amounts.append((window, pence(weekly / 365 * (by_then - sooner) / SEVEN)))
            sooner = by_then
        whole = sum((amount for _, amount in amounts), NOUGHT)
        if whole:
            items.append(Item(category, parts={"assumed_starts": whole}, months=whole_months(amounts)))
    return items


@transaction.atomic
def set_budget(
    *, category: str, year: date, amount: Decimal, decision_reference: str, by: Actor, at: datetime
) -> Budget:
    """Set what is set aside for a service line in a year. A change is the next version; none is lost."""
    require(can_keep_the_ledger(by))
    if financial_year_of(year).start != year:
        raise DomainError("A budget is of a financial year, from 1 April.", field="year")
    # Two people who set the same budget at once get a version each, one after the other.
    hold_until_commit("budget", by.council_id)
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
