"""What a search leaves behind: judgements of the match, waves to come, chases, what was got in the end."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.wall import Wall
from placements.choices import PlacementType, RequestState, Verdict, WaveState
from providers.choices import Need


class MatchJudgement(models.Model):
    """One person's judgement of one home for one child, with who lived there as it was read.

    ``residents`` are lines such as ``A child of Derby``: another council's children are never named.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="judgements"
    )
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict)
    reasons = models.TextField()
    residents = ArrayField(models.CharField(max_length=120), default=list)
    judged_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    wall = Wall.council_private(append_only=True, clearance=2)

    class Meta:
        indexes = [models.Index(fields=["request", "setting", "-judged_at"], name="newest_judgement")]

    def __str__(self) -> str:
        return f"{self.request_id} at {self.setting_id}: {self.verdict}"


class PlannedWave(models.Model):
    """A step that opens by itself at a moment and asks its homes with an already cleared text.

    ``result`` says in words what came of it.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("placements.Referral", on_delete=models.PROTECT, related_name="waves")
    step = models.ForeignKey("placements.SourcingStep", on_delete=models.PROTECT, related_name="waves")
    state = models.CharField(max_length=10, choices=WaveState, default=WaveState.PLANNED)
    fires_at = models.DateTimeField()
    within_miles = models.PositiveSmallIntegerField()
    planned_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step"], condition=models.Q(state=WaveState.PLANNED), name="one_wave_a_step"
            )
        ]
        indexes = [
            models.Index(
                fields=["fires_at"], condition=models.Q(state=WaveState.PLANNED), name="waves_to_fire"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_id} at {self.fires_at:%Y-%m-%d %H:%M}"

    @property
    def told(self) -> str:
        """Where it stands, or what came of it."""
        return self.result or f"Planned, within {self.within_miles} miles"


class Chase(models.Model):
    """Whoever a request waits for was reminded; once a day at most."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="chases"
    )
    chased_on = models.DateField()
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    whom = models.CharField(max_length=200)

    wall = Wall.council_private(append_only=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "chased_on"], name="chased_once_a_day")]

    def __str__(self) -> str:
        return f"{self.request_id} on {self.chased_on}"


class SearchRecord(models.Model):
    """What one search wanted and what it got, kept when it ends; the market's evidence.

    Counts by code are JSON objects: ``declines`` by ``DeclineReason``, ``not_fit`` by the rule that left
    homes out. ``extra_weekly`` is pounds a week above the mean of what the council then paid for the kind
    wanted inside its own area; null without one to compare with.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="search_record"
    )
    ended_at = models.DateTimeField()
    ended_as = models.CharField(max_length=20, choices=RequestState)
    wanted_type = models.CharField(max_length=15, choices=PlacementType)
    wanted_needs = ArrayField(models.CharField(max_length=30, choices=Need), default=list)
    wanted_miles = models.PositiveSmallIntegerField()
    got_route = models.CharField(max_length=20, blank=True)
    got_miles = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    got_out_of_area = models.BooleanField(null=True, blank=True)
    got_weekly = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    extra_weekly = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    asked = models.PositiveIntegerField()
    unread = models.PositiveIntegerField()
    no_reply = models.PositiveIntegerField()
    offers = models.PositiveIntegerField()
    declines = models.JSONField(default=dict)
    not_fit = models.JSONField(default=dict)

    wall = Wall.council_private()

    def __str__(self) -> str:
        return f"{self.request_id} {self.ended_as}"
