"""What follows from all that the lists say of one setting. Pure, so that lists may be loaded in any order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from providers.choices import Outcome, RegistrationStatus
from providers.histories import periods_of

_STOPS = re.compile(r"[^a-z0-9&]+")
_SPELLINGS = {"limited": "ltd", "&": "and", "company": "co"}
Row = tuple[Any, ...]


class Seen(NamedTuple):
    """One listing; the columns of ``OfstedListing``."""

    as_at: date
    urn: str
    name: str
    registration_type: str
    status: str
    registered_on: date
    sector: str
    authority_id: int | None
    owner_name: str
    places: int | None
    postcode: str
    has_several_buildings: bool
    is_short_break_only: bool
    inspected_on: date | None
    published_on: date | None
    outcome: str


@dataclass(frozen=True)
class ListDay:
    """A list that was loaded: its day and the kinds of setting it covers."""

    as_at: date
    kinds: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """``setting`` is what holds now, by column, blank where it is withheld; ``rows`` the dated facts.

    A period is ``(starts_on, ends_on, value)``, an inspection ``(inspected_on, published_on, known_on,
    outcome)``. Owners are by ``owner_key``; ``owner`` is today's, ``spelt`` how each is written, with its
    sector.
    """

    setting: Mapping[str, Any]
    owner: str
    spelt: Mapping[str, tuple[str, str]]
    rows: Mapping[str, list[Row]]


def owner_key(name: str) -> str:
    """An owner's name as a key: lists spell one company with and without "Limited", capitals and stops."""
    words = [_SPELLINGS.get(word, word) for word in _STOPS.sub(" ", name.casefold().replace("'", "")).split()]
    kept = words[1:] if words[:1] == ["the"] else words
    kept = kept[:-1] if kept[-1:] == ["ltd"] else kept
    return " ".join(kept or words) or name


def owner_of(seen: Seen) -> str:
    return seen.owner_name or f"Owner of {seen.urn} (not published)"


def facts_of(seen: Sequence[Seen], lists: Iterable[ListDay]) -> Facts:
    """``seen`` is every listing of one URN, at least one; ``lists`` every list there is."""
    seen = sorted(seen, key=lambda each: each.as_at)
    last = seen[-1]
    owners = [(each.as_at, owner_key(owner_of(each))) for each in seen]
    return Facts(
        setting={
            "name": _latest(seen, "name"),
            "registration_type": last.registration_type,
            "sector": last.sector,
            "authority_id": last.authority_id,
            "postcode": _latest(seen, "postcode"),
            "has_several_buildings": last.has_several_buildings,
            "is_short_break_only": last.is_short_break_only,
        },
        owner=owners[-1][1],
        spelt={owner_key(owner_of(each)): (owner_of(each), each.sector) for each in seen},
        rows={
            "registrations": [
                tuple(p) for p in periods_of(_statuses(seen, lists), known_from=last.registered_on)
            ],
            "capacities": [
                tuple(p) for p in periods_of([(s.as_at, s.places) for s in seen if s.places is not None])
            ],
            "ownerships": [tuple(p) for p in periods_of(owners)],
            "inspections": _inspections(seen),
        },
    )


def _latest(seen: Sequence[Seen], column: str) -> str:
    """The newest that was published; a list that withholds it takes nothing back."""
    return next((value for each in reversed(seen) if (value := getattr(each, column))), "")


def _statuses(seen: Sequence[Seen], lists: Iterable[ListDay]) -> list[tuple[date, str]]:
    """What each list says, also by silence: a list of its kind that does not name it any more."""
    by_day = {each.as_at: each for each in seen}
    status = [(day, each.status) for day, each in by_day.items()]
    for each in lists:
        if each.as_at > seen[0].as_at and each.as_at not in by_day:
            known_as = by_day[max(day for day in by_day if day < each.as_at)].registration_type
            if known_as in each.kinds:
                status.append((each.as_at, RegistrationStatus.NOT_LISTED.value))
    return status


def _inspections(seen: Sequence[Seen]) -> list[Row]:
    """Each visit once, known from the first list that told of it."""
    first: dict[tuple[date, str], Row] = {}
    for each in seen:
        if each.inspected_on is not None and each.outcome != Outcome.NOT_YET_INSPECTED:
            facts = (each.inspected_on, each.published_on, each.as_at, each.outcome)
            first.setdefault((each.inspected_on, each.outcome), facts)
    return list(first.values())
