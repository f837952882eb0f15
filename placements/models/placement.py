"""Placements: a child living somewhere, from one day to another."""

from django.db import models

from authorities.choices import ServiceCategory
from contracts.choices import PurchaseBasis, Route
from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER
from core.workflow import Stateful
from placements.choices import PlacementState, PlacementType
from placements.life_choices import EndReason


class Placement(Stateful):
    """One child in one setting. ``starts_on`` is the first night; ``ends_on`` the day of leaving.

    ``starts_on`` is when it happened, ``recorded_at`` when it was typed in. ``distance_miles`` is straight
    from home; null where either place is unknown. ``is_distant`` is the legal test, not 20 miles.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    child = models.ForeignKey("placements.Child", on_delete=models.PROTECT, related_name="placements")
    agreement = models.OneToOneField(
        "placements.PlacementAgreement", on_delete=models.PROTECT, related_name="placement"
    )
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    bed_booking = models.OneToOneField(
        "contracts.BedBooking", null=True, blank=True, on_delete=models.PROTECT, related_name="placement"
    )
    state = models.CharField(max_length=10, choices=PlacementState, default=PlacementState.PLANNED)
    placement_type = models.CharField(max_length=15, choices=PlacementType)
    category = models.CharField(max_length=20, choices=ServiceCategory)
    route = models.CharField(max_length=20, choices=Route)
    purchase_basis = models.CharField(max_length=10, choices=PurchaseBasis)
    is_on_contract = models.BooleanField()
    area_authority = models.ForeignKey(
        "authorities.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    distance_miles = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    is_distant = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    paid_until = models.DateField(
        null=True, blank=True, help_text="First night not paid, where nights after the child left still are"
    )
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)
    unsigned_reason = models.TextField(blank=True, help_text="Why it began before both sides had signed")

    wall = Wall.council_private(
        provider=Access("SU", OWN_PROVIDER), tenant_columns=("authority_id", "provider_id")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gt=models.F("starts_on"))
                # One that never began has no nights at all.
                | models.Q(ends_on=models.F("starts_on"), state="cancelled"),
                name="placement_ends_after_start",
            )
        ]
        indexes = [
            models.Index(fields=["authority", "starts_on", "ends_on"], name="placement_dates"),
            models.Index(fields=["authority", "child"], name="placement_child"),
        ]

    def __str__(self) -> str:
        return self.reference


class Continuation(models.Model):
    """``later`` is the same home and carers as ``earlier`` under a new registration or owner: no move."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    earlier = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="continued_by")
    later = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="continues")

    wall = Wall.council_private(append_only=True)

    def __str__(self) -> str:
        return f"{self.earlier_id} goes on as {self.later_id}"
