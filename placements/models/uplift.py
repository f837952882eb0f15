"""Applying an uplift: the dry run over every live price, kept line by line, and what came of each."""

from django.db import models
from django.db.models import Q

from core.wall import Audit, Wall
from core.workflow import Stateful
from placements.uplift_choices import RunState


class UpliftRun(Stateful):
    """One council's prices under one agreed uplift, from ``effective_on``: prepared by one person, applied by
    another, once, and reversible. ``annual_effect`` is £ a year more at 365 nights."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    answer = models.ForeignKey("contracts.UpliftAnswer", on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.PREPARED)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    effective_on = models.DateField()
    line_count = models.PositiveIntegerField(default=0)
    annual_effect = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    applied_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=Q(state__in=["prepared", "applied"]), name="one_run_an_answer"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class UpliftLine(models.Model):
    """One price as it is and as it would be, £ a week; exactly one of ``fee`` (of a placement's agreement),
    ``price`` (of the tool's price list) and ``block`` (a used bed of a block contract).

    ``annual_effect`` is the difference over 365 nights, ``to_end`` over the nights from the run's first day
    to the planned end, which is what the ceiling must hold. ``new_fee``, ``new_price`` or ``new_terms`` is
    the version made.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(UpliftRun, on_delete=models.PROTECT, related_name="lines")
    fee = models.ForeignKey(
        "placements.AgreementFee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    price = models.ForeignKey(
        "contracts.PriceSchedule", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    block = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_reference = models.CharField(max_length=20)
    old_rate = models.DecimalField(max_digits=12, decimal_places=2)
    new_rate = models.DecimalField(max_digits=12, decimal_places=2)
    old_ends_on = models.DateField(null=True, blank=True)
    annual_effect = models.DecimalField(max_digits=12, decimal_places=2)
    to_end = models.DecimalField(max_digits=12, decimal_places=2)
    ceiling = models.ForeignKey(
        "contracts.ApprovedCeiling", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    new_fee = models.OneToOneField(
        "placements.AgreementFee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    new_price = models.OneToOneField(
        "contracts.PriceSchedule", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    new_terms = models.OneToOneField(
        "contracts.BlockVariation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(audit=Audit.NONE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fee__isnull=False, price__isnull=True, block__isnull=True)
                | Q(fee__isnull=True, price__isnull=False, block__isnull=True)
                | Q(fee__isnull=True, price__isnull=True, block__isnull=False),
                name="uplift_line_of_one_price",
            ),
            models.UniqueConstraint(fields=["run", "fee"], name="fee_once_a_run"),
            models.UniqueConstraint(fields=["run", "price"], name="price_once_a_run"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.source_reference}"
