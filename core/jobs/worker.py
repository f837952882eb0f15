"""Doing the work: claim a row under a lease, run it, publish only while the lease is still held."""

import json
import logging
import threading
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.actor import Actor, acting_as
from core.errors import DomainError
from core.jobs.queue import HANDLERS, JobContext
from core.models import Job

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 5


class LeaseLost(Exception):
    """Another worker took the job over; this worker's result is dropped."""


@dataclass(frozen=True)
class Claim:
    job_id: int
    token: UUID
    actor: Actor


def run_next() -> bool:
    """Claim and run one waiting job; False when there is none."""
    claim = _claim()
    if claim is None:
        return False
    with _heartbeat(claim):
        try:
            _run(claim)
        except LeaseLost:
            log.warning("Job %s was taken over; result dropped.", claim.job_id)
        except DomainError as error:
            _fail(claim, error.message)
        except Exception:
            log.exception("Job %s failed.", claim.job_id)
            _fail(claim, "Something went wrong on our side. You can start it again.")
    return True


def _run(claim: Claim) -> None:
    with acting_as(claim.actor):
        job = Job.objects.get(pk=claim.job_id)

    def progress(percent: int, stage: str) -> None:
        with acting_as(claim.actor):
            changed = Job.objects.filter(pk=claim.job_id, lease_token=claim.token).update(
                percent=percent, stage=stage
            )
        if not changed:
            raise LeaseLost

    publish = HANDLERS[job.kind](JobContext(job, claim.actor, progress))
    with acting_as(claim.actor):
        held = Job.objects.select_for_update().filter(
            pk=claim.job_id, lease_token=claim.token, state=Job.State.RUNNING
        )
        if not held.exists():
            raise LeaseLost
        result = publish(job)
        held.update(
            state=Job.State.DONE,
            percent=100,
            stage="Finished",
            result=result,
            error="",
            lease_token=None,
            lease_until=None,
            finished_at=timezone.now(),
        )


def _claim() -> Claim | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, lease_token, acts_as FROM claim_job(%s, %s)",
            [settings.JOB_LEASE_SECONDS, MAX_ATTEMPTS],
        )
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    return Claim(row[0], row[1], Actor.from_json(json.loads(row[2])))


def _fail(claim: Claim, message: str) -> None:
    with acting_as(claim.actor):
        Job.objects.filter(pk=claim.job_id, lease_token=claim.token).update(
            state=Job.State.FAILED,
            error=message,
            lease_token=None,
            lease_until=None,
            finished_at=timezone.now(),
        )


class _heartbeat:
    """Renews the lease from a thread of its own, so that a slow stage is not taken for a dead worker."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        seconds = settings.JOB_LEASE_SECONDS
        while not self._stop.wait(seconds / 3):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT renew_job(%s, %s, %s)", [self._claim.job_id, self._claim.token, seconds]
                )
        connection.close()
