"""Doors to the months of the ledger: how each stands, what it was frozen as, and what came after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from contracts.choices import FeeKind
from contracts.models import Charge, LedgerMonth, MonthLine
from contracts.money_choices import FROZEN, MonthState
from contracts.selectors.ledger import charges_visible_to
from core.actor import Actor
from core.periods import add_months, financial_year_of

NOUGHT = Decimal("0.00")


@dataclass(frozen=True)
class MonthStanding:
    """One month: pounds posted in it, of which late ones for frozen months, and its state."""

    month: date
    amount: Decimal
    late: Decimal
    state: MonthState
    state_at: datetime | None
    state_by: str


@dataclass(frozen=True)
class Difference:
    """Pounds for nights of a frozen month that it did not hold; ``posted_in`` is None until posted."""

    reference: str
    fee: str
    first_night: date
    last_night: date
    nights: int
    amount: Decimal
    posted_in: date | None


def months_visible_to(actor: Actor) -> QuerySet[LedgerMonth]:
    return LedgerMonth.objects.filter(authority_id=actor.council_id)


def month_row(actor: Actor, month: date) -> LedgerMonth | None:
    """The month's row; None while it is open and has never been anything else."""
    return months_visible_to(actor).filter(starts_on=month).first()


def standings(actor: Actor) -> list[MonthStanding]:
    """Every month with charges or a state, newest first."""
    sums = {
        row["month"]: row
        for row in charges_visible_to(actor)
        .values("month")
        .annotate(total=Sum("amount"), late=Sum("amount", filter=Q(night__lt=F("month"))))
    }
    rows = {row.starts_on: row for row in months_visible_to(actor)}
    newest_first = sorted({*sums, *rows}, reverse=True)
    return [_standing(month, sums.get(month), rows.get(month)) for month in newest_first]


def standing_of(actor: Actor, month: date) -> MonthStanding:
    sums = charges_visible_to(actor).filter(month=month)
    found = sums.aggregate(total=Sum("amount"), late=Sum("amount", filter=Q(night__lt=month)))
    return _standing(month, found, month_row(actor, month))


def _standing(month: date, sums: Mapping[str, Any] | None, row: LedgerMonth | None) -> MonthStanding:
    return MonthStanding(
        month,
        (sums and sums["total"]) or NOUGHT,
        (sums and sums["late"]) or NOUGHT,
        MonthState(row.state) if row else MonthState.OPEN,
        row.state_at if row else None,
        row.state_by if row else "",
    )


def snapshot_of(row: LedgerMonth) -> QuerySet[MonthLine]:
    """The lines the month was last frozen as."""
    newest = MonthLine.objects.filter(month=row).aggregate(at=Max("taken_at"))["at"]
    return MonthLine.objects.filter(month=row, taken_at=newest)


def broken_lines(actor: Actor, row: LedgerMonth) -> list[tuple[str, str, Decimal]]:
    """Components whose frozen amount is not what the ledger holds for the month: (source, component, pounds).

    Empty as long as nobody has reached past the ledger.
    """
    by = ("source_reference", "component_key")
    frozen = {r[:2]: r[2] for r in snapshot_of(row).values_list(*by).annotate(total=Sum("amount"))}
    posted = charges_visible_to(actor).filter(month=row.starts_on).values_list(*by)
    held = {r[:2]: r[2] for r in posted.annotate(total=Sum("amount"))}
    return [
        (*key, held.get(key, NOUGHT) - frozen.get(key, NOUGHT))
        for key in sorted({*frozen, *held})
        if held.get(key, NOUGHT) != frozen.get(key, NOUGHT)
    ]


def differences_of(
    charges: QuerySet[Charge], *, nights_of: date | None = None, posted: bool = True
) -> list[Difference]:
    """Late charges of one month's nights (or of every frozen month's), by component, largest first."""
    late = charges.filter(night__lt=F("month"))
    if nights_of:
        late = late.filter(night__gte=nights_of, night__lt=add_months(nights_of, 1))
    rows = (
        late.annotate(of_month=TruncMonth("night"))
        .values("source_reference", "component_key", "fee_kind", "month", "of_month")
        .annotate(
            first=Min("night"),
            last=Max("night"),
            number=Count("night", distinct=True),
            total=Sum("amount"),
        )
    )
    found = [
        Difference(
            row["source_reference"],
            FeeKind(row["fee_kind"]).label,
            row["first"],
            row["last"],
            row["number"],
            row["total"],
            row["month"] if posted else None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-abs(each.amount), each.reference, each.first_night))


def open_month(authority_id: int) -> date | None:
    """First day of the month after the last frozen one; None while none is."""
    frozen = LedgerMonth.objects.filter(authority_id=authority_id, state__in=FROZEN)
    last = frozen.aggregate(last=Max("starts_on"))["last"]
    return add_months(last, 1) if last else None


def ledger_start(authority_id: int, *, on: date) -> date:
    """The first night of the council's ledger: of its first month, or without one of this financial year."""
    first = LedgerMonth.objects.filter(authority_id=authority_id).order_by("starts_on").first()
    return first.starts_on if first else financial_year_of(on).start
