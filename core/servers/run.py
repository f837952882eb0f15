"""``bin/run``: everything up, from nothing or from where it was left."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from core.servers import ROOT, CannotStart
from core.servers.cluster import end_leftover_server
from core.servers.console import say
from core.servers.fingerprint import fingerprint
from core.servers.frontend import build_frontend
from core.servers.lock import only_launcher
from core.servers.network import HOST, answers, require_free
from core.servers.packages import require_pango
from core.servers.stack import start_servers, var_folder
from core.servers.supervisor import Service, Stop, Supervisor

DATA = ("postgres", "valkey", "documents")
MANAGE = (sys.executable, ROOT / "manage.py")
START_SECONDS = 60
# A worker's job is under a lease and is taken up again, so nothing is lost by not waiting for it.
STOP_SECONDS = 5


def run(*, port: int, reset: bool, yes: bool, demo: bool) -> None:
    """Serve on loopback until stopped. Raises CannotStart with what to put right."""
    var, site = var_folder(), f"http://localhost:{port}"
    with only_launcher(var, site), Supervisor() as supervisor:
        require_free(port)
        require_pango()
        if reset:
            delete_data(var, sure=yes)
        build_frontend(supervisor)
        if not demo:
            os.environ["HEARTH_DEMO"] = "0"
        # Letters are kept as files, so that a reminder's link can be tried without a mail server.
        letters = f"filemail:///{var / 'mail'}"
        given = {"SITE_URL": site, "HEARTH_DEMO": "1", "SECURE": "0", "EMAIL_URL": letters}
        environment = start_servers(supervisor, var, given)
        prepare(supervisor, var, environment)
        start_processes(supervisor, var, environment, port)
        say(f"\nHearth is at {site}\nLogs are in {var / 'logs'}. Ctrl-C stops everything.")
        try:
            supervisor.watch()
        except Stop:
            say("\nStopping.")


def delete_data(var: Path, *, sure: bool) -> None:
    """Delete what this checkout keeps, after asking. A database of your own (DATABASE_URL) is left alone."""
    question = f"Delete the database, queue and documents of {var}? Type yes: "
    if not sure and not sys.stdin.isatty():
        raise CannotStart("--reset asks first, and nobody is there to answer: add --yes if you mean it.")
    if not sure and input(question).strip().lower() != "yes":
        raise CannotStart("Nothing was deleted.")
    end_leftover_server(var / "postgres" / "data")
    for name in DATA:
        folder = var / name
        if folder.exists():
            shutil.rmtree(folder.resolve())
        if folder.is_symlink():
            folder.unlink()


def prepare(supervisor: Supervisor, var: Path, environment: Mapping[str, str]) -> None:
    """Bring the database and the collected static files up to this code."""
    if supervisor.run([*MANAGE, "up"], environment):
        raise CannotStart("The database was not brought up to date: see above.")
    collect_static(supervisor, var, environment)


def collect_static(supervisor: Supervisor, var: Path, environment: Mapping[str, str]) -> None:
    """Leave ``staticfiles`` in ``var`` made from the files as they are."""
    stamp, inputs = var / "staticfiles.inputs", fingerprint([ROOT / "static", ROOT / "requirements.txt"])
    if stamp.exists() and stamp.read_text() == inputs and (var / "staticfiles").exists():
        return
    if supervisor.run([*MANAGE, "collectstatic", "--no-input", "--clear", "--verbosity", "0"], environment):
        raise CannotStart("The static files were not collected: see above.")
    stamp.write_text(inputs)


def start_processes(supervisor: Supervisor, var: Path, environment: Mapping[str, str], port: int) -> None:
    """Web, worker and beat; none of them is given the owner's login."""
    celery = (sys.executable, "-m", "celery", "-A", "config")
    web = (sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}")
    commands = {
        "web": (*web, "--workers", "2", "--threads", "4", "--access-logfile", "-"),
        "worker": (*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"),
        "beat": (
            *celery,
            "beat",
            "--loglevel",
            "INFO",
            "--pidfile=",
            "--schedule",
            str(var / "beat-schedule"),
        ),
    }
    for name, argv in commands.items():
        service = Service(
            name=name,
            argv=argv,
            log=var / "logs" / f"{name}.log",
            environment={**environment, "DATABASE_OWNER_URL": ""},
            stop_seconds=STOP_SECONDS,
        )
        ready = (lambda: answers(port)) if name == "web" else (lambda: True)
        supervisor.start(service, ready, seconds=START_SECONDS)
