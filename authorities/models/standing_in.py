"""Standing in: one person decides in another's role while that person is away."""

from django.db import models
from django.db.models import F, Q

from authorities.choices import Role
from core.periods import EffectiveDated
from core.wall import Access, Wall


class RoleDelegation(EffectiveDated):
    """``deputy`` acts in ``role`` for ``holder`` from ``starts_on`` up to, not including, ``ends_on``.

    Ended early by ``ended_at``; a row is never deleted, so what was decided under it can always be read.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    holder = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        "authorities.StaffMember", on_delete=models.PROTECT, related_name="delegations_held"
    )
    role = models.CharField(max_length=30, choices=Role)
    reason = models.CharField(max_length=200)
    granted_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # Read before sign-in is complete: it is part of who a person acts as.
    wall = Wall.council_private(clearance=0, login=Access("S"), changes=("ended_at", "ended_by_id"))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="delegation_has_an_end"),
            models.CheckConstraint(condition=~Q(holder=F("deputy")), name="nobody_stands_in_for_themselves"),
        ]

    def __str__(self) -> str:
        return self.reference
