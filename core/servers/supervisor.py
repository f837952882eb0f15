"""Start processes, watch them, and leave none behind.

Each runs in a session of its own, so the terminal's Ctrl-C reaches only us and we stop them in order, whole
process groups at a time. Should we be killed outright, Linux sends each its stop signal in our stead.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from core.servers import ROOT, CannotStart
from core.servers.console import complain
from core.servers.unprivileged import Account

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.1
RESTART_PAUSE_SECONDS = 1
# A process that dies this often within the window is broken, not unlucky.
RESTARTS, RESTART_WINDOW_SECONDS = 5, 60

_libc = ctypes.CDLL(None, use_errno=True)


class Stop(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal."""


@dataclass
class Service:
    """A long-running process: how to start it, how to ask it to stop, and how long to wait."""

    name: str
    argv: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str]
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10
    process: subprocess.Popen[bytes] | None = None
    died_at: list[float] = field(default_factory=list)

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_lines(self, count: int = 5) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"  {line}" for line in lines[-count:])

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = _popen(self.argv, self.environment, self.account, self.stop_signal, log)

    def stop(self) -> None:
        """Ask, wait, then kill the whole group, grandchildren too."""
        if self.process is None:
            return
        try:
            if self.running:
                self.process.send_signal(self.stop_signal)
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(self.stop_seconds)
        finally:
            kill_group(self.process)
            self.process = None


class Supervisor:
    """The services of one launcher, in the order they started."""

    def __init__(self) -> None:
        self.services: list[Service] = []

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _raise_stop)
        return self

    def __exit__(self, *_: object) -> None:
        # A second Ctrl-C must not leave half of them running: from here on we hurry instead of waiting.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hurry)
        for service in reversed(self.services):
            service.stop()

    def start(self, service: Service, ready: Callable[[], bool], *, seconds: float) -> None:
        """Start a service and wait until it answers. Raises CannotStart with the end of its log."""
        self.services.append(service)
        service.start()
        deadline = time.monotonic() + seconds
        while not ready():
            if not service.running or time.monotonic() > deadline:
                self.services.remove(service)
                service.stop()
                raise CannotStart(
                    f"{service.name} did not start. {service.log} ends:\n{service.last_lines()}"
                )
            time.sleep(POLL_SECONDS)

    def run(
        self,
        argv: Sequence[str | Path],
        environment: Mapping[str, str],
        *,
        account: Account | None = None,
        text: str | None = None,
        log: Path | None = None,
    ) -> int:
        """Run one step to its end, with ``text`` as its input; its output goes to ours, or to ``log``."""
        stream = log.open("ab") if log else None
        process = _popen(argv, environment, account, signal.SIGTERM, stream, stdin=subprocess.PIPE)
        try:
            process.communicate(text.encode() if text else None)
        finally:
            kill_group(process)
            if stream:
                stream.close()
        return process.returncode

    def watch(self) -> None:
        """Report each service that dies and start it again. Raises CannotStart for one that keeps dying."""
        while True:
            for service in self.services:
                if not service.running:
                    self._restart(service)
            time.sleep(POLL_SECONDS)

    def _restart(self, service: Service) -> None:
        now = time.monotonic()
        status = service.process.returncode if service.process else None
        service.stop()
        service.died_at = [at for at in service.died_at if now - at < RESTART_WINDOW_SECONDS] + [now]
        if len(service.died_at) > RESTARTS:
            raise CannotStart(
                f"{service.name} keeps stopping (status {status}). {service.log} ends:\n"
                f"{service.last_lines()}"
            )
        complain(f"{service.name} stopped by itself (status {status}); starting it again. See {service.log}.")
        time.sleep(RESTART_PAUSE_SECONDS)
        service.start()

    def _hurry(self, number: int, frame: FrameType | None) -> None:
        for service in self.services:
            service.stop_seconds = min(service.stop_seconds, 2)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of a process's group and collect it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _popen(
    argv: Sequence[str | Path],
    environment: Mapping[str, str],
    account: Account | None,
    parting_signal: signal.Signals,
    output: object,
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    identity = {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.Popen(  # type: ignore[call-overload]
        argv,
        env=dict(environment),
        cwd=ROOT if account is None else "/",
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        # Runs after the change of user, which would clear it.
        preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, parting_signal),
        **identity,
    )


def _raise_stop(number: int, frame: FrameType | None) -> None:
    raise Stop(number)
