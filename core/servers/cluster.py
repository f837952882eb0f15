"""The folder of our own PostgreSQL: made whole or not at all, and never deleted once it holds a database.

A cluster is built as ``new`` and renamed to ``data`` when it is complete, so an interrupted start leaves
only a ``new`` that never held anything.
"""

import os
import secrets
import shutil
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.servers import CannotStart
from core.servers.console import say
from core.servers.disk import require_space
from core.servers.environment import derived_password
from core.servers.supervisor import Supervisor
from core.servers.unprivileged import Account

OWNER, DATABASE, PASSWORD_FILE = "hearth_owner", "hearth", "hearth.password"
NEW_CLUSTER_MEGABYTES, OLD_CLUSTER_MEGABYTES = 1500, 200
# The folders of template1, template0 and postgres since version 15: anything else is somebody's database.
SYSTEM_DATABASES = {"1", "4", "5", "pgsql_tmp"}
LEFTOVER_SECONDS = 30
# Messages in English, so that ours can quote them.
ENVIRONMENT: Mapping[str, str] = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LANG": "C"}

INITDB = (
    *("--username", "postgres", "--auth", "scram-sha-256", "--data-checksums", "--encoding", "UTF8"),
    *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
)
# template1 has the extensions, so every database made later does, test databases included.
SET_UP = """
CREATE EXTENSION btree_gist;

CREATE EXTENSION pg_trgm;

CREATE ROLE {owner} LOGIN CREATEDB CREATEROLE PASSWORD '{password}';

CREATE DATABASE {database} OWNER {owner};

"""


class Cluster:
    """One data folder under ``home``, made by ``binaries`` as ``account`` (None: ourselves)."""

    def __init__(self, home: Path, binaries: Path, account: Account | None, log: Path) -> None:
        self.home, self.binaries, self.account, self.log = home, binaries, account, log
        self.data = home / "data"

    @property
    def owner_password(self) -> str:
        return derived_password((self.data / PASSWORD_FILE).read_text(), OWNER)

    def prepare(self, supervisor: Supervisor) -> None:
        """Leave a whole cluster in ``data`` with no server on it. Raises CannotStart rather than lose one."""
        end_leftover_server(self.data)
        if self.data.exists() and not self._is_whole():
            self._set_aside()
        if self.data.exists():
            require_space(self.home, OLD_CLUSTER_MEGABYTES)
        else:
            require_space(self.home, NEW_CLUSTER_MEGABYTES)
            self._create(supervisor)

    def _is_whole(self) -> bool:
        return all((self.data / part).exists() for part in ("PG_VERSION", "global/pg_control", PASSWORD_FILE))

    def _set_aside(self) -> None:
        if {folder.name for folder in (self.data / "base").glob("*")} - SYSTEM_DATABASES:
            raise CannotStart(
                f"{self.data} holds databases but is no longer a whole PostgreSQL cluster. Nothing was"
                " touched: restore it from a backup, or start afresh with bin/run --reset."
            )
        aside = self.home / f"incomplete-{time.strftime('%Y%m%d-%H%M%S')}"
        self.data.rename(aside)
        say(f"{self.data} was never finished and holds no database. Moved to {aside.name}; making a new one.")

    def _create(self, supervisor: Supervisor) -> None:
        new, password_file = self.home / "new", self.home / PASSWORD_FILE
        shutil.rmtree(new, ignore_errors=True)
        password = secrets.token_hex(32)
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        password_file.write_text(password)
        if self.account:
            os.chown(password_file, self.account.uid, self.account.gid)
        self._run(
            supervisor,
            [self.binaries / "initdb", *INITDB, "--pgdata", new, "--pwfile", password_file],
        )
        self._run(
            supervisor,
            [self.binaries / "postgres", "--single", "-j", "-D", new, "-c", "exit_on_error=on", "template1"],
            SET_UP.format(owner=OWNER, database=DATABASE, password=derived_password(password, OWNER)),
        )
        password_file.rename(new / PASSWORD_FILE)
        new.rename(self.data)

    def _run(self, supervisor: Supervisor, argv: list[str | Path], text: str | None = None) -> None:
        if supervisor.run(argv, ENVIRONMENT, account=self.account, text=text, log=self.log):
            end = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
            raise CannotStart(f"Could not make a PostgreSQL cluster in {self.home}. {self.log} ends:\n{end}")


def end_leftover_server(data: Path) -> None:
    """Stop a server that outlived a killed launcher; drop a pid file that names somebody else by now."""
    pid_file = data / "postmaster.pid"
    for number in (signal.SIGINT, signal.SIGQUIT):
        pid = _server_of(data)
        if pid is None:
            break
        say(f"Stopping the PostgreSQL that a killed run left behind (process {pid}).")
        os.kill(pid, number)
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while _server_of(data) and time.monotonic() < deadline:
            time.sleep(0.1)
    if _server_of(data):
        raise CannotStart(f"A PostgreSQL still runs on {data} and will not stop: see {pid_file}.")
    pid_file.unlink(missing_ok=True)


def _server_of(data: Path) -> int | None:
    """The process in the pid file, if it still is a server working in this data folder."""
    with suppress(FileNotFoundError, ValueError, IndexError, PermissionError, ProcessLookupError):
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        if Path(f"/proc/{pid}/cwd").samefile(data):
            return pid
    return None
