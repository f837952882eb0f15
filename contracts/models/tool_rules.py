"""What a tool's paper says: its life, its notices, where to turn without a home, and how members join."""

from datetime import datetime

from django.db import models

from contracts.choices import FeeKind
from contracts.models.tool import OPEN_TO_ME, tool_wall
from contracts.tool_choices import CheckKind, NoticeKind, WhenOver
from core.periods import EffectiveDated
from core.wall import Access

READ_BY_APPLICANTS = Access("S", OPEN_TO_ME.format(tool="tool_id"))


class AskedQuerySet(models.QuerySet):
    """What applicants are asked, each from a moment (``since``) until it is retired."""

    def asked_at(self, at: datetime):
        retired_later = models.Q(retired_at__isnull=True) | models.Q(retired_at__gt=at)
        return self.filter(retired_later, since__lte=at).order_by("position", "pk")


class ToolOption(models.Model):
    """A right to extend a tool: by how long, and with how much notice it must be used."""

    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    notice_months = models.PositiveSmallIntegerField(default=0)
    exercised_on = models.DateField(null=True, blank=True)
    decision_reference = models.CharField(max_length=60, blank=True)

    wall = tool_wall(changes=("exercised_on", "decision_reference"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tool", "position"], name="tool_option_once")]

    def __str__(self) -> str:
        return f"{self.tool_id} option {self.position}"


class ToolNotice(models.Model):
    """A notice that was given: of which kind, when and under which number."""

    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    sent_on = models.DateField()
    number = models.CharField(max_length=40, help_text="As published")
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    wall = tool_wall(verbs="SI", append_only=True)

    def __str__(self) -> str:
        return f"{self.tool_id} {self.kind}"


class Contingency(models.Model):
    """The tool to turn to, in order, when this one has no home."""

    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="outward")
    outer = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    wall = tool_wall()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tool", "position"], name="contingency_position_once"),
            models.UniqueConstraint(fields=["tool", "outer"], name="contingency_once"),
            models.CheckConstraint(condition=~models.Q(tool=models.F("outer")), name="contingency_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.tool_id} then {self.outer_id}"


class AdmissionRound(models.Model):
    """When providers may apply: from a moment up to another, or, without an end, at any time."""

    reference = models.CharField(max_length=20, unique=True)
    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)

    # A round is an invitation to every provider.
    wall = tool_wall(provider=Access("S", "true"), changes=("closes_at",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tool", "number"], name="round_number_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=models.F("opens_at")),
                name="round_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}"


class AdmissionQuestion(models.Model):
    """What an applicant answers and evaluators score from 0 to 5; the weights of a tool add to 100."""

    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = AskedQuerySet.as_manager()

    wall = tool_wall(provider=READ_BY_APPLICANTS, changes=("retired_at",))

    def __str__(self) -> str:
        return self.text


class DiligenceItem(models.Model):
    """One thing checked of every applicant before it is scored."""

    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=CheckKind)
    text = models.CharField(max_length=300)
    needs_document = models.BooleanField(default=False)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = AskedQuerySet.as_manager()

    wall = tool_wall(provider=READ_BY_APPLICANTS, changes=("retired_at",))

    def __str__(self) -> str:
        return self.text


class MaximumPrice(EffectiveDated):
    """The most a member of a lot may ask in one band for one fee component, £ a week."""

    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey("contracts.Lot", on_delete=models.PROTECT, related_name="maximums")
    band = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=FeeKind, default=FeeKind.CORE)
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)
    when_over = models.CharField(max_length=10, choices=WhenOver, default=WhenOver.REFUSE)

    wall = tool_wall(provider=READ_BY_APPLICANTS)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["lot", "band", "kind", "starts_on"], name="maximum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.band}, {self.get_kind_display()}"


class MembershipChange(models.Model):
    """That a member was admitted, suspended, reinstated, removed, left or lapsed: from which day and why."""

    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("contracts.Membership", on_delete=models.PROTECT, related_name="changes")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    happened_on = models.DateField()
    reason = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    wall = tool_wall(verbs="SI", append_only=True, provider=Access("SI", "provider_id = app_provider()"))

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.what}"
