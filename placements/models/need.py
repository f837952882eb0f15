"""What belongs to a request beside its columns: areas to avoid, brothers and sisters, orders of a court."""

from django.db import models

from core.periods import EffectiveDated
from core.wall import Wall


class AvoidedArea(models.Model):
    """A circle in which the child must not live. The reason is the council's; a provider reads the shape.

    The centre is a grid reference in metres, ``miles`` the radius. One lifted stays, with the moment.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="avoided_areas"
    )
    place = models.CharField(max_length=60, help_text="Town or district, as providers read it")
    easting = models.IntegerField()
    northing = models.IntegerField()
    miles = models.PositiveSmallIntegerField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(clearance=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(miles__gte=1, miles__lte=100), name="avoided_area_size")
        ]

    def __str__(self) -> str:
        return self.shape

    @property
    def shape(self) -> str:
        """``Within 3 miles of Matlock``: all that a provider is told."""
        return f"Within {self.miles} {'mile' if self.miles == 1 else 'miles'} of {self.place}"


class RequestSibling(models.Model):
    """A brother or sister on the same request. ``own_request`` is set once they are looked for apart."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="siblings"
    )
    child = models.ForeignKey("placements.Child", on_delete=models.PROTECT, related_name="+")
    age = models.PositiveSmallIntegerField(help_text="In years, on the day they were added")
    own_request = models.OneToOneField(
        "placements.PlacementRequest",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="split_from",
    )
    split_reason = models.TextField(blank=True)
    split_at = models.DateTimeField(null=True, blank=True)
    split_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "child"], name="sibling_once"),
            models.CheckConstraint(
                condition=models.Q(own_request__isnull=True) | ~models.Q(split_reason=""),
                name="split_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} with {self.request_id}"


class DolOrder(EffectiveDated):
    """A court's order that lets a child be deprived of liberty, and the most it allows. It never replaces
    registration of the home."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey("placements.Child", on_delete=models.PROTECT, related_name="dol_orders")
    restrictions = models.TextField(help_text="The most that the order allows")
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(clearance=2)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.CheckConstraint(condition=models.Q(ends_on__isnull=False), name="dol_order_ends"),
            models.UniqueConstraint(fields=["child", "starts_on"], name="dol_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} from {self.starts_on}"
