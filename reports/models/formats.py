"""How a council's papers look: its own sections and terms over the product's, its logo; a paper's options."""

from django.db import models

from core.wall import Audit, Wall
from reports.choices import Numbering, Option, PaperFormat, Standing


class CouncilFormat(models.Model):
    """A council's own version of a format. The newest holds for papers still being written.

    ``sections`` are as ``reports.formats.layouts`` writes them, in order, those left out too. Nothing is
    overwritten: a change is the next number.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper_format = models.CharField(max_length=1, choices=PaperFormat)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, help_text="What the council calls such a paper")
    numbering = models.CharField(max_length=12, choices=Numbering)
    facts = models.JSONField()
    sections = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "paper_format", "number"], name="format_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.paper_format} v{self.number}"


class CouncilLogo(models.Model):
    """The picture at the head of a council's papers: a PNG we drew anew from what was uploaded."""

    authority = models.OneToOneField("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    alt = models.CharField(max_length=120)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")

    wall = Wall.council_private(clearance=0, verbs="SIUD", audit=Audit.KEYS)

    def __str__(self) -> str:
        return f"Logo of {self.authority_id}"


class PaperOption(models.Model):
    """An option a paper weighs: what it costs, what could go wrong, who pays for empty beds, and why not.

    The words may cite figures, as a section's do.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("reports.Paper", on_delete=models.PROTECT, related_name="options")
    option = models.CharField(max_length=12, choices=Option)
    standing = models.CharField(max_length=12, choices=Standing)
    cost = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    voids = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "option"], name="option_once"),
            models.UniqueConstraint(
                fields=["paper"],
                condition=models.Q(standing=Standing.RECOMMENDED),
                name="one_option_recommended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.option}"
