"""Celery's side of the jobs: the bell, and the calendar's ring."""

from celery import shared_task
from django.utils import timezone

from core.audit import seal
from core.jobs.queue import ring
from core.jobs.worker import run_next

# Between two shifts a worker that has grown is replaced, so a long queue must not be one task.
SHIFT = 10


@shared_task(name="core.drain_jobs")
def drain_jobs() -> None:
    """Run waiting jobs, a shift of them at most, and ring for the next."""
    for _ in range(SHIFT):
        if not run_next():
            return
    ring()


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    """Seal what was audited since the last night."""
    seal(at=timezone.now())
