"""What every test stands on: a database of its own, reached as the app reaches it."""

import os
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests.database import TestDatabase

# A browser of Playwright's leaves its event loop in the process; Django would take every test after it for
# asynchronous code and refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="write the README's pictures anew")


@pytest.fixture(scope="session")
def own_database(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[TestDatabase]:
    """Made and migrated by the owner, used by the app."""
    with django_db_blocker.unblock():
        database = TestDatabase(worker_id)
        database.create()
    # Django would TRUNCATE after a test that commits, which the app may not.
    setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.recreate())  # noqa: B010
    yield database
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session")
def django_db_setup(own_database: TestDatabase) -> None:
    """In place of pytest-django's."""


@pytest.fixture
def fresh_database(transactional_db: None) -> None:
    """Real transactions: what the test commits is gone after it, with the whole database."""
