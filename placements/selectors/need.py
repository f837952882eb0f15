"""What belongs to a request's need: areas to avoid, brothers and sisters, orders of a court."""

from datetime import date

from core.errors import NotFound
from placements.models import AvoidedArea, Child, DolOrder, PlacementRequest, RequestSibling


def areas_avoided(request: PlacementRequest) -> list[AvoidedArea]:
    """Those that hold now, in the order they were recorded."""
    return list(AvoidedArea.objects.filter(request=request, lifted_at=None).order_by("recorded_at", "pk"))


def siblings_of(request: PlacementRequest) -> list[RequestSibling]:
    """Every brother and sister of the request, the oldest first, also those parted from it."""
    return list(
        RequestSibling.objects.filter(request=request)
        .select_related("child", "own_request", "split_by")
        .order_by("-age", "pk")
    )


def siblings_together(request: PlacementRequest) -> list[RequestSibling]:
    """Those who are to live in the same home."""
    return [sibling for sibling in siblings_of(request) if sibling.own_request_id is None]


def dol_orders_of(child: Child) -> list[DolOrder]:
    """The newest first."""
    return list(
        DolOrder.objects.filter(child=child).select_related("recorded_by").order_by("-starts_on", "pk")
    )


def dol_order_on(child: Child, on: date) -> DolOrder | None:
    return DolOrder.objects.filter(child=child).in_force_on(on).first()


def access_area(request: PlacementRequest, key: str) -> AvoidedArea:
    """One of the request's areas by its number."""
    return _one(AvoidedArea.objects.filter(request=request, lifted_at=None), key)


def access_sibling(request: PlacementRequest, key: str) -> RequestSibling:
    """One of the request's brothers and sisters who are still on it, by number."""
    siblings = RequestSibling.objects.filter(request=request, own_request=None)
    return _one(siblings.select_related("child", "request"), key)


def _one(rows, key: str):
    found = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if found is None:
        raise NotFound
    return found
