"""What a forecast of the year is made from, and the doors to forecasts made."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Min, QuerySet, Sum

from authorities.choices import ServiceCategory
from authorities.models import Budget
from contracts.models import BlockContract, Charge, Invoice
from contracts.money_choices import InvoiceState
from contracts.selectors.ledger import charges_visible_to
from contracts.selectors.months import ledger_start
from core.actor import Actor
from core.periods import Period, financial_year_of
from placements.choices import PlacementState
from placements.fees import Borne
from placements.models import Placement
from placements.selectors.commitments import borne_by_placement, fees_charged
from reports.models import Outturn, OutturnItem
from reports.outturn import NOUGHT, PARTS, Item, Survival, straight_line

ONE = timedelta(days=1)
YEAR = timedelta(days=365)
CHARGED_FOR_VOIDS = """
SELECT c.source_reference, sum(c.amount)
FROM contracts_charge c
JOIN contracts_bednight n ON n.night = c.night AND c.component_key = 'bed-' || n.bed_id
WHERE c.authority_id = app_authority() AND c.route = 'block' AND c.night >= %s AND c.night < %s
  AND n.state NOT IN ('occupied', 'not_live')
GROUP BY 1
"""
# A block goes on as it went in its last four weeks.
BLOCK_NIGHTS = 28


@dataclass(frozen=True)
class Block:
    """A block as it went in its last four weeks: pounds a night, of them for empty beds; its end.

    ``voids`` are the pounds charged for empty beds in the year so far.
    """

    nightly: Decimal
    empty: Decimal
    voids: Decimal
    ends_on: date | None


@dataclass
class Facts:
    """What is known on a day: charges by source, prices by placement, and how long stays last."""

    on: date
    year: Period
    ledger_from: date
    charged: dict[tuple[str, str], tuple[Decimal, Decimal]]
    placements: list[Placement]
    rates: dict[str, list[Borne]]
    survival: dict[str, Survival]
    blocks: dict[tuple[str, str], Block]


def outturns_visible_to(actor: Actor) -> QuerySet[Outturn]:
    """Newest first."""
    return Outturn.objects.filter(authority_id=actor.council_id).order_by("-made_on")


def items_of(outturn: Outturn) -> list[Item]:
    return [
        Item(
            category=row.category,
            source=row.source_reference,
            is_block=row.is_block,
            starts_on=row.starts_on,
            recorded_on=row.recorded_on,
            ends_on=row.ends_on,
            weekly=row.weekly,
            nights=row.nights,
            rates=_rates(row),
            voids=row.voids,
            parts={name: getattr(row, name) for name in PARTS},
        )
        for row in OutturnItem.objects.filter(outturn=outturn).order_by("category", "source_reference")
    ]


def _rates(row: OutturnItem) -> list[Borne]:
    """The prices as they were known when the forecast was made."""
    return [
        Borne(
            Decimal(weekly),
            Period(date.fromisoformat(start), date.fromisoformat(end) if end else None),
            Decimal(uplift),
        )
        for start, end, weekly, uplift in row.rates
    ]


def totals_by_outturn(actor: Actor, year: date) -> list[tuple[Outturn, Decimal]]:
    """Every forecast of a year with its total, oldest first."""
    rows = Outturn.objects.filter(authority_id=actor.council_id, year=year).annotate(
        **{f"sum_{name}": Sum(f"items__{name}") for name in PARTS}
    )
    return [
        (row, sum((getattr(row, f"sum_{name}") or NOUGHT for name in PARTS), NOUGHT))
        for row in rows.order_by("made_on")
    ]


def budgets_of(actor: Actor, year: date) -> dict[str, Decimal]:
    """Service line to pounds: the latest version of each."""
    rows = Budget.objects.filter(authority_id=actor.council_id, starts_on=year).order_by("version")
    return dict(rows.values_list("category", "amount"))


def budget_versions(actor: Actor, year: date) -> list[Budget]:
    rows = Budget.objects.filter(authority_id=actor.council_id, starts_on=year)
    return list(rows.order_by("category", "-version"))


def facts_on(actor: Actor, *, on: date) -> Facts:
    """Facts recorded by the end of ``on``, of its financial year."""
    year = financial_year_of(on)
    placements = list(
        Placement.objects.filter(
            authority_id=actor.council_id, recorded_at__date__lte=on, starts_on__lt=year.end
        )
        .exclude(state=PlacementState.CANCELLED)
        .exclude(state=PlacementState.PLANNED, starts_on__lte=on)
        .only("reference", "category", "starts_on", "ends_on", "paid_until", "recorded_at", "state")
    )
    return Facts(
        on=on,
        year=year,
        ledger_from=ledger_start(actor.council_id, on=on),
        charged=_charged(actor, year, on),
        placements=placements,
        rates=borne_by_placement(actor, fees_charged(actor, planned=True)),
        survival=_survival(placements, on),
        blocks=_blocks(actor, year, on),
    )


def _charged(actor: Actor, year: Period, on: date) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """(service line, source) to pounds paid and pounds charged but not yet paid, of the year's nights."""
    paid = set(
        Invoice.objects.filter(authority_id=actor.council_id, state=InvoiceState.PAID).values_list(
            "provider_id", "statement__month"
        )
    )
    found: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    rows = (
        charges_visible_to(actor)
        .filter(night__gte=year.start, night__lte=min(on - ONE, _last(year)))
        .order_by()
        .values_list("category", "source_reference", "provider_id", "month")
        .annotate(total=Sum("amount"))
    )
    for category, source, provider_id, month, total in rows:
        was_paid, accrued = found.get((category, source), (NOUGHT, NOUGHT))
        if (provider_id, month) in paid:
            found[category, source] = was_paid + total, accrued
        else:
            found[category, source] = was_paid, accrued + total
    return found


def _survival(placements: list[Placement], on: date) -> dict[str, Survival]:
    """By service line, from every stay of the council's own."""
    stays: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for placement in placements:
        if placement.starts_on < on and placement.state != PlacementState.PLANNED:
            is_over = placement.ends_on is not None and placement.ends_on <= on
            until = placement.ends_on if is_over and placement.ends_on else on
            stays[placement.category].append(((until - placement.starts_on).days, is_over))
    return {category: Survival(stays[category]) for category in ServiceCategory.values}


def _blocks(actor: Actor, year: Period, on: date) -> dict[tuple[str, str], Block]:
    """By (service line, block)."""
    blocks = {row.reference: row for row in BlockContract.objects.all()}
    recent = Period(on - timedelta(days=BLOCK_NIGHTS), on)
    rows = (
        charges_visible_to(actor)
        .filter(source_reference__in=blocks, night__gte=recent.start, night__lt=on)
        .order_by()
        .values_list("category", "source_reference")
        .annotate(total=Sum("amount"))
    )
    empty, voids = charged_for_voids(recent), charged_for_voids(Period(year.start, max(on, year.start)))
    return {
        (category, source): Block(
            total / BLOCK_NIGHTS,
            empty.get(source, NOUGHT) / BLOCK_NIGHTS,
            voids.get(source, NOUGHT),
            blocks[source].ends_on,
        )
        for category, source, total in rows
    }


def charged_for_voids(period: Period) -> dict[str, Decimal]:
    """Block to what the council was charged for its empty bed-nights in a period, as they stand now."""
    with connection.cursor() as cursor:
        cursor.execute(CHARGED_FOR_VOIDS, [period.start, period.end])
        return dict(cursor.fetchall())


def _last(year: Period) -> date:
    assert year.end is not None
    return year.end - ONE


def straight_lines(charges: QuerySet[Charge], year: date, on: date) -> list[tuple[str, Decimal]]:
    """What the year comes to if it goes on as charged so far, by whole months and by days: a check."""
    period = financial_year_of(year)
    assert period.end is not None
    found: list[tuple[str, Decimal]] = []
    months = (on.year - year.year) * 12 + on.month - year.month
    to_month = on.replace(day=1)
    first = charges.filter(night__gte=year).aggregate(first=Min("night"))["first"]
    if first is None or first > year:
        return found
    if months:
        spent = charges.filter(night__gte=year, night__lt=to_month).aggregate(s=Sum("amount"))["s"] or NOUGHT
        found.append(("By whole months", straight_line(spent, months, 12)))
    days = (on - year).days
    if days:
        spent = charges.filter(night__gte=year, night__lt=on).aggregate(s=Sum("amount"))["s"] or NOUGHT
        found.append(("By days", straight_line(spent, days, period.nights)))
    return found
