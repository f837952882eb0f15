"""Who may open what: every address tried by every kind of person on their own, others' and missing things."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from pytest_django.plugin import DjangoDbBlocker

from tests.database import TestDatabase
from tests.factories.cases import LATER
from tests.house.access import HIDDEN, VALUES, Address, addresses
from tests.house.canaries import leaks, plant_canaries, readable
from tests.house.world import Persona, World, build_world

EVERY = addresses()
OURS = [address for address in EVERY if address.is_ours]
# What a page may answer to somebody it is open to: done, look there, not like that, spent, not now, not so.
OPENED = {200, 204, 302, 303, 405, 410}
ANSWERED = OPENED | {201, 400, 403, 409, 415}
SENT_AWAY = {302, 401, 403}


@pytest.fixture(scope="module")
def world(
    test_database: TestDatabase, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Committed, because pages meet committed rows: a fresh database comes after the module."""
    with django_db_blocker.unblock(), time_machine.travel(LATER + timedelta(hours=1), tick=False):
        readable.cache_clear()
        built = build_world()
        plant_canaries()
        yield built
        test_database.recreate()


def get(persona: Persona, url: str) -> HttpResponse:
    return persona.client.get(url)


def post(persona: Persona, url: str) -> HttpResponse:
    """An empty form, its deferred constraints checked as a commit would, and nothing kept of it."""
    cookies = deepcopy(persona.client.cookies)
    with transaction.atomic():
        response = persona.client.post(url)
        connection.check_constraints()
        transaction.set_rollback(True)
    persona.client.cookies = cookies
    return response


def judge(persona: Persona, url: str, method, allowed: set[int]) -> str | None:
    """What is wrong with the answer, or None."""
    cache.clear()
    response = method(persona, url)
    shown = leaks(persona, response)
    if response.status_code in allowed and not shown:
        return None
    said = f"leaks {shown}" if shown else f"{response.status_code}, wanted one of {sorted(allowed)}"
    return f"{method.__name__.upper()} {url} by {persona.name}: {said}"


def attempts(address: Address, world: World, persona: Persona) -> Iterator[tuple]:
    """Every try of one person at one address, with the statuses that would be right."""
    urls = address.urls(world, persona)
    if not address.open_to(persona):
        closed = SENT_AWAY if persona.actor is None else {404}
        yield from ((urls["own"], method, closed) for method in (get, post))
        return
    for kind, url in urls.items():
        hidden = kind != "own" or persona.name in HIDDEN.get(address.name, ())
        yield url, get, {404, 405} if hidden else OPENED
        yield url, post, {404, 405} if hidden else ANSWERED


def test_every_address_says_who_may_open_it():
    assert [a.pattern for a in OURS if not (a.roles or a.public_because)] == []


def test_every_parameter_is_known():
    """An address with a parameter this matrix cannot fill would go untried."""
    assert {a.name: a.unknown_parameters() for a in OURS if a.unknown_parameters()} == {}


def test_every_thing_in_an_address_is_in_the_world(world: World):
    nouns = {a.name: a.noun for a in OURS if a.takes_reference}
    assert {name: noun for name, noun in nouns.items() if noun not in world.home.things} == {}


def test_no_row_of_the_matrix_is_left_over():
    names = {a.name for a in OURS}
    used = {row for a in OURS for parameter in a.parameters for row in a.value_rows(parameter)}
    assert (set(HIDDEN) - names, set(VALUES) - used) == (set(), set())


@pytest.mark.parametrize("address", OURS, ids=str)
def test_address_opens_to_those_it_names_and_to_nobody_else(address: Address, world: World):
    tries = [(person, *attempt) for person in world.people for attempt in attempts(address, world, person)]
    wrong = [fault for person, *attempt in tries if (fault := judge(person, *attempt))]
    assert not wrong, "\n" + "\n".join(wrong)
