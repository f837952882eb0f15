"""The outline of each area, worked out from postcodes alone, for maps: no boundary files are needed.

Ground goes to the nearest postcode, as in ``adjacency``. The coast is drawn where postcodes end: gaps
narrower than twice ``INLET`` are closed, and empty country with land all round it is land. Each border is
smoothed and thinned once, and both its areas take that one line, so that neighbours meet without a gap.

Known limits. Coasts with no houses are drawn inland of the shore, narrow straits and estuaries as land, and
borders through empty country a mile or two out: good for reading a map by, not for saying where a place lies.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from authorities.adjacency import NOBODY, nearest_seeds, owned_squares

SQUARE = 300  # metres
FURTHEST = 50  # squares: how far empty country reaches from its nearest postcode
INLET = 7  # squares
FRAGMENT = 60  # squares: smaller pieces than this go to what lies round them
SMOOTHINGS = 4
TOLERANCE = 0.55  # squares: how far a thinned line may stray
UNIT = 100  # metres: what an outline is written in

Vertex = tuple[int, int]
Point = tuple[float, float]


class Outline(NamedTuple):
    """``centre`` is the middle of the postcodes in metres; each ring is closed, in hundreds of metres."""

    centre: tuple[int, int]
    rings: list[list[tuple[int, int]]]


def outlines(
    easting: NDArray[np.integer], northing: NDArray[np.integer], owner: NDArray[np.integer], drawn: set[int]
) -> dict[int, Outline]:
    """The outline of each owner in ``drawn``; the other owners only hold their ground.

    The three arrays are parallel, one entry a postcode, as ``adjacency.borders`` takes them.
    """
    x, y, held = owned_squares(easting, northing, owner, square=SQUARE, margin=FURTHEST + 2)
    grid = _ground(x, y, held)
    grid[~np.isin(grid, sorted(drawn))] = NOBODY
    origin = np.array([easting.min(), northing.min()]) - (FURTHEST + 2) * SQUARE
    found: dict[int, list[list[tuple[int, int]]]] = defaultdict(list)
    for number, ring in _rings(_without_fragments(grid)):
        metres = np.array(ring)[:, ::-1] * SQUARE + origin
        found[number].append([(int(e), int(n)) for e, n in np.rint(metres / UNIT)])
    return {
        number: Outline(_centre(easting, northing, owner == number), sorted(rings, key=len, reverse=True))
        for number, rings in found.items()
    }


def _centre(easting, northing, where) -> tuple[int, int]:
    return round(float(easting[where].mean())), round(float(northing[where].mean()))


def _ground(x, y, owner) -> NDArray[np.integer]:
    """Owners of the squares of the land; the sea is nobody's."""
    shape = (int(y.max()) + FURTHEST + 3, int(x.max()) + FURTHEST + 3)
    seed_y, seed_x, distance = nearest_seeds(y, x, shape, reach=FURTHEST)
    owners = np.full(shape, NOBODY, dtype=np.int16)
    owners[y, x] = owner
    near = distance <= INLET**2
    edge_y, edge_x = np.nonzero(~near)
    _, _, from_edge = nearest_seeds(edge_y, edge_x, shape, reach=INLET)
    land = near & (from_edge > (INLET - 1) ** 2)
    labels, _ = _pieces(land.astype(np.int16))
    land |= labels != labels[0, 0]  # what no water reaches from the open sea
    land &= distance <= FURTHEST**2
    return np.where(land, owners[seed_y.clip(0), seed_x.clip(0)], NOBODY)


def _without_fragments(grid):
    """``grid`` with stray squares given to the nearest owner that is not a fragment itself."""
    labels, sizes = _pieces(grid)
    biggest = np.zeros(int(grid.max()) + 1, dtype=int)
    owner_of = np.full(len(sizes), NOBODY)
    owner_of[labels.ravel()] = grid.ravel()
    np.maximum.at(biggest, owner_of[owner_of != NOBODY], sizes[owner_of != NOBODY])
    stray = (sizes < FRAGMENT) & (sizes < biggest[owner_of]) & (owner_of != NOBODY)
    strays = stray[labels]
    kept_y, kept_x = np.nonzero(~strays & (grid != NOBODY))
    seed_y, seed_x, _ = nearest_seeds(kept_y, kept_x, grid.shape, reach=FURTHEST)
    return np.where(strays, grid[seed_y.clip(0), seed_x.clip(0)], grid)


def _pieces(grid):
    """Connected squares of one value: a label for each square, and the size of each label."""
    new_run = np.ones(grid.shape, dtype=bool)
    new_run[:, 1:] = grid[:, 1:] != grid[:, :-1]
    runs = (np.cumsum(new_run.ravel()) - 1).reshape(grid.shape)
    parent = list(range(int(runs[-1, -1]) + 1))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = run = parent[parent[run]]
        return run

    alike = grid[1:] == grid[:-1]
    for one, other in np.unique(np.stack([runs[1:][alike], runs[:-1][alike]], axis=1), axis=0).tolist():
        parent[root(one)] = root(other)
    roots = np.array([root(run) for run in range(len(parent))])
    labels = np.unique(roots, return_inverse=True)[1][runs]
    return labels, np.bincount(labels.ravel())


def _rings(grid) -> Iterator[tuple[int, list[Point]]]:
    """Each owner with a thinned ring of lattice points (row, column) round one of its pieces or holes."""
    ways = _ways(grid)
    meetings = _meetings(grid)
    for number, steps in ways.items():
        while steps:
            ring = _walk(steps)
            drawn = _thinned_ring(ring, meetings)
            if len(drawn) > 3:
                yield number, drawn


def _ways(grid) -> dict[int, dict[Vertex, list[Vertex]]]:
    """By owner: from each lattice point where its edge may be followed to, its squares on one hand."""
    ways: dict[int, dict[Vertex, list[Vertex]]] = defaultdict(lambda: defaultdict(list))
    sides = (
        (-1, 0, (0, 0), (0, 1)),
        (0, 1, (0, 1), (1, 1)),
        (1, 0, (1, 1), (1, 0)),
        (0, -1, (1, 0), (0, 0)),
    )
    for dy, dx, (from_y, from_x), (to_y, to_x) in sides:
        beside = np.roll(grid, (-dy, -dx), axis=(0, 1))
        ys, xs = np.nonzero((grid != beside) & (grid != NOBODY))
        for y, x, number in zip(ys.tolist(), xs.tolist(), grid[ys, xs].tolist(), strict=True):
            ways[number][y + from_y, x + from_x].append((y + to_y, x + to_x))
    return ways


def _walk(steps: dict[Vertex, list[Vertex]]) -> list[Vertex]:
    """One closed walk, taken out of ``steps``; where two ways part, the one that keeps to the same square."""
    start = here = min(steps)
    heading: Vertex | None = None
    ring = [start]
    while True:
        choices = steps[here]
        ahead = choices[0]
        if len(choices) > 1 and heading is not None:
            right = (here[0] + heading[1], here[1] - heading[0])
            ahead = right if right in choices else ahead
        choices.remove(ahead)
        if not choices:
            del steps[here]
        heading = (ahead[0] - here[0], ahead[1] - here[1])
        here = ahead
        if here == start:
            return ring
        ring.append(here)


def _meetings(grid) -> set[Vertex]:
    """Lattice points where more than two borders meet: they stay where they are."""
    nw, ne, sw, se = grid[:-1, :-1], grid[:-1, 1:], grid[1:, :-1], grid[1:, 1:]
    borders = (nw != ne).astype(int) + (sw != se) + (nw != sw) + (ne != se)
    ys, xs = np.nonzero(borders > 2)
    return {(y + 1, x + 1) for y, x in zip(ys.tolist(), xs.tolist(), strict=True)}


def _thinned_ring(ring: list[Vertex], meetings: set[Vertex]) -> list[Point]:
    fixed = [index for index, vertex in enumerate(ring) if vertex in meetings]
    if not fixed:
        first = ring.index(min(ring))
        fixed = [first]
    ring = [*ring[fixed[0] :], *ring[: fixed[0]]]
    cuts = [index - fixed[0] for index in fixed] + [len(ring)]
    closed = [*ring, ring[0]]
    drawn: list[Point] = []
    for start, end in pairwise(cuts):
        drawn += _thinned(closed[start : end + 1])[:-1]
    return [*drawn, drawn[0]]


def _thinned(border: list[Vertex]) -> list[Point]:
    """A border smoothed and thinned, the same whichever way it is walked."""
    if border[::-1] < border:
        return _thinned(border[::-1])[::-1]
    line = np.array(border, dtype=float)
    for _ in range(SMOOTHINGS):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    if border[0] == border[-1]:
        furthest = int(((line - line[0]) ** 2).sum(axis=1).argmax())
        kept = {*_corners(line, 0, furthest), *_corners(line, furthest, len(line) - 1)}
    else:
        kept = _corners(line, 0, len(line) - 1)
    return [tuple(line[index]) for index in sorted(kept)]


def _corners(line, first: int, last: int) -> set[int]:
    """Points to keep so that nothing strays further than ``TOLERANCE`` (Douglas and Peucker)."""
    kept, waiting = {first, last}, [(first, last)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        chord = line[end] - line[start]
        between = line[start + 1 : end] - line[start]
        length = float(np.hypot(*chord))
        strays = (
            np.abs(chord[0] * between[:, 1] - chord[1] * between[:, 0]) / length
            if length
            else np.hypot(between[:, 0], between[:, 1])
        )
        worst = int(strays.argmax())
        if strays[worst] > TOLERANCE:
            middle = start + 1 + worst
            kept.add(middle)
            waiting += [(start, middle), (middle, end)]
    return kept
