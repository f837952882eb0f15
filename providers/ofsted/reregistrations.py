"""The same home under a new number: which pairs a person should look at. Pure.

Names and addresses of homes are withheld, so no rule can decide alone. A pair is suggested when one number
left the list about when another of the same kind was registered in the same area, and postcode or name is the
same, or the owner is and either the number of places is too or nothing else fits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from providers.choices import HOMES, ReregistrationClue

# Ofsted registers the new number before it cancels the old one.
OVERLAP = timedelta(days=365)


@dataclass(frozen=True)
class Life:
    """One number on the lists. ``gone_by`` is the day of the first list without it, None while it is on."""

    urn: str
    registration_type: str
    authority_id: int | None
    owner: str
    places: int | None
    name: str
    postcode: str
    registered_on: date
    last_seen: date
    gone_by: date | None

    @property
    def family(self) -> str:
        return "home" if self.registration_type in HOMES else self.registration_type


@dataclass(frozen=True)
class Suggestion:
    earlier: str
    later: str
    clues: tuple[ReregistrationClue, ...]


def suggest(lives: Iterable[Life]) -> list[Suggestion]:
    """Pairs worth a person's look, in the order of the earlier number."""
    lives = list(lives)
    places: dict[tuple[str, int | None], list[Life]] = defaultdict(list)
    for life in lives:
        places[life.family, life.authority_id].append(life)
    pairs = [
        (old, new, _clues(old, new))
        for old in sorted(lives, key=lambda life: life.urn)
        if old.gone_by is not None and old.authority_id is not None
        for new in places[old.family, old.authority_id]
        if new.urn != old.urn and old.last_seen - OVERLAP <= new.registered_on <= old.gone_by
        if new.registered_on > old.registered_on and new.last_seen >= old.gone_by
    ]
    with_owner = [(old, new) for old, new, clues in pairs if ReregistrationClue.OWNER in clues]
    fits = Counter(old.urn for old, _ in with_owner) + Counter(new.urn for _, new in with_owner)
    return [
        Suggestion(old.urn, new.urn, clues)
        for old, new, clues in pairs
        if _telling(clues) or (ReregistrationClue.OWNER in clues and fits[old.urn] == fits[new.urn] == 1)
    ]


def _clues(old: Life, new: Life) -> tuple[ReregistrationClue, ...]:
    alike = {
        ReregistrationClue.POSTCODE: (old.postcode, new.postcode),
        ReregistrationClue.NAME: (old.name.casefold(), new.name.casefold()),
        ReregistrationClue.OWNER: (old.owner, new.owner),
        ReregistrationClue.PLACES: (old.places, new.places),
    }
    return tuple(clue for clue, (one, other) in alike.items() if one and one == other)


def _telling(clues: tuple[ReregistrationClue, ...]) -> bool:
    both = {ReregistrationClue.OWNER, ReregistrationClue.PLACES}
    return ReregistrationClue.POSTCODE in clues or ReregistrationClue.NAME in clues or both <= set(clues)
