"""The road to a test database: built once by the owner, cloned for each worker, used as the app's own login.

The clone is what makes real transactions cheap to test: a test that commits gets its database made anew from
the template, because the app may not TRUNCATE and a rollback would hide what only a commit shows.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql

from core.management.commands.create_roles import close_to_public
from core.postgres.owner import as_owner
from core.servers import ROOT
from core.servers.fingerprint import fingerprint

# What a template is built of: the tables and their walls, and the rooms that load the reference data.
BUILT_OF = [
    *(ROOT / room for room in ("core", "authorities")),
    *(found for part in ("models", "migrations") for found in ROOT.glob(f"*/{part}")),
    ROOT / "requirements.txt",
]
TEMPLATE_LOCK = 7_061


class TestDatabase:
    """One worker's database, ``test_<name>_<worker>``, cloned from ``test_<name>_tmpl``."""

    __test__ = False

    def __init__(self, worker: str) -> None:
        if not settings.DATABASE_OWNER_URL:
            raise RuntimeError("Start the tests with bin/test, which starts their database too.")
        self.owner_url, self.app_url = settings.DATABASE_OWNER_URL, os.environ["DATABASE_URL"]
        base = connection.settings_dict["NAME"]
        self.name, self.template = f"test_{base}_{worker}", f"test_{base}_tmpl"

    def create(self) -> None:
        """Build the template unless one of these very tables is there, then clone it."""
        with cursor_of(self.owner_url) as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
            wanted = fingerprint(BUILT_OF)
            if made_of(cursor, self.template) != wanted:
                self._build_template(cursor)
                stamp(cursor, self.template, wanted)
        self.recreate()

    def recreate(self) -> None:
        """A fresh clone, and the connection pointed at it."""
        self._disconnect()
        with cursor_of(self.owner_url) as cursor:
            clone(cursor, self.name, self.template)
        self._use(self.name)
        with cursor_of(settings.DATABASE_OWNER_URL) as cursor:
            close_to_public(cursor, connection.settings_dict["USER"])
        self._assert_humble()

    def drop(self) -> None:
        self._disconnect()
        with cursor_of(self.owner_url) as cursor:
            execute(cursor, "DROP DATABASE IF EXISTS {}", self.name)

    def _build_template(self, cursor: Any) -> None:
        execute(cursor, "DROP DATABASE IF EXISTS {}", self.template)
        execute(cursor, "CREATE DATABASE {}", self.template)
        self._use(self.template)
        call_command("create_roles")
        with as_owner():
            call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference", "--sample", verbosity=0)
        connections.close_all()

    def _use(self, name: str) -> None:
        """Point this process, and every process a test starts, at one database."""
        connections.close_all()
        connection.settings_dict["NAME"] = name
        owner_url, app_url = at_database(self.owner_url, name), at_database(self.app_url, name)
        settings.DATABASE_OWNER_URL = owner_url
        os.environ |= {"DATABASE_OWNER_URL": owner_url, "DATABASE_URL": app_url}

    def _disconnect(self) -> None:
        """End whatever the app has open on the clone: a live server's threads, a worker a test has killed."""
        connections.close_all()
        with closing(psycopg2.connect(self.app_url)) as app:
            app.cursor().execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [self.name],
            )

    def _assert_humble(self) -> None:
        """Tests run as the app does, or they prove nothing about the wall."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb"
                "  OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)"
                " FROM pg_roles r WHERE rolname = current_user"
            )
            assert cursor.fetchone() == (False,), "The tests would run with more rights than the app has."
        connection.close()


@contextmanager
def cursor_of(url: str) -> Iterator[Any]:
    """A cursor whose every statement commits."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        yield connection.cursor()


def made_of(cursor: Any, name: str) -> str:
    """What a template was stamped with; empty when there is none."""
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    found = cursor.fetchone()
    return found[0] or "" if found else ""


def stamp(cursor: Any, name: str, made_of: str) -> None:
    execute(cursor, "COMMENT ON DATABASE {} IS {}", name, sql.Literal(made_of))


def clone(cursor: Any, name: str, template: str) -> None:
    """Make ``name`` anew as a copy of ``template``."""
    execute(cursor, "DROP DATABASE IF EXISTS {}", name)
    execute(cursor, "CREATE DATABASE {} TEMPLATE {}", name, sql.Identifier(template))


def execute(cursor: Any, statement: str, name: str, *more: sql.Composable) -> None:
    """Run a statement about one database, whose name is its first ``{}``."""
    cursor.execute(sql.SQL(statement).format(sql.Identifier(name), *more))


def at_database(url: str, name: str) -> str:
    """The same server's and login's address of another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()
