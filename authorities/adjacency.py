"""Which areas touch, worked out from postcodes alone: no boundary files are needed, and none are shipped.

The map is cut into squares. A square with postcodes belongs to the owner of most of them; an empty square
takes the owner of the nearest postcode within ``REACH`` metres, and beyond that belongs to nobody. Two
areas adjoin when a square of one meets a square of the other.

Known limits. Water is empty ground as moor is: facing banks of a river count as adjoining, which is right
where the boundary runs in mid-channel (Thames, Mersey, Tyne, Tamar), but so do the shores of a strait or a
wide estuary. Those more than about two kilometres wide are put right by hand in
``data/adjoining_corrections.csv``. A border through country with no postcodes can be drawn a mile or two
out, and areas that meet only at a point may be missed or supposed.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

SQUARE = 200  # metres
REACH = 4_000  # metres

NOBODY = -1


def borders(
    easting: NDArray[np.integer], northing: NDArray[np.integer], owner: NDArray[np.integer]
) -> dict[tuple[int, int], int]:
    """The borders between owners, those through empty ground included: {(smaller owner, larger): metres}.

    The three arrays are parallel, one entry a postcode: grid reference in metres and a small non-negative
    owner number.
    """
    grid = _nearest_owner(*owned_squares(easting, northing, owner, square=SQUARE, margin=REACH // SQUARE + 1))
    lengths: Counter[tuple[int, int]] = Counter()
    for one, other in ((grid[1:], grid[:-1]), (grid[:, 1:], grid[:, :-1])):
        meets = (one != other) & (one != NOBODY) & (other != NOBODY)
        pairs = np.sort(np.stack([one[meets], other[meets]], axis=1), axis=1)
        for (a, b), count in zip(*np.unique(pairs, axis=0, return_counts=True), strict=True):
            lengths[int(a), int(b)] += int(count) * SQUARE
    return dict(lengths)


def owned_squares(easting, northing, owner, *, square: int, margin: int):
    """Squares that hold postcodes: their x, their y, and the owner of most of their postcodes.

    ``margin`` is how many empty squares are left below and to the left of the first.
    """
    x = (easting - easting.min()) // square + margin
    y = (northing - northing.min()) // square + margin
    held, counts = np.unique(np.stack([y, x, owner], axis=1), axis=0, return_counts=True)
    # Most postcodes last within each square, so that the last write wins.
    held = held[np.lexsort((counts, held[:, 1], held[:, 0]))]
    return held[:, 1], held[:, 0], held[:, 2]


def _nearest_owner(x, y, owner) -> NDArray[np.integer]:
    reach = REACH // SQUARE
    shape = (int(y.max()) + reach + 2, int(x.max()) + reach + 2)
    owners = np.full(shape, NOBODY, dtype=np.int16)
    owners[y, x] = owner
    seed_y, seed_x, distance = nearest_seeds(y, x, shape, reach=reach)
    return np.where(distance > reach**2, NOBODY, owners[seed_y.clip(0), seed_x.clip(0)])


def nearest_seeds(y, x, shape: tuple[int, int], *, reach: int):
    """The nearest seed (row, column) of each square and the square of its distance, by jump flooding: each
    pass looks half as far for a nearer one. Beyond ``reach`` squares none may have been found.
    """
    seed_y = np.full(shape, -10_000, dtype=np.int16)
    seed_x = np.full(shape, -10_000, dtype=np.int16)
    seed_y[y, x], seed_x[y, x] = y, x
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    distance = _square_distance(seed_y, seed_x, rows, columns)
    step = 1 << (reach - 1).bit_length()
    while step:
        for dy in (-step, 0, step):
            for dx in (-step, 0, step):
                if dy or dx:
                    _take_nearer(seed_y, seed_x, distance, rows, columns, dy, dx)
        step //= 2
    return seed_y, seed_x, distance


def _take_nearer(seed_y, seed_x, distance, rows, columns, dy, dx) -> None:
    """Offer each square the seed held by the square (dy, dx) away; keep it where it is nearer."""
    here = (_window(dy), _window(dx))
    there = (_window(-dy), _window(-dx))
    offered_y, offered_x = seed_y[there], seed_x[there]
    offered = _square_distance(offered_y, offered_x, rows[here[0]], columns[:, here[1]])
    nearer = offered < distance[here]
    for held, new in ((seed_y, offered_y), (seed_x, offered_x), (distance, offered)):
        held[here][nearer] = new[nearer]


def _square_distance(seed_y, seed_x, rows, columns):
    return (seed_y.astype(np.int32) - rows) ** 2 + (seed_x.astype(np.int32) - columns) ** 2


def _window(shift: int) -> slice:
    return slice(max(0, -shift), -shift if shift > 0 else None)
