"""Postcodes, distances and the statutory test of distance. Pure: no database, no clock."""

import re
from collections.abc import Collection, Hashable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from core.errors import DomainError

METRES_PER_MILE = Decimal("1609.3")  # the factor of the children looked-after return, not the exact mile

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})")


class GridReference(NamedTuple):
    """Whole metres east and north on the Ordnance Survey National Grid."""

    easting: int
    northing: int


def miles_between(a: GridReference, b: GridReference) -> Decimal:
    """Straight-line miles to one decimal, half up, by the formula of the children looked-after return."""
    metres = Decimal((a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2).sqrt()
    return (metres / METRES_PER_MILE).quantize(Decimal("0.1"), ROUND_HALF_UP)


def normalise_postcode(text: str) -> str:
    """A full postcode in capitals with one space, ``NG1 6AA``; DomainError when ``text`` is not one."""
    match = _POSTCODE.fullmatch(re.sub(r"\s+", "", text).upper())
    if match is None:
        raise DomainError("Enter a full UK postcode, like NG1 6AA.", field="postcode")
    return f"{match[1]} {match[2]}"


def is_distant(home: Hashable, area: Hashable | None, adjoining: Collection[Hashable]) -> bool:
    """Whether a placement in ``area`` is "at a distance" for the authority ``home``.

    Care Planning Regulations 2010, reg. 11: outside the responsible authority's area and not in the area of
    an adjoining one. Miles do not come into it. ``adjoining`` holds what adjoins ``home`` on the day; an
    area that is not known (None) is treated as distant, so that the approval is asked for rather than
    missed.
    """
    return area != home and area not in adjoining


def name_key(name: str) -> str:
    """A council's name as a key for matching lists that differ in case, stops, hyphens and ampersands."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ").replace("'", "")).strip()
