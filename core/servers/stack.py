"""The servers both ``bin/run`` and ``bin/test`` stand on, and the environment they hand to Django."""

import os
from collections.abc import Mapping
from pathlib import Path

from core.servers import ROOT, postgres, valkey
from core.servers.environment import given_database, secret_key, write_file
from core.servers.supervisor import Supervisor

LOG_KEPT = ".previous"


def start_servers(
    supervisor: Supervisor, var: Path, defaults: Mapping[str, str], *, for_tests: bool = False
) -> dict[str, str]:
    """Start what the environment does not name, write ``hearth.env``, return the children's environment.

    ``defaults`` are for settings the real environment leaves out.
    """
    (var / "logs").mkdir(exist_ok=True, mode=0o700)
    for log in (var / "logs").glob("*.log"):
        log.replace(log.with_name(log.name + LOG_KEPT))
    urls = given_database(os.environ)
    if urls is None:
        urls = postgres.start_postgres(supervisor, var, throwaway=for_tests)
    else:
        postgres.check_given(urls, creates_databases=for_tests)
    redis_url = os.environ.get("REDIS_URL")
    if redis_url:
        valkey.check_given(redis_url)
    else:
        redis_url = valkey.start_valkey(supervisor, var)
    values = {
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "REDIS_URL": redis_url,
        "SECRET_KEY": secret_key(var),
        **{name: os.environ.get(name, value) for name, value in defaults.items()},
    }
    write_file(var, values)
    return {**os.environ, **values, "HEARTH_VAR": str(var)}


def var_folder() -> Path:
    return Path(os.environ.get("HEARTH_VAR") or ROOT / "var").resolve()
