"""Who else pays a part of a placement: health, education."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from contracts.choices import FeeKind
from core.periods import DateRange, EffectiveDated
from core.wall import Wall


class JointFunding(EffectiveDated):
    """Shares in per cent of one fee of a placement that health and education give back; the council bears the
    rest. The last of them with a share takes the odd penny."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="funding")
    fee_kind = models.CharField(max_length=20, choices=FeeKind)
    health_percent = models.DecimalField(max_digits=8, decimal_places=5, default=0)
    education_percent = models.DecimalField(max_digits=8, decimal_places=5, default=0)
    agreed_reference = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(changes=("ends_on",))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(health_percent__gte=0, education_percent__gte=0)
                & Q(health_percent__lte=100 - F("education_percent"))
                & ~Q(health_percent=0, education_percent=0),
                name="funders_share_at_most_the_whole",
            ),
            ExclusionConstraint(
                name="one_split_of_a_fee_a_day",
                expressions=[
                    ("placement", RangeOperators.EQUAL),
                    ("fee_kind", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.fee_kind} from {self.starts_on}"
