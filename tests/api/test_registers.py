"""What holds of every register: walls, pages, and as many queries for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authorities.choices import Role
from config.api_urls import ADDRESSES
from tests.api.rows import PRIVATE, PUBLIC
from tests.factories.authorities import AuthorityFactory, council_actor

EVERY_ROLE = tuple(Role.values)
LISTS = {**PUBLIC, **PRIVATE}


def test_every_council_register_is_tried_here():
    assert set(LISTS) == set(ADDRESSES) - {"spend"}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(program, address):
    authority = AuthorityFactory.create()
    client = program(council_actor(*EVERY_ROLE, authority=authority))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            LISTS[address](authority)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/api/v1/{address}/?page_size=200")
        assert answer.status_code == 200
        assert answer.json()["count"] >= more
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("address", PRIVATE)
def test_another_council_sees_none_of_it(program, address):
    derbyshire = AuthorityFactory.create(name="Derbyshire")
    PRIVATE[address](derbyshire)
    own = program(council_actor(*EVERY_ROLE, authority=derbyshire)).get(f"/api/v1/{address}/").json()
    assert own["count"] == 1
    kent = program(council_actor(*EVERY_ROLE, authority=AuthorityFactory.create(name="Kent")))
    assert kent.get(f"/api/v1/{address}/").json()["results"] == []
    if "reference" in own["results"][0] and address != "charges":
        one = f"/api/v1/{address}/{own['results'][0]['reference']}/"
        assert kent.get(one).status_code == 404
        assert kent.get(f"/api/v1/{address}/NONE-00000/").status_code == 404


def test_pages_are_cut_at_200(program):
    client = program(council_actor(Role.PLACEMENTS_OFFICER))
    page = client.get("/api/v1/authorities/", {"page_size": 1_000}).json()
    assert len(page["results"]) == min(page["count"], 200)
    assert len(client.get("/api/v1/authorities/", {"page_size": 2}).json()["results"]) == 2


def test_registers_cannot_be_written(program):
    client = program(council_actor(*EVERY_ROLE))
    for address in LISTS:
        assert client.post(f"/api/v1/{address}/", {}, format="json").status_code == 405
