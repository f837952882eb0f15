"""A small world of two councils, each with a provider of its own, for tests that quantify over everything.

The people belong to the first council and its provider. That provider also lost, and so was sent, the placed
case of the other council; everything else there must stay closed to all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.test import Client

from authorities.choices import Role, SettingKey
from authorities.models import Authority, User
from core.actor import Actor, acting_as
from core.people import actor_of
from placements.models import PlacementRequest
from providers.models import Provider
from tests.factories.authorities import (
    AuthorityFactory,
    AuthoritySettingFactory,
    RoleAssignmentFactory,
    StaffMemberFactory,
)
from tests.factories.providers import ProviderFactory, ProviderUserFactory
from tests.house.things.tenancy import furnish

# A reference that no thing has.
MISSING = "NON3X15TS"
# The address of the one-click persona, after whose e-mail it is named.
VISITOR_KEY = "visitor-homeshire"


@dataclass
class Persona:
    """Somebody signed in to a browser of their own, or nobody (no ``user``)."""

    name: str
    user: User | None = None
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    actor: Actor | None = None

    def __post_init__(self) -> None:
        if self.user is not None:
            self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
            self.actor = actor_of(self.user)
            assert self.actor is not None, f"{self.name} is nobody's person"


@dataclass
class World:
    """``home`` and ``abroad`` name each thing's reference by its noun."""

    home: dict[str, str]
    abroad: dict[str, str]
    people: list[Persona]
    # Furnishes home once more, beside what it has.
    grow: Callable[[], object]

    def person(self, name: str) -> Persona:
        return next(person for person in self.people if person.name == name)

    @property
    def strangers(self) -> list[Persona]:
        """One person of each side, and nobody: enough for a page that does not ask for roles."""
        return [p for p in self.people if p.name in ("no role", "provider", "anonymous")]


def build_world() -> World:
    larkspur, rival, third = (
        ProviderFactory.create(name=name)
        for name in ("Larkspur Homes Ltd", "Rival Care Ltd", "Third Care Ltd")
    )
    homeshire, awayshire = (AuthorityFactory.create(name=name) for name in ("Homeshire", "Awayshire"))
    AuthoritySettingFactory.create(authority=homeshire, key=SettingKey.FORWARD_PLAN_OPEN, value=True)
    furnish_home = partial(furnish, homeshire, larkspur, chosen_rival=rival, placed_rival=rival)
    home = furnish_home()
    abroad = furnish(awayshire, rival, chosen_rival=third, placed_rival=larkspur)
    staff = council_people(homeshire)
    world = World(home, abroad, [*staff, *provider_people(larkspur), Persona("anonymous")], furnish_home)
    _give_cases_to(world.person(Role.SOCIAL_WORKER).actor)
    return world


def _give_cases_to(social_worker: Actor | None) -> None:
    """A social worker reads only the requests they raised."""
    assert social_worker is not None
    with acting_as(social_worker):
        PlacementRequest.objects.update(raised_by=social_worker.person_id)


def council_people(authority: Authority) -> list[Persona]:
    """One person for each role, and one who holds none (the demo's persona)."""
    visitor = StaffMemberFactory.create(
        authority=authority, user__email="visitor@homeshire.example", is_persona=True
    )
    people = [Persona("no role", visitor.user)]
    for role in Role:
        person = StaffMemberFactory.create(authority=authority)
        RoleAssignmentFactory.create(staff_member=person, role=role)
        people.append(Persona(role.value, person.user))
    return people


def provider_people(provider: Provider) -> list[Persona]:
    return [
        Persona("provider", ProviderUserFactory.create(provider=provider).user),
        Persona(
            "provider_administrator",
            ProviderUserFactory.create(provider=provider, is_administrator=True).user,
        ),
    ]
