"""Commercial tools: the overarching arrangements, who may use them and who is on them."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from authorities.choices import ServiceCategory
from contracts.choices import CriterionKind, FeeKind, MembershipState, Regime, ToolType
from core.periods import DateRange, EffectiveDated
from core.references import new_reference
from core.wall import Access, Wall
from core.workflow import Stateful
from providers.choices import GRADE_ORDER, Outcome, SuspensionScope

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
# The lead of one of its categories runs admission to it beside the tool's lead.
CATEGORY_LED_BY_ME = (
    "EXISTS (SELECT 1 FROM contracts_toolaccess l WHERE l.tool_id = this.{tool}"
    " AND l.leads AND l.authority_id = app_authority())"
)
RUN_BY_ME = f"({LED_BY_ME} OR {CATEGORY_LED_BY_ME})"
OF_MY_MEMBERSHIP = (
    "EXISTS (SELECT 1 FROM contracts_membership m WHERE m.id = this.membership_id"
    " AND m.provider_id = app_provider())"
)
# What a provider reads of a tool: it is on it, or may apply to it.
INVITES_ME = "EXISTS (SELECT 1 FROM contracts_admissionround r WHERE r.tool_id = this.{tool})"
OPEN_TO_ME = f"({ON_IT} OR {INVITES_ME})"


def tool_wall(tool: str = "tool_id", *, provider: Access | None = None, **more: Any) -> Wall:
    """Read by the councils that may use the tool, written by its lead and those who lead a category."""
    read = f"({USED_BY_ME.format(tool=tool)} OR {LED_BY_ME.format(tool=tool)})"
    return Wall.shared(read=read, write=RUN_BY_ME.format(tool=tool), provider=provider, **more)


LEAVING = ("state", "state_at", "state_reason", "ends_on")


def membership_reference() -> str:
    return new_reference("MEM")


class CommercialTool(EffectiveDated):
    """A framework, DPS, pseudo-DPS, dynamic market, open framework or approved list.

    ``began_on`` is the day of its first notice, null for its first day: the regime follows from it.
    ``pass_mark`` is what an application must score, in per cent. ``lowest_grade`` is asked of a home at
    entry.
    """

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
    began_on = models.DateField(null=True, blank=True)
    governance_lead_weeks = models.PositiveSmallIntegerField(default=12)
    pass_mark = models.PositiveSmallIntegerField(default=60)
    lowest_grade = models.CharField(
        max_length=25, choices=[(each.value, each.label) for each in GRADE_ORDER], default=Outcome.GOOD
    )
    accepts_not_inspected = models.BooleanField(default=True)

    # The lead is named on the row itself: asking the tool table about itself would never end.
    wall = Wall.shared(
        read=f"(lead_authority_id = app_authority() OR {USED_BY_ME.format(tool='id')})",
        write="lead_authority_id = app_authority()",
        provider=Access("S", OPEN_TO_ME.format(tool="id")),
    )

    def __str__(self) -> str:
        return self.name


class ToolAccess(EffectiveDated):
    """A council may use a tool for one category. Narrow, so that the wall of every tool stays fast.

    ``leads`` marks the council that runs admission to that category, where it is not the tool's lead.
    """

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="access")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ServiceCategory)
    leads = models.BooleanField(default=False)

    # Which council may use what is public among councils.
    wall = Wall.shared(
        read="true",
        write=LED_BY_ME.format(tool="tool_id"),
        provider=Access("S", OPEN_TO_ME.format(tool="tool_id")),
    )

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "tool", "category", "starts_on"], name="tool_access_once"
            ),
            ExclusionConstraint(
                name="tool_access_not_twice",
                expressions=[
                    ("tool", RangeOperators.EQUAL),
                    ("authority", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_lead_a_category",
                expressions=[
                    ("tool", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(leads=True),
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

    wall = tool_wall(provider=Access("S", OPEN_TO_ME.format(tool="tool_id")))

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

    wall = tool_wall(provider=Access("S", OPEN_TO_ME.format(tool="tool_id")))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lot", "kind"], name="criterion_once")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.kind} {self.weight}"


class Membership(EffectiveDated, Stateful):
    """A provider admitted to a lot, in a tier. What became of it, and why, its ``changes`` say."""

    reference = models.CharField(max_length=20, unique=True, default=membership_reference)

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="memberships")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="memberships")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="memberships")
    tier = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=MembershipState, default=MembershipState.ACTIVE)
    # What a suspension stops, while there is one.
    suspension_scope = models.CharField(max_length=20, choices=SuspensionScope, blank=True)

    # Its provider may leave; a new lot is a new membership.
    wall = tool_wall(
        provider=Access("SU", "provider_id = app_provider()", columns=LEAVING),
        changes=(*LEAVING, "tier", "suspension_scope"),
    )

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

    wall = tool_wall(provider=Access("S", OF_MY_MEMBERSHIP))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["membership", "setting", "starts_on"], name="covered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} covers {self.setting_id}"


class PriceSchedule(EffectiveDated):
    """A member's price for one fee component in one band: £ a week, a ceiling for call-offs.

    ``is_over`` marks a price above the maximum of its band, where the tool lets it stand.
    """

    tool = models.ForeignKey(CommercialTool, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="prices")
    kind = models.CharField(max_length=20, choices=FeeKind, default=FeeKind.CORE)
    band = models.CharField(max_length=40, blank=True)
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)
    is_over = models.BooleanField(default=False)

    wall = tool_wall(provider=Access("S", OF_MY_MEMBERSHIP))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["membership", "kind", "band", "starts_on"], name="price_once"),
            ExclusionConstraint(
                name="one_price_a_day",
                expressions=[
                    ("membership", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("band", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.kind} from {self.starts_on}"
