"""A paper's life beside its words: sign-offs, notices, the decision, call-in and what follows from it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from authorities.choices import Role
from core.wall import Wall
from core.workflow import Stateful
from reports.life_choices import (
    ActionKind,
    ActionState,
    CallInOutcome,
    NoticeRoute,
    Outcome,
    SignOffState,
    Topic,
)


class SignOff(Stateful):
    """One consultee's answer on one topic, asked of a role or of a person.

    ``sections`` are the keys it stands for; none means the whole paper. A changed text voids it.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("reports.Paper", on_delete=models.PROTECT, related_name="sign_offs")
    topic = models.CharField(max_length=12, choices=Topic)
    state = models.CharField(max_length=10, choices=SignOffState, default=SignOffState.ASKED)
    role = models.CharField(max_length=30, choices=Role, blank=True)
    person = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sections = ArrayField(models.CharField(max_length=40), default=list)
    asked_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    reference = models.CharField(
        max_length=40, blank=True, help_text="The consultee's own, such as FD.6659/22"
    )
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "topic"],
                condition=Q(state__in=["asked", "given"]),
                name="one_sign_off_a_topic",
            ),
            models.CheckConstraint(
                condition=Q(role="", person__isnull=False) | (~Q(role="") & Q(person__isnull=True)),
                name="sign_off_of_a_role_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.topic}"

    @property
    def asked_of(self) -> str:
        """Needs ``person`` where it is asked of one."""
        return str(self.person) if self.person else Role(self.role).label


class DecisionNotice(models.Model):
    """What the public was told before a decision, when and by which route. A later one replaces it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("reports.Paper", on_delete=models.PROTECT, related_name="notices")
    route = models.CharField(max_length=10, choices=NoticeRoute)
    given_on = models.DateField()
    meeting_on = models.DateField(help_text="The day it was given for")
    matter = models.TextField()
    documents = models.TextField(blank=True)
    reasons = models.TextField(blank=True, help_text="Why full notice was impracticable, or why in private")
    agreed_by = models.CharField(max_length=120, blank=True)
    representations = models.TextField(blank=True, help_text="What people said, and the reply")
    given_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    wall = Wall.council_private(clearance=0, append_only=True)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.route} {self.given_on}"


class PaperDecision(models.Model):
    """What was decided, and by when it binds. A paper put off or sent back has several, in order."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("reports.Paper", on_delete=models.PROTECT, related_name="decisions")
    reference = models.CharField(max_length=20, unique=True)
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    taken_on = models.DateField()
    taken_by = models.CharField(max_length=120)
    resolution = models.TextField(help_text="The recommendations in the words agreed")
    reasons = models.TextField()
    alternatives = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(null=True, blank=True)
    conflicts = models.TextField(blank=True)
    dispensations = models.TextField(blank=True)
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    published_on = models.DateField(null=True, blank=True)
    call_in_ends = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)

    wall = Wall.council_private(clearance=0, changes=("published_on", "call_in_ends", "effective_on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("taken_on")),
                name="decision_published_after_it_is_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CallIn(models.Model):
    """Members' request that a decision be looked at before it takes effect, and what came of it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(PaperDecision, on_delete=models.PROTECT, related_name="call_in")
    called_on = models.DateField()
    called_by = models.CharField(max_length=300, help_text="The members who asked")
    reasons = models.TextField()
    recorded_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=CallInOutcome, blank=True)
    heard_on = models.DateField(null=True, blank=True)
    findings = models.TextField(blank=True)

    wall = Wall.council_private(clearance=0, changes=("outcome", "heard_on", "findings"))

    def __str__(self) -> str:
        return f"Call-in of {self.decision_id}"


class PaperAction(Stateful):
    """Something a recommendation asks of somebody: planned with the paper, owed once the decision binds.

    ``due_days`` count from the day of effect. ``every_months`` makes the next one when this one is done.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("reports.Paper", on_delete=models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=ActionKind)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.PLANNED)
    recommendation = models.PositiveSmallIntegerField(help_text="Its number in the paper")
    words = models.TextField()
    owner = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    due_days = models.PositiveSmallIntegerField()
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    wall = Wall.council_private(clearance=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | Q(due_on__isnull=False), name="open_action_is_due"
            )
        ]
        indexes = [models.Index(fields=["authority", "state", "due_on"], name="paper_action_due")]

    def __str__(self) -> str:
        return self.reference
