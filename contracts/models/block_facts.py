"""What happens to a block contract in its life: each a fact of its own, kept for good."""

from datetime import date, timedelta

from django.db import models

from contracts.block_choices import BedStage, BlockEventKind, GivenBy, NoticeGround, StopCause
from contracts.choices import BedNightState
from contracts.models.block import BedNight, BlockContract, BlockTerms, ContractedBed, block_wall
from core.periods import EffectiveDated
from core.wall import Audit


class Recorded(models.Model):
    """When a fact was typed in, and by whom; a partner council reads the name, so it is no key."""

    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        abstract = True


class BlockEvent(Recorded):
    """One line of a contract's history. ``on`` is the day it counts from; the end is given where it moved."""

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=BlockEventKind)
    on = models.DateField()
    words = models.CharField(max_length=500)
    reason = models.TextField(blank=True)
    decision_reference = models.CharField(max_length=60, blank=True)
    ends_on_before = models.DateField(null=True, blank=True)
    ends_on_after = models.DateField(null=True, blank=True)

    wall = block_wall(append_only=True, provider_reads=False)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind} {self.on}"


class BlockVariation(Recorded, BlockTerms):
    """The whole terms anew from ``starts_on``. Of two from the same day, the one recorded last holds.

    One that ``reverses`` another states nothing: with it, neither counts and the terms are as they were.
    """

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="variations")
    starts_on = models.DateField()
    reason = models.TextField()
    decision_reference = models.CharField(max_length=60, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    wall = block_wall(append_only=True)

    class Meta(BlockTerms.Meta):
        indexes = [models.Index(fields=["contract", "starts_on"], name="variation_from")]

    def __str__(self) -> str:
        return f"{self.contract_id} varied from {self.starts_on}"


class PartnerRecharge(EffectiveDated):
    """What a council pays the sharers for each bed it uses: £ a week, divided between them by their shares.

    Without one, a used bed costs each council its share, whoever's child is in it.
    """

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="recharges")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)

    wall = block_wall(provider_reads=False)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["contract", "authority", "starts_on"], name="recharge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} pays {self.weekly_rate} for a bed of {self.contract_id}"


class BedStep(Recorded):
    """A bed reached a stage on a day. A correction is another step of that stage; the last recorded holds."""

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="+")
    bed = models.ForeignKey(ContractedBed, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=12, choices=BedStage)
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    wall = block_wall(append_only=True)

    def __str__(self) -> str:
        return f"bed {self.bed_id} {self.stage} {self.on}"


class BlockStop(Recorded, EffectiveDated):
    """No new child comes to a home of the block, or to any when ``setting`` is null.

    ``judged_on`` is the day of the inspection below good that it answers, where the contract's protocol made
    it; not the inspection's key, as the regulator's lists are derived anew.
    """

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="stops")
    setting = models.ForeignKey(
        "providers.Setting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.CharField(max_length=12, choices=StopCause)
    reason = models.TextField()
    lifted_because = models.TextField(blank=True)
    judged_on = models.DateField(null=True, blank=True)

    wall = block_wall()

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["contract", "setting", "judged_on"], name="one_stop_a_judgement"),
        ]
        indexes = [models.Index(fields=["contract", "starts_on"], name="stop_from")]

    def __str__(self) -> str:
        return f"{self.contract_id} stopped from {self.starts_on}"


class BlockNotice(Recorded):
    """Notice to leave. ``takes_effect_on`` is the first day without the contract; ``end_before`` is when it
    would have ended otherwise."""

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="notices")
    ground = models.CharField(max_length=10, choices=NoticeGround)
    given_by = models.CharField(max_length=10, choices=GivenBy)
    given_on = models.DateField()
    takes_effect_on = models.DateField()
    end_before = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    wall = block_wall()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(takes_effect_on__gt=models.F("given_on")),
                name="notice_takes_effect_after_it_is_given",
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=models.Q(withdrawn_on__isnull=True), name="one_notice_stands"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.ground} from {self.takes_effect_on}"

    @property
    def last_day(self) -> date:
        """The last day on which the contract is paid for."""
        return self.takes_effect_on - timedelta(days=1)


class BedNightCorrection(models.Model):
    """What a bed-night was said to be before it was restated."""

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="+")
    bed_night = models.ForeignKey(BedNight, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=16, choices=BedNightState)
    authority = models.ForeignKey(
        "authorities.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrected_at = models.DateTimeField()

    wall = block_wall(audit=Audit.NONE, append_only=True, provider_reads=False)

    def __str__(self) -> str:
        return f"{self.bed_night_id} was {self.state}"
