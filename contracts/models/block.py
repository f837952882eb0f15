"""Block contracts: beds paid for whether or not used, shared between councils."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from authorities.choices import ServiceCategory
from contracts.block_choices import BlockState
from contracts.choices import PAYABLE_VOIDS, BedNightState, Regime
from core.periods import DateRange, EffectiveDated
from core.wall import Access, Audit, Wall
from core.workflow import Stateful

# A council that was named in a draft and left out again keeps a row of nothing for one day.
LEFT_OUT = Q(percent=0, ends_on=F("starts_on") + timedelta(days=1))
SHARED_WITH_ME = (
    "EXISTS (SELECT 1 FROM contracts_blockshare s WHERE s.contract_id = this.{contract}"
    " AND s.authority_id = app_authority()"
    " AND (s.percent > 0 OR s.ends_on IS NULL OR s.ends_on > s.starts_on + 1))"
)
LED_BY_ME = (
    "EXISTS (SELECT 1 FROM contracts_blockcontract b WHERE b.id = this.{contract}"
    " AND b.lead_authority_id = app_authority())"
)
MINE = (
    "EXISTS (SELECT 1 FROM contracts_blockcontract b WHERE b.id = this.{contract}"
    " AND b.provider_id = app_provider())"
)


def block_wall(
    contract: str = "contract_id",
    *,
    write: str = "",
    audit: Audit = Audit.FULL,
    provider_reads: bool = True,
    append_only: bool = False,
) -> Wall:
    """Read by the councils with a share, written by the lead unless ``write`` says otherwise."""
    read = f"({SHARED_WITH_ME.format(contract=contract)} OR {LED_BY_ME.format(contract=contract)})"
    return Wall.shared(
        read=read,
        write=write or LED_BY_ME.format(contract=contract),
        provider=Access("S", MINE.format(contract=contract)) if provider_reads else None,
        audit=audit,
        verbs="SI" if append_only else "SIU",
        append_only=append_only,
    )


def usual_payable_voids() -> list[str]:
    return [state.value for state in PAYABLE_VOIDS]


class BlockTerms(models.Model):
    """What is bought and what is owed for it; a contract is signed with these, and a variation restates them.

    ``weekly_rate`` is £ for a bed in use a week, in the first year of these terms; it rises by
    ``indexation_percent`` on each anniversary. ``guaranteed_share`` of it (0 to 1) is owed for an empty bed
    whose cause is among ``payable_voids``: 1 is a full guarantee, less is a two-part price.
    ``below_good_share`` (0 to 1) of that guarantee is owed for a bed kept empty because its home is below
    good.
    """

    beds_agreed = models.PositiveSmallIntegerField()
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)
    guaranteed_share = models.DecimalField(max_digits=11, decimal_places=10, default=Decimal(1))
    payable_voids = ArrayField(
        models.CharField(max_length=16, choices=BedNightState), default=usual_payable_voids, blank=True
    )
    below_good_share = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(0))
    indexation_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    guaranteed_share__range=(0, 1), below_good_share__range=(0, 1), beds_agreed__gte=1
                ),
                name="%(class)s_terms_are_shares",
            )
        ]


class BlockContract(Stateful, BlockTerms, EffectiveDated):
    """Agreed beds at a weekly price for a term. ``ends_on`` is the current end; options and notices move it.

    Its own terms are those it was signed with; ``contracts.payable`` says which hold on a night.
    ``no_fault_months`` is the notice by which either side may leave without a reason. With
    ``stops_below_good`` no new child comes to a home from the day it is judged below good until it is good.
    """

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    lead_authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    tool = models.ForeignKey("contracts.CommercialTool", null=True, blank=True, on_delete=models.PROTECT)
    category = models.CharField(max_length=20, choices=ServiceCategory)
    regime = models.CharField(max_length=10, choices=Regime)
    state = models.CharField(max_length=20, choices=BlockState, default=BlockState.DRAFT)
    annual_ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    total_ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    governance_lead_weeks = models.PositiveSmallIntegerField(default=12)
    no_fault_months = models.PositiveSmallIntegerField(default=12)
    stops_below_good = models.BooleanField(default=True)
    decision_reference = models.CharField(max_length=60, blank=True)

    wall = Wall.shared(
        read=f"(lead_authority_id = app_authority() OR {SHARED_WITH_ME.format(contract='id')})",
        write="lead_authority_id = app_authority()",
        provider=Access("S", "provider_id = app_provider()"),
    )

    class Meta(EffectiveDated.Meta):
        constraints = [*EffectiveDated.Meta.constraints, *BlockTerms.Meta.constraints]

    def __str__(self) -> str:
        return self.name


class ContractOption(models.Model):
    """A right to extend: by how long, and with how much notice it must be used."""

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    notice_months = models.PositiveSmallIntegerField()
    exercised_on = models.DateField(null=True, blank=True)
    decision_reference = models.CharField(max_length=60, blank=True)

    wall = block_wall()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "position"], name="option_position_once")]

    def __str__(self) -> str:
        return f"{self.contract_id} option {self.position}"


class BlockShare(EffectiveDated):
    """A council's share of a block, in per cent; the shares of a contract add to 100.

    A partner with no share of the cost that may use empty beds has a row of 0.
    """

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="shares")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    # Who shares a block is no secret between councils, and this is the access table the others ask.
    wall = Wall.shared(read="true", write=LED_BY_ME.format(contract="contract_id"))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["contract", "authority", "starts_on"], name="share_once"),
        ]
        indexes = [models.Index(fields=["authority", "contract"], name="share_authority")]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.percent}% of {self.contract_id}"


class ContractedBed(models.Model):
    """One bed of a block, paid for from the day it was accepted as live.

    ``contracted_from`` is the first night the contract counts it; null is the contract's own first. The days
    in ``live_from`` and ``live_until`` follow from its steps (``BedStep``).
    """

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="beds")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=40)
    contracted_from = models.DateField(null=True, blank=True)
    live_from = models.DateField(null=True, blank=True)
    live_until = models.DateField(null=True, blank=True)

    wall = block_wall()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "label"], name="bed_label_once")]

    def __str__(self) -> str:
        return f"{self.contract_id} bed {self.label}"

    @property
    def name(self) -> str:
        """What people call it: beds are numbered unless they were named otherwise."""
        return f"Bed {self.label}" if self.label.isdigit() else self.label


class BedBooking(EffectiveDated):
    """A council's use of a block bed. Partners see which council, never which child.

    A bed that ``is_held`` is kept empty for a child still to come, and counts as the council's own cause.
    The exclusion constraint decides between two councils that want the same night; a cancelled booking gives
    its nights back.
    """

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="+")
    bed = models.ForeignKey(ContractedBed, on_delete=models.PROTECT, related_name="bookings")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    is_held = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    wall = block_wall(
        write="authority_id = app_authority() AND " + SHARED_WITH_ME.format(contract="contract_id")
    )

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            ExclusionConstraint(
                name="bed_not_double_booked",
                expressions=[
                    ("bed", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"bed {self.bed_id} from {self.starts_on}"


class BedNight(models.Model):
    """What happened to one contracted bed on one night, and what is owed for it.

    ``authority`` is the council whose child slept there. Stated by the nightly run; a fact that is learned
    late restates it, and what was said before is kept (``BedNightCorrection``).
    """

    # Written in bulk from the bed's own contract and bookings: the bed's key vouches for the other two, and
    # the unique key finds a bed's nights.
    contract = models.ForeignKey(
        BlockContract, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    bed = models.ForeignKey(ContractedBed, on_delete=models.PROTECT, related_name="nights", db_index=False)
    night = models.DateField()
    state = models.CharField(max_length=16, choices=BedNightState)
    authority = models.ForeignKey(
        "authorities.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    wall = block_wall(audit=Audit.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bed", "night"], name="one_state_a_bed_night"),
            models.CheckConstraint(
                condition=models.Q(state="occupied", authority__isnull=False)
                | (~models.Q(state="occupied") & models.Q(authority__isnull=True)),
                name="occupied_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"bed {self.bed_id} {self.night} {self.state}"
