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


def partners_read(matching: str) -> str:
    """SQL of who reads what a council counted: itself, and partners that share counts for a category.

    ``matching`` is SQL on the memberships ``whose`` and ``reader``, of one category, and the row, ``this``.
    """
    return (
        "(authority_id = app_authority() OR EXISTS (SELECT 1 FROM authorities_partnership p"
        " JOIN authorities_partnershipmember whose ON whose.partnership_id = p.id"
        " JOIN authorities_partnershipmember reader ON reader.partnership_id = p.id"
        " AND reader.category = whose.category"
        " JOIN authorities_countsharing told ON told.partnership_id = p.id"
        f" WHERE whose.authority_id = this.authority_id AND {matching}"
        " AND reader.authority_id = app_authority()"
        " AND current_date >= greatest(p.starts_on, told.starts_on, whose.starts_on, reader.starts_on)"
        " AND current_date"
        " < coalesce(least(p.ends_on, told.ends_on, whose.ends_on, reader.ends_on), 'infinity')))"
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
    """While it holds, members see how many children each other has, by provider and by area; never which.

    With ``prices`` also how many placements of a kind each made and the spread of what they cost.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sharing")
    prices = models.BooleanField(default=False)
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
