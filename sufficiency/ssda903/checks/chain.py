"""Rules about one child's episodes in one return: they follow each other, and say why they begin and end."""

import numpy as np

from sufficiency.ssda903.checks.findings import Findings
from sufficiency.ssda903.checks.lookups import in_order, keys
from sufficiency.ssda903.places import SHORT_BREAKS, TEMPORARY
from sufficiency.ssda903.reading import Table

FOLLOWS = "X1"
NEW_PLACEMENT = ("P", "B", "T", "U")
STATUS_ONLY = "L"


def check_chain(episodes: Table, findings: Findings) -> None:
    child = keys(episodes, with_year=True)
    order = in_order(episodes, [child, episodes["DECOM"]])
    order = order[~np.isnat(episodes["DECOM"][order]) & ~np.isin(episodes["LS"][order], SHORT_BREAKS)]
    start, end = episodes["DECOM"][order], episodes["DEC"][order]
    reason, ends_by = episodes["RNE"][order], episodes["REC"][order]
    same = np.r_[child[order][1:] == child[order][:-1], False][: len(order)]
    next_start = np.r_[start[1:], start[:1]]
    repeated = same & (next_start == start)
    overlaps = same & ~repeated & (np.isnat(end) | (next_start < end))

    def mark(rule: str, wrong: np.ndarray, column: str, says: str) -> None:
        findings.rows(rule, episodes, _unsorted(wrong, order, len(episodes)), column, says)

    mark("repeated", repeated, "DECOM", "Another episode of this child starts on the same day.")
    mark("overlap", overlaps, "DEC", "The next episode starts before this one ends; it is cut there.")
    follows = same & (next_start == end)
    mark(
        "chain-follows",
        (ends_by == FOLLOWS) & ~follows & ~overlaps & ~repeated,
        "REC",
        "REC is X1, but no episode starts that day.",
    )
    mark(
        "chain-follows",
        follows & (ends_by != FOLLOWS),
        "REC",
        "REC ends care, but the next episode starts that day.",
    )
    after = np.r_[False, follows[:-1]][: len(order)]
    mark("chain-starts", after & (reason == "S"), "RNE", "RNE is S, but care went on from the day before.")
    gap = np.r_[False, (same & ~follows & ~overlaps & ~repeated)[:-1]][: len(order)]
    mark("chain-starts", gap & (reason != "S"), "RNE", "RNE is not S, but no episode ended that day.")
    ended = ~np.isnat(end)
    mark("end-reason", ended & (ends_by == ""), "REC", "DEC is there without REC.")
    mark("end-reason", ~ended & (ends_by != ""), "DEC", "REC is there without DEC.")
    need = episodes["CIN"][order]
    changed = np.r_[False, (follows & (np.r_[need[1:], need[:1]] != need))[:-1]][: len(order)]
    mark("need-changes", changed & (need != ""), "CIN", "CIN was another in the episode before.")
    why = episodes["REASON_PLACE_CHANGE"][order]
    next_reason = np.r_[reason[1:], reason[:1]]
    away = np.isin(episodes["PLACE"][order], TEMPORARY)
    next_away = np.r_[away[1:], away[:1]]
    moves = follows & np.isin(next_reason, NEW_PLACEMENT) & ~away & ~next_away
    if (why != "").any():
        mark(
            "change-reason",
            moves & (why == ""),
            "REASON_PLACE_CHANGE",
            "The placement ends without one.",
        )
        idle = ~ended | (follows & (next_reason == STATUS_ONLY)) | away
        mark("change-reason", idle & (why != ""), "REASON_PLACE_CHANGE", "No placement ends here.")


def _unsorted(wrong: np.ndarray, order: np.ndarray, rows: int) -> np.ndarray:
    mask = np.zeros(rows, dtype=bool)
    mask[order[wrong]] = True
    return mask
