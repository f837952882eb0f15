"""Whether a home fits a child: the rules before anybody judges. Pure; the selector brings the facts.

The order of ``LeftOut`` is the order in which a home is tested; it is counted under the first that fails.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import NamedTuple, Protocol

from authorities.geography import GridReference, miles_between
from placements.choices import PlacementType
from providers.choices import UNGRADED, Accepts, Outcome, RegistrationType, Sex
from providers.freshness import Freshness, freshness_of
from providers.grades import meets_gateway

TYPES_FOR: dict[str, tuple[RegistrationType, ...]] = {
    PlacementType.FOSTERING: (RegistrationType.FOSTERING_AGENCY,),
    PlacementType.RESIDENTIAL: (RegistrationType.CHILDRENS_HOME, RegistrationType.RESIDENTIAL_SCHOOL),
    PlacementType.SUPPORTED: (RegistrationType.SUPPORTED_ACCOMMODATION,),
}
OUR_OWN_TYPES_FOR = {**TYPES_FOR, PlacementType.FOSTERING: (RegistrationType.COUNCIL_FOSTERING,)}


class LeftOut(Enum):
    """Why a home on the route does not fit."""

    NOT_REGISTERED = "Not registered, or registration suspended"
    AVOIDED = "In an area that the child must avoid"
    AGE = "Does not take this age"
    SEX = "Does not take this sex"
    SUSPENDED = "A council has stopped new placements there"
    QUALITY = "Below the quality gateway"
    NOT_INSPECTED = "Not yet inspected"
    NO_VACANCY = "Says it has no place"
    HELD = "Its free places are held for other children"
    TOO_FAR = "Further away than asked for"
    PLACE_UNKNOWN = "Where it is is not known"


class Circle(NamedTuple):
    """An area to avoid."""

    centre: GridReference
    miles: int

    def holds(self, stands: GridReference | None) -> bool:
        """Whether a place lies inside; one that is not known is not ruled out."""
        return stands is not None and miles_between(self.centre, stands) <= self.miles


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What the child needs and the council accepts. ``within_miles`` None means any distance.

    ``siblings`` are the age and sex of each brother and sister to live in the same home.
    """

    age: int
    sex: str
    needs: frozenset[str]
    needed_on: date
    quality_gateway: str
    accept_not_inspected: bool
    fresh_days: int
    within_miles: int | None
    near_areas: Collection[int]
    at: datetime
    siblings: tuple[tuple[int, str], ...] = ()
    avoid: tuple[Circle, ...] = ()

    @property
    def children(self) -> tuple[tuple[int, str], ...]:
        """Age and sex of everybody who is to live there."""
        return ((self.age, self.sex), *self.siblings)


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """A provider's newest word on one home."""

    reported_at: datetime
    beds_free: int
    available_from: date | None
    is_admitting: bool

    def freshness(self, ask: Ask) -> Freshness:
        return freshness_of(self.reported_at, at=ask.at, fresh_days=ask.fresh_days)

    def says_no(self, ask: Ask) -> bool:
        """True when a fresh report rules the home out; an old one proves nothing either way."""
        if self.freshness(ask) is not Freshness.FRESH:
            return False
        too_late = self.available_from is not None and self.available_from > ask.needed_on
        return not self.is_admitting or self.beds_free < len(ask.children) or too_late


@dataclass(frozen=True, kw_only=True)
class Home:
    """What is known of one home. ``miles`` is None where its place is not known; ``suspended_by`` names other
    councils that stopped their own placements there, for ours to weigh."""

    setting_id: int
    urn: str
    name: str
    provider_id: int
    provider: str
    area_id: int | None
    area: str
    age_from: int
    age_to: int
    accepts: str
    needs: frozenset[str]
    is_active: bool
    is_suspended: bool
    outcome: Outcome
    places: int | None
    miles: Decimal | None
    vacancy: Vacancy | None
    terms: str
    lot_id: int | None
    asked: bool
    suspended_by: str = ""
    stands: GridReference | None = None
    held: int = 0

    def freshness(self, ask: Ask) -> Freshness:
        return self.vacancy.freshness(ask) if self.vacancy else Freshness.NONE


class Registered(Protocol):
    """What the register alone says of a home."""

    @property
    def is_active(self) -> bool: ...
    @property
    def age_from(self) -> int: ...
    @property
    def age_to(self) -> int: ...
    @property
    def accepts(self) -> str: ...
    @property
    def is_suspended(self) -> bool: ...
    @property
    def outcome(self) -> str: ...


class Listing(NamedTuple):
    """A ``Registered`` home and no more: most homes fail here, and the rest of them need not be read."""

    is_active: bool
    age_from: int
    age_to: int
    accepts: str
    is_suspended: bool
    outcome: str


def why_left_out(home: Home, ask: Ask) -> LeftOut | None:
    """The first rule the home fails; None when it fits."""
    return (
        why_register_rules_out(home, ask)
        or why_vacancy_rules_out(home.vacancy, ask)
        or why_place_rules_out(home, ask)
    )


def why_register_rules_out(home: Registered, ask: Ask) -> LeftOut | None:
    """The first rule that the home fails by what the register says of it."""
    if not home.is_active:
        return LeftOut.NOT_REGISTERED
    if not all(home.age_from <= age <= home.age_to for age, _ in ask.children):
        return LeftOut.AGE
    if not all(takes_sex(home.accepts, sex) for _, sex in ask.children):
        return LeftOut.SEX
    if home.is_suspended:
        return LeftOut.SUSPENDED
    if home.outcome in UNGRADED:
        if not ask.accept_not_inspected:
            return LeftOut.NOT_INSPECTED
    elif not meets_gateway(home.outcome, ask.quality_gateway):
        return LeftOut.QUALITY
    return None


def why_vacancy_rules_out(vacancy: Vacancy | None, ask: Ask) -> LeftOut | None:
    """Whether the newest word from the home, if it has said any, is no."""
    return LeftOut.NO_VACANCY if vacancy and vacancy.says_no(ask) else None


def why_place_rules_out(home: Home, ask: Ask) -> LeftOut | None:
    """Whether the home stands where the child must not live, too far away, or nobody knows where; or has its
    free places held."""
    if any(circle.holds(home.stands) for circle in ask.avoid):
        return LeftOut.AVOIDED
    if home.held and home.vacancy and home.vacancy.beds_free - home.held < len(ask.children):
        return LeftOut.HELD
    if ask.within_miles is None:
        return None
    if home.miles is None:
        return None if home.area_id in ask.near_areas else LeftOut.PLACE_UNKNOWN
    return LeftOut.TOO_FAR if home.miles > ask.within_miles else None


def takes_sex(accepts: str, sex: str) -> bool:
    """A home for one sex takes a child whose sex is recorded as that one; ``U`` needs a home for any."""
    return accepts == Accepts.ANY or (sex != Sex.UNKNOWN and accepts == sex)


def nearest_first(homes: Collection[Home], ask: Ask) -> list[Home]:
    """Fresh vacancies first, then by distance; homes whose place is unknown come last."""

    def key(home: Home) -> tuple[bool, bool, Decimal, int, str]:
        met = len(home.needs & ask.needs)
        return (
            home.freshness(ask) is not Freshness.FRESH,
            home.miles is None,
            home.miles or Decimal(0),
            -met,
            home.name,
        )

    return sorted(homes, key=key)
