"""``manage.py bench forecast``: how fast the forecast is, and how right."""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from core.benchmarks import benchmark
from sufficiency.forecast import forecast_areas
from sufficiency.forecast.yearly import forecast_yearly
from sufficiency.management.commands.forecast_ssda903 import read_history
from sufficiency.simulation import Region, counts_at_month_ends, simulate, write_returns
from sufficiency.simulation.measure import Measured, measure
from sufficiency.simulation.process import History

RETURNS, AHEAD = 5, 36
# As many children and rows as a region's returns hold: some 31,000 and 120,000 in five years.
REGION = Region(children=13_000, moving=1.6)
COMMAND = [sys.executable, str(settings.BASE_DIR / "manage.py"), "forecast_ssda903"]
SIZES = {
    "region": REGION,
    "one_authority": Region(authorities=1, children=550),
    "153_authorities": Region(authorities=153, children=83_000),
}
# Regions that no setting of the forecast was chosen on.
HELD_OUT = range(901, 907)
LAST_DAY = date(REGION.first_year + RETURNS - 1, 3, 31)
CHILDREN_FILE = "lait/children_looked_after_by_la.csv"
INDICATOR = "children_looked_after_31_march"


@benchmark("forecast")
def bench_forecast() -> dict[str, Any]:
    """Seconds and megabytes of a forecast from returns, and its error and bands on made-up and real pasts."""
    start = time.perf_counter()
    subprocess.run([*COMMAND, "--help"], stdout=subprocess.DEVNULL, check=True)
    speed: dict[str, Any] = {"start_seconds": round(time.perf_counter() - start, 2)}
    with tempfile.TemporaryDirectory() as folder:
        speed |= {name: _timed(region, Path(folder) / name) for name, region in SIZES.items()}
    return {**speed, "accuracy": _accuracy(), "published_counts": _published()}


def _timed(region: Region, folder: Path) -> dict[str, Any]:
    """The command from its start to its end, with Python's own start, in a process of its own.

    ``megabytes`` is the most memory it held.
    """
    history = simulate(region, seed=900)
    rows = write_returns(history, folder, years=RETURNS)
    command = [*COMMAND, str(folder), "--cutoff", LAST_DAY.isoformat(), "--months", str(AHEAD)]
    command += ["--paths", "1000", "--seed", "1"]
    start = time.perf_counter()
    done = subprocess.Popen([*command, "--out", str(folder / "out.csv")], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(done.pid, 0)
    if status:
        raise RuntimeError("forecast_ssda903 failed; its message stands above.")
    seconds = time.perf_counter() - start
    return {
        "episode_rows": rows,
        "children": children_in(history),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "megabytes": round(_kilobytes(usage) / 1024),
    }


def children_in(history: History) -> int:
    """Children whom the returns tell of."""
    ends = np.datetime64(LAST_DAY, "D").astype(np.int64)
    return len(np.unique(history.child[history.start <= ends]))


def _kilobytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss


def _accuracy() -> dict[str, Any]:
    outcomes = []
    for seed in HELD_OUT:
        with tempfile.TemporaryDirectory() as folder:
            history = simulate(REGION, seed)
            write_returns(history, Path(folder), years=RETURNS)
            _, known = read_history(Path(folder), LAST_DAY)
        truth = counts_at_month_ends(history, RETURNS * 12 + AHEAD)
        drawn = forecast_areas(known, horizon_months=AHEAD, paths=1000, seed=1)
        for area, (_, paths) in enumerate(drawn):
            outcomes.append((paths, truth[area, RETURNS * 12 - 1], truth[area, RETURNS * 12 :]))
    return {name: found.as_json() for name, found in measure(outcomes).items()}


def _published() -> dict[str, Any] | str:
    """Every year of the published counts from the third on foretold from those before, one and two ahead."""
    data = os.environ.get("HEARTH_SHARED_DATA") or settings.BASE_DIR.parent / "shared" / "data"
    path = Path(data) / CHILDREN_FILE
    if not path.exists():
        return f"not measured: {CHILDREN_FILE} is not in HEARTH_SHARED_DATA"
    table, years = published_counts(path)
    found = {}
    for ahead in (1, 2):
        errors = []
        for origin in range(2, len(years) - ahead):
            known = table[~np.isnan(table[:, origin]) & ~np.isnan(table[:, origin + ahead])]
            made = forecast_yearly(known[:, : origin + 1], years[origin], ahead)
            came, last = known[:, origin + ahead], known[:, origin]
            inside = (made.p10[:, -1] <= came) & (came <= made.p90[:, -1])
            misses = np.abs(made.mean[:, -1] - came), np.abs(last - came)
            errors.append(
                [*(100 * (miss / np.maximum(came, 1)).mean() for miss in misses), 100 * inside.mean()]
            )
        error, last_value, covered = np.mean(errors, axis=0)
        found[f"{ahead}_ahead"] = Measured(error, last_value, covered).as_json()
    return found


def published_counts(path: Path) -> tuple[np.ndarray, list[int]]:
    """Children looked after on 31 March (authorities x years, NaN where not given), without regions."""
    counts: dict[str, dict[int, float]] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["indicator"] == INDICATOR and row["value"].isdecimal() and row["region"] != "NA":
                counts.setdefault(row["area"], {})[int(row["year"])] = float(row["value"])
    years = sorted({year for row in counts.values() for year in row})
    return np.array([[row.get(year, np.nan) for year in years] for row in counts.values()]), years
