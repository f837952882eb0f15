"""The charge ledger: what each night cost, who pays, and from which line."""

from django.db import models
from django.db.models import Q

from authorities.choices import ServiceCategory
from contracts.choices import ChargeKind, FeeKind, Route
from core.wall import Audit, Wall


class Charge(models.Model):
    """One night of one fee component for one payer, in pounds. Append-only: a correction is another charge.

    ``source_reference`` names the placement or block contract and ``component_key`` its component, so that a
    night is accrued once. A night's amount is what is due to date less what is posted: pennies cannot drift.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ChargeKind)
    source_reference = models.CharField(max_length=20)
    component_key = models.CharField(max_length=40)
    fee_kind = models.CharField(max_length=20, choices=FeeKind)
    night = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    category = models.CharField(max_length=20, choices=ServiceCategory)
    route = models.CharField(max_length=20, choices=Route)
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey(
        "providers.Setting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cost_centre = models.CharField(max_length=20, blank=True)
    posted_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    wall = Wall.council_private(clearance=1, audit=Audit.NONE, append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source_reference", "component_key", "night"],
                condition=~Q(kind="adjustment"),
                name="night_accrued_once",
            )
        ]
        indexes = [
            models.Index(fields=["authority", "night"], name="charge_authority_night"),
            models.Index(fields=["authority", "source_reference", "night"], name="charge_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source_reference} {self.component_key} {self.night}"
