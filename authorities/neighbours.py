"""Which English authorities adjoin, derived from the whole postcode directory."""

from array import array

import numpy as np

from authorities import adjacency, files, onspd


def derive_neighbours() -> dict[tuple[str, str], int]:
    """Pairs of English authorities that adjoin, by short code in alphabetical order: metres of border found.

    Welsh and Scottish councils take part, so that their ground is not given to an English neighbour.
    """
    upper_tier = files.upper_tier_codes()
    numbers: dict[str, int] = {}
    easting, northing, owner = array("i"), array("i"), array("i")
    for row in onspd.rows():
        code = upper_tier.get(row.council_code, row.council_code)
        easting.append(row.easting)
        northing.append(row.northing)
        owner.append(numbers.setdefault(code, len(numbers)))
    short_codes = {row["code"]: row["short_code"] for row in files.read("authorities")}
    names = [short_codes.get(code) for code in numbers]
    pairs = {}
    for (a, b), metres in adjacency.borders(np.array(easting), np.array(northing), np.array(owner)).items():
        one, other = names[a], names[b]
        if one is not None and other is not None:
            pairs[min(one, other), max(one, other)] = metres
    return pairs
