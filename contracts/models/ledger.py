"""The charge ledger: what each night cost, who pays, and from which line."""

from django.db import models
from django.db.models import Q

from authorities.choices import ServiceCategory
from contracts.choices import ChargeKind, FeeKind, Funder, Route
from core.wall import Audit, Wall


class Charge(models.Model):
    """One night of one fee component for one payer, in pounds. Append-only: a correction is another charge.

    ``source_reference`` names the placement or block contract and ``component_key`` its component, so that a
    night is accrued once. A night's amount is what is due to date less what is posted: pennies cannot drift.
    What another funder gives back is a negative charge with that ``funder``.

    ``month`` is the first day of the month the charge was posted in: the night's own, or, when that was
    frozen, the month then open. ``nights`` is 1 for a night of care, -1 for one taken back, 0 for all else. A
    charge written without these two gets them from the database, which refuses one into a frozen month.
    """

    # The wall lets nobody write another council's charge, so neither a check by row nor an index of its own.
    authority = models.ForeignKey(
        "authorities.Authority",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=16, choices=ChargeKind)
    source_reference = models.CharField(max_length=20)
    component_key = models.CharField(max_length=40)
    fee_kind = models.CharField(max_length=20, choices=FeeKind)
    funder = models.CharField(
        max_length=10, choices=Funder, default=Funder.COUNCIL, db_default=Funder.COUNCIL
    )
    night = models.DateField()
    month = models.DateField(editable=False)
    nights = models.SmallIntegerField(editable=False)
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
            models.Index(fields=["authority", "month"], name="charge_authority_month"),
        ]

    def __str__(self) -> str:
        return f"{self.source_reference} {self.component_key} {self.night}"


class Accrued(models.Model):
    """How far one component has been charged, and on what terms: a night's run touches only what is new.

    ``terms`` is what decides its nights; a component whose terms have changed is compared night by night.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    source_reference = models.CharField(max_length=20)
    component_key = models.CharField(max_length=40)
    terms = models.CharField(max_length=40)
    first_night = models.DateField()
    last_night = models.DateField()

    wall = Wall.council_private(clearance=1, audit=Audit.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source_reference", "component_key"], name="component_accrued_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_reference} {self.component_key} to {self.last_night}"
