"""A council's children over the years: who came into care, moved and left, month by month.

Simulated so that the number looked after passes through every published figure. Nobody in it exists.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from authorities.choices import ServiceCategory
from config.demo.cast import Council
from config.demo.dice import Dice
from core.periods import age_on, month_of

F, R, S, OTHER = (
    ServiceCategory.FOSTERING,
    ServiceCategory.RESIDENTIAL,
    ServiceCategory.SUPPORTED,
    ServiceCategory.OTHER,
)
# Ages on coming into care, as (lowest, highest) and weight; unaccompanied children are older.
ENTRY_AGES = {(0, 0): 18, (1, 4): 18, (5, 9): 17, (10, 15): 31, (16, 17): 16}
# The monthly chance of leaving, by months in care so far: most who leave soon, leave early.
LEAVING = ((3, 0.065), (12, 0.032), (36, 0.018), (999, 0.011))
# The monthly chance of a move between two homes of the same kind, and of a change of kind.
SAME_KIND_MOVE = 0.012
YOUNGEST = {F: 0, R: 8, S: 16, OTHER: 0}


@dataclass
class Spell:
    category: ServiceCategory
    starts_on: date
    ends_on: date | None = None


@dataclass
class LifeInCare:
    """One child's time in care; the last spell is open while it lasts."""

    born_on: date
    is_uasc: bool
    spells: list[Spell] = field(default_factory=list)

    @property
    def since(self) -> date:
        return self.spells[0].starts_on

    @property
    def category(self) -> ServiceCategory:
        return self.spells[-1].category

    @property
    def eighteenth_birthday(self) -> date:
        return self.born_on.replace(year=self.born_on.year + 18)

    def leave(self, on: date) -> None:
        self.spells[-1].ends_on = max(on, self.spells[-1].starts_on + timedelta(days=1))

    def move(self, category: ServiceCategory, on: date) -> None:
        if on > self.spells[-1].starts_on:
            self.spells[-1].ends_on = on
            self.spells.append(Spell(category, on))


def lives_in_care(council: Council, *, today: date, factor: int, dice: Dice) -> list[LifeInCare]:
    """Every child looked after since the first published day, those of today with an open last spell."""
    anchors = {day: n * factor for day, n in council.looked_after.items()} | {today: council.now * factor}
    first = min(anchors)
    live = [_child(council, dice, first, settled=True) for _ in range(anchors[first])]
    gone: list[LifeInCare] = []
    before = first
    for day in _month_ends(first, today):
        live = _let_leave(live, gone, before, day, dice)
        _let_move(live, before, day, dice)
        target = _target(anchors, day, dice)
        while len(live) > target:
            child = live.pop(dice.randrange(len(live)))
            child.leave(day)
            gone.append(child)
        live += [
            _child(council, dice, dice.day_between(before + timedelta(days=1), day))
            for _ in range(target - len(live))
        ]
        _settle_kinds(live, _kinds(council, target, factor), day, dice, exact=day == today)
        before = day
    return gone + live


def _month_ends(first: date, today: date) -> Iterator[date]:
    day = month_of(first + timedelta(days=1)).end
    while day is not None and day - timedelta(days=1) < today:
        yield day - timedelta(days=1)
        day = month_of(day).end
    yield today


def _target(anchors: dict[date, int], day: date, dice: Dice) -> int:
    """The published figure, or on the way between two a little above or below the straight line."""
    if day in anchors:
        return anchors[day]
    before, after = max(d for d in anchors if d < day), min(d for d in anchors if d > day)
    share = (day - before).days / (after - before).days
    line = anchors[before] + (anchors[after] - anchors[before]) * share
    return round(line * (1 + dice.gauss(0, 0.006)))


def _child(council: Council, dice: Dice, on: date, *, settled: bool = False) -> LifeInCare:
    """A child coming into care on ``on``, or one of those already there that day."""
    is_uasc = dice.chance(council.uasc_share)
    low, high = (15, 17) if is_uasc else dice.weighted(ENTRY_AGES)
    age_in_days = dice.randint(low * 365, high * 365 + 300)
    since = on
    if settled:
        since -= timedelta(days=min(int(dice.expovariate(1 / 800)), age_in_days))
        age_in_days = min(age_in_days + (on - since).days // 2, 17 * 365)
    born_on = on - timedelta(days=age_in_days)
    if (born_on.month, born_on.day) == (2, 29):
        born_on -= timedelta(days=1)
    age = age_on(born_on, on)
    weights = {F: 10.0, R: 1.5 if age >= YOUNGEST[R] else 0, S: 5.0 if age >= YOUNGEST[S] else 0, OTHER: 2.0}
    return LifeInCare(born_on, is_uasc, [Spell(dice.weighted(weights), max(since, born_on))])


def _let_leave(
    live: list[LifeInCare], gone: list[LifeInCare], before: date, day: date, dice: Dice
) -> list[LifeInCare]:
    staying = []
    for child in live:
        months = (day - child.since).days // 30
        chance = next(rate for limit, rate in LEAVING if months < limit)
        if child.eighteenth_birthday <= day:
            child.leave(child.eighteenth_birthday)
        elif dice.chance(chance):
            child.leave(dice.day_between(max(before, child.spells[-1].starts_on) + timedelta(days=1), day))
        else:
            staying.append(child)
            continue
        gone.append(child)
    return staying


def _let_move(live: list[LifeInCare], before: date, day: date, dice: Dice) -> None:
    for child in live:
        if dice.chance(SAME_KIND_MOVE):
            child.move(child.category, dice.day_between(before + timedelta(days=1), day))


def _kinds(council: Council, target: int, factor: int) -> dict[ServiceCategory, int]:
    """How many of ``target`` live in each kind of care, in today's proportions."""
    share = target / (council.now * factor)
    residential = round(council.residential * factor * share)
    supported = round(council.bought[S] * factor * 1.2 * share)
    other = round(target * 0.13)
    return {R: residential, S: supported, OTHER: other, F: target - residential - supported - other}


def _settle_kinds(
    live: list[LifeInCare], wanted: dict[ServiceCategory, int], day: date, dice: Dice, *, exact: bool
) -> None:
    """Change the kind of care of a few children, towards the proportions wanted; today, all the way."""
    held = Counter(child.category for child in live)
    order = dice.sample(live, len(live))
    for kind in (S, R, OTHER, F):
        missing = wanted[kind] - held[kind]
        for child in order:
            if missing <= (0 if exact else wanted[kind] // 25):
                break
            start = child.spells[-1].starts_on
            fits = YOUNGEST[kind] <= age_on(child.born_on, day) and start < day
            if fits and child.category != kind and held[child.category] > wanted[child.category]:
                held[child.category] -= 1
                held[kind] += 1
                missing -= 1
                child.move(kind, dice.day_between(start + timedelta(days=1), day) if exact else day)
