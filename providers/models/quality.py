"""What the regulator found, and what councils decided because of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.periods import EffectiveDated
from core.wall import Access, Kind, Wall
from core.wall.declare import OWN_AUTHORITY
from providers.choices import AlertKind, NoticeKind, Outcome, SuspensionScope


class Inspection(models.Model):
    """One inspection. Liability is judged on what was known, so three dates are kept.

    ``typed_by`` is who told of it before the regulator's list did; empty where it comes from a list.
    """

    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="inspections")
    inspected_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    known_on = models.DateField(help_text="The day Hearth knew")
    outcome = models.CharField(max_length=25, choices=Outcome)
    typed_by = models.CharField(max_length=120, blank=True)

    wall = Wall.register()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["setting", "inspected_on", "outcome"], name="inspection_once")
        ]
        indexes = [models.Index(fields=["setting", "-inspected_on"], name="inspection_latest")]

    def __str__(self) -> str:
        return f"{self.setting_id} {self.outcome} on {self.inspected_on}"


class Suspension(EffectiveDated):
    """A council stops placing with one setting, or with all of a provider's (``setting`` null).

    It binds the council that made it and, where it leads tools on which the provider stands (named in
    ``tools``), may bind the councils that used them on its first day: ``also_binds`` are their ids. Every
    other council reads it the same day and chooses for itself. Children already placed stay, and are
    reviewed. It holds from its first day; a head of service or above ratifies it after.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="suspensions")
    setting = models.ForeignKey("providers.Setting", null=True, blank=True, on_delete=models.PROTECT)
    scope = models.CharField(max_length=20, choices=SuspensionScope)
    also_binds = ArrayField(models.BigIntegerField(), default=list, blank=True)
    tools = models.CharField(max_length=400, blank=True)
    reason = models.TextField()
    made_by = models.CharField(max_length=120, blank=True)
    made_by_person = models.BigIntegerField(null=True, help_text="Their row among the staff")
    ratified_by = models.CharField(max_length=120, blank=True)
    ratified_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.shared(read="true", write=OWN_AUTHORITY, provider=Access("S", "provider_id = app_provider()"))

    def __str__(self) -> str:
        return f"{self.provider_id}/{self.setting_id} suspended by {self.authority_id} from {self.starts_on}"


class RegulatorNotice(EffectiveDated):
    """The regulator stops new children in a registered setting: a fact of the register that binds every
    council (Care Standards Act 2000, sections 14A and 22B).

    ``typed_by`` is who told of it, ``ended_by`` who told of its end.
    """

    reference = models.CharField(max_length=20, unique=True)
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=15, choices=NoticeKind)
    typed_by = models.CharField(max_length=200)
    typed_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)

    wall = Wall.register()

    def __str__(self) -> str:
        return self.reference


class QualityAlert(models.Model):
    """Something happened to a home, or to all of a provider's (``setting`` null): facts, for all councils.

    ``authority`` is the council that decided it; null where it comes from the register. ``is_urgent`` asks
    for a review of each child at once. What each council does about it is in its own rows.
    """

    reference = models.CharField(max_length=20, unique=True)
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", null=True, blank=True, on_delete=models.PROTECT)
    authority = models.ForeignKey(
        "authorities.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=15, choices=AlertKind)
    outcome = models.CharField(max_length=25, choices=Outcome, blank=True)
    what = models.CharField(max_length=200)
    is_urgent = models.BooleanField()
    happened_on = models.DateField()
    raised_at = models.DateTimeField()

    wall = Wall(
        kind=Kind.SHARED,
        council=Access("SI", "true", written=OWN_AUTHORITY),
        system=Access("SI", "true", written="authority_id IS NULL"),
        append_only=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["setting", "-raised_at"], name="alert_of_setting"),
            models.Index(fields=["-raised_at"], name="alert_newest"),
        ]

    def __str__(self) -> str:
        return self.reference
