"""Homes as one searches for them: what the register knows, how the council reaches them, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from authorities.geography import GridReference
from contracts.models import SavedSearch
from contracts.selectors.reach import with_best_tool
from core.actor import Actor
from core.errors import NotFound
from providers.models import Setting
from providers.selectors.directory import homes_register, with_distance


def homes_to_find(actor: Actor, *, at: datetime) -> QuerySet[Setting]:
    """``homes_register`` with the best ``tool`` and ``tier`` by which the council reaches each."""
    return with_best_tool(homes_register(actor, at=at), actor.council_id, on=timezone.localdate(at))


def homes_side_by_side(
    actor: Actor, urns: Sequence[str], *, start: GridReference | None, at: datetime
) -> list[Any]:
    """Some of them in the order asked for, with their distance from ``start`` where one is given."""
    homes = homes_to_find(actor, at=at).filter(urn__in=urns)
    found = {home.urn: home for home in (with_distance(homes, start) if start else homes)}
    if len(found) < len(set(urns)):
        raise NotFound
    return [found[urn] for urn in dict.fromkeys(urns)]


@dataclass
class AreaCount:
    """Homes in one area, and the beds they reported free; ``unsaid`` have never reported."""

    authority_id: int | None
    code: str
    name: str
    homes: int = 0
    free: int = 0
    unsaid: int = 0


def count_by_area(homes: QuerySet[Any]) -> list[AreaCount]:
    """The homes of a search by area, most homes first; those whose area is withheld come last."""
    areas: dict[int | None, AreaCount] = {}
    rows: Iterable[Any] = homes.order_by().values_list(
        "authority_id", "authority__code", "authority__name", "vacancy"
    )
    for pk, code, name, vacancy in rows:
        area = areas.setdefault(pk, AreaCount(pk, code or "", name or "Area withheld"))
        area.homes += 1
        if vacancy is None:
            area.unsaid += 1
        elif vacancy["is_admitting"]:
            area.free += vacancy["beds_free"]
    return sorted(areas.values(), key=lambda area: (area.authority_id is None, -area.homes, area.name))


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """The person's own saved searches, by name."""
    return SavedSearch.objects.filter(authority=actor.authority_id, user=actor.user_id).order_by("name")
