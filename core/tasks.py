"""Celery's side of the jobs: the bell, and the calendar's ring."""

from celery import shared_task
from django.utils import timezone

from core.audit import seal
from core.jobs.worker import run_next


@shared_task(name="core.drain_jobs")
def drain_jobs() -> None:
    """Run waiting jobs until there is none."""
    while run_next():
        pass


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    """Seal what was audited since the last night."""
    seal(at=timezone.now())
