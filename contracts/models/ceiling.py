"""Approved ceilings: what a decision allowed to be spent, what draws on it, and who let it be passed."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from authorities.choices import GRADES, Role, ServiceCategory
from contracts.choices import OverCeiling
from contracts.keeping_choices import DrawKind, EscalationState
from core.periods import DateRange, EffectiveDated
from core.wall import Wall
from core.workflow import Stateful

NONE = Value(0, output_field=models.BigIntegerField())
# What has none is a record only: nothing draws on it.
HAS_A_SCOPE = Q(block__isnull=False) | Q(tool__isnull=False) | ~Q(category="")


class ApprovedCeiling(EffectiveDated):
    """An approved amount for a scope and a time, under one decision.

    The scope is a block contract, a tool, a service line (``category``), or a service line of a tool;
    ``scope`` says it in words; ``amount`` and ``decision_reference`` are of its newest decision. Two ceilings
    of the same scope never overlap, so that whatever draws, draws on exactly one. When a draw would pass it,
    ``when_over`` refuses, or leaves it to the grade ``escalate_to``.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    scope = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=ServiceCategory, blank=True)
    tool = models.ForeignKey(
        "contracts.CommercialTool", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    block = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision_reference = models.CharField(max_length=60)
    when_over = models.CharField(max_length=10, choices=OverCeiling, default=OverCeiling.ESCALATE)
    escalate_to = models.CharField(
        max_length=30, choices=[(grade.value, grade.label) for grade in GRADES], default=Role.DCS
    )

    wall = Wall.council_private(clearance=0)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="ceiling_positive"),
            models.CheckConstraint(
                condition=Q(block__isnull=True) | Q(tool__isnull=True, category=""),
                name="ceiling_of_a_block_is_of_nothing_else",
            ),
            ExclusionConstraint(
                name="one_ceiling_a_scope",
                expressions=[
                    ("authority", RangeOperators.EQUAL),
                    (Coalesce("tool_id", NONE), RangeOperators.EQUAL),
                    (Coalesce("block_id", NONE), RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=HAS_A_SCOPE,
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CeilingDecision(models.Model):
    """One decision on a ceiling's amount, the first among them; the newest is the one in force."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    ceiling = models.ForeignKey(ApprovedCeiling, on_delete=models.PROTECT, related_name="decisions")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision_reference = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="decision_positive")]

    def __str__(self) -> str:
        return f"{self.ceiling_id} {self.decision_reference}"


class CeilingDraw(models.Model):
    """A commitment against one ceiling; releasing it is a row with a negative amount.

    ``source_reference`` is the placement or block contract that it pays for, as the charge ledger names it,
    and ``key`` what it was drawn for: the award, an uplift, a release. Each is drawn once.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    ceiling = models.ForeignKey(ApprovedCeiling, on_delete=models.PROTECT, related_name="draws")
    kind = models.CharField(max_length=10, choices=DrawKind, default=DrawKind.AWARD)
    key = models.CharField(max_length=40, default="award")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    source_reference = models.CharField(max_length=20)
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=120, default="")

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source_reference", "key"], name="drawn_once_for_a_reason"
            )
        ]
        indexes = [models.Index(fields=["ceiling", "source_reference"], name="draw_ceiling_source")]

    def __str__(self) -> str:
        return f"{self.ceiling_id} {self.source_reference}"


class CeilingEscalation(Stateful):
    """A draw that would pass its ceiling, put to the approver the ceiling names, with the answer.

    ``amount`` is what would be drawn and ``over`` how far past the ceiling that went when it was raised; a
    yes is good for this source and key up to that amount.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    ceiling = models.ForeignKey(ApprovedCeiling, on_delete=models.PROTECT, related_name="escalations")
    state = models.CharField(max_length=10, choices=EscalationState, default=EscalationState.AWAITING)
    source_reference = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    what = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    over = models.DecimalField(max_digits=14, decimal_places=2)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        "authorities.StaffMember", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source_reference", "key"],
                condition=Q(state="awaiting"),
                name="one_open_escalation_a_draw",
            )
        ]

    def __str__(self) -> str:
        return self.reference
