"""The homes that fit one request."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authorities.models import Authority
from contracts.choices import Route
from core.actor import Actor, acting_as
from core.benchmarks import benchmark, median_seconds, psql_seconds
from placements.choices import PlacementType
from placements.models import PlacementRequest
from placements.selectors.matching import fitting_settings
from providers.models import Setting


@benchmark("match")
def match() -> dict[str, Any]:
    """Matching: every home of the spot route tested against one request, beside its own SQL in psql."""
    actor, wanted = _request()
    at = timezone.now()
    with acting_as(actor):

        def find() -> Any:
            return fitting_settings(wanted, Route.SPOT, at=at, within_miles=wanted.radius_miles)

        seconds = median_seconds(find)
        with CaptureQueriesContext(connection) as asked:
            matches = find()
        sql = psql_seconds([query["sql"] for query in asked.captured_queries])
        settings = Setting.objects.count()
    return {
        "settings": settings,
        "considered": matches.considered,
        "fitting": len(matches.fitting),
        "seconds": round(seconds, 4),
        "sql_seconds": round(sql, 4),
        "ratio": round(seconds / sql, 2),
        "queries": len(asked),
        "passes": seconds <= 3 * sql,
    }


def _request() -> tuple[Actor, PlacementRequest]:
    """Some council's request for residential care."""
    with acting_as(Actor.system()):
        councils = list(Authority.objects.order_by("pk").values_list("pk", flat=True))
    for council in councils:
        actor = Actor.council(council, clearance=3)
        with acting_as(actor):
            found = (
                PlacementRequest.objects.filter(
                    placement_type=PlacementType.RESIDENTIAL, easting__isnull=False
                )
                .select_related("child")
                .order_by("pk")
                .first()
            )
            if found is not None:
                return actor, found
    raise LookupError("There is no request to match: load the demo world first.")
