"""``manage.py create_roles``: the database roles of the wall, made by the owner before the first migrate."""

from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import sql

SIDES = ("hearth_council", "hearth_provider", "hearth_system")


class Command(BaseCommand):
    help = "Create the login role of the app and one role per side of the wall, as DATABASE_OWNER_URL."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        app = settings.DATABASES["default"]
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("Set DATABASE_OWNER_URL to the role that owns the database.")
        with psycopg2.connect(settings.DATABASE_OWNER_URL) as connection, connection.cursor() as cursor:
            self._create(cursor, app["USER"], "LOGIN NOINHERIT")
            cursor.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(app["USER"]), sql.Literal(app["PASSWORD"])
                )
            )
            for side in SIDES:
                self._create(cursor, side, "NOLOGIN")
                cursor.execute(
                    sql.SQL("GRANT {} TO {}").format(sql.Identifier(side), sql.Identifier(app["USER"]))
                )
            close_to_public(cursor, app["USER"])

    def _create(self, cursor: Any, name: str, options: str) -> None:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} " + options).format(sql.Identifier(name)))


def close_to_public(cursor: Any, app_role: str) -> None:
    """Let only the app's login into the current database; rights on a database are not copied with it."""
    cursor.execute("SELECT current_database()")
    database = sql.Identifier(cursor.fetchone()[0])
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(app_role)))
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
