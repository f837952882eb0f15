"""Monthly spend as files whose totals are the page's, to the penny."""

from core.exports import Sheet, csv_bytes, xlsx_bytes
from core.periods import Period
from reports.selectors.spend import By, SourceLine, SpendLine

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


def spend_csv(period: Period, sources: list[SourceLine]) -> bytes:
    """One row a placement or block contract."""
    return csv_bytes(SOURCE_HEADINGS, _source_rows(period, sources))


def spend_xlsx(period: Period, parts: dict[By, list[SpendLine]], sources: list[SourceLine]) -> bytes:
    """A sheet for each way of taking the month apart, and one of placements."""
    sheets = [
        Sheet(
            f"By {by.label.lower()}",
            (by.label, *LINE_HEADINGS),
            [(line.label, line.sources, line.nights, line.weekly, line.amount) for line in lines],
        )
        for by, lines in parts.items()
    ]
    return xlsx_bytes([*sheets, Sheet("Placements", SOURCE_HEADINGS, _source_rows(period, sources))])


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
