"""Rules about one row's dates and the days of its return."""

from sufficiency.ssda903.checks.findings import Findings
from sufficiency.ssda903.checks.lookups import ONE_DAY, blank_dates
from sufficiency.ssda903.codes import year_name
from sufficiency.ssda903.folder import year_end
from sufficiency.ssda903.layout import YEAR
from sufficiency.ssda903.reading import Table

# Of each file, where something starts and where it ends.
SPANS = {
    "episodes": ("DECOM", "DEC"),
    "missing": ("MIS_START", "MIS_END"),
    "swepisodes": ("SW_DECOM", "SW_DEC"),
    "dolo": ("DOLO_START", "DOLO_END"),
    "placedadoption": ("DATE_PLACED", "DATE_PLACED_CEASED"),
}


def check_dates(table: Table, findings: Findings) -> None:
    """Starts before it ends, within the days the return is of."""
    if table.kind not in SPANS:
        return
    starts, ends = SPANS[table.kind]
    start, end, last = table[starts], table[ends], year_end(table[YEAR])
    first = year_end(table[YEAR] - 1) + ONE_DAY
    findings.rows("dates-reversed", table, end < start, ends, lambda n: f"It ends before its {starts}.")
    findings.rows("after-year", table, start > last, starts, lambda n: f"It starts after {_last(table, n)}.")
    if table.kind != "episodes":
        return
    findings.rows("start-blank", table, blank_dates(table, starts), starts, "DECOM is blank.")
    findings.rows("same-day", table, end == start, ends, "It starts and ends on the same day.")
    findings.rows(
        "before-year", table, (end < first) & (end > start), ends, "It ended before the return's first day."
    )
    findings.rows("end-after-year", table, end > last, ends, lambda n: f"It ends after {_last(table, n)}.")


def _last(table: Table, place: int) -> str:
    year = int(table[YEAR][place])
    return f"31 March {year}, the last day of the {year_name(year)} return"
