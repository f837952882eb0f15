"""The road to the test database itself: it must not flatter the code it carries."""

import pytest
from django.db import DatabaseError, connection

from core.actor import Actor, acting_as


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_db_runs_as_the_app_and_takes_an_actors_side(db):
    assert role() == "hearth_app"
    with acting_as(Actor.system()):
        assert role() == "hearth_system"
    assert role() == "hearth_app"


def test_db_refuses_tenant_tables_without_an_actor(db):
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placements_child")


@pytest.mark.parametrize("turn", [1, 2])
def test_fresh_database_keeps_nothing_of_the_test_before(fresh_database, turn):
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('a', 'b', now())"
        )
