"""Addresses and secrets for the processes, and ``var/hearth.env``, which keeps them for your own shell.

What is set in the real environment wins. A lone ``DATABASE_URL`` is the owner's: the app's login is derived.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from core.servers import CannotStart

APP_ROLE = "hearth_app"
FILE = "hearth.env"


@dataclass(frozen=True)
class DatabaseUrls:
    app: str
    owner: str


def derived_password(secret: str, label: str) -> str:
    """The same password for the same secret and label in any checkout; the secret cannot be had from it."""
    return hmac.new(secret.encode(), label.encode(), "sha256").hexdigest()


def given_database(environment: Mapping[str, str]) -> DatabaseUrls | None:
    """The PostgreSQL the environment names, or None when we are to run our own."""
    app, owner = environment.get("DATABASE_URL"), environment.get("DATABASE_OWNER_URL")
    if app and owner:
        return DatabaseUrls(app=app, owner=owner)
    lone = app or owner
    return DatabaseUrls(app=app_url(lone), owner=lone) if lone else None


def app_url(owner_url: str) -> str:
    """The app's login to the owner's database. Raises CannotStart where none can be derived."""
    parts = urlsplit(owner_url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.hostname or not parts.path.strip("/"):
        raise CannotStart("DATABASE_URL must look like postgres://owner:password@host:5432/database")
    if not parts.password:
        raise CannotStart(
            "DATABASE_URL names no password, so none can be derived for the app."
            " Give the owner one, or set both DATABASE_URL and DATABASE_OWNER_URL."
        )
    place = parts.netloc.rpartition("@")[2]
    login = f"{APP_ROLE}:{quote(derived_password(parts.password, APP_ROLE))}"
    return urlunsplit(parts._replace(netloc=f"{login}@{place}"))


def read_file(var: Path) -> dict[str, str]:
    path = var / FILE
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write_file(var: Path, values: Mapping[str, str]) -> None:
    """Replace ``hearth.env`` in one step, readable by nobody else."""
    new = var / f"{FILE}.new"
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("# Written by bin/run at each start; set a variable in the environment to override it.\n")
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    new.replace(var / FILE)


def secret_key(var: Path) -> str:
    """Kept from run to run, so that nobody is signed out by a restart."""
    return os.environ.get("SECRET_KEY") or read_file(var).get("SECRET_KEY") or secrets.token_hex(32)
