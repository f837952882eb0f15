"""``manage.py forecast_ssda903 DIR``: from the statistical returns of one or several authorities to bands."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from sufficiency.forecast import MonthlyHistory, build_history, forecast_areas
from sufficiency.forecast.cells import columns
from sufficiency.forecast.history import month_end, month_number, months_after
from sufficiency.forecast.result import ALL, QUANTILES, fan, sums
from sufficiency.management.files import writing
from sufficiency.ssda903 import Cleaned, clean, read_folder

HEADINGS = ("area", "month", "category", "placement_type", "age_band", "mean", *QUANTILES)
MOST_SHOWN = 20
LONGEST_HISTORY = 12 * 12


class Command(BaseCommand):
    help = (
        "Forecast children in care from SSDA903 returns: DIR holds header.csv, episodes.csv and if there is "
        "one uasc.csv, for several authorities and years (columns LA and YEAR) or in a folder for each year. "
        "No database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--cutoff", type=date.fromisoformat, required=True, help="last day known")
        parser.add_argument("--months", type=int, default=36)
        parser.add_argument("--paths", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, required=True)

    def handle(
        self,
        *args: Any,
        folder: Path,
        cutoff: date,
        months: int,
        paths: int,
        seed: int,
        out: Path,
        **options: Any,
    ) -> None:
        if seed < 0:
            raise CommandError("--seed is a whole number from 0.")
        try:
            cleaned, history = read_history(folder, cutoff)
            history, gone = _known_to_the_end(history)
            with writing(out) as writer:
                writer.writerow(HEADINGS)
                for area, drawn in with_pool(
                    forecast_areas(history, horizon_months=months, paths=paths, seed=seed)
                ):
                    writer.writerows(rows(area, history, drawn))
        except DomainError as error:
            raise CommandError(error.message) from error
        for sentence in (*cleaned.left_out, *cleaned.notes, *history.notes, *gone):
            self.stderr.write(sentence)
        children = int(history.known[:, -1].sum())
        self.stdout.write(
            f"{len(history.areas)} authorities, {children:,} children in care at "
            f"{history.months[-1]:%-d %B %Y}, {months} months ahead: {out}"
        )


def read_history(folder: Path, cutoff: date) -> tuple[Cleaned, MonthlyHistory]:
    """The returns up to the last month end that is not after ``cutoff``. Raises ``DomainError``."""
    last = cutoff if cutoff == month_end(month_number(cutoff)) else month_end(month_number(cutoff) - 1)
    returns = read_folder(folder)
    if returns.problems:
        shown = [f"{p.file}, row {p.row}, {p.column or 'the row'}: {p.message}" for p in returns.problems]
        more = f"\nand {len(shown) - MOST_SHOWN} more" if len(shown) > MOST_SHOWN else ""
        raise DomainError("The returns cannot be read.\n" + "\n".join(shown[:MOST_SHOWN]) + more)
    cleaned = clean(returns, until=last)
    begins = cleaned.spells.held_from
    assert begins is not None, "Returns say which months they tell of."
    first = max(month_number(begins.astype(date)), month_number(last) - LONGEST_HISTORY + 1)
    if first > month_number(last):
        raise DomainError(f"The returns begin after {last:%-d %B %Y}.")
    return cleaned, build_history(cleaned.spells, month_end(first), last)


def _known_to_the_end(history: MonthlyHistory) -> tuple[MonthlyHistory, list[str]]:
    """Without the areas that no return tells of the last month, a sentence on each; all, if all lack it."""
    unknown = history.ending_unknown()
    if not unknown or len(unknown) == len(history.areas):
        return history, []
    last = f"{history.months[-1]:%-d %B %Y}"
    return history.without(unknown), [
        f"{name} is left out, and of {ALL.upper()} too: it has no return that tells of {last}."
        for name in unknown
    ]


def with_pool(areas: Iterator[tuple[str, np.ndarray]]) -> Iterator[tuple[str, np.ndarray]]:
    """Each area, and then all of them together path by path. A single one without a name is only the pool."""
    pool: np.ndarray | None = None
    for name, drawn in areas:
        pool = drawn.astype(np.int32) if pool is None else pool + drawn
        if name:
            yield name, drawn
    if pool is not None:
        yield ALL.upper(), pool


def rows(area: str, history: MonthlyHistory, drawn: np.ndarray) -> Iterator[tuple[object, ...]]:
    """One row for each month of each sum that is published."""
    months = [f"{month:%Y-%m}" for month in months_after(history.months[-1], drawn.shape[1])]
    for category, kind, band in sums():
        found = fan(drawn, columns(category, band, kind))
        named = (category or ALL, kind or ALL, band or ALL)
        means = [f"{mean:.3f}" for mean in found.mean.tolist()]
        bands = [values.tolist() for values in found.quantiles.values()]
        for month, mean, *quantiles in zip(months, means, *bands, strict=True):
            yield area, month, *named, mean, *quantiles
