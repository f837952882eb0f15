"""Forecast runs, kept: the same inputs give the same numbers, and a later month can grade them."""

from django.db import models

from authorities.models.partnership import partners_read
from core.wall import Audit, Wall
from core.wall.declare import OWN_AUTHORITY


class ForecastRun(models.Model):
    """One forecast of one council. ``points`` and ``grade`` are as written by ``sufficiency.forecast``.

    ``flow`` holds who entered and left care by month: "recorded" before, "ahead" as expected. ``borrowed`` is
    what partners told of where their children go, summed ("told"), and whose it was ("councils"). Points are
    ``step_months`` apart: 12 where only published yearly counts are known.
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
    borrowed = models.JSONField(default=dict, db_default={})
    step_months = models.PositiveSmallIntegerField(default=1, db_default=1)
    made_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "-made_at"], name="forecast_latest")]

    def __str__(self) -> str:
        return self.reference


class SharedOutlook(models.Model):
    """What a council tells partners that share counts of its children and its forecast of them, never which.

    ``counted`` is "all" or a kind of placement. ``recorded`` holds months and counts, null where too few to
    tell; ``ahead`` the forecast's points, none for a kind that has too few now; ``told`` where children go,
    as written by ``sufficiency.forecast.borrowing``, with all children only. A kind is read by partners for
    that kind of care, the rest by partners for any.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    counted = models.CharField(max_length=20)
    as_at = models.DateField()
    fewer_than = models.PositiveSmallIntegerField()
    recorded = models.JSONField()
    ahead = models.JSONField()
    told = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    wall = Wall.shared(
        read=partners_read("(this.counted IN ('all', 'other') OR whose.category = this.counted)"),
        write=OWN_AUTHORITY,
        audit=Audit.NONE,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "counted"], name="one_shared_outlook")]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.counted} {self.as_at}"
