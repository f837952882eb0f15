"""Who may open what: every address tried by every kind of person on their own, others' and missing things."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url

from core.actor import Actor
from tests.house.access import HIDDEN, NOUNS, PERSONAL, VALUES, Address, addresses
from tests.house.canaries import leaks, plant_canaries, readable
from tests.house.world import Persona, World

OURS = [address for address in addresses() if address.is_ours]
SIGN_IN = resolve_url(settings.LOGIN_URL)
# What a page may answer to somebody it is open to: here it is, look there, not in this state, only by form.
OPENED = {200, 302, 403, 405, 409}
# What a form may answer when it comes in empty, besides.
ANSWERED = OPENED | {201, 204, 400, 415}
# What is closed does not exist, or has not got such a form; a used-up or forged link says so.
CLOSED = {404, 405, 410}
SENT_AWAY = {302, 401, 403}

# Things reached by a secret that was sent by e-mail.
LINKS = {"vacancy_link", "invitation_link"}

Method = Callable[[Persona, str], HttpResponse]


@pytest.fixture(scope="module", autouse=True)
def canaries(world: World) -> None:
    readable.cache_clear()
    plant_canaries()


def get(persona: Persona, url: str) -> HttpResponse:
    return persona.client.get(url)


def post(persona: Persona, url: str, typed: dict[str, str] | None = None) -> HttpResponse:
    """A form, empty unless ``typed``, its deferred constraints checked as a commit would, and nothing kept
    of it."""
    cookies = deepcopy(persona.client.cookies)
    with transaction.atomic():
        response = persona.client.post(url, typed)
        connection.check_constraints()
        transaction.set_rollback(True)
    persona.client.cookies = cookies
    return response


def marked_up(response: HttpResponse) -> bool:
    """A cell of a page in a file: a column that is drawn has to say what it is worth."""
    return response.get("Content-Type", "").startswith("text/csv") and b" class=" in response.content


def judge(
    persona: Persona, url: str, method: Method, allowed: set[int], reader: Actor | None = None
) -> tuple[int, str]:
    """The answer's status and what is wrong with it, if anything. It may show what ``reader`` may read."""
    cache.clear()
    response = method(persona, url)
    said = []
    if response.status_code not in allowed:
        said.append(f"{response.status_code}, wanted one of {sorted(allowed)}")
    if response.status_code == 302 and (allowed is SENT_AWAY) != response.url.startswith(SIGN_IN):
        said.append(f"sent to {response.url}")
    if marked_up(response):
        said.append("a file with mark-up of a page in it")
    if shown := leaks(reader or persona.actor, response):
        said.append(f"leaks {shown}")
    if not said:
        return response.status_code, ""
    return response.status_code, f"{method.__name__.upper()} {url} by {persona.name}: {'; '.join(said)}"


def faults_where_closed(persona: Persona, url: str, allowed: set[int]) -> list[str]:
    """Neither form of the request may be let in, and at least one of them must say that nothing is there."""
    answers = [judge(persona, url, method, allowed) for method in (get, post)]
    faults = [fault for _, fault in answers if fault]
    if {status for status, _ in answers} == {405}:
        faults.append(f"{url} by {persona.name}: no method reached the door")
    return faults


def faults(address: Address, world: World, persona: Persona) -> list[str]:
    own = address.own(world)
    if not address.open_to(persona):
        return faults_where_closed(persona, own, CLOSED if persona.actor else SENT_AWAY)
    found = [
        fault for url in address.closed(world, persona) for fault in faults_where_closed(persona, url, CLOSED)
    ]
    if not PERSONAL.isdisjoint(address.things.values()):
        return found
    if persona.name in HIDDEN.get(address.name, ()):
        return found + faults_where_closed(persona, own, CLOSED)
    # Whoever holds a link's secret reads what the provider it was sent to reads.
    by_link = not LINKS.isdisjoint(address.things.values())
    reader = world.person("provider").actor if by_link else None
    tries = (judge(persona, own, get, OPENED, reader), judge(persona, own, post, ANSWERED, reader))
    return found + [fault for _, fault in tries if fault]


def test_every_address_says_who_may_open_it():
    assert [a.pattern for a in OURS if not (a.roles or a.public_because)] == []


def test_every_parameter_is_known():
    """An address with a parameter this matrix cannot fill would go untried."""
    assert {a.name: a.unknown_parameters() for a in OURS if a.unknown_parameters()} == {}


def test_every_thing_in_an_address_is_in_the_world(world: World):
    known = world.home.keys() | PERSONAL
    assert {a.name: a.things for a in OURS if not known.issuperset(a.things.values())} == {}


def test_no_row_of_the_matrix_is_left_over():
    names = {a.name for a in OURS}
    used = {row for a in OURS for parameter in a.parameters for row in a.value_rows(parameter)}
    assert (HIDDEN.keys() - names, NOUNS.keys() - names, VALUES.keys() - used) == (set(), set(), set())


def test_home_leads_everybody_to_a_page_they_may_open(world: World):
    lost = [p.name for p in world.people if p.client.get("/", follow=True).status_code != 200]
    assert lost == []


@pytest.mark.parametrize("address", OURS, ids=str)
def test_address_opens_to_those_it_names_and_to_nobody_else(address: Address, world: World):
    people = world.people if address.roles and "*" not in address.roles else world.strangers
    wrong = [fault for person in people for fault in faults(address, world, person)]
    assert not wrong, "\n" + "\n".join(wrong)
