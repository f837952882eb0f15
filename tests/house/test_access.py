"""Who may open what: every address tried by every kind of person on their own, others' and missing things."""

import logging
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from pytest_django.plugin import DjangoDbBlocker

from tests.database import TestDatabase
from tests.factories.cases import LATER
from tests.house.access import HIDDEN, PERSONAL, VALUES, Address, addresses
from tests.house.canaries import leaks, plant_canaries, readable
from tests.house.world import Persona, World, build_world

EVERY = addresses()
OURS = [address for address in EVERY if address.is_ours]
# What a page may answer to somebody it is open to: here it is, look there, not in this state, only by form.
OPENED = {200, 302, 403, 405}
# What a form may answer when it comes in empty, besides.
ANSWERED = OPENED | {201, 204, 400, 409, 415}
SENT_AWAY = {302, 401, 403}
SIGN_IN = resolve_url(settings.LOGIN_URL)

Method = Callable[[Persona, str], HttpResponse]
Attempt = tuple[str, Method, set[int]]


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are what is wanted here: no line for each."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


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


def judge(persona: Persona, url: str, method: Method, allowed: set[int]) -> str | None:
    """What is wrong with the answer, or None."""
    cache.clear()
    response = method(persona, url)
    said = []
    if response.status_code not in allowed:
        said.append(f"{response.status_code}, wanted one of {sorted(allowed)}")
    if response.status_code == 302 and (allowed is SENT_AWAY) != response.url.startswith(SIGN_IN):
        said.append(f"sent to {response.url}")
    if shown := leaks(persona, response):
        said.append(f"leaks {shown}")
    return f"{method.__name__.upper()} {url} by {persona.name}: {'; '.join(said)}" if said else None


def attempts(address: Address, world: World, persona: Persona) -> Iterator[Attempt]:
    """Every try of one person at one address, with the statuses that would be right."""
    urls = address.urls(world, persona)
    if not address.open_to(persona):
        closed = SENT_AWAY if persona.actor is None else {404}
        yield from ((next(iter(urls.values())), method, closed) for method in (get, post))
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
    known = world.home.things.keys() | PERSONAL
    assert {name: noun for name, noun in nouns.items() if noun not in known} == {}


def test_no_row_of_the_matrix_is_left_over():
    names = {a.name for a in OURS}
    used = {row for a in OURS for parameter in a.parameters for row in a.value_rows(parameter)}
    assert (set(HIDDEN) - names, set(VALUES) - used) == (set(), set())


@pytest.mark.parametrize("address", OURS, ids=str)
def test_address_opens_to_those_it_names_and_to_nobody_else(address: Address, world: World):
    wrong = [
        fault
        for person in (world.strangers if address.public_because else world.people)
        for attempt in attempts(address, world, person)
        if (fault := judge(person, *attempt))
    ]
    assert not wrong, "\n" + "\n".join(wrong)
