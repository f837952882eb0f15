"""The launcher against the mishaps of real machines, with real servers in folders of their own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from core.servers import ROOT, CannotStart
from core.servers.cluster import DATABASE, SYSTEM_DATABASES
from core.servers.disk import require_space
from core.servers.environment import app_url, derived_password, given_database, read_file, write_file
from core.servers.fingerprint import fingerprint
from core.servers.lock import only_launcher
from core.servers.network import HOST, free_port, require_free
from core.servers.postgres import start_postgres
from core.servers.run import delete_data
from core.servers.supervisor import Service, Supervisor
from core.servers.valkey import start_valkey

OWNER_URL = "postgres://owner:s3cret@db.example:5432/hearth"


@pytest.fixture
def var() -> Iterator[Path]:
    """A new folder; not tmp_path, which the servers' own account may not enter when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="hearth-servers-") as folder:
        path = Path(folder)
        path.chmod(0o711)
        (path / "logs").mkdir()
        yield path


def start_and_stop(var: Path) -> None:
    with Supervisor() as supervisor:
        start_postgres(supervisor, var, throwaway=True)


def query(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def python(code: str, *arguments: str | Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_postgres_owner_is_not_superuser_and_databases_have_the_extensions(var):
    with Supervisor() as supervisor:
        urls = start_postgres(supervisor, var, throwaway=True)
        assert query(
            urls.owner, "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ) == [(False, False)]
        query(urls.owner, "CREATE DATABASE later")
        later = urls.owner.removesuffix(DATABASE) + "later"
        extensions = {name for (name,) in query(later, "SELECT extname FROM pg_extension")}
        assert {"btree_gist", "pg_trgm"} <= extensions
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            query(urls.owner.replace("hearth_owner:", "hearth_owner:x"), "SELECT 1")


def test_postgres_keeps_its_data_from_start_to_start(var):
    with Supervisor() as supervisor:
        query(start_postgres(supervisor, var, throwaway=True).owner, "CREATE TABLE kept AS SELECT 7 AS n")
    with Supervisor() as supervisor:
        assert query(start_postgres(supervisor, var, throwaway=True).owner, "SELECT n FROM kept") == [(7,)]


def test_postgres_makes_again_what_an_interrupted_start_left(var):
    start_and_stop(var)
    home = var / "postgres"
    (home / "data").rename(home / "new")  # as if killed before the last step
    (home / "new" / "global" / "pg_control").unlink()
    start_and_stop(var)
    assert (home / "data").exists()
    assert not (home / "new").exists()


def test_postgres_sets_aside_a_half_made_folder_without_databases(var, capsys):
    start_and_stop(var)
    data = var / "postgres" / "data"
    (data / "global" / "pg_control").unlink()
    for folder in (data / "base").iterdir():
        if folder.name not in SYSTEM_DATABASES:
            folder.rename(var / "elsewhere")
    start_and_stop(var)
    assert "was never finished" in capsys.readouterr().out
    (aside,) = (var / "postgres").glob("incomplete-*")
    assert (aside / "PG_VERSION").exists()


def test_postgres_never_replaces_a_damaged_folder_that_holds_databases(var):
    start_and_stop(var)
    control = var / "postgres" / "data" / "global" / "pg_control"
    control.unlink()
    with pytest.raises(CannotStart, match="Nothing was touched"):
        start_and_stop(var)
    assert not control.exists()
    assert not list((var / "postgres").glob("incomplete-*"))


def test_postgres_starts_over_the_pid_file_of_a_process_that_is_somebody_else(var):
    start_and_stop(var)
    stale = var / "postgres" / "data" / "postmaster.pid"
    # Our own process: alive, and not a PostgreSQL in that folder.
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1\n5432\n\n{HOST}\n")
    start_and_stop(var)
    assert not stale.exists()


def test_postgres_starts_after_its_server_was_killed(var):
    with Supervisor() as supervisor:
        query(start_postgres(supervisor, var, throwaway=True).owner, "CREATE TABLE kept AS SELECT 7 AS n")
        pid = int((var / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
    with Supervisor() as supervisor:
        assert query(start_postgres(supervisor, var, throwaway=True).owner, "SELECT n FROM kept") == [(7,)]


def test_killed_launcher_leaves_no_server_behind(var):
    launcher = python(
        "import sys, time; from pathlib import Path\n"
        "from core.servers.supervisor import Supervisor\n"
        "from core.servers.postgres import start_postgres\n"
        "from core.servers.valkey import start_valkey\n"
        "var = Path(sys.argv[1])\n"
        "with Supervisor() as supervisor:\n"
        "    print(start_postgres(supervisor, var).owner, flush=True)\n"
        "    start_valkey(supervisor, var)\n"
        "    print(*(s.process.pid for s in supervisor.services), flush=True)\n"
        "    time.sleep(600)\n",
        var,
    )
    assert launcher.stdout
    url = launcher.stdout.readline().strip()
    pids = [int(pid) for pid in launcher.stdout.readline().split()]
    query(url, "CREATE TABLE kept AS SELECT 7 AS n")
    launcher.kill()
    launcher.wait()
    assert all(is_gone(pid) for pid in pids)
    with Supervisor() as supervisor:
        assert query(start_postgres(supervisor, var).owner, "SELECT n FROM kept") == [(7,)]


def is_gone(pid: int, within: float = 20) -> bool:
    """Whether the process ends (or is only waiting to be collected) within so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if " Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.1)
    return False


def test_stop_ends_grandchildren_and_reports_a_dead_child(var, capsys):
    with Supervisor() as supervisor:
        family = Service(
            name="family",
            argv=["/bin/sh", "-c", "sleep 600 & echo $!; wait"],
            log=var / "logs" / "family.log",
            environment={"PATH": "/usr/bin:/bin"},
        )
        supervisor.start(family, lambda: family.last_lines() != "", seconds=5)
        grandchild = int(family.last_lines())
    assert is_gone(grandchild, within=2)
    with Supervisor() as supervisor:
        broken = Service(
            name="broken", argv=["/bin/sh", "-c", "echo no; exit 3"], log=var / "b.log", environment={}
        )
        with pytest.raises(CannotStart, match=r"broken did not start[\s\S]*no"):
            supervisor.start(broken, lambda: False, seconds=5)


def test_valkey_wants_its_password(var):
    import redis

    with Supervisor() as supervisor:
        url = start_valkey(supervisor, var)
        assert redis.Redis.from_url(url).ping()
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(url.replace(":", "", 1).replace("redis//:", "redis://:x")).ping()


def test_port_in_use_is_named():
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is in use"):
            require_free(port)
    require_free(free_port())


def test_run_refuses_a_port_in_use_before_it_starts_anything(var):
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "core.servers", "run", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "HEARTH_VAR": str(var)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert not (var / "postgres").exists()


def test_second_launcher_on_one_folder_is_refused(var):
    with only_launcher(var, "http://localhost:8000"):
        second = only_launcher(var, "http://localhost:8001")
        with pytest.raises(CannotStart, match=r"already runs from .*http://localhost:8000, process"), second:
            pass
    with only_launcher(var, "again"):
        pass


def test_reset_asks_first_and_deletes_only_data(var):
    (var / "documents").mkdir()
    (var / "documents" / "paper.pdf").write_bytes(b"%PDF")
    with pytest.raises(CannotStart, match="--yes"):
        delete_data(var, sure=False)
    assert (var / "documents" / "paper.pdf").exists()
    delete_data(var, sure=True)
    assert not (var / "documents").exists()
    assert (var / "logs").exists()


def test_full_disk_is_said_before_anything_is_written(var):
    with pytest.raises(CannotStart, match=r"Not enough disk space for .*new: .* MB free"):
        require_space(var / "new", 10**9)
    require_space(var / "new", 1)


def test_derived_password_is_the_same_anywhere_and_differs_by_secret_and_label():
    assert derived_password("s3cret", "hearth_app") == derived_password("s3cret", "hearth_app")
    assert len({derived_password(s, r) for s in ("a", "b") for r in ("c", "d")}) == 4


def test_lone_database_url_is_taken_as_the_owners():
    urls = given_database({"DATABASE_URL": OWNER_URL})
    assert urls and urls.owner == OWNER_URL
    assert (
        urls.app == f"postgres://hearth_app:{derived_password('s3cret', 'hearth_app')}@db.example:5432/hearth"
    )


def test_two_database_urls_are_used_as_they_are():
    urls = given_database({"DATABASE_URL": "postgres://a:b@h/d", "DATABASE_OWNER_URL": OWNER_URL})
    assert urls and (urls.app, urls.owner) == ("postgres://a:b@h/d", OWNER_URL)
    assert given_database({}) is None


@pytest.mark.parametrize("url", ["postgres:///hearth", "mysql://a:b@h/d", "postgres://owner@h/d", "hearth"])
def test_database_url_that_gives_no_login_is_refused(url):
    with pytest.raises(CannotStart, match="DATABASE_URL"):
        app_url(url)


def test_environment_file_is_private_and_the_real_environment_wins(var):
    write_file(var, {"SECRET_KEY": "from file", "DATABASE_URL": OWNER_URL, "LOG_LEVEL": "ERROR"})
    assert (var / "hearth.env").stat().st_mode & 0o777 == 0o600
    assert read_file(var)["SECRET_KEY"] == "from file"
    code = "from django.conf import settings as s; print(s.SECRET_KEY, s.DATABASES['default']['HOST'])"
    environment = {k: v for k, v in os.environ.items() if k not in ("SECRET_KEY", "DATABASE_URL")}
    environment |= {"HEARTH_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "real"}
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert said.stdout.strip() == "real db.example"


def test_bytecode_does_not_change_a_fingerprint():
    folder = ROOT / "core" / "servers"
    before = fingerprint([folder])
    written = folder / "__pycache__" / "of_a_test.pyc"
    written.parent.mkdir(exist_ok=True)
    written.write_bytes(b"bytecode")
    try:
        assert fingerprint([folder]) == before
    finally:
        written.unlink()
