"""Councils buying together: who leads, who takes part, and for which categories of care."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from authorities.choices import ServiceCategory
from core.periods import DateRange, EffectiveDated
from core.wall import Wall

LED_BY_ME = (
    "EXISTS (SELECT 1 FROM authorities_partnership p WHERE p.id = this.partnership_id"
    " AND p.lead_authority_id = app_authority())"
)


class Partnership(EffectiveDated):
    """A standing arrangement between councils; partnerships may nest and overlap."""

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    lead_authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")

    wall = Wall.shared(read="true", write="lead_authority_id = app_authority()")

    def __str__(self) -> str:
        return self.name


class CountSharing(EffectiveDated):
    """While it holds, members see how many children each other has, by provider and by area; never which."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sharing")
    started_by = models.CharField(max_length=120)
    ended_by = models.CharField(max_length=120, blank=True)

    wall = Wall.shared(read="true", write=LED_BY_ME, verbs="SIUD")

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            ExclusionConstraint(
                name="counts_shared_once_a_day",
                expressions=[
                    ("partnership", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} shares counts from {self.starts_on}"


class PartnershipMember(EffectiveDated):
    """A council takes part in a partnership for one category of care."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="members")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ServiceCategory)

    wall = Wall.shared(read="true", write=LED_BY_ME)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["partnership", "authority", "category", "starts_on"], name="partner_once_per_category"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} in {self.partnership_id} for {self.category}"
