"""The placement plan, where the child is to move on to, and how far the child has come."""

from django.db import models
from django.db.models import Q

from core.wall import Access, Wall
from placements.choices import PlacementType
from placements.life_choices import GoalArea, ScoreOccasion, StepDirection, StepPlanStatus


class PlacementPlan(models.Model):
    """How the home will meet this child's needs day to day (Care Planning Regulations 2010, reg. 9 and
    schedule 2). It rides with the agreement; each change is a new version."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        "placements.PlacementAgreement", on_delete=models.PROTECT, related_name="plans"
    )
    version = models.PositiveSmallIntegerField()
    made_on = models.DateField()
    day_to_day = models.TextField()
    health = models.TextField()
    education = models.TextField()
    family_time = models.TextField()
    delegated = models.TextField(help_text="What the home may decide without asking")
    child_views = models.TextField()
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    # A provider reads the plan of an agreement it can read, so from the day that is issued to it.
    wall = Wall.council_private(
        clearance=2,
        append_only=True,
        provider=Access(
            "S",
            "provider_id = app_provider() AND EXISTS (SELECT 1 FROM placements_placementagreement a"
            " WHERE a.id = this.agreement_id)",
        ),
        tenant_columns=("authority_id", "provider_id"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "version"], name="one_plan_a_version")]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.version}"


class StepPlan(models.Model):
    """Where the child is to live next and by when; the newest row is the plan, the older ones its trail."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="step_plans")
    direction = models.CharField(max_length=10, choices=StepDirection)
    to_type = models.CharField(max_length=15, choices=PlacementType, blank=True)
    target_on = models.DateField()
    must_change = models.TextField()
    status = models.CharField(max_length=10, choices=StepPlanStatus, default=StepPlanStatus.PLANNED)
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(clearance=2, append_only=True)

    def __str__(self) -> str:
        return f"{self.placement_id} {self.direction} by {self.target_on}"


class Goal(models.Model):
    """What the child is to reach in one part of life, scored from 1 (far off) to 5 (reached)."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="goals")
    area = models.CharField(max_length=15, choices=GoalArea)
    goal = models.CharField(max_length=300)
    target = models.PositiveSmallIntegerField()
    target_on = models.DateField()
    set_on = models.DateField()
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")

    wall = Wall.council_private(clearance=2)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(target__gte=1, target__lte=5), name="goal_target_of_five")
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.area}"


class GoalScore(models.Model):
    """How far one goal was reached on a day, from 1 to 5."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="scores")
    occasion = models.CharField(max_length=10, choices=ScoreOccasion)
    score = models.PositiveSmallIntegerField()
    scored_on = models.DateField()
    scored_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Wall.council_private(clearance=2, append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "scored_on"], name="goal_scored_once_a_day"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="goal_score_of_five"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.score} on {self.scored_on}"
