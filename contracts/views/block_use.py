"""How a block was used: beds by month as a heat strip, nights by cause, and what a used bed-week cost."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import ServiceCategory
from contracts.block_tables import month_rows
from contracts.charts import bed_strips
from contracts.models import BlockContract
from contracts.policies import CONTRACT_READERS
from contracts.selectors.block_use import total_use, use_by_month
from contracts.selectors.blocks import access_block, block_in_full, occupancy_by_bed
from contracts.selectors.ledger import spot_average_of
from core.exports import csv_bytes
from core.http import ActorRequest
from core.periods import Period, financial_year_of, month_of
from core.views import open_to


def years_of(contract: BlockContract, today: date) -> list[Period]:
    """Financial years from the contract's first night to today's, the newest first."""
    years, year = [], financial_year_of(contract.starts_on)
    while year.start <= today and (contract.ends_on is None or year.start < contract.ends_on):
        years.append(year)
        assert year.end is not None
        year = financial_year_of(year.end)
    return years[::-1] or [year]


def chosen_year(contract: BlockContract, wanted: str, today: date) -> Period:
    """The financial year that begins in the year ``wanted``; the newest where there is no such one."""
    years = years_of(contract, today)
    return next((each for each in years if str(each.start.year) == wanted), years[0])


def year_links(contract: BlockContract, year: Period, today: date) -> list[tuple[int, str, bool]]:
    """The years to choose from, with which is shown."""
    return [(each.start.year, _in_words(each), each == year) for each in years_of(contract, today)]


@open_to(*CONTRACT_READERS)
@require_safe
def contract_use(request: ActorRequest, reference: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    contract = block_in_full(access_block(actor, reference), actor, on=today)
    year = chosen_year(contract, request.GET.get("year", ""), today)
    months = use_by_month(contract, year)
    spot = spot_average_of(actor, ServiceCategory(contract.category), on=today)
    total = total_use(months.values())
    context = {
        "contract": contract,
        "years": year_links(contract, year, today),
        "year": year,
        "chart": _strips(contract, year),
        "months": month_rows(months, total),
        "total": total,
        "spot": spot,
    }
    return render(request, "contracts/contract_use.html", context)


@open_to(*CONTRACT_READERS)
@require_safe
def contract_use_csv(request: ActorRequest, reference: str) -> HttpResponse:
    """Beds in use by bed and month over the contract's whole life."""
    actor, today = request.actor, timezone.localdate()
    contract = block_in_full(access_block(actor, reference), actor, on=today)
    months = _months(Period(contract.starts_on, month_of(today).end))
    shares = occupancy_by_bed(contract, Period(contract.starts_on, month_of(today).end))
    rows: list[list[Any]] = [
        [month, *(shares.get(bed.pk, {}).get(month) for bed in contract.beds.all())] for month in months
    ]
    columns = ["Month", *(bed.name for bed in contract.beds.all())]
    response = HttpResponse(csv_bytes(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{contract.reference}-beds-in-use.csv"'
    return response


def _in_words(year: Period) -> str:
    return f"{year.start.year}/{(year.start.year + 1) % 100:02d}"


def _strips(contract: BlockContract, year: Period) -> Any:
    return bed_strips(list(contract.beds.all()), occupancy_by_bed(contract, year), _months(year))


def _months(period: Period) -> list[date]:
    """The firsts of the months of a closed period."""
    months, month = [], month_of(period.start)
    while period.end is not None and month.start < period.end and month.end is not None:
        months.append(month.start)
        month = month_of(month.end)
    return months
