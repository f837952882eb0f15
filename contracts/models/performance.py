"""How a tool or a block contract does: indicators with targets, their results, and what a miss sets going."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F

from authorities.choices import Role
from contracts.models import block, tool
from contracts.tool_choices import Comparator, Measure, TaskState, Trigger
from core.periods import EffectiveDated
from core.references import new_reference
from core.wall import Access, Wall
from core.wall.declare import OWN_AUTHORITY
from core.workflow import Stateful


def either_wall(**more: Any) -> Wall:
    """Of a tool or of a block contract: read by the councils that use it, written by its lead."""
    of_tool = {"tool": "tool_id"}
    of_contract = {"contract": "contract_id"}
    read = " OR ".join(
        (
            tool.USED_BY_ME.format(**of_tool),
            tool.LED_BY_ME.format(**of_tool),
            block.SHARED_WITH_ME.format(**of_contract),
            block.LED_BY_ME.format(**of_contract),
        )
    )
    write = f"({tool.LED_BY_ME.format(**of_tool)} OR {block.LED_BY_ME.format(**of_contract)})"
    mine = f"({tool.ON_IT.format(**of_tool)} OR {block.MINE.format(**of_contract)})"
    return Wall.shared(read=f"({read})", write=write, provider=Access("S", mine), **more)


# The indicator's own wall decides who that is.
OF_A_KPI_I_READ = "EXISTS (SELECT 1 FROM contracts_kpi k WHERE k.id = this.kpi_id)"

OF_ONE_ARRANGEMENT = models.Q(tool__isnull=False, contract__isnull=True) | models.Q(
    tool__isnull=True, contract__isnull=False
)


class Arranged(models.Model):
    """Something of one tool or one block contract."""

    tool = models.ForeignKey(
        "contracts.CommercialTool", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contract = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=OF_ONE_ARRANGEMENT, name="%(app_label)s_%(class)s_of_one")
        ]

    @property
    def arrangement(self):
        """The tool or the contract."""
        return self.tool or self.contract


def kpi_reference() -> str:
    return new_reference("KPI")


def task_reference() -> str:
    return new_reference("TSK")


class Kpi(Arranged, EffectiveDated):
    """A performance indicator with its target, in the unit of its measure."""

    reference = models.CharField(max_length=20, unique=True, default=kpi_reference)
    name = models.CharField(max_length=120)
    measure = models.CharField(max_length=15, choices=Measure)
    definition = models.TextField(blank=True)
    comparator = models.CharField(max_length=10, choices=Comparator, default=Comparator.AT_LEAST)
    target = models.DecimalField(max_digits=9, decimal_places=2)

    wall = either_wall()

    class Meta(EffectiveDated.Meta):
        constraints = [*EffectiveDated.Meta.constraints, *Arranged.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def is_met_by(self, value: Decimal) -> bool:
        return value >= self.target if self.comparator == Comparator.AT_LEAST else value <= self.target


class KpiResult(models.Model):
    """What one council found of an indicator in one quarter; the newest counts.

    ``quarter`` is its first day. ``value`` is null where there was nothing to measure, and ``is_met`` with
    it. ``counted`` of ``out_of`` is what the value was made of, where it is a share.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="results")
    quarter = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    counted = models.PositiveIntegerField(null=True, blank=True)
    out_of = models.PositiveIntegerField(null=True, blank=True)
    target = models.DecimalField(max_digits=9, decimal_places=2)
    is_met = models.BooleanField(null=True)
    evidence = models.ForeignKey(
        "core.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    # What the other councils of the arrangement read of it is its SharedResult.
    wall = Wall.council_private(append_only=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10)), name="quarter_is_one"
            )
        ]
        indexes = [models.Index(fields=["kpi", "quarter", "-recorded_at"], name="kpi_result_newest")]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.quarter}"


NO_FIGURE = models.Q(value=None, counted=None, out_of=None)
# Nought tells of nobody.
PARTS_OF_ENOUGH = (models.Q(counted=0) | models.Q(counted__gte=F("fewer_than"))) & (
    models.Q(out_of=F("counted")) | models.Q(out_of__gte=F("counted") + F("fewer_than"))
)


class SharedResult(models.Model):
    """What a council tells the others of one arrangement of a result, written with it; the newest counts.

    ``is_told`` is false where the result is of fewer than ``fewer_than`` children: the row then holds nothing
    else. Where it is of enough but splits off fewer, only whether the target is met is here. ``children`` is
    null for a result that counts none. The figures are as in KpiResult.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()
    is_told = models.BooleanField()
    value = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    counted = models.PositiveIntegerField(null=True, blank=True)
    out_of = models.PositiveIntegerField(null=True, blank=True)
    is_met = models.BooleanField(null=True)
    children = models.PositiveIntegerField(null=True, blank=True)
    fewer_than = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    wall = Wall.shared(
        read=f"({OWN_AUTHORITY} OR {OF_A_KPI_I_READ})",
        write=f"{OWN_AUTHORITY} AND {OF_A_KPI_I_READ}",
        verbs="SI",
        append_only=True,
        tenant_columns=("authority_id",),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_told=True) | (NO_FIGURE & models.Q(is_met=None, children=None)),
                name="untold_result_is_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(children=None) | models.Q(children__gte=F("fewer_than")),
                name="shared_result_of_enough",
            ),
            models.CheckConstraint(
                condition=models.Q(children=None) | models.Q(counted=None) | PARTS_OF_ENOUGH,
                name="shared_parts_of_enough",
            ),
        ]
        indexes = [models.Index(fields=["kpi", "quarter", "-recorded_at"], name="shared_result_newest")]

    def __str__(self) -> str:
        return f"{self.authority_id}: {self.kpi_id} {self.quarter}"


class PerformanceReview(Arranged):
    """A council looked at a quarter's results: what it concluded."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()
    conclusion = models.TextField()
    reviewed_by = models.CharField(max_length=120)
    reviewed_at = models.DateTimeField()

    wall = Wall.council_private(append_only=True)

    def __str__(self) -> str:
        return f"{self.authority_id} reviewed {self.quarter}"


class ProtocolStep(Arranged):
    """What the protocol of a tool or contract asks for, who does it and within how many working days.

    The first step opens at the first event, the next one when the same thing happens again.
    """

    trigger = models.CharField(max_length=12, choices=Trigger)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    role = models.CharField(max_length=30, choices=Role)
    working_days = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    wall = either_wall(changes=("retired_at",))

    def __str__(self) -> str:
        return self.text


class ProtocolTask(Stateful):
    """A step that has been opened for one council: for whom, about what, by when."""

    reference = models.CharField(max_length=20, unique=True, default=task_reference)
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(ProtocolStep, on_delete=models.PROTECT, related_name="tasks")
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.OPEN)
    result = models.ForeignKey(
        KpiResult, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    alert = models.ForeignKey(
        "providers.QualityAlert", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    owner = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(clearance=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "step", "result"], name="step_once_a_result"),
            models.UniqueConstraint(fields=["authority", "step", "alert"], name="step_once_an_alert"),
        ]
        indexes = [models.Index(fields=["authority", "state", "due_on"], name="protocol_queue")]

    def __str__(self) -> str:
        return self.reference
