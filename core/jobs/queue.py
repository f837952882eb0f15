"""Asking for work: the register of job kinds and the row that a request leaves."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from core.actor import Actor
from core.models import Job
from core.references import new_reference

log = logging.getLogger(__name__)

Publish = Callable[[Job], dict[str, Any]]


@dataclass(frozen=True)
class JobContext:
    """What a handler gets: the job, the actor it acts as, and a way to say how far it is."""

    job: Job
    actor: Actor
    progress: Callable[[int, str], None]

    @property
    def params(self) -> dict[str, Any]:
        return self.job.params


Handler = Callable[[JobContext], Publish]
HANDLERS: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register a handler. It reads inside its own ``acting_as`` blocks, works with no transaction open, and
    returns ``publish(job) -> result``, which the worker calls in the transaction that ends the job, and only
    while it still holds the lease: what ``publish`` writes exists exactly once."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def enqueue(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    title: str,
    params: dict[str, Any] | None = None,
    dedupe_key: str = "",
) -> Job:
    """Write a job in the caller's transaction and ring the bell when it commits.

    With a ``dedupe_key``, a job of that kind and key that has not failed is returned instead of a second one.
    """
    facts = {"kind": kind, "authority_id": by.authority_id, "provider_id": by.provider_id}
    try:
        with transaction.atomic():
            made = Job.objects.create(
                reference=new_reference("JOB"),
                title=title,
                acts_as=by.as_json(),
                params=params or {},
                dedupe_key=dedupe_key,
                queued_at=at,
                **facts,
            )
    except IntegrityError:
        return Job.objects.exclude(state=Job.State.FAILED).get(dedupe_key=dedupe_key, **facts)
    transaction.on_commit(ring)
    return made


def ring(task: str = "core.drain_jobs") -> None:
    """Wake a worker for a task of the calendar. When the broker is away the calendar's next ring does it."""
    try:
        current_app.send_task(task, retry=False)
    except OperationalError:
        log.warning("The broker did not answer; %s waits for the next ring.", task)
