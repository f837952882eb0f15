"""Celery's side of the jobs: the bell, and the calendar's ring."""

from celery import shared_task

from core.jobs.worker import run_next


@shared_task(name="core.drain_jobs")
def drain_jobs() -> None:
    """Run waiting jobs until there is none."""
    while run_next():
        pass
