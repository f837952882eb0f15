"""Plans for the children of a block contract that ends."""

from django.db import models

from core.wall import Wall
from placements.exit_choices import ExitOutcome


class ExitPlan(models.Model):
    """What is to become of one child when a block ends, by when. Of a child's plans the last recorded holds.

    ``child_says`` is the child's own view of it. ``done_on`` is the day it came about.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.BlockContract", on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="exit_plans")
    outcome = models.CharField(max_length=12, choices=ExitOutcome)
    by_when = models.DateField()
    steps = models.TextField()
    child_says = models.TextField()
    done_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    wall = Wall.council_private(clearance=2, append_only=True)

    def __str__(self) -> str:
        return f"{self.placement_id} {self.outcome} by {self.by_when}"
