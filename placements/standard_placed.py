"""What became of a search, in the file form of the Placements Data Standard, version 2. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from placements.choices import PlacementType

TYPES = {
    PlacementType.RESIDENTIAL: "Residential",
    PlacementType.FOSTERING: "Foster",
    PlacementType.SUPPORTED: "Supported Accommodation",
}


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The agreed placement and who recorded what, when. ``weekly_cost`` is £ a week on the first day; an
    officer's name is empty where nobody is known."""

    weekly_cost: Decimal
    location: str
    is_within_radius: bool
    keeps_school: bool
    urn: str
    siblings_together: int
    placement_type: str
    referral_officer: str
    referred_on: date
    placement_officer: str
    placed_on: date
    cost_officer: str
    cost_on: date


def placed_to_standard(placed: Placed) -> dict[str, dict[str, Any]]:
    """The two entities that a search adds to the file once the child is placed; whole pounds, as it asks."""
    quality: dict[str, Any] = {
        "referralOfficerName": placed.referral_officer,
        "referralDate": placed.referred_on.isoformat(),
        "placementOfficerName": placed.placement_officer,
        "placementDate": placed.placed_on.isoformat(),
        "costOfficerName": placed.cost_officer,
        "costDate": placed.cost_on.isoformat(),
    }
    return {
        "ActualPlacement": {
            "totalWeeklyCost": int(placed.weekly_cost.quantize(Decimal(1), ROUND_HALF_UP)),
            "placementLocation": placed.location,
            "preferabilityLocation": placed.is_within_radius,
            "educationContinuity": placed.keeps_school,
            "providerURN": placed.urn,
            "siblingsPlacedTogether": placed.siblings_together,
            "placementType": TYPES[PlacementType(placed.placement_type)],
        },
        "QualityAssurance": {name: value for name, value in quality.items() if value},
    }
