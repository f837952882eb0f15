"""Settings: the registered homes and agencies, and the dated facts about each."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models

from core.periods import DateRange, EffectiveDated
from core.wall import Wall
from providers.choices import Accepts, Need, RegistrationStatus, RegistrationType, Sector


def one_a_day(name: str) -> ExclusionConstraint:
    """No two periods of one setting overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("setting", RangeOperators.EQUAL),
            (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
        ],
    )


class Setting(models.Model):
    """One registered home or agency. ``provider`` is today's owner; ``SettingOwnership`` is the history.

    Grid references are OSGB36 metres; null where Ofsted withholds the address.
    """

    urn = models.CharField(max_length=12, unique=True, help_text="Ofsted's number, for example SC123456")
    name = models.CharField(max_length=200)
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="settings")
    registration_type = models.CharField(max_length=30, choices=RegistrationType)
    sector = models.CharField(max_length=20, choices=Sector)
    authority = models.ForeignKey(
        "authorities.Authority",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Area in which it stands",
    )
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.IntegerField(null=True, blank=True)
    northing = models.IntegerField(null=True, blank=True)
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(default=17)
    accepts = models.CharField(max_length=3, choices=Accepts, default=Accepts.ANY)
    needs = ArrayField(models.CharField(max_length=30, choices=Need), default=list, blank=True)
    has_several_buildings = models.BooleanField(default=False)
    is_short_break_only = models.BooleanField(default=False)
    # What was recorded before the regulator's first list named it, for when that list is taken back.
    before_lists = models.JSONField(null=True, editable=False)

    wall = Wall.register()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_from__lte=models.F("age_to")), name="setting_ages_in_order"
            )
        ]
        indexes = [models.Index(fields=["registration_type", "authority"], name="setting_type_area")]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"


class SettingOwnership(EffectiveDated):
    """Who ran a setting when: a sale keeps the setting."""

    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="ownerships")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")

    wall = Wall.register()

    class Meta(EffectiveDated.Meta):
        constraints = [*EffectiveDated.Meta.constraints, one_a_day("one_owner_a_day")]

    def __str__(self) -> str:
        return f"{self.setting_id} owned by {self.provider_id} from {self.starts_on}"


class RegistrationPeriod(EffectiveDated):
    """The regulator's view of a setting over time."""

    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="registrations")
    status = models.CharField(max_length=12, choices=RegistrationStatus)

    wall = Wall.register()

    class Meta(EffectiveDated.Meta):
        constraints = [*EffectiveDated.Meta.constraints, one_a_day("one_registration_status_a_day")]

    def __str__(self) -> str:
        return f"{self.setting_id} {self.status} from {self.starts_on}"


class CapacityPeriod(EffectiveDated):
    """Places on the certificate, and how many staff and the children now there allow."""

    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="capacities")
    registered = models.PositiveSmallIntegerField()
    operational = models.PositiveSmallIntegerField(null=True, blank=True)

    wall = Wall.register()

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            one_a_day("one_capacity_a_day"),
            models.CheckConstraint(
                condition=models.Q(operational__isnull=True)
                | models.Q(operational__lte=models.F("registered")),
                name="operational_within_registered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting_id} {self.registered} places from {self.starts_on}"
