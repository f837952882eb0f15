"""How one offer was chosen: two people's blind marks, or a direct award with its ground and candidates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from contracts.choices import CriterionKind
from core.wall import Access, Audit, Kind, Wall
from placements.life_choices import DirectAwardGround
from providers.choices import Need

# Nobody reads another's marks before two people have sent theirs in; the audit says only that they gave some.
OWN_OR_BOTH_IN = (
    "authority_id = app_authority() AND app_clearance() >= 1"
    " AND (EXISTS (SELECT 1 FROM authorities_staffmember me"
    " WHERE me.id = this.scorer_id AND me.user_id = app_user())"
    " OR (SELECT count(*) FROM placements_scoring sent WHERE sent.step_id = this.step_id) >= 2)"
)
OWN_MARKS = (
    "authority_id = app_authority() AND app_clearance() >= 1"
    " AND EXISTS (SELECT 1 FROM authorities_staffmember me"
    " WHERE me.id = this.scorer_id AND me.user_id = app_user())"
    " AND NOT EXISTS (SELECT 1 FROM placements_scoring sent"
    " WHERE sent.step_id = this.step_id AND sent.scorer_id = this.scorer_id)"
)


class BlindMark(models.Model):
    """What one of two people gives one offer on one criterion, out of five, before they see each other's."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey("placements.SourcingStep", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey("placements.Offer", on_delete=models.PROTECT, related_name="blind_marks")
    criterion = models.CharField(max_length=15, choices=CriterionKind)
    scorer = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    mark = models.DecimalField(max_digits=4, decimal_places=2)
    note = models.TextField(blank=True)
    marked_at = models.DateTimeField()

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access("SIU", OWN_OR_BOTH_IN, written=OWN_MARKS),
        tenant_columns=("authority_id",),
        audit=Audit.KEYS,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "criterion", "scorer"], name="one_blind_mark_a_scorer"),
            models.CheckConstraint(condition=Q(mark__gte=0, mark__lte=5), name="blind_mark_out_of_five"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.criterion} by {self.scorer_id}"


class Scoring(models.Model):
    """That one of the two people has sent in their marks of a step's offers; they change no more after it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey("placements.SourcingStep", on_delete=models.PROTECT, related_name="scorings")
    scorer = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    sent_in_at = models.DateTimeField()

    wall = Wall.council_private(append_only=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "scorer"], name="marks_sent_in_once")]

    def __str__(self) -> str:
        return f"{self.step_id} by {self.scorer_id}"


class DirectAward(models.Model):
    """One offer chosen on a ground and not by points, with all that was seen at the time beside it.

    The database holds that the offer is among the candidates: its key and this row's are together a foreign
    key to ``DirectAwardCandidate``, made in the migration.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="direct_awards"
    )
    step = models.ForeignKey("placements.SourcingStep", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey("placements.Offer", on_delete=models.PROTECT, related_name="direct_awards")
    ground = models.CharField(max_length=15, choices=DirectAwardGround)
    reasons = models.TextField()
    homes_considered = models.PositiveIntegerField(help_text="Homes of the route that were tested")
    awarded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    awarded_at = models.DateTimeField()

    wall = Wall.council_private(append_only=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="direct_award_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.ground}"


class DirectAwardCandidate(models.Model):
    """One home as it stood when the award was made, with its offer where it had made one."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(DirectAward, on_delete=models.PROTECT, related_name="candidates")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(
        "placements.Offer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    weekly_total = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    miles = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    outcome = models.CharField(max_length=30)
    needs_met = ArrayField(models.CharField(max_length=30, choices=Need), default=list)

    wall = Wall.council_private(append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "setting"], name="direct_award_candidate_once"),
            models.UniqueConstraint(fields=["award", "offer"], name="direct_award_candidate_offer"),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.setting_id}"
