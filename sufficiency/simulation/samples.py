"""Invented files of the return that tell of a care history, to try the import with.

Codes and days of birth are made up from the place in the list. A care order is granted after some months of
most stays, as an episode that changes the legal status alone. A few rows hold what people meet first: a
spreadsheet's date, a start after the end, a code of other years, another home.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path

from sufficiency.forecast.cells import PlacementType
from sufficiency.ssda903.codes import year_name
from sufficiency.ssda903.layout import FILES

CODES = {
    PlacementType.FOSTER_KIN: ("U3", "PR1"),
    PlacementType.FOSTER_INHOUSE: ("U6", "PR1"),
    PlacementType.FOSTER_IFA: ("U6", "PR4"),
    PlacementType.RESIDENTIAL: ("K2", "PR4"),
    PlacementType.SUPPORTED: ("K3", "PR4"),
    PlacementType.OTHER: ("P1", "PR0"),
}
K3_FROM, LETTERS_FROM = 2025, 2025
ORDER_AFTER = timedelta(days=200)
NO_URN = "XXXXXXX"


@dataclass(frozen=True)
class Placed:
    """One placement of one child, by any name that tells children apart."""

    child: str
    birth_month: date
    is_uasc: bool
    placement_type: PlacementType
    starts_on: date
    ends_on: date | None
    urn: str = ""


@dataclass(frozen=True)
class _Row:
    code: str
    placed: Placed
    starts_on: date
    ends_on: date | None
    reason: str
    status: str
    ends_by: str


def write_samples(placed: Iterable[Placed], folder: Path, *, years: Sequence[int]) -> list[Path]:
    """Write header, episodes and uasc of each year, in the Department's form; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(placed, key=lambda one: (one.child, one.starts_on))
    children = {
        f"S{number:05d}": list(stays)
        for number, (_, stays) in enumerate(groupby(ordered, key=lambda one: one.child), start=1)
    }
    rows = [row for code, stays in children.items() for row in _episodes(code, stays)]
    written = []
    for year in years:
        first, end = date(year - 1, 4, 1), date(year, 4, 1)
        held = [row for row in rows if row.starts_on < end and (row.ends_on is None or row.ends_on > first)]
        codes = list(dict.fromkeys(row.code for row in held))
        who = [(code, children[code][0]) for code in codes]
        alone = [(code, child) for code, child in who if child.is_uasc]
        name = year_name(year)
        episodes = [_cells(row, year, end) for row in held]
        if year == max(years):
            _spoil(episodes)
        for kind, cells in (
            ("header", [(code, _sex(code, year), _born(code, c), "WBRI", "", "", "") for code, c in who]),
            ("episodes", episodes),
            ("uasc", [(code, _sex(code, year), _born(code, c), "") for code, c in alone]),
        ):
            path = folder / f"{kind}-{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([FILES[kind], *cells])
            written.append(path)
    return written


def _episodes(code: str, stays: Sequence[Placed]) -> Iterable[_Row]:
    """The stays of one child, which do not overlap, each cut where the care order is granted."""
    goes_on = [before.ends_on == after.starts_on for before, after in pairwise(stays)]
    order = stays[0].starts_on + ORDER_AFTER
    for number, stay in enumerate(stays):
        reason = "P" if number and goes_on[number - 1] else "S"
        follows = number < len(goes_on) and goes_on[number]
        ends_by = "" if stay.ends_on is None else "X1" if follows else "E8"
        cut = order if stay.starts_on < order < (stay.ends_on or date.max) and not stay.is_uasc else None
        before = "V2" if stay.is_uasc else "C1" if stay.starts_on < order else "C2"
        if cut:
            yield _Row(code, stay, stay.starts_on, cut, reason, "C1", "X1")
            yield _Row(code, stay, cut, stay.ends_on, "L", "C2", ends_by)
        else:
            yield _Row(code, stay, stay.starts_on, stay.ends_on, reason, before, ends_by)


def _cells(row: _Row, year: int, end: date) -> list[str]:
    place, provider = CODES[row.placed.placement_type]
    place = "H5" if place == "K3" and year < K3_FROM else place
    over = row.ends_on is not None and row.ends_on < end
    moved = over and row.ends_by == "X1" and row.ends_on == row.placed.ends_on
    return [
        row.code,
        f"{row.starts_on:%d/%m/%Y}",
        row.reason,
        row.status,
        "N8" if row.placed.is_uasc else "N1",
        place,
        provider,
        f"{row.ends_on:%d/%m/%Y}" if over else "",
        row.ends_by if over else "",
        "CARPL" if moved else "",
        "",
        "",
        "" if place == "P1" else row.placed.urn or NO_URN,
    ]


def _spoil(episodes: list[list[str]]) -> None:
    """A day without its year, an end before the start, a code that the year no longer has, other homes."""
    if len(episodes) < 100:
        return
    columns = ("DECOM", "PLACE", "DEC", "URN")
    dates, place, end, urn = (FILES["episodes"].index(name) for name in columns)
    episodes[10][dates] = "1-Feb"
    episodes[20][end] = "01/01/2001"
    episodes[30][place] = "P2"
    for row in [row for row in episodes if row[urn] not in ("", NO_URN)][:2]:
        row[urn] = "SC999999"


def _born(code: str, child: Placed) -> str:
    """A day in the month of birth, no later than the first day in care."""
    day = child.birth_month.replace(day=1 + int(code[1:]) % 28)
    return f"{min(day, child.starts_on):%d/%m/%Y}"


def _sex(code: str, year: int) -> str:
    return ("MF" if year >= LETTERS_FROM else "12")[int(code[1:]) % 2]
