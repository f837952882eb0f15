"""Places held for a child until a moment, and who waits for one: others see a hold, never for whom."""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from core.wall import Access, Wall
from core.wall.declare import OWN_AUTHORITY
from placements.choices import ClaimState, Urgency


class MomentRange(models.Func):
    """``tstzrange(from, until)`` over two columns, for the constraint that no place is held twice."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class VacancyClaim(models.Model):
    """One council's claim on a free place of a home: waiting in line, or held from one moment to another.

    ``place`` numbers the home's free places from 1. A hold whose ``held_until`` has passed is over by itself.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="claims")
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.WAITING)
    urgency = models.CharField(max_length=10, choices=Urgency)
    joined_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    held_from = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    next_told_at = models.DateTimeField(null=True, blank=True, help_text="When its end was told to who waits")

    wall = Wall.shared(
        read="true",
        write=OWN_AUTHORITY,
        provider=Access(
            "S",
            "EXISTS (SELECT 1 FROM providers_setting s WHERE s.id = this.setting_id"
            " AND s.provider_id = app_provider())",
        ),
        tenant_columns=("authority_id",),
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="place_held_once",
                expressions=[
                    ("setting", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    (MomentRange("held_from", "held_until"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(held_from__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(state=ClaimState.WAITING, held_from__isnull=True)
                | models.Q(state=ClaimState.LEFT)
                | models.Q(
                    state=ClaimState.HELD,
                    place__isnull=False,
                    held_from__isnull=False,
                    held_until__gte=models.F("held_from"),
                ),
                name="claim_waits_or_holds",
            ),
        ]
        indexes = [models.Index(fields=["setting", "held_until"], name="claim_of_setting")]

    def __str__(self) -> str:
        return self.reference

    @property
    def ends_at(self) -> datetime:
        """The moment a hold ends."""
        assert self.held_until is not None
        return self.held_until


class Reservation(models.Model):
    """For whom the council claims a place: the private half of a ``VacancyClaim``."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    claim = models.OneToOneField(VacancyClaim, on_delete=models.PROTECT, related_name="reservation")
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="reservations"
    )
    made_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)

    wall = Wall.council_private()

    def __str__(self) -> str:
        return f"{self.claim_id} for {self.request_id}"
