"""What a person types about a child and a request: the shapes that forms and the API hand to services."""

from dataclasses import dataclass
from datetime import date

from placements.choices import PlacementType, Urgency


@dataclass(frozen=True, kw_only=True)
class ChildFacts:
    """Who the child is. ``sex`` is a code of ``providers.choices.Sex``; the postcode is that of home."""

    full_name: str
    date_of_birth: date
    sex: str
    home_postcode: str
    case_number: str = ""
    school: str = ""
    is_uasc: bool = False
    looked_after_since: date | None = None


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """The home asked for. Only the type must be known; the rest may be saved empty until it is submitted."""

    placement_type: PlacementType
    urgency: Urgency = Urgency.PLANNED
    needed_on: date | None = None
    planned_end_on: date | None = None
    legal_status: str = ""
    needs: tuple[str, ...] = ()
    needs_summary: str = ""
    child_views: str = ""
    home_area: str = ""
    radius_miles: int = 20
    areas_to_avoid: str = ""
    wants_solo: bool = False
