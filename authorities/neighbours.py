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
        code = upper_tier.get(row.district_code, row.district_code)
        easting.append(row.easting)
        northing.append(row.northing)
        owner.append(numbers.setdefault(code, len(numbers)))
    short_codes = {row["ons_code"]: row["code"] for row in files.read("authorities")}
    names = [short_codes.get(code) for code in numbers]
    lengths = adjacency.borders(np.array(easting), np.array(northing), np.array(owner))
    pairs = {(names[a], names[b]): metres for (a, b), metres in lengths.items()}
    return {(min(p), max(p)): metres for p, metres in pairs.items() if p[0] is not None and p[1] is not None}
