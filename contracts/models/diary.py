"""A council's diary of its contracts: who owns each, what has to be done before when, and who was told."""

from django.db import models
from django.db.models import Q

from contracts.keeping_choices import ContractDateKind
from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY

ONE_CONTRACT = Q(tool__isnull=True, block__isnull=False) | Q(tool__isnull=False, block__isnull=True)


class OfContract(models.Model):
    """About one tool or one block contract, in one council's diary."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    tool = models.ForeignKey(
        "contracts.CommercialTool", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    block = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=ONE_CONTRACT, name="%(class)s_of_one_contract"),
        ]


class ContractKeeping(OfContract):
    """Who owns a contract in this council, and how long before its end buying must start again."""

    owner = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reprocure_months = models.PositiveSmallIntegerField(default=18)

    wall = Wall.council_private(clearance=0)

    class Meta(OfContract.Meta):
        constraints = [
            *OfContract.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "tool", "block"], nulls_distinct=False, name="kept_once_a_council"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} keeps {self.tool_id or self.block_id}"


class ContractDate(OfContract):
    """A date that no term gives: insurance to renew, a review, a break. ``done_on`` closes it."""

    kind = models.CharField(max_length=10, choices=ContractDateKind)
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    done_on = models.DateField(null=True, blank=True)

    wall = Wall.council_private(clearance=0, changes=("done_on",))

    class Meta(OfContract.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class ContractAlarm(models.Model):
    """A date of a contract, told to its owner, once; ``escalated_at`` when nobody acknowledged it in time.

    ``contract`` and ``words`` are as they were told.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    contract_reference = models.CharField(max_length=20)
    contract = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=ContractDateKind)
    due_on = models.DateField()
    words = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=120, blank=True)
    plan = models.TextField(blank=True)

    wall = Wall.council_private(
        clearance=0,
        changes=("escalated_at", "acknowledged_at", "acknowledged_by", "plan"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "contract_reference", "kind", "due_on", "words"], name="told_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class CalendarFeed(models.Model):
    """A person's private address for the dates in their calendar. Only the address's hash is kept."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("authorities.User", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    wall = Wall(
        kind=Kind.OWN_USER,
        council=Access("SIU", f"{OWN_AUTHORITY} AND user_id = app_user()"),
        tenant_columns=("authority_id",),
        audit=Audit.KEYS,
        changes=("revoked_at",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_live_feed_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"feed of {self.user_id}"
