"""From the rows of several returns to one spell for each placement.

Each return repeats the episodes still open from the last one. The latest return wins; overlaps are cut; rows
that only change the legal status, a stay away of a few days, a new URN on the same home and a cut at
31 March are no moves. Short breaks (V3, V4) are not care that is counted here.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from sufficiency.forecast.spells import Spells
from sufficiency.ssda903.folder import Returns, year_end
from sufficiency.ssda903.layout import AREA, YEAR, ReturnError
from sufficiency.ssda903.places import SHORT_BREAKS, TEMPORARY, kinds
from sufficiency.ssda903.reading import Table

ONE_DAY = np.timedelta64(1, "D")
OPEN = np.datetime64("2999-01-01", "D")
SAME_PLACEMENT = ("L", "T", "U")
STARTS_PLACEMENT = ("S", "P", "B")
# Beyond this share of rows left out, what remains is no picture of care.
MOST_LEFT_OUT = 0.05


@dataclass(frozen=True)
class Cleaned:
    """``code`` is each spell's CHILD, ``row`` the place of its first row in the episodes table.

    ``left_out`` says which rows were not used and why, ``notes`` what was put right, as sentences.
    """

    spells: Spells
    code: np.ndarray
    row: np.ndarray
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def clean(returns: Returns, *, until: date | None = None) -> Cleaned:
    """Join the returns into spells as they were known on the day ``until`` (the last return's end).

    Returns of years that begin later are not looked at. Raises ``ReturnError`` where nothing is left, or
    where more than a twentieth of the rows cannot be used.
    """
    episodes = returns.episodes
    areas, area = np.unique(episodes[AREA], return_inverse=True)
    child, born, is_uasc = _children(returns, areas, area)
    limit = np.datetime64(until) + ONE_DAY if until else OPEN
    begins = year_end(episodes[YEAR] - 1) + ONE_DAY
    start, end = episodes["DECOM"], episodes["DEC"]
    counted = (begins < limit) & ~np.isin(episodes["LS"], SHORT_BREAKS)
    if not counted.any():
        raise ReturnError("The returns hold no episode up to that day.")
    left_out, usable = _unusable(episodes, counted, child, born)
    kept = np.flatnonzero(usable & (start < limit) & ~(end == start))
    kept = _latest(kept, child, start, episodes[YEAR])
    years = _years_held(area[counted], episodes[YEAR][counted], len(areas))
    last = years[1] + years[0].shape[1] - 1 - np.argmax(years[0][:, ::-1], axis=1)
    end = np.where(
        np.isnat(end), np.where(episodes[YEAR] < last[area], year_end(episodes[YEAR]) + ONE_DAY, OPEN), end
    )
    end = np.where(end >= limit, OPEN, end)
    kept = _superseded(kept, child, start, end, episodes[YEAR])
    c, s, e = child[kept], start[kept], end[kept].copy()
    same = c[1:] == c[:-1]
    overlaps = int((same & (s[1:] < e[:-1]) & (e[:-1] != OPEN)).sum())
    near = same & (s[1:] <= e[:-1] + ONE_DAY)
    e[:-1][near] = s[1:][near]
    kind = kinds(episodes["PLACE"][kept], episodes["PLACE_PROVIDER"][kept])
    away = np.isin(episodes["PLACE"][kept], TEMPORARY)
    abuts = np.r_[False, near]
    kind = _without_stays_away(kind, away, abuts)
    joined = abuts & _continues(episodes, kept, kind, away)
    first = np.flatnonzero(~joined)
    run = np.cumsum(~abuts) - 1
    run_first = np.flatnonzero(~abuts)[run[first]]
    reason = episodes["RNE"][kept]
    of_run_known = (reason == "S") | (s > year_end(np.full(1, years[1] - 1))[0])
    spells = Spells(
        areas=tuple(str(name) for name in areas),
        area=area[kept][first],
        child=c[first],
        born=born[kept][first],
        is_uasc=is_uasc[kept][first],
        kind=kind[first],
        starts=s[first],
        ends=np.where(
            e[np.r_[first[1:], len(kept)] - 1] == OPEN,
            np.datetime64("NaT"),
            e[np.r_[first[1:], len(kept)] - 1],
        ),
        care_from=s[run_first],
        care_known=of_run_known[run_first],
        placed_known=np.isin(reason[first], STARTS_PLACEMENT) | (first != run_first) | of_run_known[first],
        held=_held(years, limit),
        held_from=np.datetime64(f"{years[1] - 1}-04", "M"),
    )
    notes = [f"{overlaps:,} episodes overlapped the next one and were cut there."] if overlaps else []
    return Cleaned(spells, episodes["CHILD"][kept][first], kept[first], left_out, notes)


def _children(returns: Returns, areas: np.ndarray, area: np.ndarray) -> tuple[np.ndarray, ...]:
    """For each episode row its child's number, day of birth (NaT where the header has none) and UASC flag."""
    numbers: dict[tuple[int, str], int] = {}
    place = {name: n for n, name in enumerate(areas.tolist())}

    def number(table: Table) -> np.ndarray:
        where = [place.get(name, -1) for name in table[AREA].tolist()]
        pairs = zip(where, table["CHILD"].tolist(), strict=True)
        return np.array([numbers.setdefault(pair, len(numbers)) for pair in pairs], dtype=np.int64)

    of_episode = number(returns.episodes)
    of_header = number(returns.header)
    of_uasc = number(returns.uasc) if returns.uasc else np.zeros(0, dtype=np.int64)
    born = np.full(len(numbers), np.datetime64("NaT", "D"))
    known = ~np.isnat(returns.header["DOB"])
    order = np.argsort(returns.header[YEAR][known], kind="stable")
    born[of_header[known][order]] = returns.header["DOB"][known][order]
    uasc = np.zeros(len(numbers), dtype=bool)
    uasc[of_uasc] = True
    return of_episode, born[of_episode], uasc[of_episode]


def _unusable(
    episodes: Table, counted: np.ndarray, child: np.ndarray, born: np.ndarray
) -> tuple[list[str], np.ndarray]:
    start, end = episodes["DECOM"], episodes["DEC"]
    usable, sentences = counted.copy(), []
    for why, wrong in (
        ("DECOM is blank or no date", np.isnat(start)),
        ("DEC is before DECOM", end < start),
        ("the child has no date of birth in the header", np.isnat(born)),
        ("the episode starts before the child was born", start < born),
    ):
        found = np.flatnonzero(usable & wrong)
        usable &= ~wrong
        if len(found):
            shown = "; ".join(episodes.where(n) for n in found[:3])
            more = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
            sentences.append(f"Left out because {why}: {shown}{more}.")
    if usable.sum() < (1 - MOST_LEFT_OUT) * counted.sum():
        raise ReturnError("Too many episodes cannot be used. " + " ".join(sentences))
    return sentences, usable


def _latest(kept: np.ndarray, child: np.ndarray, start: np.ndarray, year: np.ndarray) -> np.ndarray:
    """Rows by child and start; of those repeated in later returns, the latest."""
    kept = kept[np.lexsort((kept, year[kept], start[kept], child[kept]))]
    c, s = child[kept], start[kept]
    again = np.r_[(c[1:] == c[:-1]) & (s[1:] == s[:-1]), False]
    return kept[~again]


def _superseded(
    kept: np.ndarray, child: np.ndarray, start: np.ndarray, end: np.ndarray, year: np.ndarray
) -> np.ndarray:
    """Without rows that begin within what a later return says of the same days."""
    while len(kept) > 1:
        c, s, e, y = child[kept], start[kept], end[kept], year[kept]
        lost = (c[1:] == c[:-1]) & (s[1:] < e[:-1]) & (y[1:] < y[:-1])
        if not lost.any():
            break
        kept = kept[np.r_[True, ~lost]]
    return kept


def _without_stays_away(kind: np.ndarray, away: np.ndarray, abuts: np.ndarray) -> np.ndarray:
    """A stay away counts as the placement it interrupts, or else as the one that follows."""
    here = np.arange(len(kind))
    run = np.cumsum(~abuts)
    before = np.maximum.accumulate(np.where(away, 0, here))
    after = np.minimum.accumulate(np.where(away, len(kind) - 1, here)[::-1])[::-1]
    found = np.where(run[before] == run, before, np.where(run[after] == run, after, here))
    return np.where(away, kind[found], kind)


def _continues(episodes: Table, kept: np.ndarray, kind: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Whether each row is still the placement of the row before it; asked only of rows that abut."""

    def unchanged(column: str) -> np.ndarray:
        values = episodes[column][kept]
        return np.r_[False, values[1:] == values[:-1]]

    start = episodes["DECOM"][kept]
    same_code = unchanged("PLACE") & unchanged("PLACE_PROVIDER")
    month = start.astype("datetime64[M]")
    day = (start - month).astype(int) + 1
    calendar = month.astype(int) % 12
    at_year_end = ((calendar == 2) & (day == 31)) | ((calendar == 3) & (day == 1))
    cut = at_year_end & same_code & unchanged("URN") & unchanged("PL_POST") & ~unchanged(YEAR)
    post, urn = episodes["PL_POST"][kept], episodes["URN"][kept]
    new_urn = same_code & (post != "") & unchanged("PL_POST") & (urn != "") & ~unchanged("URN")
    same_kind = np.r_[False, kind[1:] == kind[:-1]]
    back = np.r_[False, away[:-1]]
    same = np.isin(episodes["RNE"][kept], SAME_PLACEMENT) | away | back | cut | new_urn
    return same_kind & same


def _years_held(area: np.ndarray, year: np.ndarray, areas: int) -> tuple[np.ndarray, int]:
    """Which authority has a return for which year (authorities x years), and the first of these years."""
    first = int(year.min())
    held = np.zeros((areas, int(year.max()) - first + 1), dtype=bool)
    held[area, year - first] = True
    return held, first


def _held(years: tuple[np.ndarray, int], limit: np.datetime64) -> np.ndarray:
    """The same by month, up to the month that ends before ``limit``."""
    held = np.repeat(years[0], 12, axis=1)
    whole = (limit.astype("datetime64[M]") - np.datetime64(f"{years[1] - 1}-04", "M")).astype(int)
    return held[:, : max(int(whole), 0)]
