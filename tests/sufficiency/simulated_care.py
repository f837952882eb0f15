"""A made-up council whose process is known and is not the forecast's own.

Leaving and moving depend smoothly on time in care, time in placement and age. Siblings arrive together,
entries carry a trend, a season and shocks that last, many move to supported accommodation soon after 16,
some children come back.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from sufficiency.forecast import CATEGORIES, Category, Spell

FOSTERING, RESIDENTIAL, SUPPORTED, OTHER = (
    CATEGORIES.index(category)
    for category in (Category.FOSTERING, Category.RESIDENTIAL, Category.SUPPORTED, Category.OTHER)
)
FIRST_MONTH = date(2018, 4, 1)
WARM_UP_YEARS = 15
LEAVING_BY_PLACE = np.array([0.8, 1.0, 1.1, 2.2])
MOVING_BY_PLACE = np.array([0.25, 0.6, 0.3, 1.2])


@dataclass(frozen=True)
class Council:
    entries_a_month: float = 25.0
    trend_a_year: float = 0.0
    shock: float = 0.12
    season: float = 0.1
    residential_pull: float = 1.0


@dataclass
class _Care:
    """Those in care now, one value for each child; months count from year 0."""

    child: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    born: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    place: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    since: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    placed: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    def spells(self, who: np.ndarray, end: int | None) -> list[Spell]:
        return [
            Spell(
                f"C{self.child[k]}",
                _middle(self.born[k]),
                CATEGORIES[self.place[k]],
                _middle(self.placed[k]),
                None if end is None else _middle(end),
            )
            for k in np.flatnonzero(who)
        ]


def simulate_spells(council: Council, months: int, seed: int) -> list[Spell]:
    """Spells up to the end of ``months`` from ``FIRST_MONTH``; those still open have no end."""
    rng = np.random.default_rng(seed)
    counted_from = FIRST_MONTH.year * 12 + FIRST_MONTH.month - 1
    care, spells, count, shock = _Care(), [], 0, 0.0
    returns: list[tuple[int, int]] = []
    for now in range(counted_from - WARM_UP_YEARS * 12, counted_from + months):
        age = now - care.born
        gone = _leaves(care, age, now, rng)
        to = _moves(care, age, now, council, rng)
        moved = (to != care.place) & ~gone
        spells += care.spells(gone | moved, now)
        back = rng.random(len(age)) < 0.12
        returns += [(now + int(rng.integers(3, 24)), born) for born in care.born[gone & back & (age < 200)]]
        care.placed = np.where(moved, now, care.placed)
        care.place = np.where(moved, to, care.place)
        care = _Care(*(values[~gone] for values in vars(care).values()))
        shock = 0.93 * shock + rng.normal(0, council.shock * 0.35)
        years = max(0, now - counted_from + 36) / 12
        rate = council.entries_a_month * np.exp(council.trend_a_year * years + shock)
        ages = _families(rate * (1 + council.season * np.sin(2 * np.pi * now / 12)), rng)
        again = [born for when, born in returns if when == now and now - born < 205]
        born = np.concatenate([now - ages, np.array(again, int)])
        new = np.full(len(born), now)
        arrived = (count + np.arange(len(born)), born, _first_place(now - born, council, rng), new, new)
        care = _Care(*(np.concatenate(pair) for pair in zip(vars(care).values(), arrived, strict=True)))
        count += len(born)
    return spells + care.spells(np.ones(len(care.child), bool), None)


def _leaves(care: _Care, age: np.ndarray, now: int, rng: np.random.Generator) -> np.ndarray:
    time = now - care.since
    chance = 0.012 + 0.09 * np.exp(-time / 2.5) + 0.014 * np.exp(-((time - 14) ** 2) / 60)
    chance = chance * np.where(age < 60, 1.6, np.where(age < 150, 0.7, 0.9)) * LEAVING_BY_PLACE[care.place]
    return (rng.random(len(age)) < chance) | (age >= 216)


def _moves(care: _Care, age: np.ndarray, now: int, council: Council, rng: np.random.Generator) -> np.ndarray:
    chance = (0.006 + 0.05 * np.exp(-(now - care.placed) / 4.0)) * MOVING_BY_PLACE[care.place]
    moves = rng.random(len(age)) < chance
    grown = (age >= 192) & (care.place != SUPPORTED)
    grown &= rng.random(len(age)) < np.where(age < 196, 0.07, 0.03)
    pull = np.where(age >= 120, 0.45 * council.residential_pull, 0.06)
    to = np.where(rng.random(len(age)) < pull, RESIDENTIAL, FOSTERING)
    to = np.where(grown | ((age >= 192) & (rng.random(len(age)) < 0.6)), SUPPORTED, to)
    return np.where(moves | grown, to, care.place)


def _families(rate: float, rng: np.random.Generator) -> np.ndarray:
    """Ages in months of those who enter, siblings about two years apart."""
    families = rng.poisson(rate / 1.5)
    sizes = rng.choice([1, 2, 3, 4], p=[0.68, 0.18, 0.1, 0.04], size=families)
    kind = rng.choice(3, p=[0.22, 0.4, 0.38], size=families)
    eldest = rng.integers(np.array([0, 12, 132])[kind], np.array([12, 132, 212])[kind])
    siblings = [np.maximum(0, age - 26 * np.arange(size)) for age, size in zip(eldest, sizes, strict=True)]
    return np.concatenate([np.zeros(0, int), *siblings])


def _first_place(age: np.ndarray, council: Council, rng: np.random.Generator) -> np.ndarray:
    u = rng.random(len(age))
    place = np.where(u < np.where(age < 60, 0.18, 0.08), OTHER, FOSTERING)
    place = np.where((age >= 120) & (u > 1 - 0.22 * council.residential_pull), RESIDENTIAL, place)
    return np.where((age >= 192) & (u > 0.45), SUPPORTED, place)


def _middle(month: int) -> date:
    return date(int(month) // 12, int(month) % 12 + 1, 15)
