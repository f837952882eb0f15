"""Councils with children's services duties, who borders whom, and what each sets for itself."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from authorities.choices import AuthorityKind, SettingKey
from core.periods import DateRange, EffectiveDated
from core.wall import Access, Wall


class Authority(EffectiveDated):
    """An upper-tier authority. Codes change with reorganisation, so it is dated and may have a successor."""

    code = models.CharField(max_length=9, unique=True, help_text="ONS code, for example E10000007")
    short_code = models.CharField(max_length=3, unique=True)
    dfe_number = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=AuthorityKind)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)

    wall = Wall.register(login=True)

    def __str__(self) -> str:
        return self.name


class AuthorityAlias(models.Model):
    """Another spelling of an authority's name, as a published source writes it."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=80, unique=True)

    wall = Wall.register()

    def __str__(self) -> str:
        return self.name


class AdjoiningAuthority(EffectiveDated):
    """``neighbour`` borders ``authority`` (kept both ways). A correction row beats a derived one."""

    class Source(models.TextChoices):
        DERIVED = "derived", "Derived from neighbouring postcodes"
        CORRECTION = "correction", "Corrected by hand"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="adjoining")
    neighbour = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    adjoins = models.BooleanField(default=True)
    source = models.CharField(max_length=10, choices=Source)

    wall = Wall.register()

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "neighbour", "source", "starts_on"], name="adjoining_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id}-{self.neighbour_id}"


class AuthoritySetting(EffectiveDated):
    """One value a council sets for itself, for a period; never two values of one key on one day."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="settings")
    key = models.CharField(max_length=40, choices=SettingKey)
    value = models.JSONField()

    # Whether a council publishes its forward plan is asked before anybody is known.
    wall = Wall.council_private(
        clearance=0, login=Access("S", f"key = '{SettingKey.FORWARD_PLAN_OPEN.value}'")
    )

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            ExclusionConstraint(
                name="one_setting_value_a_day",
                expressions=[
                    ("authority", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.key} from {self.starts_on}"
