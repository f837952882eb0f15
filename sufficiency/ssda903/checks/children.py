"""Rules about who a row is of: every child is in the header, once, with one date of birth."""

from collections.abc import Sequence

import numpy as np

from sufficiency.ssda903.checks.findings import Findings
from sufficiency.ssda903.checks.lookups import birthdays, blank_dates, keys, turns
from sufficiency.ssda903.folder import Returns
from sufficiency.ssda903.layout import YEAR
from sufficiency.ssda903.reading import Table

ADULT = 18


def check_children(returns: Returns, tables: Sequence[Table], findings: Findings) -> None:
    header, episodes = returns.header, returns.episodes
    own = keys(header, with_year=True)
    first = np.unique(own, return_index=True)[1]
    again = np.ones(len(own), dtype=bool)
    again[first] = False
    findings.rows("header-twice", header, again, "CHILD", "The child is in the header of that year before.")
    findings.rows("birth-blank", header, blank_dates(header, "DOB"), "DOB", "DOB is blank.")
    newest = birthdays(header, header)
    findings.rows(
        "birth-differs",
        header,
        (header["DOB"] != newest) & ~np.isnat(header["DOB"]),
        "DOB",
        "A newer header has another date of birth for this child.",
    )
    for table in tables:
        missing = ~np.isin(keys(table, with_year=True), own)
        findings.rows(
            "no-header",
            table,
            missing,
            "CHILD",
            lambda n, of=table: f"The child is not in the header of {int(of[YEAR][n])}.",  # type: ignore[misc]
        )
        if "DOB" in table.columns:
            born = birthdays(header, table)
            differs = (table["DOB"] != born) & ~np.isnat(born) & ~np.isnat(table["DOB"])
            findings.rows(
                "birth-differs", table, differs, "DOB", "The header has another date of birth for this child."
            )
    born = birthdays(header, episodes)
    unborn = np.isnat(born) & np.isin(keys(episodes, with_year=True), own)
    findings.rows("birth-blank", episodes, unborn, "CHILD", "The header has no date of birth for this child.")
    start = episodes["DECOM"]
    findings.rows("born-after", episodes, start < born, "DECOM", "The child was born after this day.")
    findings.rows(
        "adult", episodes, start >= turns(born, ADULT), "DECOM", "The child was already 18 on this day."
    )
