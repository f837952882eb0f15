"""Commercial tools: the overarching arrangements, who may use them and who is on them."""

from django.db import models

from authorities.choices import ServiceCategory
from contracts.choices import CriterionKind, FeeKind, MembershipState, Regime, ToolType
from core.periods import EffectiveDated
from core.wall import Access, Wall

USED_BY_ME = (
    "EXISTS (SELECT 1 FROM contracts_toolaccess a WHERE a.tool_id = this.{tool}"
    " AND a.authority_id = app_authority())"
)
LED_BY_ME = (
    "EXISTS (SELECT 1 FROM contracts_commercialtool t WHERE t.id = this.{tool}"
    " AND t.lead_authority_id = app_authority())"
)
ON_IT = (
    "EXISTS (SELECT 1 FROM contracts_membership m WHERE m.tool_id = this.{tool}"
    " AND m.provider_id = app_provider())"
)


def tool_wall(tool: str = "tool_id", *, provider: Access | None = None) -> Wall:
    """Read by the councils that may use the tool, written by its lead."""
    read = f"({USED_BY_ME.format(tool=tool)} OR {LED_BY_ME.format(tool=tool)})"
    return Wall.shared(read=read, write=LED_BY_ME.format(tool=tool), provider=provider)


class CommercialTool(EffectiveDated):
    """A framework, DPS, pseudo-DPS, dynamic market, open framework or approved list."""

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    tool_type = models.CharField(max_length=20, choices=ToolType)
    regime = models.CharField(max_length=10, choices=Regime)
    lead_authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    partnership = models.ForeignKey(
        "authorities.Partnership", null=True, blank=True, on_delete=models.PROTECT
    )
    approved_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    decision_reference = models.CharField(max_length=60, blank=True)
    terms = models.TextField(blank=True)

    # The lead is named on the row itself: asking the tool table about itself would never end.
    wall = Wall.shared(
        read=f"(lead_authority_id = app_authority() OR {USED_BY_ME.format(tool='id')})",
        write="lead_authority_id = app_authority()",
        provider=Access("S", ON_IT.format(tool="id")),
    )

    def __str__(self) -> str:
        return self.name


class ToolAccess(EffectiveDated):
    """A council may use a tool for one category. Narrow, so that the wall of every tool stays fast."""

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="access")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ServiceCategory)

    # Which council may use what is public among councils.
    wall = Wall.shared(read="true", write=LED_BY_ME.format(tool="tool_id"))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "tool", "category", "starts_on"], name="tool_access_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} uses {self.tool_id} for {self.category}"


class Lot(models.Model):
    """A division of a tool by service."""

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=20, choices=ServiceCategory)

    wall = tool_wall(provider=Access("S", ON_IT.format(tool="tool_id")))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tool", "number"], name="lot_number_once")]

    def __str__(self) -> str:
        return f"Lot {self.number}: {self.name}"


class LotCriterion(models.Model):
    """A part of the award score of a lot; the weights of a lot add to 100."""

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="criteria")
    kind = models.CharField(max_length=15, choices=CriterionKind)
    weight = models.DecimalField(max_digits=5, decimal_places=2)

    wall = tool_wall(provider=Access("S", ON_IT.format(tool="tool_id")))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lot", "kind"], name="criterion_once")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.kind} {self.weight}"


class Membership(EffectiveDated):
    """A provider admitted to a lot, in a tier."""

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="memberships")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="memberships")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="memberships")
    tier = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=MembershipState, default=MembershipState.ACTIVE)

    wall = tool_wall(provider=Access("S", "provider_id = app_provider()"))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["lot", "provider", "starts_on"], name="membership_once"),
        ]
        indexes = [models.Index(fields=["provider", "tool"], name="membership_provider")]

    def __str__(self) -> str:
        return f"{self.provider_id} on {self.lot_id} tier {self.tier}"


class MembershipSetting(EffectiveDated):
    """A setting covered by a membership; adding a home is the light check."""

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="covered")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")

    wall = tool_wall(
        provider=Access(
            "S",
            "EXISTS (SELECT 1 FROM contracts_membership m WHERE m.id = this.membership_id"
            " AND m.provider_id = app_provider())",
        )
    )

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["membership", "setting", "starts_on"], name="covered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} covers {self.setting_id}"


class PriceSchedule(EffectiveDated):
    """A member's price for one fee component: £ a week, a ceiling for call-offs."""

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="prices")
    kind = models.CharField(max_length=20, choices=FeeKind, default=FeeKind.CORE)
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)

    wall = tool_wall(
        provider=Access(
            "S",
            "EXISTS (SELECT 1 FROM contracts_membership m WHERE m.id = this.membership_id"
            " AND m.provider_id = app_provider())",
        )
    )

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["membership", "kind", "starts_on"], name="price_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.kind} from {self.starts_on}"
