"""From an account to an actor, as the login role reads it."""

from datetime import date

import pytest

from authorities.choices import Role
from authorities.selectors.people import council_actor
from providers.selectors.people import provider_actor
from tests.factories.authorities import RoleAssignmentFactory
from tests.factories.providers import ProviderUserFactory

pytestmark = pytest.mark.django_db


def test_council_actor_carries_the_name_of_the_council_for_the_top_of_the_page():
    person = RoleAssignmentFactory(role=Role.PLACEMENTS_OFFICER).staff_member
    actor = council_actor(person.user_id, on=date(2026, 3, 5))
    assert actor is not None
    assert (actor.organisation, actor.name) == (person.authority.name, person.name)


def test_provider_actor_carries_the_name_of_the_provider():
    person = ProviderUserFactory()
    actor = provider_actor(person.user_id)
    assert actor is not None and actor.organisation == person.provider.name
