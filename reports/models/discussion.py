"""What is said of a paper while it is written, and who has read it since."""

from django.db import models

from core.wall import Wall


class PaperComment(models.Model):
    """A comment on one section, or (with ``thread``) an answer to one; the first of a thread is resolved."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("reports.Paper", on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=40)
    thread = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    words = models.TextField()
    written_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(clearance=0, changes=("resolved_by_id", "resolved_at"))

    class Meta:
        indexes = [models.Index(fields=["paper", "section"], name="comment_of_section")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.section}"


class PaperReading(models.Model):
    """The first time somebody opened one version of a paper to read it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("reports.PaperVersion", on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "reader"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.reader_id}"
