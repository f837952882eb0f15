"""How the made-up children enter, move and leave.

Siblings enter together; entries carry a trend, a season and shocks that last; leaving depends smoothly on
time in care, age and placement, moving on time in placement; many move to supported accommodation at 16 and
17; some children come back; unaccompanied children arrive in waves. Months count from year 0.
"""

from dataclasses import dataclass, field

import numpy as np

from sufficiency.forecast.cells import PLACEMENT_TYPES, PlacementType

KIN, OWN, AGENCY, HOME, SUPPORTED, OTHER = (PLACEMENT_TYPES.index(kind) for kind in PlacementType)
WARM_UP_MONTHS = 17 * 12
MONTHS_BEFORE_ADULT = 216
LEAVING = np.array([1.05, 0.8, 0.75, 0.85, 1.0, 2.6])
MOVING = np.array([0.45, 0.6, 0.8, 1.1, 0.7, 1.5])
SHOCK_KEEPS = 0.95


@dataclass(frozen=True)
class Region:
    """``children`` is about how many are in care in all, ``spread`` how the sizes of authorities differ.

    ``moving`` multiplies the chance of moving.
    """

    authorities: int = 23
    children: int = 12_500
    first_year: int = 2017
    years: int = 8
    spread: float = 0.6
    shared_shock: float = 0.012
    own_shock: float = 0.028
    trend: float = 0.02
    leaving_shock: float = 0.015
    drift: float = 0.015
    uasc_share: float = 0.06
    uasc_shock: float = 0.08
    moving: float = 1.0

    @property
    def first_month(self) -> int:
        """April before the first return's March."""
        return (self.first_year - 1) * 12 + 3


@dataclass(frozen=True)
class History:
    """One entry for each placement. Days count from 1970; ``end`` is exclusive, -1 while it lasts."""

    region: Region
    area: np.ndarray
    child: np.ndarray
    born: np.ndarray
    is_uasc: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    end: np.ndarray
    care_start: np.ndarray


@dataclass
class _Care:
    """Those in care now, one entry for each child."""

    area: np.ndarray
    child: np.ndarray
    born: np.ndarray
    born_day: np.ndarray
    is_uasc: np.ndarray
    kind: np.ndarray
    entered: np.ndarray
    placed: np.ndarray
    start: np.ndarray
    care_start: np.ndarray

    def only(self, which: np.ndarray) -> "_Care":
        return _Care(**{name: values[which] for name, values in vars(self).items()})

    def also(self, other: "_Care") -> "_Care":
        mine, theirs = vars(self), vars(other)
        return _Care(**{name: np.concatenate([mine[name], theirs[name]]) for name in mine})


@dataclass
class _Ended:
    parts: list[_Care] = field(default_factory=list)
    ends: list[np.ndarray] = field(default_factory=list)


def first_day(month: int | np.ndarray) -> np.ndarray:
    """Day (from 1970) on which a month begins."""
    return (np.asarray(month) - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def simulate(region: Region, seed: int) -> History:
    """Placements up to the end of the region's last year; those that last have no end."""
    rng = np.random.default_rng(seed)
    sizes = np.exp(rng.normal(0, region.spread, region.authorities))
    sizes = np.maximum(sizes / sizes.sum() * region.children, 25)
    levels = _levels(region, rng)
    flavour = np.exp(rng.normal(0, 0.15, (3, region.authorities)))
    care = _nobody()
    ended, back, count = _Ended(), [_nobody()], 0
    first = region.first_month - WARM_UP_MONTHS
    for step in range(WARM_UP_MONTHS + region.years * 12):
        now = first + step
        day = first_day(now) + rng.integers(0, 28, len(care.area))
        age = now - care.born
        gone = _leaves(care, age, now, levels["leaving"][:, step] * flavour[0], rng)
        to, moved = _moves(care, age, now, levels["homes"][:, step] * flavour[1], region.moving, rng)
        moved &= ~gone
        changed = gone | moved
        ended.parts.append(care.only(changed))
        ended.ends.append(day[changed])
        left = care.only(gone & (rng.random(len(age)) < 0.12) & (age < 200) & ~care.is_uasc)
        left.entered = now + rng.integers(3, 24, len(left.area))
        back.append(left)
        care.kind = np.where(moved, to, care.kind)
        care.placed = np.where(moved, now, care.placed)
        care.start = np.where(moved, day, care.start)
        care = care.only(~gone)
        new = _enter(sizes, levels, step, now, count, flavour[2], rng)
        count += len(new.area)
        waiting = (
            back.pop()
            if len(back) == 1
            else _Care(**{k: np.concatenate([vars(b)[k] for b in back]) for k in vars(back[0])})
        )
        again = waiting.only(waiting.entered == now)
        again = again.only(now - again.born < 210)
        again.kind = _first_kind(now - again.born, levels["homes"][again.area, step], rng)
        again.placed = np.full(len(again.area), now)
        again.start = first_day(now) + rng.integers(0, 28, len(again.area))
        again.care_start = again.start
        back = [waiting.only(waiting.entered > now)]
        care = care.also(new).also(again)
    every = care
    ends = [np.full(len(care.area), -1), *ended.ends]
    every = _Care(**{k: np.concatenate([vars(p)[k] for p in (care, *ended.parts)]) for k in vars(care)})
    end = np.concatenate(ends)
    since = first_day(region.first_month)
    seen = np.flatnonzero((end == -1) | (end > since))
    order = seen[np.lexsort((every.start[seen], every.child[seen]))]
    every, end = every.only(order), end[order]
    return History(
        region,
        every.area,
        every.child,
        every.born_day,
        every.is_uasc,
        every.kind,
        every.start,
        end,
        every.care_start,
    )


def _nobody() -> _Care:
    numbers = np.zeros(0, dtype=np.int64)
    return _Care(*(numbers.astype(bool) if n == 4 else numbers for n in range(10)))


def _levels(region: Region, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """What wanders, as factors (authorities x months): entries, unaccompanied children, leaving, homes."""
    months = WARM_UP_MONTHS + region.years * 12
    areas = region.authorities

    def wander(shared: float, own: float) -> np.ndarray:
        steps = rng.normal(0, shared, months) + rng.normal(0, own, (areas, months))
        level = np.zeros((areas, months))
        for month in range(1, months):
            level[:, month] = SHOCK_KEEPS * level[:, month - 1] + steps[:, month]
        return level

    years = np.maximum(np.arange(months) - WARM_UP_MONTHS + 36, 0) / 12
    trend = (region.trend * rng.normal(0.3, 1.0) + rng.normal(0, region.trend, (areas, 1))) * years
    homes = rng.normal(0, region.drift, (areas, 1)) * years + rng.normal(0.5, 0.5) * region.drift * years
    return {
        "entries": np.exp(wander(region.shared_shock, region.own_shock) + trend),
        "uasc": region.uasc_share * np.exp(wander(region.uasc_shock, region.uasc_shock / 2)),
        "leaving": np.exp(wander(region.leaving_shock / 2, region.leaving_shock)),
        "homes": np.exp(wander(0.008, 0.012) + homes),
    }


def _leaves(
    care: _Care, age: np.ndarray, now: int, level: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    time = now - care.entered
    chance = 0.017 + 0.1 * np.exp(-time / 2.2) + 0.022 * np.exp(-((time - 15) ** 2) / 70)
    by_age = np.where(age < 48, 1.7, np.where(age < 144, 0.65, 0.85))
    chance = chance * by_age * LEAVING[care.kind] * level[care.area]
    chance = np.where(care.is_uasc, 0.012, chance)
    return (rng.random(len(age)) < chance) | (age >= MONTHS_BEFORE_ADULT)


def _moves(
    care: _Care, age: np.ndarray, now: int, homes: np.ndarray, often: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    time = now - care.placed
    moves = rng.random(len(age)) < (0.013 + 0.075 * np.exp(-time / 4.5)) * MOVING[care.kind] * often
    birthday = np.where(age == 192, 0.16, np.where((age == 204), 0.14, np.where(age > 192, 0.022, 0.0)))
    grown = (rng.random(len(age)) < birthday) & (care.kind != SUPPORTED) & (care.kind != KIN)
    pull = np.where(age >= 120, 0.4, np.where(age >= 60, 0.08, 0.01)) * homes[care.area]
    pull = np.where(care.kind == HOME, np.minimum(0.6, pull * 1.6), pull)
    u = rng.random(len(age))
    foster = np.where(u < pull + (1 - pull) * 0.12, KIN, np.where(u < pull + (1 - pull) * 0.55, OWN, AGENCY))
    to = np.where(u < pull, HOME, foster)
    to = np.where((age < 60) & (rng.random(len(age)) < 0.35), OTHER, to)
    to = np.where((age >= 192) & (rng.random(len(age)) < 0.55), SUPPORTED, to)
    return np.where(grown, SUPPORTED, to), moves | grown


def _enter(
    sizes: np.ndarray,
    levels: dict[str, np.ndarray],
    step: int,
    now: int,
    count: int,
    flavour: np.ndarray,
    rng: np.random.Generator,
) -> _Care:
    season = 1 + 0.1 * np.sin(2 * np.pi * (now % 12) / 12)
    rate = sizes * 0.0225 * levels["entries"][:, step] * season
    families = rng.poisson(rate / 1.55)
    area = np.repeat(np.arange(len(sizes)), families)
    kind = rng.random(len(area))
    young = 0.24 * flavour[area]
    bounds = np.where(kind < young, 0, np.where(kind < young + 0.4, 1, 2))
    eldest = rng.integers(np.array([0, 12, 130])[bounds], np.array([12, 132, 213])[bounds])
    siblings = rng.choice([1, 2, 3, 4, 5], p=[0.66, 0.19, 0.1, 0.035, 0.015], size=len(area))
    area = np.repeat(area, siblings)
    place = np.arange(len(area)) - np.repeat(np.cumsum(siblings) - siblings, siblings)
    ages = np.maximum(np.repeat(eldest, siblings) - place * rng.integers(14, 40, len(area)), 0)
    alone = rng.poisson(sizes * 0.03 * levels["uasc"][:, step])
    is_uasc = np.r_[np.zeros(len(area), bool), np.ones(alone.sum(), bool)]
    area = np.r_[area, np.repeat(np.arange(len(sizes)), alone)]
    ages = np.r_[ages, rng.integers(178, 214, alone.sum())]
    first = _first_kind(ages, levels["homes"][area, step], rng)
    first = np.where(
        is_uasc, np.where((ages >= 192) & (rng.random(len(area)) < 0.8), SUPPORTED, AGENCY), first
    )
    born = now - ages
    month = np.full(len(area), now)
    start = first_day(now) + rng.integers(0, 28, len(area))
    born_day = np.minimum(first_day(born) + rng.integers(0, 28, len(area)), start)
    return _Care(
        area, count + np.arange(len(area)), born, born_day, is_uasc, first, month, month, start, start
    )


def _first_kind(age: np.ndarray, homes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    u = rng.random(len(age))
    kind = np.where(u < 0.2, KIN, np.where(u < 0.58, OWN, AGENCY))
    kind = np.where(u > np.where(age < 60, 0.86, 0.93), OTHER, kind)
    kind = np.where((age >= 120) & (rng.random(len(age)) < 0.2 * homes), HOME, kind)
    return np.where((age >= 192) & (rng.random(len(age)) < 0.45), SUPPORTED, kind)
