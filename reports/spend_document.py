"""What the monthly report's PDF shows, from the same figures as the page."""

from typing import Any

from core import formats
from core.tables import Heading, Rows
from reports.month_tables import movement_rows, share_rows, void_rows
from reports.selectors.month_report import MonthReport
from reports.selectors.spend import SpendLine

HEADINGS = ("Placements and contracts", "Nights of care", "Average weekly cost", "Spend")


def spend_document(report: MonthReport) -> dict[str, Any]:
    month = formats.month(report.period.start)
    weekly = report.total.weekly
    return {
        "title": f"Spend in {month}",
        "kind": "Monthly spend report",
        "facts": [
            ("Month", f"{month}, {report.state.label.lower()}"),
            ("Spend", formats.money(report.total.amount)),
            ("Nights of care", formats.count(report.total.nights)),
            ("Average weekly cost", formats.money(weekly) if weekly is not None else "No nights of care"),
        ],
        "parts": [
            {"caption": f"By {by.label.lower()}", "table": _table(by.label, lines, report.total)}
            for by, lines in report.parts.items()
        ],
        "movement": movement_rows(report.movement),
        "voids": void_rows(report.voids) if report.voids else Rows((), []),
        "contract": share_rows(report.on_contract),
        "good": share_rows([report.good]),
    }


def _table(label: str, lines: list[SpendLine], total: SpendLine) -> Rows:
    columns = (Heading(label), *(Heading(heading, numeric=True) for heading in HEADINGS))
    return Rows(columns, [_cells(line) for line in lines], ("Total", "", *_cells(total)[2:]))


def _cells(line: SpendLine) -> tuple[str, ...]:
    weekly = "" if line.weekly is None else formats.money(line.weekly)
    return (
        line.label,
        formats.count(line.sources),
        formats.count(line.nights),
        weekly,
        formats.money(line.amount),
    )
