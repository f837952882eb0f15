"""Individual placement agreements: the contract for one child."""

from django.db import models

from contracts.choices import FeeKind, PurchaseBasis, Route
from core.periods import EffectiveDated
from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER
from core.workflow import Stateful
from placements.choices import AgreementState, PlacementType, SigningSide

BOTH = ("authority_id", "provider_id")


class PlacementAgreement(Stateful):
    """The agreement for one child in one setting. A change of terms is a new version, never an edit.

    Brothers and sisters placed by one offer have an agreement each; the one document both sides sign names
    them all.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    child = models.ForeignKey("placements.Child", on_delete=models.PROTECT, related_name="agreements")
    offer = models.ForeignKey(
        "placements.Offer", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=AgreementState, default=AgreementState.DRAFTED)
    placement_type = models.CharField(max_length=15, choices=PlacementType)
    route = models.CharField(max_length=20, choices=Route)
    purchase_basis = models.CharField(max_length=10, choices=PurchaseBasis)
    is_on_contract = models.BooleanField()
    tool = models.ForeignKey(
        "contracts.CommercialTool", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    planned_end_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField()
    document = models.ForeignKey(
        "core.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # An agreement that another replaced while the child stayed where they are: its nights are still its own.
    earlier_of = models.ForeignKey(
        "placements.Placement", null=True, blank=True, on_delete=models.PROTECT, related_name="earlier"
    )

    # A draft is the council's own until it is issued.
    wall = Wall.council_private(
        provider=Access("SU", OWN_PROVIDER + " AND state <> 'drafted'"), tenant_columns=BOTH
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "child"],
                condition=~models.Q(state="cancelled"),
                name="one_live_agreement_a_child_of_an_offer",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class AgreementFee(EffectiveDated):
    """One fee component: £ a week over its own dates. A new price ends one row and starts another.

    ``variation`` or ``absence`` is what brought the row about, where it was not in the first agreement.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(PlacementAgreement, on_delete=models.PROTECT, related_name="fees")
    kind = models.CharField(max_length=20, choices=FeeKind)
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)
    variation = models.ForeignKey(
        "placements.AgreementVariation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    absence = models.ForeignKey(
        "placements.Absence", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(provider=Access("S", OWN_PROVIDER), tenant_columns=BOTH)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.CheckConstraint(condition=models.Q(weekly_rate__gt=0), name="agreement_fee_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.kind} from {self.starts_on}"


class AgreementSignature(models.Model):
    """One side's signature of one version: who, when, and the hash of the very document signed."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(PlacementAgreement, on_delete=models.PROTECT, related_name="signatures")
    version = models.PositiveSmallIntegerField(default=1)
    side = models.CharField(max_length=10, choices=SigningSide)
    signed_by = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    document_sha256 = models.CharField(max_length=64)

    wall = Wall.council_private(
        append_only=True,
        provider=Access("SI", OWN_PROVIDER, written=OWN_PROVIDER + " AND side = 'provider'"),
        tenant_columns=BOTH,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version", "side"], name="one_signature_a_side_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.side}"
