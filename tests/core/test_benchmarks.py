import json
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.actor import Actor, acting_as
from core.benchmarks import BENCHMARKS, benchmark, median_seconds, own_queries, psql_seconds


@pytest.fixture
def sleepy():
    @benchmark("sleepy")
    def measure():
        """Count sheep."""
        return {"sheep": 3}

    yield
    del BENCHMARKS["sleepy"]


def test_a_benchmark_prints_one_line_of_json(sleepy):
    out = StringIO()
    call_command("bench", "sleepy", stdout=out)
    assert json.loads(out.getvalue()) == {"bench": "sleepy", "sheep": 3}


def test_the_list_says_what_each_measures(sleepy):
    out = StringIO()
    call_command("bench", stdout=out)
    assert "sleepy       Count sheep." in out.getvalue()


def test_an_unknown_name_is_answered_with_the_known_ones(sleepy):
    with pytest.raises(CommandError, match="sleepy"):
        call_command("bench", "slepy")


def test_the_median_takes_one_run_more_than_it_times():
    runs = []
    assert median_seconds(lambda: runs.append(1), repeats=3) >= 0
    assert len(runs) == 4


@pytest.mark.django_db(transaction=True)
def test_psql_runs_as_the_actor_of_the_transaction():
    with acting_as(Actor.system()):
        assert (
            psql_seconds(["SELECT pg_sleep(0.01), 1/(current_user = 'hearth_system')::int"], repeats=1) > 0.01
        )


@pytest.mark.django_db(transaction=True)
def test_each_query_is_timed():
    with acting_as(Actor.system()), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert psql_seconds(["SELECT pg_sleep(0.01);", "SELECT pg_sleep(0.01)"], repeats=1) > 0.02


def test_a_pages_own_queries_are_what_it_asks_as_its_reader():
    said = ["SELECT session", "BEGIN", "SELECT set_config('app.x', '', true)", "SELECT homes", "SAVEPOINT s"]
    asked = SimpleNamespace(captured_queries=[{"sql": sql} for sql in said])
    assert own_queries(asked) == ["SELECT homes"]
    assert own_queries(SimpleNamespace(captured_queries=[{"sql": "SELECT homes"}])) == ["SELECT homes"]
