"""What planners keep: scenarios, futures simulated under them, appraisals of blocks, and days of supply."""

from django.db import models

from core.wall import Audit, Wall
from sufficiency.choices import Counted, Reach


class Scenario(models.Model):
    """A named set of changes to rates, prices and places, as ``sufficiency.planning.changes`` writes them.

    Its name is free again once it is retired.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    why = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    made_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                condition=models.Q(retired_at__isnull=True),
                name="scenario_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Futures(models.Model):
    """Every simulated path of one forecast, as things are (no ``scenario``) or under a scenario's changes.

    ``counts`` is children by path, month and kind of care, packed by ``sufficiency.planning.packing``;
    ``prices`` are pounds a child a week as they stood then. With ``seed`` they give every cost again.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    run = models.ForeignKey("sufficiency.ForecastRun", on_delete=models.PROTECT, related_name="futures")
    scenario = models.ForeignKey(
        Scenario, null=True, blank=True, on_delete=models.PROTECT, related_name="futures"
    )
    job = models.OneToOneField("core.Job", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField(default=list)
    counts = models.BinaryField()
    prices = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, audit=Audit.NONE, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "run", "scenario", "-made_at"], name="futures_latest")]

    def __str__(self) -> str:
        return self.reference


class BlockAppraisal(models.Model):
    """A block weighed against spot, kept with every assumption: ``terms`` and ``result`` are as written by
    ``sufficiency.planning.block``."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    futures = models.ForeignKey(Futures, on_delete=models.PROTECT, related_name="+")
    block_contract = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=20, choices=Counted)
    terms = models.JSONField()
    result = models.JSONField()
    made_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "-made_at"], name="appraisal_latest")]

    def __str__(self) -> str:
        return self.reference


class SupplySnapshot(models.Model):
    """Places of one kind of care in one reach, as they were known on a day.

    ``figures`` is as ``sufficiency.selectors.supply`` counted them that night.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    category = models.CharField(max_length=20, choices=Counted)
    reach = models.CharField(max_length=10, choices=Reach)
    figures = models.JSONField()
    made_at = models.DateTimeField()

    wall = Wall.council_private(clearance=1, audit=Audit.NONE, append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "on", "category", "reach"], name="supply_counted_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.category} {self.reach} {self.on}"
