"""The world while it is being made: what each subject leaves for the next."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from authorities.choices import CLEARANCE, Role
from authorities.models import Authority, Partnership, Postcode, StaffMember
from config.demo.care import LifeInCare
from config.demo.dice import Dice
from config.demo.names import Register
from contracts.models import CommercialTool, ContractedBed
from core.actor import Actor
from core.periods import financial_year_of
from placements.models import Child
from providers.choices import ProviderRole, Sector
from providers.models import Provider, ProviderUser, Setting


@dataclass
class World:
    """``today`` is the day it is made for; ``factor`` multiplies the children and the market."""

    today: date
    seed: int
    factor: int = 1
    names: Register = field(default_factory=Register)
    authorities: dict[str, Authority] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    staff: dict[tuple[str, str], StaffMember] = field(default_factory=dict)
    postcodes: dict[str, list[Postcode]] = field(default_factory=dict)
    providers: list[Provider] = field(default_factory=list)
    homes: list["Home"] = field(default_factory=list)
    tools: dict[str, CommercialTool] = field(default_factory=dict)
    beds: dict[str, list["Bed"]] = field(default_factory=dict)
    children: dict[str, list["LivedChild"]] = field(default_factory=dict)
    placed: set[int] = field(default_factory=set)
    provider_people: dict[int, ProviderUser] = field(default_factory=dict)

    def dice(self, *subject: object) -> Dice:
        return Dice(self.seed, *subject)

    @property
    def now(self) -> datetime:
        """Seven in the morning of ``today``: before anybody's work."""
        return timezone.make_aware(datetime.combine(self.today, time(7)))

    def year_start(self, years: int = 0) -> date:
        """1 April of this financial year, ``years`` later (or, negative, earlier)."""
        start = financial_year_of(self.today).start
        return start.replace(year=start.year + years)

    def council(self, code: str) -> Actor:
        """The council's own process, for rows no person needs to have written."""
        return Actor.council(self.authorities[code].pk, clearance=3, name="Demo world")

    def person(self, code: str, role: Role) -> Actor:
        """The member of staff who holds ``role`` there."""
        staff = self.staff[code, role]
        return Actor.council(
            staff.authority_id,
            user_id=staff.user_id,
            person_id=staff.pk,
            roles=frozenset({role.value}),
            clearance=CLEARANCE[role],
            name=staff.name,
        )

    def provider_person(self, provider_id: int) -> Actor:
        """The person who answers for a provider."""
        person = self.provider_people[provider_id]
        return Actor.provider(
            provider_id,
            user_id=person.user_id,
            person_id=person.pk,
            roles=frozenset({ProviderRole.PROVIDER.value}),
            name=person.name,
        )


@dataclass
class Home:
    """A setting, what of it is taken by the children of this world, and the beds kept for a block."""

    setting: Setting
    area: str
    capacity: int
    taken: int = 0
    kept: int = 0

    @property
    def is_bought(self) -> bool:
        """Not one of a council's own."""
        return self.setting.sector != Sector.LOCAL_AUTHORITY

    @property
    def free(self) -> int:
        return self.capacity - self.taken - self.kept


@dataclass
class Bed:
    """A contracted bed of a block, the home it is in, and the councils whose children are in it by turns.

    No child comes to it from ``closed_from`` on; None while it takes children.
    """

    row: ContractedBed
    home: Home
    councils: tuple[str, ...]
    closed_from: date | None = None

    def takes(self, on: date) -> bool:
        return self.closed_from is None or on < self.closed_from


@dataclass
class LivedChild:
    """A child's record, the life in care behind it, and where home was."""

    row: Child
    life: LifeInCare
    home: Postcode
