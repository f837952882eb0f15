"""The made-up children as files of the statistical return, and as they truly were."""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from sufficiency.forecast.cells import AGE_BANDS, LEAVES_AT_MONTHS, PLACEMENT_TYPES, cell_number
from sufficiency.simulation.process import History, first_day

OPEN = 10**9
CODES = (("U1", "PR1"), ("U6", "PR1"), ("U6", "PR4"), ("K2", "PR4"), ("K3", "PR4"), ("P1", "PR0"))
K3_FROM = 2025
HEADINGS = {
    "header": ("LA", "YEAR", "CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (
        "LA", "YEAR", "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
        "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
    ),
    "uasc": ("LA", "YEAR", "CHILD", "SEX", "DOB", "DUC"),
}  # fmt: skip


def write_returns(history: History, folder: Path, *, years: int, british: bool = False) -> int:
    """Write header.csv, episodes.csv and uasc.csv of the first ``years`` returns; returns episode rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = _episodes(history)
    files = {name: (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") for name in HEADINGS}
    writers = {name: csv.writer(file) for name, file in files.items()}
    for name, writer in writers.items():
        writer.writerow(HEADINGS[name])
    written = 0
    for year in range(history.region.first_year, history.region.first_year + years):
        begins, ends = first_day((year - 1) * 12 + 3), first_day(year * 12 + 3)
        held = np.flatnonzero((rows["start"] < ends) & (rows["end"] > begins))
        written += len(held)
        writers["episodes"].writerows(_episode_rows(rows, held, year, int(ends), british))
        children, first = np.unique(rows["child"][held], return_index=True)
        who = held[first]
        sex = np.where(children % 2, "1", "2") if year < K3_FROM - 1 else np.where(children % 2, "M", "F")
        dob = _dates(rows["born"][who], british)
        area, code = _areas(rows["area"][who]), _codes(children)
        blank = [""] * len(who)
        writers["header"].writerows(
            zip(
                area,
                [year] * len(who),
                code,
                sex.tolist(),
                dob,
                ["WBRI"] * len(who),
                blank,
                blank,
                blank,
                strict=True,
            )
        )
        alone = np.flatnonzero(rows["is_uasc"][who])
        writers["uasc"].writerows((area[n], year, code[n], sex[n], dob[n], "") for n in alone)
    for file in files.values():
        file.close()
    return written


def counts_at_month_ends(history: History, months: int) -> np.ndarray:
    """Children truly in care at month ends (authorities x months x ``CELLS``), from the first return on."""
    counts = np.zeros(
        (history.region.authorities, months, len(PLACEMENT_TYPES) * len(AGE_BANDS)), dtype=np.int32
    )
    born_month = history.born.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    end = np.where(history.end < 0, OPEN, history.end)
    for month in range(months):
        now = history.region.first_month + month
        last = first_day(now + 1) - 1
        age = now - born_month
        here = (history.start <= last) & (end > last) & (age < LEAVES_AT_MONTHS)
        np.add.at(counts[:, month], (history.area[here], cell_number(history.kind[here], age[here])), 1)
    return counts


def _episodes(history: History) -> dict[str, np.ndarray]:
    """Placements cut where the legal status changes, each row with the reason it began."""
    end = np.where(history.end < 0, OPEN, history.end)
    care_order = history.care_start + 150 + history.child % 200
    splits = (care_order > history.start) & (care_order < end) & ~history.is_uasc
    starts_care = history.start == history.care_start
    order = np.repeat(np.arange(len(end)), 1 + splits)
    second = np.r_[False, order[1:] == order[:-1]]
    first_of_two = np.r_[second[1:], False]
    full = history.start[order] >= care_order[order]
    return {
        "area": history.area[order],
        "child": history.child[order],
        "born": history.born[order],
        "is_uasc": history.is_uasc[order],
        "kind": history.kind[order],
        "start": np.where(second, care_order[order], history.start[order]),
        "end": np.where(first_of_two, care_order[order], end[order]),
        "reason": np.where(second, "L", np.where(starts_care[order], "S", "P")),
        "status": np.where(history.is_uasc[order], "V2", np.where(second | full, "C2", "C1")),
    }


def _episode_rows(
    rows: dict[str, np.ndarray], held: np.ndarray, year: int, ends: int, british: bool
) -> Iterable[tuple]:
    child, start, end = rows["child"], rows["start"], rows["end"]
    follows = np.r_[(child[1:] == child[:-1]) & (start[1:] == end[:-1]), False][held]
    closed = end[held] < ends
    kind = rows["kind"][held]
    place = np.array([code for code, _ in CODES])[kind]
    old = np.where(child[held] % 3 == 0, "P2", "H5")
    place = np.where((place == "K3") & (year < K3_FROM), old, place)
    dec = _dates(np.where(closed, end[held], 0), british)
    return zip(
        _areas(rows["area"][held]),
        [year] * len(held),
        _codes(child[held]),
        _dates(start[held], british),
        rows["reason"][held].tolist(),
        rows["status"][held].tolist(),
        np.where(rows["is_uasc"][held], "N8", "N1").tolist(),
        place.tolist(),
        np.array([provider for _, provider in CODES])[kind].tolist(),
        [day if shut else "" for day, shut in zip(dec, closed, strict=True)],
        np.where(closed, np.where(follows, "X1", "E8"), "").tolist(),
        np.where(closed & follows, "CARPL", "").tolist(),
        [""] * len(held),
        [""] * len(held),
        [""] * len(held),
        strict=True,
    )


def _dates(days: np.ndarray, british: bool) -> list[str]:
    texts = np.datetime_as_string(days.astype("datetime64[D]")).tolist()
    return [f"{t[8:]}/{t[5:7]}/{t[:4]}" for t in texts] if british else texts


def _areas(area: np.ndarray) -> list[str]:
    return [f"Area {number + 1:03d}" for number in area.tolist()]


def _codes(child: np.ndarray) -> list[str]:
    return [f"C{number:06d}" for number in child.tolist()]
