"""Looking again at each child's placement when something happens to the home, and what partners may know."""

from django.db import models
from django.db.models import Q

from authorities.choices import ServiceCategory
from authorities.models.partnership import partners_read
from core.wall import Wall
from core.wall.declare import OWN_AUTHORITY
from core.workflow import Stateful
from placements.choices import ReviewOutcome, ReviewState

LIVE_REVIEWS = (ReviewState.OPEN, ReviewState.RECOMMENDED)


class AlertReceipt(models.Model):
    """That a council heard of an alert, when, and what it set going: the same alert is acted on once."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    alert = models.ForeignKey("providers.QualityAlert", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    children = models.PositiveSmallIntegerField(help_text="Own children there")
    reviews_opened = models.PositiveSmallIntegerField()
    referrals_taken_back = models.PositiveSmallIntegerField()

    wall = Wall.council_private(append_only=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "alert"], name="alert_heard_once")]

    def __str__(self) -> str:
        return f"{self.authority_id} heard {self.alert_id}"


class ChildReview(Stateful):
    """One child's placement looked at again because of ``alert``; one at a time for a placement.

    The case's worker records what they found and recommends; a manager of the council's set grade decides.
    ``owner`` is who looks at it; null leaves it to the placements team.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="reviews")
    child = models.ForeignKey("placements.Child", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    alert = models.ForeignKey("providers.QualityAlert", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.OPEN)
    is_urgent = models.BooleanField()
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    owner = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_on = models.DateField(null=True, blank=True, help_text="When the child was seen")
    findings = models.TextField(blank=True)
    child_views = models.TextField(blank=True)
    iro_told_on = models.DateField(null=True, blank=True)
    iro_views = models.TextField(blank=True)
    safeguards = models.TextField(blank=True)
    recommended = models.CharField(max_length=20, choices=ReviewOutcome, blank=True)
    recommended_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=ReviewOutcome, blank=True)
    decided_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(clearance=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(state__in=LIVE_REVIEWS), name="one_live_review_a_placement"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.RECOMMENDED)
                | Q(recommended_by__isnull=False)
                & ~Q(recommended="")
                & ~Q(findings="")
                & ~Q(child_views="")
                & Q(iro_told_on__isnull=False),
                name="recommended_review_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.DECIDED)
                | Q(decided_by__isnull=False) & ~Q(outcome="") & ~Q(decided_by=models.F("recommended_by")),
                name="review_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["authority", "state", "due_on"], name="review_queue")]

    def __str__(self) -> str:
        return self.reference


class SharedCount(models.Model):
    """How many children a council has with a provider, told to partners that agreed to tell each other.

    ``children`` is null where the number is from 1 up to, not including, ``fewer_than``: too few to tell.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ServiceCategory)
    children = models.PositiveSmallIntegerField(null=True)
    fewer_than = models.PositiveSmallIntegerField()
    counted_on = models.DateField()

    wall = Wall.shared(read=partners_read("whose.category = this.category"), write=OWN_AUTHORITY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "provider", "category"], name="one_shared_count")
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} with {self.provider_id}"


class SharedAreaCount(models.Model):
    """How many children a council had in each area on a day, told to the same partners.

    ``children`` is null where there are too few to tell (from 1 up to, not including, ``fewer_than``), and
    where such a number could be worked out from it. The row of the council's own area also holds how many it
    has ``elsewhere``, by the same rule.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ServiceCategory)
    on = models.DateField(help_text="The day the children lived there")
    children = models.PositiveSmallIntegerField(null=True)
    elsewhere = models.PositiveSmallIntegerField(null=True)
    fewer_than = models.PositiveSmallIntegerField()

    wall = Wall.shared(
        read=partners_read("whose.category = this.category"), write=OWN_AUTHORITY, verbs="SIUD"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "area", "category", "on"], name="one_shared_area_count"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} in {self.area_id} on {self.on}"
