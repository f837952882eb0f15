"""What is known of the children in a provider's homes, and whether a vacancy report can be true beside it.

Children are a higher room's: it registers a source, which reads as the provider and so knows only of its own.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.actor import Actor
from providers.models import VacancyReport


@dataclass(frozen=True)
class Occupancy:
    """One home: the day on which each child living there leaves (None while no such day is known), how many
    are about to move in, how many places an offer that stands holds, and when a child last came or went.
    """

    leaving: tuple[date | None, ...] = ()
    expected: int = 0
    held: int = 0
    moved_at: datetime | None = None

    def taken_on(self, day: date) -> int:
        """Places that are not free from a day on: whoever still lives there, and whoever is to come."""
        return sum(end is None or end > day for end in self.leaving) + self.expected

    @property
    def in_words(self) -> str:
        """``3 children live here, 1 is about to move in``; empty when nothing is known."""
        counts = (
            (len(self.leaving), "child lives here", "children live here"),
            (self.expected, "is about to move in", "are about to move in"),
            (self.held, "place is held for an offer", "places are held for offers"),
        )
        return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counts if number)


NOTHING_KNOWN = Occupancy()
Source = Callable[[Actor, Collection[int], date], Mapping[int, Occupancy]]
_sources: list[Source] = []


def occupancy_source(source: Source) -> Source:
    """Register what tells, for an actor and ids of settings on a day, what it knows of each."""
    _sources.append(source)
    return source


def occupancy_of(actor: Actor, setting_ids: Collection[int], *, on: date) -> dict[int, Occupancy]:
    """What the first source that knows of a setting says of it; settings nobody knows of are left out."""
    found: dict[int, Occupancy] = {}
    for source in reversed(_sources):
        found |= source(actor, setting_ids, on)
    return found


def doubt_about(report: VacancyReport, known: Occupancy, *, places: int | None, on: date) -> str:
    """Why a report may not be right, in words for the provider; empty when nothing speaks against it.

    ``places`` is the registered capacity, None when it is not known.
    """
    taken = known.taken_on(max(report.available_from or on, on))
    most = max(places - taken, 0) if places is not None else report.beds_free
    if report.beds_free > most:
        told = "1 place is free" if report.beds_free == 1 else f"{report.beds_free} places are free"
        limit = f"no more than {most}" if most else "none"
        if not taken:
            return f"You told councils that {told}. The home is registered for {places}, so {limit} can be."
        children = "1 child" if taken == 1 else f"{taken} children"
        return (
            f"You told councils that {told}. The home is registered for {places} and we know of {children}"
            f" living there or about to move in, so {limit} can be. If a child has left, please ask the"
            " council that placed them to record it."
        )
    if moved_since(report, known):
        return "A child has moved in or out, or is about to move in, since you last told us."
    return ""


def moved_since(report: VacancyReport, known: Occupancy) -> bool:
    return known.moved_at is not None and known.moved_at > report.reported_at
