"""What the regulator found, and what councils decided because of it."""

from django.db import models

from core.periods import EffectiveDated
from core.wall import Access, Wall
from core.wall.declare import OWN_AUTHORITY
from providers.choices import Outcome, SuspensionScope


class Inspection(models.Model):
    """One inspection. Liability is judged on what was known, so three dates are kept."""

    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="inspections")
    inspected_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    known_on = models.DateField(help_text="The day Hearth knew")
    outcome = models.CharField(max_length=25, choices=Outcome)

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

    Every council reads it the same day; children already placed stay, and are reviewed.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="suspensions")
    setting = models.ForeignKey("providers.Setting", null=True, blank=True, on_delete=models.PROTECT)
    scope = models.CharField(max_length=20, choices=SuspensionScope)
    reason = models.TextField()

    wall = Wall.shared(read="true", write=OWN_AUTHORITY, provider=Access("S", "provider_id = app_provider()"))

    def __str__(self) -> str:
        return f"{self.provider_id}/{self.setting_id} suspended by {self.authority_id} from {self.starts_on}"
