"""The monthly report as it was sent out, and who asked for it."""

from django.db import models

from core.wall import Wall


class SpendReport(models.Model):
    """One made report of one month. A month reported again gets another."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    document = models.OneToOneField("core.Document", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    wall = Wall.council_private(append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "month", "-made_at"], name="spend_report_latest")]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.month:%Y-%m}"


class SpendSubscriber(models.Model):
    """Somebody who asked to be written to when a month's report is made."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    staff_member = models.OneToOneField("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, verbs="SID")

    def __str__(self) -> str:
        return f"{self.staff_member_id}"


class Outturn(models.Model):
    """A forecast of one financial year's spend, made on one day from what was known that day."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    year = models.DateField(help_text="1 April of the year")
    made_on = models.DateField()
    made_at = models.DateTimeField()
    basis = models.TextField()
    by_month = models.JSONField(
        default=dict, help_text="Pounds forecast for each whole month to come, by its first day"
    )

    wall = Wall.council_private(append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "year", "made_on"], name="one_outturn_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.year.year} on {self.made_on}"


class OutturnItem(models.Model):
    """Pounds of the year by one source, in parts that add up. The rows are what a forecast is compared by.

    ``source_reference`` is empty for assumed starts and what no placement causes. ``weekly`` is £ a week on
    ``made_on``; ``nights`` are those still to come that are counted, a fraction where some may not happen.
    ``rates`` are the prices known then, what others give back taken off: [first night, end or null, £ a week,
    of it uplifts]. ``voids`` are the pounds of a block's total that are for empty beds.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    outturn = models.ForeignKey(Outturn, on_delete=models.PROTECT, related_name="items")
    category = models.CharField(max_length=20)
    source_reference = models.CharField(max_length=20, blank=True)
    is_block = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    recorded_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    weekly = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    nights = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    rates = models.JSONField(default=list)
    voids = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    accrued = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    committed = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    known_changes = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    assumed_starts = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    assumed_ends = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    wall = Wall.council_private(append_only=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "outturn"], name="outturn_items")]

    def __str__(self) -> str:
        return f"{self.outturn_id} {self.category} {self.source_reference}"
