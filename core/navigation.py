"""The navigation bar: each room registers its places; a person sees those their side and roles open.

Showing a link is a courtesy. What a page shows is decided by its own selectors and policies.
"""

from dataclasses import dataclass, field

from django.urls import reverse

from core.actor import Actor, Side


@dataclass(frozen=True, order=True)
class Place:
    """One entry of the bar. ``order`` sorts; empty ``roles`` means everyone on those ``sides``.

    ``covers`` names routes of sister pages, under which the entry is marked as well.
    """

    order: int
    text: str
    route: str = field(compare=False)
    sides: frozenset[Side] = field(compare=False)
    roles: frozenset[str] = field(default=frozenset(), compare=False)
    covers: tuple[str, ...] = field(default=(), compare=False)

    def open_to(self, actor: Actor) -> bool:
        return actor.side in self.sides and (not self.roles or actor.has_role(*self.roles))


@dataclass(frozen=True)
class Link:
    """A place as one request sees it; ``active`` marks the part of the site the page is in."""

    text: str
    href: str
    current: bool
    active: bool


_places: list[Place] = []


def register(*places: Place) -> None:
    """Add a room's places, once, from its ``AppConfig.ready``."""
    _places.extend(place for place in places if place not in _places)


def places_open_to(actor: Actor) -> list[Place]:
    """The places ``actor`` may open, in the order of the bar."""
    return [place for place in sorted(_places) if place.open_to(actor)]


def navigation_for(actor: Actor, path: str) -> list[Link]:
    """The bar for ``actor`` on the page at ``path``; the longest matching address is the active one."""
    places = places_open_to(actor)
    parts = {reverse(route): place for place in places for route in (place.route, *place.covers)}
    within = [href for href in parts if path == href or (href != "/" and path.startswith(href))]
    active = parts[max(within, key=len)] if within else None
    hrefs = {place: reverse(place.route) for place in places}
    return [
        Link(place.text, href, current=path == href, active=place == active) for place, href in hrefs.items()
    ]
