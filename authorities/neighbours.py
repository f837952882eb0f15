"""Which English authorities adjoin and how each is outlined, derived from the whole postcode directory."""

from array import array
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from authorities import adjacency, files, onspd, outlines


class Ground(NamedTuple):
    """Every postcode's grid reference and number of owner, and the short code of each number.

    Welsh and Scottish councils take part, so that their ground is not given to an English neighbour; their
    code is None.
    """

    easting: NDArray[np.integer]
    northing: NDArray[np.integer]
    owner: NDArray[np.integer]
    codes: list[str | None]


def derive_neighbours() -> dict[tuple[str, str], int]:
    """Pairs of English authorities that adjoin, by short code in alphabetical order: metres of border."""
    ground = _ground()
    pairs = {}
    for (a, b), metres in adjacency.borders(ground.easting, ground.northing, ground.owner).items():
        one, other = ground.codes[a], ground.codes[b]
        if one is not None and other is not None:
            pairs[min(one, other), max(one, other)] = metres
    return pairs


def derive_outlines() -> dict[str, outlines.Outline]:
    """The outline of each English authority by short code."""
    ground = _ground()
    drawn = {number for number, code in enumerate(ground.codes) if code is not None}
    found = outlines.outlines(ground.easting, ground.northing, ground.owner, drawn)
    return {str(ground.codes[number]): outline for number, outline in found.items()}


def _ground() -> Ground:
    upper_tier = files.upper_tier_codes()
    numbers: dict[str, int] = {}
    easting, northing, owner = array("i"), array("i"), array("i")
    for row in onspd.rows():
        code = upper_tier.get(row.council_code, row.council_code)
        easting.append(row.easting)
        northing.append(row.northing)
        owner.append(numbers.setdefault(code, len(numbers)))
    short_codes = {row["code"]: row["short_code"] for row in files.read("authorities")}
    codes = [short_codes.get(code) for code in numbers]
    return Ground(np.array(easting), np.array(northing), np.array(owner), codes)
