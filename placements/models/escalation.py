"""A search without an offer in time, taken to somebody higher who decides how it goes on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contracts.choices import Route
from core.wall import Wall
from placements.choices import EscalatedTo


class Escalation(models.Model):
    """One step up: the head of service first, then the director. Kept with what was decided.

    ``reopened`` are the routes that are tried again.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="escalations"
    )
    to = models.CharField(max_length=20, choices=EscalatedTo)
    reason = models.TextField()
    raised_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    decision = models.TextField(blank=True)
    reopened = ArrayField(models.CharField(max_length=20, choices=Route), default=list, blank=True)
    decided_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(decided_at__isnull=True), name="one_open_escalation"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, decided_by__isnull=True)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False) & ~models.Q(decision=""),
                name="escalation_decided_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} to {self.to}"

    @property
    def told(self) -> str:
        """What was asked, and what was decided by whom once it was (``decided_by`` is loaded)."""
        if self.decided_by is None:
            return f"{self.reason} Not decided yet."
        return f"{self.reason} Decided by {self.decided_by.name}: {self.decision}"
