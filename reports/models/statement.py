"""Statements of sufficiency and of the market: made whole from the records of one day, and kept."""

from django.db import models

from core.wall import Wall
from reports.choices import StatementKind


class Statement(models.Model):
    """One made document. ``figures`` is what it cites: as shown, what it means, its source, as at when."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=StatementKind)
    title = models.CharField(max_length=200)
    as_at = models.DateField()
    document = models.OneToOneField("core.Document", on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    made_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "-made_at"], name="statement_latest")]

    def __str__(self) -> str:
        return self.reference
