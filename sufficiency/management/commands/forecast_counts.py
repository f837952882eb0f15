"""``manage.py forecast_counts FILE``: yearly counts of many areas, carried on."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from sufficiency.forecast.yearly import LONGEST_HORIZON, forecast_yearly
from sufficiency.management.files import writing

NEEDED = ("area", "year", "value")
MOST_ROWS = 1_000_000
# What publications write for a count that is not given.
NOT_GIVEN = {"", "c", "x", "z", "u", ":", "..", "-", "nan", "na", "n/a"}


class Command(BaseCommand):
    help = (
        "Forecast yearly counts (columns area, year, value), pooled over all areas in the file. No database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--horizon", type=int, default=2, help="years ahead")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, file: Path, horizon: int, out: Path, **options: Any) -> None:
        if not 1 <= horizon <= LONGEST_HORIZON:
            raise CommandError(f"--horizon is from 1 to {LONGEST_HORIZON} years.")
        counts, years = read_counts(file)
        last = years[-1]
        with writing(out) as writer:
            writer.writerow(("area", "year", "mean", "p10", "p50", "p90"))
            known = {area: row for area, row in counts.items() if last in row}
            table = np.array([[row.get(year, np.nan) for year in years] for row in known.values()])
            made = forecast_yearly(table, last, horizon)
            for place, area in enumerate(known):
                for ahead, year in enumerate(made.years):
                    bands = (int(values[place, ahead]) for values in (made.p10, made.p50, made.p90))
                    writer.writerow((area, year, f"{made.mean[place, ahead]:.2f}", *bands))
        for area in counts.keys() - known.keys():
            self.stderr.write(f"{area} is left out: it has no count for {last}.")
        self.stdout.write(f"{len(known):,} areas, {years[0]} to {last}, {horizon} years ahead: {out}")


def read_counts(path: Path) -> tuple[dict[str, dict[int, float]], list[int]]:
    """Counts by area and year, areas in the file's order, and every year from the first to the last."""
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    counts: dict[str, dict[int, float]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            names = {str(name).strip().lower(): name for name in reader.fieldnames or ()}
            missing = [name for name in NEEDED if name not in names]
            if missing:
                raise CommandError(f"{path} lacks the column {missing[0]}; it needs area, year and value.")
            for number, row in enumerate(reader, start=2):
                if number > MOST_ROWS:
                    raise CommandError(f"{path} has more than {MOST_ROWS:,} rows.")
                area, year, value = ((row[names[name]] or "").strip() for name in NEEDED)
                if not (area or year or value):
                    continue
                _keep(counts, area, year, value, f"{path}, row {number}")
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not text in UTF-8.") from error
    except csv.Error as error:
        raise CommandError(f"{path} cannot be read as a table: {error}.") from error
    known = {year for row in counts.values() for year in row}
    if not known:
        raise CommandError(f"{path} holds no counts.")
    return counts, list(range(min(known), max(known) + 1))


def _keep(counts: dict[str, dict[int, float]], area: str, year: str, value: str, where: str) -> None:
    if not area:
        raise CommandError(f"{where}: there is no area.")
    if not (year.isdecimal() and 1900 <= int(year[:5]) <= 2200):
        raise CommandError(f"{where}: “{year[:20]}” is no year.")
    row = counts.setdefault(area, {})
    if value.lower() in NOT_GIVEN:
        return
    try:
        count = float(value.replace(",", ""))
    except ValueError:
        count = np.nan
    if not 0 <= count < 1e8:
        raise CommandError(f"{where}: “{value[:20]}” is no count.")
    if int(year) in row:
        raise CommandError(f"{where}: {area} has {year} twice. Give one row for each area and year.")
    row[int(year)] = count
