"""A change to an agreement's terms: proposed, approved on the new total, signed by both sides, in force."""

from django.db import models
from django.db.models import Q

from contracts.choices import FeeKind, PurchaseBasis
from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER
from core.workflow import Stateful
from placements.life_choices import VariationState

BOTH = ("authority_id", "provider_id")
UNDER_WAY = (
    VariationState.PROPOSED,
    VariationState.APPROVED,
    VariationState.ISSUED,
    VariationState.PROVIDER_SIGNED,
)


class AgreementVariation(Stateful):
    """New fees from ``effective_on``. ``new_weekly`` and ``old_weekly`` are the totals on that day, £ a week;
    ``whole_life_value`` is the whole agreement's at the new fees. Signed, it is the agreement's ``version``.

    ``new_basis`` is given where the home stays and how it is bought changes, such as from spot to block;
    ``new_end_on`` where the placement is to last longer, or less long, than was agreed.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    agreement = models.ForeignKey(
        "placements.PlacementAgreement", on_delete=models.PROTECT, related_name="variations"
    )
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=VariationState, default=VariationState.PROPOSED)
    effective_on = models.DateField()
    reason = models.TextField()
    new_basis = models.CharField(max_length=10, choices=PurchaseBasis, blank=True)
    new_end_on = models.DateField(null=True, blank=True)
    old_weekly = models.DecimalField(max_digits=12, decimal_places=2)
    new_weekly = models.DecimalField(max_digits=12, decimal_places=2)
    whole_life_value = models.DecimalField(max_digits=14, decimal_places=2)
    proposed_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    document = models.ForeignKey(
        "core.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(
        provider=Access("SU", OWN_PROVIDER + " AND state IN ('issued', 'provider_signed', 'in_force')"),
        tenant_columns=BOTH,
        changes=("state", "state_at", "state_reason", "document_id", "version"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state__in=UNDER_WAY), name="one_variation_under_way"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def delta(self):
        """£ a week more (less when negative) than before."""
        return self.new_weekly - self.old_weekly


class VariationFee(models.Model):
    """What one component becomes: £ a week until ``ends_on``, or nothing more when the rate is nought."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    variation = models.ForeignKey(AgreementVariation, on_delete=models.PROTECT, related_name="fees")
    kind = models.CharField(max_length=20, choices=FeeKind)
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)
    ends_on = models.DateField(null=True, blank=True)

    wall = Wall.council_private(
        append_only=True,
        provider=Access(
            "S", "EXISTS (SELECT 1 FROM placements_agreementvariation v WHERE v.id = this.variation_id)"
        ),
        tenant_columns=BOTH,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variation", "kind"], name="one_new_fee_a_kind"),
            models.CheckConstraint(condition=Q(weekly_rate__gte=0), name="variation_fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.variation_id} {self.kind}"
