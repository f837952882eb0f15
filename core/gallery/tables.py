"""Sample tables: a register full, wide and empty."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django_tables2 import RequestConfig

from core.components import STATUS_TONES
from core.tables import (
    Choice,
    Column,
    ComparisonRow,
    DateColumn,
    FeeLine,
    Heading,
    HearthTable,
    MoneyColumn,
    NumberColumn,
    ReferenceColumn,
    StatusColumn,
)

HOMES = (
    "Bramble House",
    "Curlew Lodge",
    "Fernleigh",
    "The Old Schoolhouse and Annexe at Upper Nether Wallow",
    "Oak View",
)


class SampleTable(HearthTable):
    """Every kind of column."""

    caption = "Sample placements"

    reference = ReferenceColumn(href=lambda record: "#")
    home = Column()
    status = StatusColumn(kinds={kind: kind for kind in STATUS_TONES})
    starts_on = DateColumn(verbose_name="Starts")
    nights = NumberColumn()
    weekly = MoneyColumn(verbose_name="Weekly fee")


def sample_rows(count: int) -> list[dict[str, Any]]:
    kinds = list(STATUS_TONES)
    return [
        {
            "reference": f"PLC-{n:04d}",
            "home": HOMES[n % len(HOMES)],
            "status": kinds[n % len(kinds)],
            "starts_on": date(2026, 1 + n % 12, 1 + n % 28),
            "nights": 7 * n,
            "weekly": Decimal("4557.30") + 113 * n,
        }
        for n in range(1, count + 1)
    ]


def sample_table(request: HttpRequest, rows: int) -> SampleTable:
    table = SampleTable(sample_rows(rows))
    RequestConfig(request, paginate={"per_page": 5}).configure(table)
    return table


COMPARISON = {
    "columns": ["Offer A", "Offer B", "Offer C"],
    "rows": [
        ComparisonRow("Home", HOMES[1:4]),
        ComparisonRow("Distance from home", ["4.1 miles", "18.0 miles", "31.6 miles"], numeric=True, best=0),
        ComparisonRow("Quality score", ["62.0", "71.5", "55.0"], numeric=True, best=1),
        ComparisonRow("Weekly fee", ["£5,120.00", "£4,557.30", "£4,890.00"], numeric=True, best=1),
        ComparisonRow("Total score", ["71.2", "78.4", "60.3"], numeric=True, best=1, total=True),
    ],
}
CHOICES = {
    "columns": [Heading("Home"), Heading("Distance", numeric=True), Heading("Vacancy")],
    "choices": [
        Choice("1", HOMES[0], (HOMES[0], "4.1 miles", "2 free"), checked=True),
        Choice("2", HOMES[3], (HOMES[3], "18.0 miles", "Check due")),
    ],
}
FEES = {
    "lines": [
        FeeLine("Core care and accommodation", "Each week", Decimal("3980.00")),
        FeeLine("Education on site", "Each week in term", Decimal("577.30")),
    ],
    "total": Decimal("4557.30"),
}
SPEND = {
    "columns": [Heading("Route"), Heading("Placements", numeric=True), Heading("Spend", numeric=True)],
    "rows": [("Framework", 12, "£241,880.10"), ("Spot", 5, "£139,004.55")],
    "total": ("All routes", 17, "£380,884.65"),
}
CHANGES = [
    {"kind": "same", "text": "The contract is for"},
    {"kind": "removed", "text": "fourteen"},
    {"kind": "added", "text": "fifteen"},
    {"kind": "same", "text": "beds."},
]
