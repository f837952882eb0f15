"""Approved ceilings: what a decision allowed to be spent, and what draws on it."""

from django.db import models

from contracts.choices import OverCeiling
from core.periods import EffectiveDated
from core.wall import Wall


class ApprovedCeiling(EffectiveDated):
    """An approved amount for a scope and a time, under one decision."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    scope = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision_reference = models.CharField(max_length=60)
    when_over = models.CharField(max_length=10, choices=OverCeiling, default=OverCeiling.ESCALATE)

    wall = Wall.council_private(clearance=0)

    def __str__(self) -> str:
        return self.reference


class CeilingDraw(models.Model):
    """A commitment against one ceiling; releasing it is a row with a negative amount."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    ceiling = models.ForeignKey(ApprovedCeiling, on_delete=models.PROTECT, related_name="draws")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    source_reference = models.CharField(max_length=20)
    drawn_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    def __str__(self) -> str:
        return f"{self.ceiling_id} {self.source_reference}"
