"""For benchmarks: jobs asked for and worked off by one real worker, and the memory that leaves it with."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings

from core.actor import Actor, acting_as
from core.models import Job
from core.servers.supervisor import Service
from core.tasks import SHIFT

START_SECONDS, POLL_SECONDS = 60, 0.2


def work_off(ask: Callable[[], Sequence[Job]], *, by: Actor) -> dict[str, Any]:
    """Ask for jobs as ``by`` and wait until a worker has ended each: how many, in how many seconds, and the
    megabytes of all its processes together as the first shift ended, at most, and as the last job did."""
    with _worker() as pid:
        held = {0: _megabytes(pid)}
        begun = time.perf_counter()
        with acting_as(by):
            asked = [job.pk for job in ask()]
        while (ended := _count(asked, by, (Job.State.DONE, Job.State.FAILED))) < len(asked):
            held[ended] = max(held.get(ended, 0), _megabytes(pid))
            time.sleep(POLL_SECONDS)
        seconds = time.perf_counter() - begun
        held[ended] = _megabytes(pid)
    return {
        "queued": len(asked),
        "finished": _count(asked, by, (Job.State.DONE,)),
        "queue_seconds": round(seconds, 1),
        "mb_after_first_shift": next(held[ended] for ended in sorted(held) if ended >= SHIFT),
        "mb_most": max(held.values()),
        "mb_after": held[len(asked)],
    }


def _count(jobs: Sequence[int], by: Actor, states: Sequence[str]) -> int:
    with acting_as(by):
        return Job.objects.filter(pk__in=jobs, state__in=states).count()


@contextmanager
def _worker() -> Iterator[int]:
    """The process of the worker that answers the bell; where none does, of one started for the block."""
    answering = _answering()
    if answering:
        yield answering[0]
        return
    service = Service(
        name="worker",
        argv=(sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1"),
        log=Path(settings.VAR_DIR) / "bench-worker.log",
        environment={**os.environ, "DATABASE_OWNER_URL": "", "DEBUG": "0"},
    )
    service.start()
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answering:
            if not service.running or time.monotonic() > deadline:
                raise RuntimeError(f"The worker did not start. {service.log} ends:\n{service.last_lines()}")
            answering = _answering()
        yield answering[0]
    finally:
        service.stop()


def _answering() -> list[int]:
    workers = current_app.control.inspect(timeout=1).stats() or {}
    return [told["pid"] for told in workers.values()]


def _megabytes(pid: int) -> int:
    """What a process and its children hold, shared pages parted among those who share them."""
    return sum(_kilobytes(each) for each in _family(pid)) // 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _read(Path(f"/proc/{pid}/task/{pid}/children")).split():
        yield from _family(int(child))


def _kilobytes(pid: int) -> int:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _read(path: Path) -> str:
    """A file of a process that may end at this moment."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
