"""Older papers kept because they were checked, and findings that somebody said are no slips."""

from django.db import models
from django.db.models import Q

from core.wall import Wall


class OlderPaper(models.Model):
    """A paper from elsewhere, as text: pasted, or read out of ``filename``. Tabs part a table's cells."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    filename = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "-added_at"], name="older_paper_latest")]

    def __str__(self) -> str:
        return self.reference


class Dismissal(models.Model):
    """A finding put aside with a reason, in one paper; it stays aside until restored.

    ``fingerprint`` is of the words and the rule: changed words are found again.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        "reports.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    older_paper = models.ForeignKey(
        OlderPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fingerprint = models.CharField(max_length=24)
    quote = models.TextField()
    says = models.TextField()
    reason = models.CharField(max_length=500)
    dismissed_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField()
    restored_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False, older_paper__isnull=True)
                | Q(paper__isnull=True, older_paper__isnull=False),
                name="dismissed_in_one_paper",
            ),
            models.UniqueConstraint(
                fields=["paper", "older_paper", "fingerprint"],
                condition=Q(restored_at__isnull=True),
                nulls_distinct=False,
                name="dismissed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fingerprint} dismissed"
