"""What happens while a child lives somewhere: absences, notice, and evidence that duties were done."""

from django.db import models
from django.db.models import F, Q

from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER
from placements.choices import SigningSide
from placements.life_choices import AbsenceFee, AbsenceKind, ClockKind, EndReason

BOTH = ("authority_id", "provider_id")


class Absence(models.Model):
    """Nights away from the home from ``left_on`` up to, not including, ``back_on``. The placement goes on.

    ``retainer_from`` is the first night paid at the retainer; null while the full fee goes on. Dates are when
    it happened, ``recorded_at`` when it was typed in.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=15, choices=AbsenceKind)
    left_on = models.DateField()
    back_on = models.DateField(null=True, blank=True)
    fee = models.CharField(max_length=10, choices=AbsenceFee, default=AbsenceFee.FULL)
    retainer_from = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(provider=Access("S", OWN_PROVIDER), tenant_columns=BOTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(back_on__isnull=True), name="one_open_absence"
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(back_on__gte=F("left_on")),
                name="absence_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.kind} from {self.left_on}"


class PlacementNotice(models.Model):
    """Notice to end a placement. ``leaves_on`` is the day of leaving; nights are paid up to, not including,
    ``paid_until``, which is later where the council leaves before the agreed days are over.

    Withdrawn, it stays as it was given.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="notices")
    side = models.CharField(max_length=10, choices=SigningSide)
    given_by = models.CharField(max_length=120)
    given_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField(help_text="Days agreed")
    leaves_on = models.DateField()
    paid_until = models.DateField()
    reason = models.CharField(max_length=10, choices=EndReason)
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the council's people were told")
    withdrawal_told_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(
        provider=Access("SIU", OWN_PROVIDER, written=OWN_PROVIDER + " AND side = 'provider'"),
        tenant_columns=BOTH,
        changes=("withdrawn_on", "withdrawn_reason", "told_at", "withdrawal_told_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(withdrawn_on__isnull=True), name="one_live_notice"
            ),
            models.CheckConstraint(condition=Q(leaves_on__gte=F("given_on")), name="leaves_after_notice"),
            models.CheckConstraint(condition=Q(paid_until__gte=F("leaves_on")), name="paid_until_leaving"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} by {self.side} on {self.given_on}"

    @property
    def is_short(self) -> bool:
        return (self.leaves_on - self.given_on).days < self.notice_days


class ClockEvidence(models.Model):
    """That a duty to a child was done, when, and how that is known: in words, and by a file where there is
    one. Corrected by a further row."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="evidence")
    child = models.ForeignKey("placements.Child", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ClockKind)
    done_on = models.DateField()
    note = models.TextField()
    document = models.ForeignKey(
        "core.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(clearance=2, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["child", "kind", "done_on"], name="evidence_of_child")]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.kind} on {self.done_on}"
