"""Rules about where a child lives: what suits what, from which age, and for how long."""

from collections.abc import Callable

import numpy as np

from sufficiency.ssda903.checks.findings import Findings
from sufficiency.ssda903.checks.lookups import birthdays, in_order, keys, turns
from sufficiency.ssda903.codes import code_lists, meaning
from sufficiency.ssda903.folder import Returns
from sufficiency.ssda903.layout import YEAR
from sufficiency.ssda903.places import TEMPORARY
from sufficiency.ssda903.reading import Table

# Says of rows that they break a rule: the rule, the rows, the column and why.
Mark = Callable[[str, np.ndarray, str, str], None]
OTHERS = ("Z11", "Z12", "Z13", "Z14")
# PLACE that each provider may not have; PR0 has P1 alone.
NOT_WITH = {
    "PR1": ("P1", "R2", "R5"),
    "PR2": ("P1", "R2", "R5"),
    "PR3": ("P1", "A3", "A4", "A5", "A6", "K1", "K2", "U1", "U2", "U3", "U4", "U5", "U6"),
    "PR4": ("P1",),
    "PR5": ("P1",),
}
YOUNGEST = {"K3": 16, "S1": 4, "P3": 14, "R5": 10}
NO_URN = ("P1", "P3", "R1", "R2", "R5", *TEMPORARY, "Z1", *OTHERS)
URN_FROM = 2019
INDEPENDENT_UNTIL = np.datetime64("2023-10-28")
MOST_DAYS = {"T3": 21, "T4": 7}
SHORT_BREAK, MOST_SHORT_BREAK = "V3", 17
POLICE, MOST_POLICE = "L1", 3
DEPRIVED_FROM, DEPRIVED_NEVER = 2027, ("K1", "P1", "R5", "K3")


def check_placements(returns: Returns, dolo: Table | None, findings: Findings) -> None:
    episodes = returns.episodes
    place, provider, start, end = (episodes[c] for c in ("PLACE", "PLACE_PROVIDER", "DECOM", "DEC"))

    def mark(rule: str, wrong: np.ndarray, column: str, says: str) -> None:
        findings.rows(rule, episodes, wrong, column, says)

    mark("provider", (provider == "PR0") & (place != "P1"), "PLACE_PROVIDER", "PR0 goes with P1 only.")
    none = np.isin(place, (*TEMPORARY, *OTHERS))
    mark("provider", none & (provider != ""), "PLACE_PROVIDER", "This PLACE has no provider.")
    known = np.isin(place, list(code_lists()["PLACE"]))
    mark("provider", known & ~none & (provider == ""), "PLACE_PROVIDER", "PLACE_PROVIDER is blank.")
    for code, never in NOT_WITH.items():
        wrong = (provider == code) & np.isin(place, never)
        mark("provider", wrong, "PLACE_PROVIDER", f"{code} does not go with this PLACE.")
    born = birthdays(returns.header, episodes)
    for code, age in YOUNGEST.items():
        says = f"{meaning('PLACE', code)} is from age {age}."
        mark("age", (place == code) & (start < turns(born, age)), "PLACE", says)
    _urns(episodes, place, mark)
    past = (place == "P2") & ((end > INDEPENDENT_UNTIL) | (np.isnat(end) & (episodes[YEAR] >= 2024)))
    mark("independent", past, "PLACE", "P2 was no placement after 28 October 2023.")
    days = (end - start).astype(np.int64)
    for code, most in MOST_DAYS.items():
        long = (place == code) & ~np.isnat(end) & (days > most)
        mark("temporary", long, "DEC", f"{code} lasts {most} days at most.")
    _stays_away(episodes, place, mark)
    status = episodes["LS"]
    for rule, code, most in (
        ("short-break", SHORT_BREAK, MOST_SHORT_BREAK),
        ("police", POLICE, MOST_POLICE),
    ):
        long = (status == code) & ~np.isnat(end) & (days > most)
        mark(rule, long, "DEC", f"{meaning('LS', code)}: {most} days at most.")
    if dolo is not None:
        _deprived(episodes, dolo, mark)


def _urns(episodes: Table, place: np.ndarray, mark: Mark) -> None:
    urn = episodes["URN"]
    of_form = np.array([_is_urn(text) for text in np.unique(urn)], dtype=bool)
    right = of_form[np.unique(urn, return_inverse=True)[1]]
    mark("urn", (urn != "") & ~right, "URN", "A URN is SC and six figures, or seven, or XXXXXXX.")
    if (urn != "").any():
        needed = (episodes[YEAR] >= URN_FROM) & (place != "") & ~np.isin(place, NO_URN)
        mark("urn", needed & (urn == ""), "URN", "URN is blank; it is needed for homes in England.")


def _is_urn(text: str) -> bool:
    if text == "XXXXXXX":
        return True
    figures = text[2:] if text.startswith("SC") else text
    return figures.isascii() and figures.isdigit() and len(figures) == (6 if text.startswith("SC") else 7)


def _stays_away(episodes: Table, place: np.ndarray, mark: Mark) -> None:
    """Care neither starts nor ends away, and a stay away goes back to where the child lived."""
    away = np.isin(place, TEMPORARY)
    mark("temporary", away & (episodes["RNE"] == "S"), "PLACE", "Care cannot start with a stay away.")
    ends_care = ~np.isin(episodes["REC"], ("", "X1"))
    mark("temporary", away & ends_care, "PLACE", "Care cannot end with a stay away.")
    child = keys(episodes, with_year=True)
    order = in_order(episodes, [child, episodes["DECOM"]])
    c, a = child[order], away[order]
    home = np.char.add(np.char.add(place[order], "/"), episodes["URN"][order])
    if len(order) < 3:
        return
    between = a[1:-1] & ~a[:-2] & ~a[2:] & (c[:-2] == c[2:]) & (home[:-2] != home[2:])
    wrong = np.zeros(len(order), dtype=bool)
    wrong[order[1:-1][between]] = True
    mark("temporary", wrong, "PLACE", "After the stay away the child is in another place than before.")


def _deprived(episodes: Table, dolo: Table, mark: Mark) -> None:
    never = np.isin(episodes["PLACE"], DEPRIVED_NEVER) & (episodes[YEAR] >= DEPRIVED_FROM)
    orders: dict[str, list[tuple[np.datetime64, np.datetime64]]] = {}
    for key, start, end in zip(
        keys(dolo, with_year=True).tolist(), dolo["DOLO_START"], dolo["DOLO_END"], strict=True
    ):
        orders.setdefault(key, []).append((start, end))
    child = keys(episodes, with_year=True)
    wrong = np.zeros(len(episodes), dtype=bool)
    for place in np.flatnonzero(never).tolist():
        start, end = episodes["DECOM"][place], episodes["DEC"][place]
        wrong[place] = any(
            (np.isnat(end) or begun < end) and (np.isnat(over) or start < over)
            for begun, over in orders.get(str(child[place]), ())
        )
    mark("deprived", wrong, "PLACE", "The child has a DoL order in these days; K1, P1, R5 and K3 do not fit.")
