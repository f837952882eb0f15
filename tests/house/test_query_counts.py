"""A page asks the database as often for three of everything as for one, and never while it renders."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.template.backends.django import Template
from django.test.utils import CaptureQueriesContext

from tests.house.access import PAGES, readers
from tests.house.world import World

Counts = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def in_templates() -> list[str]:
    """Every statement that a template has made the database run, with its page."""
    return []


@pytest.fixture(scope="module")
def counts(world: World, in_templates: list[str]) -> tuple[Counts, Counts]:
    """Queries of each page by each of its readers, with one of everything and with three."""
    one = dict(count_all(world, in_templates))
    world.grow()
    world.grow()
    return one, dict(count_all(world, in_templates))


def count_all(world: World, in_templates: list[str]) -> Iterator[tuple[tuple[str, str], int]]:
    for address in PAGES:
        for reader in readers(address, world):
            url = address.own(world)
            with (
                queries_of_templates(f"{url} by {reader.name}", in_templates),
                CaptureQueriesContext(connection) as asked,
            ):
                response = reader.client.get(url)
            if response.status_code == 200:
                yield (address.name, reader.name), len(asked)


@contextmanager
def queries_of_templates(page: str, found: list[str]) -> Iterator[None]:
    render = Template.render

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        found.append(f"{page}: {sql[:200]}")
        return execute(sql, *rest)

    def watched(self: Template, *args: Any, **kwargs: Any) -> str:
        with connection.execute_wrapper(watch):
            return render(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", watched)
        yield


def test_every_page_was_read(counts: tuple[Counts, Counts]):
    one, three = counts
    assert len(one) > 40
    assert one.keys() == three.keys()


def test_queries_do_not_grow_with_the_rows(counts: tuple[Counts, Counts]):
    one, three = counts
    grown = {page: (one[page], three[page]) for page in one if three.get(page, 0) > one[page]}
    assert grown == {}


def test_templates_never_query(counts: tuple[Counts, Counts], in_templates: list[str]):
    assert not in_templates, "\n" + "\n".join(in_templates)
