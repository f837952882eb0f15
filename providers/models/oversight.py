"""How councils watch over homes: concerns, visits and the monthly reports of independent visitors.

What every council may know of a home (what, when, where it stands) is in one row that all read. What touches
on a child is in a ``QualityNote``, which only the council that wrote it reads.
"""

from django.db import models

from core.wall import Access, Wall
from core.wall.declare import OWN_AUTHORITY, OWN_PROVIDER
from core.workflow import Stateful
from providers.choices import ConcernCategory, ConcernState, VisitFinding, VisitKind

# A provider sends its reports to councils that have had a child in that home, and to nobody else.
LIVED_THERE = (
    "EXISTS (SELECT 1 FROM placements_placement p WHERE p.authority_id = this.authority_id"
    " AND p.setting_id = this.setting_id AND p.provider_id = app_provider())"
)


class Concern(Stateful):
    """A council's concern about one home, or about a provider as a whole (``setting`` null).

    ``summary`` and the reason of each step are read by every council and name no child.
    """

    reference = models.CharField(max_length=20, unique=True)
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", null=True, blank=True, on_delete=models.PROTECT)
    category = models.CharField(max_length=25, choices=ConcernCategory)
    state = models.CharField(max_length=10, choices=ConcernState, default=ConcernState.WATCH)
    noticed_on = models.DateField()
    summary = models.TextField()
    raised_by = models.CharField(max_length=120)
    raised_at = models.DateTimeField()

    wall = Wall.shared(read="true", write=OWN_AUTHORITY)

    class Meta:
        indexes = [models.Index(fields=["provider", "setting", "state"], name="concern_of_home")]

    def __str__(self) -> str:
        return self.reference


class QualityVisit(models.Model):
    """A council's officer went to see a home. ``summary`` is read by every council and names no child."""

    reference = models.CharField(max_length=20, unique=True)
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=VisitKind)
    visited_on = models.DateField()
    visited_by = models.CharField(max_length=120)
    finding = models.CharField(max_length=10, choices=VisitFinding)
    summary = models.TextField()
    recorded_at = models.DateTimeField()

    wall = Wall.shared(read="true", write=OWN_AUTHORITY, verbs="SI", append_only=True)

    class Meta:
        indexes = [models.Index(fields=["setting", "-visited_on"], name="visit_of_setting")]

    def __str__(self) -> str:
        return self.reference


class QualityNote(models.Model):
    """What a council keeps to itself about its concern or its visit, such as what touches on a child."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(
        Concern, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    visit = models.ForeignKey(
        QualityVisit, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    body = models.TextField()
    written_by = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    wall = Wall.council_private(clearance=2, append_only=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(concern__isnull=False, visit__isnull=True)
                | models.Q(concern__isnull=True, visit__isnull=False),
                name="note_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Reg44Report(models.Model):
    """The independent person's report of one month's visit, as one placing council received it.

    Where the home sent it here itself, ``provider`` is its provider; null where the council typed it in.

    ``month`` is its first day. ``is_safeguarded`` is the independent person's opinion that the children are
    effectively safeguarded (Children's Homes Regulations 2015, regulation 44).
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        "providers.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField()
    visited_on = models.DateField()
    received_on = models.DateField()
    is_safeguarded = models.BooleanField()
    document = models.ForeignKey("core.Document", on_delete=models.PROTECT, related_name="+")
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(
        append_only=True,
        provider=Access("SI", OWN_PROVIDER, written=f"{OWN_PROVIDER} AND {LIVED_THERE}"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "setting", "month"],
                condition=models.Q(provider=None),
                name="one_reg44_a_month",
            ),
            models.UniqueConstraint(
                fields=["authority", "setting", "month", "provider"],
                condition=models.Q(provider__isnull=False),
                name="one_sent_reg44_a_month",
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="reg44_month_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.setting_id} {self.month:%Y-%m}"
