"""The product as it is run: gunicorn, a worker and a calendar of its own, on a Valkey of its own."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import redis
from celery import Celery

from core.pdf.fonts import FOLDER
from core.servers import ROOT
from core.servers.network import HOST, free_port
from core.servers.run import collect_static, start_processes
from core.servers.supervisor import Service, Supervisor
from core.servers.valkey import start_valkey
from tests.database import TestDatabase
from tests.journeys.world import WorldDatabase

# A dead worker's job is free again after this.
LEASE_SECONDS = 4
WAIT_SECONDS = 60
# What the file backend writes after each letter.
LETTER_END = "-" * 79 + "\n"


@dataclass(frozen=True)
class Product:
    """A running Hearth: its address, what its processes are given, and where it leaves its post."""

    site: str
    environment: dict[str, str]
    var: Path
    services: dict[str, Service]
    owner_url: str

    def letters(self, subject: str, *, to: str | None = None) -> list[EmailMessage]:
        """The e-mails sent so far with this subject (and to this address)."""
        # What follows a file's last end is a letter still being written.
        texts = [
            text
            for file in (self.var / "mail").glob("*.log")
            for text in file.read_text().split(LETTER_END)[:-1]
        ]
        letters = [message_from_string(text.lstrip(), policy=policy.default) for text in texts]
        return [each for each in letters if each["subject"] == subject and to in (None, each["to"])]

    def wait_for_letters(self, subject: str, *, to: str | None = None, count: int = 1) -> list[EmailMessage]:
        """The same, once there are so many."""
        deadline = time.monotonic() + WAIT_SECONDS
        while len(found := self.letters(subject, to=to)) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} letters “{subject}” came"
            time.sleep(0.2)
        return found

    def ring(self, task: str) -> None:
        """Ask the worker for one task of the calendar now."""
        with Celery(broker=self.environment["REDIS_URL"]) as bell:
            bell.send_task(task)

    def ring_tomorrow(self, task: str) -> None:
        """Do one task of the calendar as it would be done at this time tomorrow."""
        command = (sys.executable, "-m", "tests.journeys.tomorrow", task)
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, capture_output=True)

    def hold_meeting(self, paper: str) -> None:
        """The day of a paper's meeting has come."""
        command = (sys.executable, "-m", "tests.journeys.meeting", paper)
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, capture_output=True)

    def kill_worker(self) -> None:
        """As the kernel does when memory runs out: no farewell, children too."""
        process = self.services["worker"].process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def fonts_of_worker(self) -> list[Path]:
        """The folders that the worker's processes have unpacked fonts into."""
        process = self.services["worker"].process
        assert process is not None
        folders = Path(gettempdir()).glob(f"{FOLDER}*")
        return [each for each in folders if _group_of(each.name.split("-")[2]) == process.pid]

    def kept_of(self, paper: str) -> dict[str, Any]:
        """What the records keep of a paper's documents."""
        command = (sys.executable, "-m", "tests.journeys.kept", paper)
        told = subprocess.run(command, env=self.environment, cwd=ROOT, check=True, capture_output=True)
        found: dict[str, Any] = json.loads(told.stdout)
        return found

    def start_worker(self) -> None:
        self.services["worker"].start()

    def empty_queue(self) -> None:
        redis.Redis.from_url(self.environment["REDIS_URL"]).flushall()


@contextmanager
def running_product(empty: TestDatabase, var: Path) -> Iterator[Product]:
    """Everything ``bin/run`` starts, on a clone of the demo world, stopped again after the block."""
    for folder in (var, var / "logs", var / "mail"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)
    for left in (*(var / "logs").glob("*.log"), *(var / "mail").glob("*.log")):
        left.unlink()
    # Not entered: its signal handlers belong to a launcher, and pytest has its own.
    supervisor, world, port = Supervisor(), WorldDatabase(empty), free_port()
    site = f"http://{HOST}:{port}"
    try:
        environment = {
            **os.environ,
            "DATABASE_URL": world.app_url,
            "DATABASE_OWNER_URL": "",
            "REDIS_URL": start_valkey(supervisor, var),
            "EMAIL_URL": f"filemail:///{var / 'mail'}",
            "HEARTH_VAR": str(var),
            "SECRET_KEY": secrets.token_hex(32),
            "SITE_URL": site,
            "HEARTH_DEMO": "1",
            "SECURE": "0",
            "DEBUG": "0",
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        world.create(supervisor, environment)
        collect_static(supervisor, var, environment)
        start_processes(supervisor, var, environment, port)
        services = {service.name: service for service in supervisor.services}
        yield Product(site, environment, var, services, world.owner_url)
    finally:
        for service in reversed(supervisor.services):
            service.stop()
        world.drop()


def _group_of(process: str) -> int | None:
    """The group a process belongs to; None when it has ended."""
    try:
        return os.getpgid(int(process))
    except ProcessLookupError:
        return None
