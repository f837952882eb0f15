"""The small world, for the tests of this folder that walk every page of it."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from pytest_django.plugin import DjangoDbBlocker

from tests.database import TestDatabase
from tests.factories.cases import LATER
from tests.house.world import World, build_world


@pytest.fixture(scope="module")
def world(
    own_database: TestDatabase, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Committed, because pages meet committed rows: a fresh database comes after the module. Thousands of
    refusals are wanted of it, so they are not logged."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), time_machine.travel(LATER + timedelta(hours=1), tick=False):
        yield build_world()
        own_database.recreate()
    logging.disable(logging.NOTSET)
