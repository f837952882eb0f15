"""Who may approve how much, and what has been set aside."""

from django.db import models

from authorities.choices import Role, ServiceCategory
from core.periods import EffectiveDated
from core.wall import Wall


class DelegationRule(EffectiveDated):
    """The most one grade may approve (all three limits must cover the value). A null limit has no bound."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT)
    role = models.CharField(max_length=30, choices=Role)
    weekly_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    annual_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    whole_life_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    wall = Wall.council_private(clearance=0)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["authority", "role", "starts_on"], name="delegation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.role} from {self.starts_on}"


class Budget(EffectiveDated):
    """What a council set aside for one category in a financial year; a new version is a new row."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT)
    category = models.CharField(max_length=20, choices=ServiceCategory)
    version = models.PositiveSmallIntegerField(default=1)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision_reference = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "category", "starts_on", "version"], name="budget_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.category} {self.starts_on.year} v{self.version}"
