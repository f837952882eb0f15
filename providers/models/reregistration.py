"""The same home under a new number of the regulator's."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.wall import Wall
from core.workflow import Stateful
from providers.choices import ReregistrationClue, ReregistrationState


class Reregistration(Stateful):
    """``earlier`` left the list, ``later`` came onto it: one home, if the register's keeper confirms it."""

    reference = models.CharField(max_length=20, unique=True)
    earlier = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ReregistrationState, default=ReregistrationState.SUGGESTED
    )
    clues = ArrayField(models.CharField(max_length=10, choices=ReregistrationClue))
    suggested_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)

    wall = Wall.register()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="reregistration_once"),
            models.UniqueConstraint(fields=["earlier"], condition=Q(state="confirmed"), name="one_later_urn"),
            models.UniqueConstraint(fields=["later"], condition=Q(state="confirmed"), name="one_earlier_urn"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="reregistration_of_two"),
        ]

    def __str__(self) -> str:
        return self.reference
