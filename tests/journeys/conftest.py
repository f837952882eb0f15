"""One product and one browser for all journeys; each person keeps the page they are on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser import chromium
from tests.database import TestDatabase
from tests.journeys.papers import make_forecast, publish_paper
from tests.journeys.people import People
from tests.journeys.product import Product, running_product

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker takes all journeys; tryfirst, because xdist reads the mark in the same hook."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def product(own_database: TestDatabase) -> Iterator[Product]:
    with running_product(own_database, Path(settings.VAR_DIR) / "journeys") as product:
        yield product


@pytest.fixture(scope="session")
def everyone(product: Product) -> People:
    return People(product.site, chromium())


@pytest.fixture
def people(everyone: People) -> Iterator[People]:
    """Whoever the test needs, signed in; after it, no page they met may have had a fault."""
    yield everyone
    faults = everyone.take_faults()
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def forecast(everyone: People) -> None:
    make_forecast(everyone["planner-derbyshire"])


@pytest.fixture(scope="session")
def paper(everyone: People, forecast: None) -> str:
    """The reference of a published cabinet report."""
    return publish_paper(everyone)
