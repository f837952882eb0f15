"""The grid on which children are counted: kind of placement by age band, as the return groups them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

LEAVES_AT_MONTHS = 18 * 12


class Category(StrEnum):
    FOSTERING = "fostering"
    RESIDENTIAL = "residential"
    SUPPORTED = "supported"
    OTHER = "other"


class PlacementType(StrEnum):
    """Categories, with fostering by who the carers are and whose."""

    FOSTER_KIN = "foster_kin"
    FOSTER_INHOUSE = "foster_inhouse"
    FOSTER_IFA = "foster_ifa"
    RESIDENTIAL = "residential"
    SUPPORTED = "supported"
    OTHER = "other"

    @property
    def category(self) -> Category:
        return Category.FOSTERING if self.startswith("foster_") else Category(self)


class AgeBand(StrEnum):
    UNDER_1 = "0"
    FROM_1 = "1-4"
    FROM_5 = "5-9"
    FROM_10 = "10-15"
    FROM_16 = "16-17"


CATEGORIES = tuple(Category)
PLACEMENT_TYPES = tuple(PlacementType)
AGE_BANDS = tuple(AgeBand)
# Place in ``AGE_BANDS`` of each month of age; the bands begin at 0, 1, 5, 10 and 16 years.
BAND_OF_AGE = np.searchsorted([0, 12, 60, 120, 192], np.arange(LEAVES_AT_MONTHS), side="right") - 1


@dataclass(frozen=True, slots=True)
class Cell:
    placement_type: PlacementType
    age_band: AgeBand


# The order of the last axis of every array of counts: kind of placement first, then age band.
CELLS = tuple(Cell(kind, band) for kind in PLACEMENT_TYPES for band in AGE_BANDS)


def cell_number(kind: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Place in ``CELLS`` of children by place in ``PLACEMENT_TYPES`` and age in months."""
    return kind * len(AGE_BANDS) + BAND_OF_AGE[age]


def columns(
    category: Category | None = None,
    age_band: AgeBand | None = None,
    placement_type: PlacementType | None = None,
) -> list[int]:
    """Places in ``CELLS`` of a category, an age band, a type, what they have in common or (with none) all."""
    return [
        n
        for n, cell in enumerate(CELLS)
        if category in (None, cell.placement_type.category)
        and age_band in (None, cell.age_band)
        and placement_type in (None, cell.placement_type)
    ]
