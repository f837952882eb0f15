"""What a direct award is chosen from, and what was kept of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch

from placements.models import DirectAward, DirectAwardCandidate, Offer, PlacementRequest
from placements.selectors.comparison import Comparison
from placements.selectors.matching import Home, fitting_settings

# The nearest homes that fit, beside every offer; how many were tested in all is kept as a number.
MOST_SHOWN = 50


@dataclass(frozen=True)
class Candidate:
    """A home as it stands: miles from home, its newest inspection outcome, which needs it says it meets."""

    setting_id: int
    name: str
    miles: Decimal | None
    outcome: str
    needs_met: frozenset[str]
    offer: Offer | None = None


def candidates_of(comparison: Comparison, *, at: datetime) -> tuple[int, list[Candidate]]:
    """How many homes were tested on the routes the offers came by, and the offers compared with the nearest
    that fit besides."""
    request = comparison.request
    considered, fitting = 0, dict[int, Home]()
    for route in comparison.routes:
        matches = fitting_settings(request, route, at=at, within_miles=request.radius_miles)
        considered += matches.considered
        fitting |= {home.setting_id: home for home in matches.fitting if home.setting_id not in fitting}
    wanted = frozenset(request.needs)
    offered = [
        Candidate(
            row.setting.pk,
            row.setting.name,
            row.miles,
            row.outcome.value,
            wanted & frozenset(row.setting.needs),
            row.offer,
        )
        for row in comparison.offers
    ]
    known = {candidate.setting_id for candidate in offered}
    others = [
        Candidate(home.setting_id, home.name, home.miles, home.outcome.value, wanted & home.needs)
        for home in fitting.values()
        if home.setting_id not in known
    ]
    return considered, offered + others[:MOST_SHOWN]


def direct_award_of(request: PlacementRequest) -> DirectAward | None:
    """The newest direct award of a request, with its frozen candidates."""
    candidates = DirectAwardCandidate.objects.select_related("setting", "offer").order_by("position")
    return (
        DirectAward.objects.filter(request=request)
        .select_related("awarded_by", "offer__setting")
        .prefetch_related(Prefetch("candidates", candidates))
        .order_by("-awarded_at", "-pk")
        .first()
    )
