"""Where children are expected to be, month after month, by the chances of leaving and moving.

Each row is a child in care now, or a kind of child who may enter, and carries the chance of being in each
placement; nobody is drawn. A row that has not moved keeps its true time in placement; one that has goes
through the groups of time in placement at their pace.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sufficiency.forecast.cells import (
    AGE_BANDS,
    BAND_OF_AGE,
    CATEGORIES,
    CELLS,
    LEAVES_AT_MONTHS,
    PLACEMENT_TYPES,
)
from sufficiency.forecast.changes import Rate, RateChange, extra_moves, factors
from sufficiency.forecast.rates import (
    IN_CARE_GROUP,
    IN_CARE_STARTS,
    IN_PLACEMENT_GROUP,
    IN_PLACEMENT_STARTS,
    KINDS,
    LEAVING_AGE,
    MOVING_AGE,
    MOVING_AGES,
    Rates,
)

BANDS = len(AGE_BANDS)
CATEGORY_OF_KIND = np.array([CATEGORIES.index(kind.category) for kind in PLACEMENT_TYPES])
# Share of a group of time in placement that goes on to the next in a month.
ONWARD = np.append(1 / np.diff(IN_PLACEMENT_STARTS), 0).astype(np.float32)
SURE = 0.95


@dataclass(frozen=True)
class People:
    """Rows in order of ``enters``: the month ahead they are first counted, 0 for those in care now.

    ``group`` is where they are counted, ``weight`` how many children the row stands for.
    """

    area: np.ndarray
    kind: np.ndarray
    age: np.ndarray
    in_care: np.ndarray
    in_placement: np.ndarray
    is_uasc: np.ndarray
    enters: np.ndarray
    group: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Expected:
    """Groups x months x ``CELLS``: children, and the sum of their chances squared; and so for all cells."""

    mean: np.ndarray
    squares: np.ndarray
    whole_squares: np.ndarray


def project(
    people: People,
    rates: Rates,
    groups: int,
    months: int,
    *,
    leaving: float = 1.0,
    changes: Sequence[RateChange] = (),
) -> Expected:
    """Expected children at each of the ``months`` ahead; ``leaving`` multiplies every chance to leave."""
    size = len(people.area)
    ages = len(MOVING_AGES)
    stay = np.ones(size, dtype=np.float32)
    moved = np.zeros((KINDS, len(IN_PLACEMENT_STARTS), size), dtype=np.float32)
    leave_table = np.ascontiguousarray(rates.leave.reshape(KINDS, -1), dtype=np.float32)
    move_table = np.ascontiguousarray(
        rates.move.transpose(0, 2, 1, 3).reshape(KINDS * len(IN_PLACEMENT_STARTS), -1), dtype=np.float32
    )
    to_table = np.ascontiguousarray(
        rates.to.transpose(2, 3, 0, 1).reshape(KINDS, KINDS, -1), dtype=np.float32
    )
    area_leave = np.ascontiguousarray(rates.area_leave.T[:, people.area] * leaving, dtype=np.float32)
    area_move = np.ascontiguousarray(rates.area_move.T[:, people.area], dtype=np.float32)
    uasc = people.is_uasc.astype(np.int64)
    every = np.arange(size)
    mean = np.zeros((groups, months, len(CELLS)), dtype=np.float32)
    squares = np.zeros_like(mean)
    whole = np.zeros((groups, months), dtype=np.float32)
    for month in range(1, months + 1):
        n = int(np.searchsorted(people.enters, month - 1, side="right"))
        passed = (month - 1 - people.enters[:n]).astype(np.int64)
        age = np.minimum(people.age[:n] + passed, LEAVES_AT_MONTHS - 1)
        arriving = MOVING_AGE[age + 1].astype(np.int64)
        in_care = IN_CARE_GROUP[np.minimum(people.in_care[:n] + passed, LEAVES_AT_MONTHS)]
        at = (LEAVING_AGE[age].astype(np.int64) * len(IN_CARE_STARTS) + in_care) * 2 + uasc[:n]
        leave = leave_table[:, at] * area_leave[:, :n]
        move = move_table[:, arriving * 2 + uasc[:n]].reshape(KINDS, len(IN_PLACEMENT_STARTS), n)
        move *= area_move[:, None, :n]
        to = to_table[:, :, people.area[:n].astype(np.int64) * ages + arriving]
        extra = np.zeros((0, KINDS, n), dtype=np.float32)
        extra_to: list[int] = []
        if changes:
            band = BAND_OF_AGE[age]
            leave *= factors(changes, Rate.LEAVING, month)[CATEGORY_OF_KIND][:, band]
            added = extra_moves(changes, month)
            extra_to = list(added)
            if added:
                tables = np.stack(list(added.values()))[:, CATEGORY_OF_KIND]
                extra = tables[:, :, band].astype(np.float32)
        np.minimum(leave, SURE, out=leave)
        np.minimum(move, SURE, out=move)
        # Those still where they were.
        kind = people.kind[:n].astype(np.int64)
        held = IN_PLACEMENT_GROUP[np.minimum(people.in_placement[:n] + passed, LEAVES_AT_MONTHS)]
        here = stay[:n] * (1 - leave[kind, every[:n]])
        goes = here * move[kind, held, every[:n]]
        stay[:n] = here - goes
        leaving_from = np.zeros((KINDS, n), dtype=np.float32)
        leaving_from[kind, every[:n]] = goes
        # Those who moved since.
        part = moved[:, :, :n]
        part *= 1 - leave[:, None]
        go = part * move
        part -= go
        leaving_from += go.sum(axis=1)
        arrivals = (to * leaving_from[:, None]).sum(axis=0)
        for which, target in enumerate(extra_to):
            arrivals += _sent(stay[:n], part, kind, extra[which], target, to)
        on = part[:, :-1] * ONWARD[:-1, None]
        part[:, :-1] -= on
        part[:, 1:] += on
        part[:, 0] += arrivals
        grown = people.age[:n] + passed + 1 >= LEAVES_AT_MONTHS
        stay[:n][grown] = 0
        part[:, :, grown] = 0
        m = int(np.searchsorted(people.enters, month, side="right"))
        total = moved[:, :, :m].sum(axis=1)
        total[people.kind[:m].astype(np.int64), every[:m]] += stay[:m]
        new_age = np.minimum(people.age[:m] + month - people.enters[:m], LEAVES_AT_MONTHS - 1)
        place = people.group[:m] * BANDS + BAND_OF_AGE[new_age]
        weight = people.weight[:m]
        for k in range(KINDS):
            cells = slice(k * BANDS, (k + 1) * BANDS)
            mean[:, month - 1, cells] = _by(place, total[k] * weight, groups)
            squares[:, month - 1, cells] = _by(place, total[k] ** 2 * weight, groups)
        whole[:, month - 1] = np.bincount(people.group[:m], total.sum(axis=0) ** 2 * weight, groups)
    return Expected(mean, squares, whole)


def _by(place: np.ndarray, weights: np.ndarray, groups: int) -> np.ndarray:
    return np.bincount(place, weights, groups * BANDS).reshape(groups, BANDS)


def _sent(
    stay: np.ndarray, part: np.ndarray, kind: np.ndarray, chance: np.ndarray, target: int, to: np.ndarray
) -> np.ndarray:
    """Move a chance more of each kind to a category, over its kinds as movers go; returns arrivals."""
    every = np.arange(len(stay))
    goes = stay * chance[kind, every]
    stay -= goes
    from_kind = np.zeros(chance.shape, dtype=np.float32)
    from_kind[kind, every] = goes
    go = part * chance[:, None]
    part -= go
    from_kind += go.sum(axis=1)
    into = np.equal(CATEGORY_OF_KIND, target)
    share = to * into[None, :, None] + 1e-6 * into[None, :, None]
    share = share / share.sum(axis=1, keepdims=True)
    return (share * from_kind[:, None]).sum(axis=0)
