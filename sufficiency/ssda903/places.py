"""PLACE and PLACE_PROVIDER as the kinds of placement that are counted and forecast."""

import numpy as np

from sufficiency.forecast.cells import PLACEMENT_TYPES, PlacementType

TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
SHORT_BREAKS = ("V3", "V4")
OWN_PROVISION = "PR1"
KINDS = {
    **dict.fromkeys(("U1", "U2", "U3"), PlacementType.FOSTER_KIN),
    **dict.fromkeys(("K1", "K2", "R1", "R3", "S1"), PlacementType.RESIDENTIAL),
    # P2 and H5 are the codes of the years before K3.
    **dict.fromkeys(("K3", "H5", "P2"), PlacementType.SUPPORTED),
}
FOSTERED = ("U4", "U5", "U6")


def kinds(place: np.ndarray, provider: np.ndarray) -> np.ndarray:
    """Place in ``PLACEMENT_TYPES`` of each pair of codes; a code that is neither home nor carer is other."""
    codes, which = np.unique(place, return_inverse=True)
    number = np.array([PLACEMENT_TYPES.index(KINDS.get(code, PlacementType.OTHER)) for code in codes])
    found = number[which]
    fostered = np.isin(codes, FOSTERED)[which]
    own = PLACEMENT_TYPES.index(PlacementType.FOSTER_INHOUSE)
    agency = PLACEMENT_TYPES.index(PlacementType.FOSTER_IFA)
    return np.where(fostered, np.where(provider == OWN_PROVISION, own, agency), found)
