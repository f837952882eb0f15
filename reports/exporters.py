"""Monthly spend as files whose totals are the page's, to the penny."""

from core.exports import Sheet, csv_bytes, xlsx_bytes
from core.periods import Period
from reports.selectors.month_report import MonthReport
from reports.selectors.spend import SourceLine

LINE_HEADINGS = ("Placements and contracts", "Nights of care", "Average weekly cost (£)", "Spend (£)")
SOURCE_HEADINGS = (
    "Month",
    "Reference",
    "Child",
    "Home or contract",
    "Provider",
    "Service line",
    "Route",
    "Nights of care",
    "Spend (£)",
)

MOVED_HEADINGS = (
    "Placement",
    "What moved",
    "Before, a week (£)",
    "After, a week (£)",
    "Effect a week (£)",
)
VOID_HEADINGS = ("Cause", "Bed-nights empty", "Charged to us (£)")
SHARE_HEADINGS = ("Of", "Number", "Out of", "Share", "Left out")


def spend_csv(period: Period, sources: list[SourceLine]) -> bytes:
    """One row a placement or block contract."""
    return csv_bytes(SOURCE_HEADINGS, _source_rows(period, sources))


def spend_xlsx(report: MonthReport, sources: list[SourceLine]) -> bytes:
    """A sheet for each way of taking the month apart, one of placements, and one for each part beside."""
    sheets = [
        Sheet(
            f"By {by.label.lower()}",
            (by.label, *LINE_HEADINGS),
            [(line.label, line.sources, line.nights, line.weekly, line.amount) for line in lines],
        )
        for by, lines in report.parts.items()
    ]
    moved = [
        (row.reference, name, row.before, row.after, row.effect)
        for name, rows, _ in report.movement.groups
        for row in rows
    ]
    shares = [(s.label, s.part, s.whole, s.fraction, s.beside) for s in (*report.on_contract, report.good)]
    return xlsx_bytes(
        [
            *sheets,
            Sheet("Placements", SOURCE_HEADINGS, _source_rows(report.period, sources)),
            Sheet("What moved", MOVED_HEADINGS, moved),
            Sheet("Voids", VOID_HEADINGS, [(v.cause, v.nights, v.amount) for v in report.voids]),
            Sheet("Shares", SHARE_HEADINGS, shares),
        ]
    )


def _source_rows(period: Period, sources: list[SourceLine]) -> list[tuple[object, ...]]:
    return [
        (
            period.start,
            line.reference,
            line.child,
            line.home,
            line.provider,
            line.category,
            line.route,
            line.nights,
            line.amount,
        )
        for line in sources
    ]
