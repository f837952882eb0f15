"""The demo world, loaded once for all its tests."""

import pytest
from django.db import transaction

from config.demo.load import load_world
from tests.demo.people import TODAY


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """The world of one day, in a transaction that is undone after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_world(today=TODAY, seed=1, report=lambda line: None)
        transaction.set_rollback(True)
