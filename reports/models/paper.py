"""Decision papers: sections of words, figures that are citations, and the frozen versions made of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from authorities.choices import ServiceCategory
from core.wall import Wall
from core.workflow import Stateful
from reports.choices import MEMBERS_READ, PaperFormat, PaperState
from reports.life_choices import ExemptParagraph


class Paper(Stateful):
    """One paper for one decision. Cabinet members read it from publication on.

    It is about a block contract, a commercial tool, or (with neither) the need for one kind of care;
    ``category`` is the kind of care its figures count, that of the block where it is about one.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    paper_format = models.CharField(max_length=1, choices=PaperFormat)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=PaperState, default=PaperState.DRAFT)
    block_contract = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tool = models.ForeignKey(
        "contracts.CommercialTool", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=20, choices=ServiceCategory, blank=True)
    body = models.CharField(max_length=80, help_text="Who decides, for example Cabinet")
    meeting_on = models.DateField()
    reporting_director = models.CharField(max_length=120)
    divisions_affected = models.CharField(max_length=120)
    portfolio = models.CharField(max_length=120, blank=True)
    is_key = models.BooleanField()
    key_grounds = models.TextField(blank=True)
    call_in_waived = models.BooleanField(default=False)
    call_in_reason = models.TextField(blank=True)
    call_in_agreed_by = models.CharField(max_length=120, blank=True)
    divisions_significant = models.PositiveSmallIntegerField(
        default=0, help_text="In how many electoral divisions or wards the effect is significant"
    )
    published_on = models.DateField(null=True, blank=True)
    # Schedule 12A: which paragraph, why the public interest asks for it, and the figures it covers.
    exempt_paragraph = models.CharField(max_length=1, choices=ExemptParagraph, blank=True)
    public_interest = models.TextField(blank=True)
    exempt_figures = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    contact = models.CharField(max_length=200)
    raised_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    # When and why stand in ``state_at`` and ``state_reason``.
    withdrawn_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(clearance=0)

    def __str__(self) -> str:
        return self.reference

    @property
    def is_withdrawn(self) -> bool:
        return self.state == PaperState.WITHDRAWN

    @property
    def is_told(self) -> bool:
        """Whether members read it: published, and still so if it was withdrawn afterwards."""
        return self.state in MEMBERS_READ or (self.is_withdrawn and self.published_on is not None)


class PaperSection(models.Model):
    """The words of one section. Figures stand in it as tokens such as ``{figure:annual_value}``."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    is_exempt = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.key}"


class PaperVersion(models.Model):
    """One generated document of a paper, with everything it was made of.

    ``words`` are the text by section key as printed for those who may read all of it. ``document`` is what
    the public may read of a published paper; ``full_document`` there is one only where a part is exempt.

    ``layout`` is the format as it was that day (``reports.formats.layouts``), with the facts at the ``head``
    as printed and the day ``on`` which its figures were read; ``pictures`` are the charts and tables as drawn
    (``reports.pictures.keeping``). Later changes leave what was published as it is.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.OneToOneField("core.Document", on_delete=models.PROTECT, related_name="+")
    full_document = models.OneToOneField(
        "core.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_published = models.BooleanField(default=False)
    words = models.JSONField(default=dict)
    figures_hash = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)
    pictures = models.JSONField(default=list)
    made_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} v{self.number}"


class PaperFigure(models.Model):
    """A figure of one version: what it says, what it means, where it came from and as at when.

    ``value`` is exact, as text; ``shown`` is as printed; ``source`` names the records it was read from;
    ``base`` says in words what a share or a growth is of.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=300)
    label = models.CharField(max_length=300)
    definition = models.TextField()
    value = models.CharField(max_length=60)
    shown = models.CharField(max_length=60)
    unit = models.CharField(max_length=30)
    rounding = models.CharField(max_length=60)
    base = models.CharField(max_length=300, blank=True)
    source = models.TextField()
    as_at = models.DateField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key}"
