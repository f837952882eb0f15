"""Forecast runs, kept: the same inputs give the same numbers, and a later month can grade them."""

from django.db import models

from core.wall import Wall


class ForecastRun(models.Model):
    """One forecast of one council. ``points`` and ``grade`` are as written by ``sufficiency.forecast``.

    ``flow`` holds who entered and left care by month: "recorded" before, "ahead" as expected.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    job = models.OneToOneField("core.Job", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    as_at = models.DateField()
    horizon_months = models.PositiveSmallIntegerField()
    paths = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    input_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=120)
    history = models.JSONField()
    points = models.JSONField()
    grade = models.JSONField()
    flow = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    made_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "-made_at"], name="forecast_latest")]

    def __str__(self) -> str:
        return self.reference
