"""Block or spot: what buying beds as a block would cost against buying each place, on simulated need.

Every path of the forecast is one future of how many of the council's own children need this kind of care. A
share of them could live in the block's homes; each bed stands empty now and then all the same: matching,
staff, repairs. The guarantee is paid for an empty bed, the whole price for one in use. Nothing is discounted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from contracts.calculations import break_even_beds
from core.errors import DomainError
from core.periods import add_months
from sufficiency.planning.costs import MONTHS_PER_YEAR, weeks_of

QUANTILES = {"p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9}
MOST_BEDS = 60
LONGEST_TERM = 120
WHOLE = Decimal(100)
LATER_MONTHS = 6
# Candidates reach past the beds asked about, so that "more would be better" can be seen.
TRIED_BEYOND = 2


@dataclass(frozen=True)
class BlockTerms:
    """The deal: pounds a bed a week, the share of it guaranteed for an empty bed, when beds open, how prices
    rise a year. ``first_month`` is months ahead of the last recorded month; ``spot_*`` is what the same
    children would cost bought singly."""

    beds: int
    weekly_price: Decimal
    guaranteed_percent: Decimal
    first_month: int
    beds_a_month: int
    term_months: int
    indexation_percent: Decimal
    spot_weekly: Decimal
    spot_standard_error: Decimal
    spot_growth_percent: Decimal
    suitable_percent: Decimal
    matching_percent: Decimal
    turnover_percent: Decimal


def break_even(terms: BlockTerms) -> Decimal | None:
    """Beds in use, on average, at which the block costs what spot would, at today's prices.

    Where only part is guaranteed, the rest of the price is paid by use and so is set against spot. None when
    spot is no dearer than that rest: then no occupancy breaks even.
    """
    share = terms.guaranteed_percent / 100
    gained = terms.spot_weekly - terms.weekly_price * (1 - share)
    if gained <= 0:
        return None
    return break_even_beds(terms.weekly_price * share * terms.beds, gained)


@dataclass(frozen=True)
class Occupancy:
    """Beds open and in use: ``open_beds`` is months, ``used`` paths x months."""

    months: list[date]
    open_beds: np.ndarray
    used: np.ndarray


@dataclass(frozen=True)
class _World:
    """What every size of block meets alike: suitable children, and beds that can be slept in."""

    months: list[date]
    suitable: np.ndarray
    usable: np.ndarray
    open_beds: np.ndarray
    spot: np.ndarray


def appraise(need: np.ndarray, last_recorded: date, terms: BlockTerms, *, seed: int) -> dict[str, Any]:
    """``need`` is children in this kind of care, paths x months after ``last_recorded``.

    Plain data, ready to be kept: figures of the beds asked about, of every other size tried, and of the same
    block when one assumption is otherwise.
    """
    _check(need, terms)
    most = min(MOST_BEDS, terms.beds * TRIED_BEYOND)
    world = _simulate(need, last_recorded, terms, most, seed)
    sizes = [_figures(world, terms, beds) for beds in range(1, most + 1)]
    best = max(sizes, key=lambda size: size["saving"]["mean"])
    occupancy = _occupancy(world, terms.beds)
    even = break_even(terms)
    return {
        "chosen": sizes[terms.beds - 1],
        "sizes": sizes,
        "best_beds": best["beds"] if best["saving"]["mean"] > 0 else 0,
        "break_even_beds": None if even is None else str(even),
        "curve": _curve(occupancy),
        "carried_from": len(need[0]),
        "sensitivity": _sensitivity(need, last_recorded, terms, world, seed),
    }


def spot_cost_at(result: Mapping[str, Any], terms: Mapping[str, str], weekly: Decimal) -> Decimal:
    """Pounds that the bed-nights of a kept appraisal (its ``result`` and ``terms``) would cost at ``weekly``
    £ instead of its spot price, which is above nought, rising alike: its expected spot cost in proportion."""
    return Decimal(str(result["chosen"]["spot_cost"]["mean"])) * weekly / Decimal(terms["spot_weekly"])


def _check(need: np.ndarray, terms: BlockTerms) -> None:
    if not 1 <= terms.beds <= MOST_BEDS:
        raise DomainError(f"A block here has from 1 to {MOST_BEDS} beds.", field="beds")
    if not 1 <= terms.term_months <= LONGEST_TERM:
        raise DomainError(f"A term is from 1 to {LONGEST_TERM} months.", field="term_months")
    if terms.first_month < 1 or terms.first_month > need.shape[1]:
        raise DomainError(
            f"The first bed must open within the {need.shape[1]} months that the forecast reaches.",
            field="first_month",
        )
    if terms.beds_a_month < 1:
        raise DomainError("At least one bed opens each month until all are open.", field="beds_a_month")


def _simulate(need: np.ndarray, last_recorded: date, terms: BlockTerms, most: int, seed: int) -> _World:
    rng = np.random.default_rng(seed)
    paths, known = need.shape
    ahead = np.arange(terms.first_month, terms.first_month + terms.term_months)
    # Beyond the forecast's reach each path stays where it was: as uncertain as at the end, and no further.
    needed = need[:, np.minimum(ahead, known) - 1]
    suitable = _suitable(needed, terms, rng)
    since = np.arange(terms.term_months)
    opens = np.arange(most) // terms.beds_a_month
    is_open = opens[:, None] <= since[None, :]
    kept_empty = (
        rng.random((most, paths, terms.term_months), dtype=np.float32) < float(terms.matching_percent) / 100
    )
    usable = np.cumsum(is_open[:, None, :] & ~kept_empty, axis=0, dtype=np.int32)
    z = rng.standard_normal((paths, 1))
    spot = np.maximum(float(terms.spot_weekly) + float(terms.spot_standard_error) * z, 0.0)
    spot = spot * (1 + float(terms.spot_growth_percent) / 100) ** (ahead[None, :] / MONTHS_PER_YEAR)
    first_of_last = last_recorded.replace(day=1)
    months = [_last_day(add_months(first_of_last, int(month))) for month in ahead]
    return _World(months, suitable, usable, np.cumsum(is_open, axis=0), spot)


def _suitable(needed: np.ndarray, terms: BlockTerms, rng: np.random.Generator) -> np.ndarray:
    """How many of the children the block could take: the same child stays suitable until somebody else comes
    in the child's stead."""
    paths, months = needed.shape
    most = int(needed.max(initial=0))
    share, turnover = float(terms.suitable_percent) / 100, float(terms.turnover_percent) / 100
    fits = rng.random((paths, most)) < share
    suitable = np.empty((paths, months), dtype=np.int32)
    slots = np.arange(most)
    for month in range(months):
        changed = rng.random((paths, most), dtype=np.float32) < turnover
        fits = np.where(changed, rng.random((paths, most), dtype=np.float32) < share, fits)
        suitable[:, month] = (fits & (slots < needed[:, month, None])).sum(axis=1)
    return suitable


def _occupancy(world: _World, beds: int) -> Occupancy:
    used = np.minimum(world.suitable, world.usable[beds - 1])
    return Occupancy(world.months, world.open_beds[beds - 1], used)


def _figures(world: _World, terms: BlockTerms, beds: int) -> dict[str, Any]:
    """Money and nights over the whole term, for one size of block."""
    held = _occupancy(world, beds)
    weeks = weeks_of(held.months)
    years = np.arange(len(held.months)) / MONTHS_PER_YEAR
    price = float(terms.weekly_price) * (1 + float(terms.indexation_percent) / 100) ** np.floor(years)
    guaranteed = float(terms.guaranteed_percent) / 100
    empty = held.open_beds - held.used
    block = (weeks * price * (guaranteed * held.open_beds + (1 - guaranteed) * held.used)).sum(axis=1)
    spot = (weeks * world.spot * held.used).sum(axis=1)
    nights = weeks * 7
    share_used = (nights * held.used).sum(axis=1) / (nights * held.open_beds).sum()
    return {
        "beds": beds,
        "occupancy": _spread(share_used, places=4),
        "empty_nights": _spread((nights * empty).sum(axis=1)),
        "block_cost": _spread(block),
        "spot_cost": _spread(spot),
        "saving": _spread(spot - block),
        "chance_cheaper": round(float((spot > block).mean()), 4),
        "voids_council": _spread((weeks * price * guaranteed * empty).sum(axis=1)),
        "voids_provider": _spread((weeks * price * (1 - guaranteed) * empty).sum(axis=1)),
    }


def _curve(held: Occupancy) -> list[dict[str, Any]]:
    """Beds in use by month end: the occupancy curve."""
    found = np.quantile(held.used, list(QUANTILES.values()), axis=0, method="inverted_cdf")
    return [
        {
            "month": month.isoformat(),
            "open": int(held.open_beds[n]),
            "mean": round(float(held.used[:, n].mean()), 2),
            **{name: int(values[n]) for name, values in zip(QUANTILES, found, strict=True)},
        }
        for n, month in enumerate(held.months)
    ]


def _sensitivity(
    need: np.ndarray, last_recorded: date, terms: BlockTerms, world: _World, seed: int
) -> list[dict[str, Any]]:
    """The same block with one assumption otherwise; each with its saving and occupancy."""
    later = min(terms.first_month + LATER_MONTHS, need.shape[1])
    fewer, more = (terms.suitable_percent * times for times in (Decimal("0.8"), Decimal("1.2")))

    def simulated(**facts: Any) -> tuple[_World, BlockTerms]:
        changed = replace(terms, **facts)
        return _simulate(need, last_recorded, changed, terms.beds, seed), changed

    def spot(times: float) -> tuple[_World, BlockTerms]:
        return replace(world, spot=world.spot * times), terms

    def price(times: str) -> tuple[_World, BlockTerms]:
        return world, replace(terms, weekly_price=terms.weekly_price * Decimal(times))

    tries = (
        ("As asked", (world, terms)),
        ("A fifth fewer children suit it", simulated(suitable_percent=fewer)),
        ("A fifth more children suit it", simulated(suitable_percent=min(WHOLE, more))),
        (
            "Beds stand empty 10 points more of the time",
            simulated(matching_percent=min(WHOLE, terms.matching_percent + 10)),
        ),
        (f"Beds open {later - terms.first_month} months later", simulated(first_month=later)),
        ("Spot is 10% cheaper", spot(0.9)),
        ("Spot is 10% dearer", spot(1.1)),
        ("The block is 5% cheaper", price("0.95")),
        ("The block is 5% dearer", price("1.05")),
    )
    rows = []
    for label, (tried, changed) in tries:
        figures = _figures(tried, changed, terms.beds)
        rows.append(
            {"label": label, **{key: figures[key] for key in ("saving", "occupancy", "chance_cheaper")}}
        )
    return rows


def _spread(values: np.ndarray, *, places: int = 0) -> dict[str, float]:
    """Mean and the 80% range."""
    low, high = np.quantile(values, (0.1, 0.9))
    found: Sequence[tuple[str, float]] = (("mean", values.mean()), ("p10", low), ("p90", high))
    return {name: round(float(value), places) for name, value in found}


def _last_day(first: date) -> date:
    return date.fromordinal(add_months(first, 1).toordinal() - 1)
