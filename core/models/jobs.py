"""Long work as a row: Redis is only a doorbell, so nothing is lost when it is emptied."""

from django.db import models
from django.db.models import Q

from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY, OWN_PROVIDER


class Job(models.Model):
    """One piece of long work and its lease. ``acts_as`` is the actor it runs as (``Actor.as_json``)."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to start"
        RUNNING = "running", "In progress"
        DONE = "done", "Finished"
        FAILED = "failed", "Could not finish"

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    authority_id = models.BigIntegerField(null=True)
    provider_id = models.BigIntegerField(null=True)
    acts_as = models.JSONField()
    params = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField(max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access("SIU", OWN_AUTHORITY),
        provider=Access("SIU", OWN_PROVIDER),
        system=Access("SIU", "authority_id IS NULL AND provider_id IS NULL"),
        audit=Audit.NONE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "authority_id", "provider_id", "dedupe_key"],
                condition=~Q(dedupe_key="") & ~Q(state="failed"),
                nulls_distinct=False,
                name="job_once_per_dedupe_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["queued_at"], condition=Q(state__in=["queued", "running"]), name="job_unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.kind}"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
