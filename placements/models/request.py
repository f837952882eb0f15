"""A placement request and its way outward, route by route."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contracts.choices import Route
from core.wall import Wall
from core.workflow import Stateful
from placements.choices import (
    LegalStatus,
    OutwardReason,
    PlacementType,
    RequestState,
    StepOutcome,
    StepState,
    Urgency,
)
from providers.choices import Need

MAY_BE_INCOMPLETE = (RequestState.DRAFT, RequestState.RETURNED, RequestState.WITHDRAWN)
ASKED_FOR = {
    "needed_on": "Enter the date the home is needed",
    "home_area": "Enter the district or town the child is from",
    "legal_status": "Select the child’s legal status",
    "needs_summary": "Describe what the child needs",
    "child_views": "Record what the child says they want",
}


class PlacementRequest(Stateful):
    """A social worker's ask for a home. Grid references are of the child's home, to measure distance from.

    ``version`` counts edits, so that the second of two editors is told what changed. A draft may be saved
    half-way; ``missing_facts`` says what it still needs, and the database holds every later state to it. An
    emergency goes ahead on a word given aloud: who gave it is named, it is ratified by ``ratify_by``, and the
    needs and the child's views may follow. On hold it remembers where it stood (``held_from``) and has a day
    to look at it again.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    child = models.ForeignKey("placements.Child", on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    raised_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    owner = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    age = models.PositiveSmallIntegerField(help_text="In years, on the day it was raised")
    placement_type = models.CharField(max_length=15, choices=PlacementType)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.PLANNED)
    needed_on = models.DateField(null=True, blank=True)
    planned_end_on = models.DateField(null=True, blank=True)
    legal_status = models.CharField(max_length=2, choices=LegalStatus, blank=True)
    needs = ArrayField(models.CharField(max_length=30, choices=Need), default=list, blank=True)
    needs_summary = models.TextField(blank=True)
    child_views = models.TextField(blank=True)
    home_area = models.CharField(max_length=80, blank=True, help_text="District or town, never an address")
    easting = models.IntegerField()
    northing = models.IntegerField()
    radius_miles = models.PositiveSmallIntegerField(default=20)
    areas_to_avoid = models.TextField(blank=True)
    wants_solo = models.BooleanField(default=False)
    profile = models.JSONField(
        default=dict, blank=True, help_text="Answers of the placements data standard that no column holds"
    )
    is_emergency = models.BooleanField(default=False)
    verbal_approver = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verbally_agreed_at = models.DateTimeField(null=True, blank=True)
    ratify_by = models.DateField(null=True, blank=True, help_text="The next working day")
    ratified_at = models.DateTimeField(null=True, blank=True)
    ratified_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ratification_note = models.TextField(blank=True)
    held_from = models.CharField(
        max_length=20,
        choices=RequestState,
        blank=True,
        help_text="Where it goes on when it is taken off hold",
    )
    look_again_on = models.DateField(null=True, blank=True)
    look_again_told_at = models.DateTimeField(null=True, blank=True, help_text="When the day was told")
    alarmed_at = models.DateTimeField(null=True, blank=True, help_text="When it was told that it is late")

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MAY_BE_INCOMPLETE)
                | models.Q(needed_on__isnull=False)
                & ~models.Q(legal_status="")
                & (models.Q(is_emergency=True) | ~models.Q(needs_summary=""))
                & (models.Q(is_emergency=True) | ~models.Q(child_views=""))
                & ~models.Q(home_area=""),
                name="submitted_request_is_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(is_emergency=False)
                | models.Q(
                    verbal_approver__isnull=False, verbally_agreed_at__isnull=False, ratify_by__isnull=False
                ),
                name="emergency_names_its_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.ON_HOLD, look_again_on__isnull=False)
                & ~models.Q(held_from="")
                | ~models.Q(state=RequestState.ON_HOLD) & models.Q(held_from="", look_again_on__isnull=True),
                name="hold_has_a_day_to_look_again",
            ),
        ]
        indexes = [models.Index(fields=["authority", "state", "needed_on"], name="request_queue")]

    def __str__(self) -> str:
        return self.reference

    @property
    def missing_facts(self) -> dict[str, str]:
        """What must be said before it can be submitted: field to the message that asks for it."""
        return {field: message for field, message in ASKED_FOR.items() if not getattr(self, field)}


class SourcingStep(models.Model):
    """One route of the search. The next opens only when this one has an outcome and a reason."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(PlacementRequest, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    route = models.CharField(max_length=20, choices=Route)
    state = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    outcome = models.CharField(max_length=15, choices=StepOutcome, blank=True)
    outward_reason = models.CharField(max_length=25, choices=OutwardReason, blank=True)
    note = models.TextField(blank=True)
    fitting_settings = models.PositiveIntegerField(null=True, blank=True)
    left_out = models.JSONField(
        default=dict, blank=True, help_text="Homes of the route that did not fit on the day, by rule"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["request", "route"], name="step_route_once"),
            models.CheckConstraint(
                condition=~models.Q(outcome="not_found") | ~models.Q(outward_reason=""),
                name="step_outward_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.route}"

    @property
    def key(self) -> str:
        """Its place on the route, as an address carries it."""
        return str(self.position)
