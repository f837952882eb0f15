"""Companies of one group that let each other speak for their homes."""

from django.db import models

from core.wall import Access, Kind, Wall
from core.wall.declare import OWN_PROVIDER


class VacancyGrant(models.Model):
    """One company lets another of its group keep its vacancies, from ``granted_at`` until ``ended_at``.

    Given and taken back by the company whose homes they are. It counts only while both are in one group.
    """

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    to_provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)

    wall = Wall(
        kind=Kind.PROVIDER,
        provider=Access("SIU", f"({OWN_PROVIDER} OR to_provider_id = app_provider())", written=OWN_PROVIDER),
        login=Access("S"),
        tenant_columns=("provider_id",),
        changes=("ended_at", "ended_by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "to_provider"],
                condition=models.Q(ended_at=None),
                name="one_open_vacancy_grant",
            ),
            models.CheckConstraint(
                condition=~models.Q(provider=models.F("to_provider")), name="vacancy_grant_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} to {self.to_provider_id}"
