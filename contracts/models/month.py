"""The months of a council's ledger: open, provisional, closed, and what each was frozen as."""

from django.db import models

from authorities.choices import ServiceCategory
from contracts.choices import ChargeKind, FeeKind, Funder, Route
from contracts.money_choices import MonthState
from core.periods import EffectiveDated
from core.wall import Audit, Wall
from core.workflow import Stateful


class LedgerMonth(Stateful):
    """One calendar month of one council's ledger; the first of them is the ledger's start.

    ``state_by`` names who moved it last. A month with no row yet is open.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    state = models.CharField(max_length=12, choices=MonthState, default=MonthState.OPEN)
    state_by = models.CharField(max_length=120, blank=True)

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "starts_on"], name="ledger_month_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__day=1), name="ledger_month_starts_on_the_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.starts_on:%Y-%m} {self.state}"


class MonthLine(models.Model):
    """What one component of one placement or block came to when the month was frozen at ``taken_at``."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    month = models.ForeignKey(LedgerMonth, on_delete=models.PROTECT, related_name="lines")
    taken_at = models.DateTimeField()
    source_reference = models.CharField(max_length=20)
    component_key = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=ChargeKind)
    fee_kind = models.CharField(max_length=20, choices=FeeKind)
    funder = models.CharField(max_length=10, choices=Funder)
    category = models.CharField(max_length=20, choices=ServiceCategory)
    route = models.CharField(max_length=20, choices=Route)
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    cost_centre = models.CharField(max_length=20, blank=True)
    nights = models.IntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    wall = Wall.council_private(clearance=1, audit=Audit.NONE, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "month", "taken_at"], name="month_line_month")]

    def __str__(self) -> str:
        return f"{self.month_id} {self.source_reference} {self.component_key}"


class CostCentre(EffectiveDated):
    """The code under which a council's accounts hold one service line."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ServiceCategory)
    code = models.CharField(max_length=20)

    wall = Wall.council_private(clearance=0)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "category", "starts_on"], name="cost_centre_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.code}"
