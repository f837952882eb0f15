"""Charges that no fee gives rise to."""

from django.db import models

from authorities.choices import ServiceCategory
from contracts.choices import Route
from core.wall import Wall


class OneOff(models.Model):
    """One amount owed to a provider for one day: a taxi, an assessment, damage. Cancelling takes it back.

    ``source_reference`` is the placement or block it belongs to. A refund is a negative amount.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    source_reference = models.CharField(max_length=20)
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey(
        "providers.Setting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=20, choices=ServiceCategory)
    route = models.CharField(max_length=20, choices=Route)
    cost_centre = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(changes=("cancelled_at",))

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="one_off_is_an_amount")]

    def __str__(self) -> str:
        return self.reference
