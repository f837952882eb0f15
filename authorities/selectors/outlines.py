"""The areas of councils as a map draws them."""

from collections.abc import Collection, Mapping
from datetime import date

from authorities.models import Authority
from core.charts import Area, Pin
from core.charts.frame import Value

METRES = 100  # the unit of outlines


def map_areas(
    figures: Mapping[int, Value | None], *, on: date, picked: Collection[int] = frozenset()
) -> list[Area]:
    """Every authority of a day by name, for ``core.charts.area_map``, in one query.

    ``figures`` are by authority id: those it names are told of, None being a figure that is not known; the
    others are the ground round them.
    """
    held = Authority.objects.in_force_on(on).filter(outline__isnull=False).order_by("name")
    return [
        Area(name, rings, figures.get(pk), picked=pk in picked, told=pk in figures)
        for pk, name, rings in held.values_list("pk", "name", "outline__rings")
    ]


def map_pin(label: str, easting: int, northing: int, *, metres: float = 0) -> Pin:
    """A point of the national grid for ``area_map``, with a circle of so many metres round it."""
    return Pin(label, easting / METRES, northing / METRES, metres / METRES)
