"""The demo world of today: loaded once into a template, cloned for the journeys."""

import sys
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from core.management.commands.create_roles import close_to_public
from core.servers import ROOT
from core.servers.supervisor import Supervisor
from tests.database import TestDatabase, at_database, clone, cursor_of, execute, made_of, stamp

LOAD = (sys.executable, ROOT / "manage.py", "load_demo")


class WorldDatabase:
    """``test_<name>_journeys_<worker>``, cloned from ``test_<name>_world``."""

    def __init__(self, empty: TestDatabase) -> None:
        self._empty = empty
        base = empty.template.removesuffix("_tmpl")
        self._name = empty.name.replace(base, f"{base}_journeys")
        self._template = f"{base}_world"
        self.owner_url = at_database(empty.owner_url, self._name)
        self.app_url = at_database(empty.app_url, self._name)

    def create(self, supervisor: Supervisor, environment: Mapping[str, str]) -> None:
        """Load the world of today unless a template of this very code has it, then clone it."""
        with cursor_of(self._empty.owner_url) as cursor:
            wanted = f"{made_of(cursor, self._empty.template)} {date.today():%Y-%m-%d}"  # noqa: DTZ011
            if made_of(cursor, self._template) != wanted:
                self._load(cursor, supervisor, environment)
                stamp(cursor, self._template, wanted)
            clone(cursor, self._name, self._template)
        self._close(self.owner_url)

    def drop(self) -> None:
        with cursor_of(self._empty.owner_url) as cursor:
            execute(cursor, "DROP DATABASE IF EXISTS {}", self._name)

    def _load(self, cursor: object, supervisor: Supervisor, environment: Mapping[str, str]) -> None:
        clone(cursor, self._template, self._empty.template)
        self._close(at_database(self.owner_url, self._template))
        app_url = at_database(self.app_url, self._template)
        if supervisor.run(LOAD, {**environment, "DATABASE_URL": app_url}):
            raise RuntimeError("The demo world was not loaded: see above.")

    def _close(self, owner_url: str) -> None:
        with cursor_of(owner_url) as cursor:
            close_to_public(cursor, urlsplit(self.app_url).username or "")
