"""Approvals: care, financial and contract are three decisions by people who did not ask for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from authorities.choices import Role
from core.wall import Wall
from core.workflow import Stateful
from placements.choices import ApprovalKind, ApprovalState


class ApprovalRequest(Stateful):
    """One of the three approvals of one preferred offer, or one approval of a change to an agreement.

    ``roles_able`` are the roles that may decide (for the financial one, the lowest grade whose limits cover
    every value, and above). Values are in pounds: per week, per year at 365/7 weeks, to the planned end.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    request = models.ForeignKey(
        "placements.PlacementRequest",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals",
    )
    offer = models.ForeignKey(
        "placements.Offer", null=True, blank=True, on_delete=models.PROTECT, related_name="approvals"
    )
    variation = models.ForeignKey(
        "placements.AgreementVariation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals",
    )
    kind = models.CharField(max_length=10, choices=ApprovalKind)
    state = models.CharField(max_length=10, choices=ApprovalState, default=ApprovalState.AWAITING)
    roles_able = ArrayField(models.CharField(max_length=30, choices=Role))
    grounds = models.TextField(help_text="Why these roles")
    recommendation = models.TextField()
    weekly_value = models.DecimalField(max_digits=12, decimal_places=2)
    annual_value = models.DecimalField(max_digits=14, decimal_places=2)
    whole_life_value = models.DecimalField(max_digits=14, decimal_places=2)
    changes_school = models.BooleanField(default=False, help_text="The child would change school")
    counted_with = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        default=0,
        help_text="Whole-life value of what else was agreed for the child with the provider",
    )
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was put forward")
    consults = models.ForeignKey(
        "authorities.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    consults_unlisted = models.BooleanField(
        default=False, help_text="The area's council is not one we can name, as outside England"
    )
    consulted_on = models.DateField(null=True, blank=True)
    consultation = models.TextField(blank=True, help_text="Who was sent the care plan, and what they said")
    raised_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_under = models.ForeignKey(
        "authorities.RoleDelegation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("raised_by")),
                name="raiser_does_not_approve",
            ),
            models.UniqueConstraint(
                fields=["offer", "kind"],
                condition=Q(state__in=["awaiting", "approved"]),
                name="one_live_approval_a_kind",
            ),
            models.UniqueConstraint(
                fields=["variation", "kind"],
                condition=Q(state__in=["awaiting", "approved"]),
                name="one_live_approval_a_change",
            ),
            models.CheckConstraint(
                condition=Q(variation__isnull=True, offer__isnull=False, request__isnull=False)
                | Q(variation__isnull=False, offer__isnull=True, request__isnull=True),
                name="approval_of_offer_or_change",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def must_consult(self) -> bool:
        """Whether the home's area must be consulted before this is given."""
        return self.consults_id is not None or self.consults_unlisted

    @property
    def consulted_council(self) -> str:
        return self.consults.name if self.consults is not None else "The area’s council"
