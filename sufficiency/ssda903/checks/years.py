"""Rules about the year of a return: its codes, and what it carries over from the one before."""

import numpy as np

from sufficiency.ssda903.checks.findings import Findings
from sufficiency.ssda903.checks.lookups import keys
from sufficiency.ssda903.codes import code_lists, codes_in, year_name, years_of
from sufficiency.ssda903.layout import AREA, YEAR
from sufficiency.ssda903.places import SHORT_BREAKS
from sufficiency.ssda903.reading import Table

# Beyond this share of one column's cells, the codes are of another year and so may be all else.
MOST_WRONG = 0.2
FEWEST_WRONG = 20


def check_codes(table: Table, findings: Findings) -> None:
    """Every code on its list in that year; too many wrong in a column, and the file is not of that year."""
    for column, codes in code_lists().items():
        cells = table.columns.get(column)
        if cells is None:
            continue
        years = table[YEAR]
        wrong = np.zeros(len(table), dtype=bool)
        for year in np.unique(years):
            wrong |= (years == year) & (cells != "") & ~np.isin(cells, list(codes_in(column, int(year))))
        if column in ("RNE", "LS", "PLACE"):
            wrong |= cells == ""
        findings.rows("code", table, wrong, column, lambda n, c=cells, of=column: _says(table, c, of, n))  # type: ignore[misc]
        _of_another_year(table, column, np.isin(cells, list(codes)) & wrong, findings)


def _says(table: Table, cells: np.ndarray, column: str, place: int) -> str:
    text = str(cells[place])
    if not text:
        return f"{column} is blank."
    year = year_name(int(table[YEAR][place]))
    return f"“{text}” is no {column} of the {year} return. {years_of(column, text)}".strip()


def _of_another_year(table: Table, column: str, wrong: np.ndarray, findings: Findings) -> None:
    for number, name in enumerate(table.files):
        own = table.file == number
        if (n := int((wrong & own).sum())) >= max(FEWEST_WRONG, MOST_WRONG * own.sum()):
            year = year_name(int(table[YEAR][own][0]))
            findings.file(
                "file-codes",
                name,
                f"{n:,} cells hold {column} codes of another year than {year}. Is the file named rightly?",
                column=column,
            )


def check_years(episodes: Table, findings: Findings) -> None:
    """An episode open at the end of a return is in the next one, with the same start and PLACE."""
    open_now = np.isnat(episodes["DEC"]) & ~np.isin(episodes["LS"], SHORT_BREAKS)
    child, start, years = keys(episodes, with_year=False), episodes["DECOM"], episodes[YEAR]
    held = {(area, int(year)) for area, year in zip(episodes[AREA].tolist(), years.tolist(), strict=True)}
    for year in np.unique(years)[:-1].tolist():
        later = years == year + 1
        if not later.any():
            continue
        mine = open_now & (years == year)
        areas = episodes[AREA]
        mine &= np.array([(area, year + 1) in held for area in areas.tolist()])
        place_then = {
            (c, s): p
            for c, s, p in zip(
                child[later].tolist(), start[later].tolist(), episodes["PLACE"][later].tolist(), strict=True
            )
        }
        gone, changed = np.zeros(len(episodes), dtype=bool), np.zeros(len(episodes), dtype=bool)
        for n in np.flatnonzero(mine).tolist():
            then = place_then.get((str(child[n]), start[n].item()))
            now = str(episodes["PLACE"][n])
            gone[n] = then is None
            changed[n] = then is not None and then != now and not _renamed(now, then, year + 1)
        following = year_name(year + 1)
        findings.rows(
            "carried-over",
            episodes,
            gone,
            "DECOM",
            f"It is open, but not in the {following} return.",
        )
        findings.rows(
            "carried-over", episodes, changed, "PLACE", f"The {following} return has it with another PLACE."
        )


def _renamed(now: str, then: str, year: int) -> bool:
    """Whether the code changed and not the placement."""
    return (year == 2025 and (now, then) == ("H5", "K3")) or (
        year == 2026 and now == "Z1" and then.startswith("Z1")
    )
