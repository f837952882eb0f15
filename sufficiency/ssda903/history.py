"""From the rows of returns to placements, by way of the little that is kept of each row."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sufficiency.forecast.cells import PLACEMENT_TYPES, PlacementType
from sufficiency.ssda903.checks.lookups import birthdays, keys
from sufficiency.ssda903.cleaning import clean
from sufficiency.ssda903.folder import Returns
from sufficiency.ssda903.layout import AREA, YEAR
from sufficiency.ssda903.places import SHORT_BREAKS
from sufficiency.ssda903.reading import Table

KEPT = ("DECOM", "DEC", "RNE", "PLACE", "PLACE_PROVIDER", "URN", "PL_POST")
PURCHASED = ("PR2", "PR4", "PR5")
ADOPTION = ("A3", "A4", "A5", "A6")


@dataclass(frozen=True, slots=True)
class Episode:
    """What is kept of one row. ``ends_on`` is exclusive; ``home`` tells addresses apart and is none."""

    year: int
    child_code: str
    birth_month: date
    is_uasc: bool
    starts_on: date
    ends_on: date | None
    reason: str
    place: str
    place_provider: str
    urn: str
    home: str


@dataclass(frozen=True, slots=True)
class Returned:
    """One placement, its episodes joined. ``urn`` is the last one, "" where none is needed. It may have begun
    before ``starts_on`` where ``placed_known`` is false, and the time in care where ``care_known`` is."""

    child_code: str
    birth_month: date
    is_uasc: bool
    placement_type: PlacementType
    starts_on: date
    ends_on: date | None
    urn: str
    is_purchased: bool
    placed_known: bool
    care_known: bool


def episodes_of(returns: Returns, told_apart: Callable[[str], str]) -> list[Episode]:
    """The rows to keep, short breaks left out. ``told_apart`` makes of a postcode what stands for it."""
    episodes = returns.episodes
    born = birthdays(returns.header, episodes).astype("datetime64[M]").astype("datetime64[D]")
    uasc = np.zeros(len(episodes), dtype=bool)
    if returns.uasc:
        uasc = np.isin(keys(episodes, with_year=False), keys(returns.uasc, with_year=False))
    counted = np.flatnonzero(~np.isin(episodes["LS"], SHORT_BREAKS))
    homes = {post: told_apart(post) if post else "" for post in np.unique(episodes["PL_POST"]).tolist()}

    def column(values: np.ndarray) -> list:
        return values[counted].tolist()

    return [
        Episode(
            year=year,
            child_code=code,
            birth_month=birth,
            is_uasc=alone,
            starts_on=start,
            ends_on=end,
            reason=reason[:1],
            place=place[:3],
            place_provider=provider[:3],
            urn=urn[:10],
            home=homes[post],
        )
        for year, code, birth, alone, start, end, reason, place, provider, urn, post in zip(
            column(episodes[YEAR]),
            column(episodes["CHILD"]),
            column(born),
            column(uasc),
            *(column(episodes[name]) for name in KEPT),
            strict=True,
        )
    ]


def placements_of(episodes: Sequence[Episode]) -> list[Returned]:
    """Episodes of all years as placements: each once, however many returns repeat it."""
    if not episodes:
        return []
    cleaned = clean(_returns(episodes))
    spells = cleaned.spells
    providers = [episodes[row].place_provider for row in cleaned.row.tolist()]
    places = [episodes[row].place for row in cleaned.row.tolist()]
    ends = spells.ends.tolist()
    urns = _urns(episodes)
    return [
        Returned(
            child_code=code,
            birth_month=born,
            is_uasc=uasc,
            placement_type=PLACEMENT_TYPES[kind],
            starts_on=start,
            ends_on=end,
            urn=_last_urn(urns[code], start, end),
            is_purchased=provider in PURCHASED and place not in ADOPTION,
            placed_known=placed,
            care_known=known,
        )
        for code, born, uasc, kind, start, end, provider, place, placed, known in zip(
            cleaned.code.tolist(),
            spells.born.tolist(),
            spells.is_uasc.tolist(),
            spells.kind.tolist(),
            spells.starts.tolist(),
            ends,
            providers,
            places,
            spells.placed_known.tolist(),
            spells.care_known.tolist(),
            strict=True,
        )
    ]


def _returns(episodes: Sequence[Episode]) -> Returns:
    rows = np.arange(len(episodes))

    def table(kind: str, columns: dict[str, np.ndarray]) -> Table:
        columns[AREA] = np.full(len(episodes), "")
        columns["CHILD"] = np.array([episode.child_code for episode in episodes])
        columns[YEAR] = np.array([episode.year for episode in episodes], dtype=np.int64)
        return Table(kind, ("",), columns, rows, np.zeros(len(episodes), dtype=np.int32))

    def days(values: list[date | None]) -> np.ndarray:
        return np.array(values, dtype="datetime64[D]")

    header = table("header", {"DOB": days([episode.birth_month for episode in episodes])})
    made = table(
        "episodes",
        {
            "DECOM": days([episode.starts_on for episode in episodes]),
            "DEC": days([episode.ends_on for episode in episodes]),
            "RNE": np.array([episode.reason for episode in episodes]),
            "PLACE": np.array([episode.place for episode in episodes]),
            "PLACE_PROVIDER": np.array([episode.place_provider for episode in episodes]),
            "URN": np.array([episode.urn for episode in episodes]),
            "PL_POST": np.array([episode.home for episode in episodes]),
        },
    )
    alone = {episode.child_code for episode in episodes if episode.is_uasc}
    uasc = Table(
        "uasc",
        ("",),
        {AREA: np.full(len(alone), ""), "CHILD": np.array(sorted(alone)), YEAR: np.zeros(len(alone), int)},
        np.arange(len(alone)),
        np.zeros(len(alone), dtype=np.int32),
    )
    return Returns(header, made, uasc if alone else None)


def _urns(episodes: Sequence[Episode]) -> dict[str, list[tuple[date, str]]]:
    """By child, the URN of each episode by its start."""
    found: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for episode in episodes:
        found[episode.child_code].append((episode.starts_on, episode.urn))
    return {code: sorted(rows) for code, rows in found.items()}


def _last_urn(rows: list[tuple[date, str]], start: date, end: date | None) -> str:
    first = bisect_left(rows, (start, ""))
    last = bisect_left(rows, (end, "")) if end else len(rows)
    return next((urn for _, urn in reversed(rows[first:last]) if urn), "")
