"""Referrals: what providers are told, at level 1 of the information ladder, and who holds it."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER
from core.workflow import Stateful
from placements.choices import DeclineReason, PlacementType, RecipientState, ReferralState, Urgency
from providers.choices import Need, Sex

HOLDS_REFERRAL = (
    "EXISTS (SELECT 1 FROM placements_referralrecipient r WHERE r.referral_id = this.{column}"
    " AND r.provider_id = app_provider() AND r.revoked_at IS NULL)"
)
SENT_TO_ME = HOLDS_REFERRAL.format(column="id")


class Referral(Stateful):
    """The level 1 facts of one request, frozen when drafted: nothing that identifies.

    ``summary`` is free text and is sent only after a second person has cleared it. ``weights`` holds the
    award criteria (kind to weight), fixed before any offer can be read.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    request = models.ForeignKey(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="referrals"
    )
    step = models.ForeignKey("placements.SourcingStep", on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.DRAFT)
    age = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=1, choices=Sex)
    placement_type = models.CharField(max_length=15, choices=PlacementType)
    urgency = models.CharField(max_length=10, choices=Urgency)
    home_area = models.CharField(max_length=80)
    needed_on = models.DateField()
    planned_end_on = models.DateField(null=True, blank=True)
    broad_legal_status = models.CharField(max_length=40)
    needs = ArrayField(models.CharField(max_length=30, choices=Need), default=list)
    radius_miles = models.PositiveSmallIntegerField()
    avoid = models.JSONField(
        default=list, blank=True, help_text="Areas to avoid, without why: shape, easting, northing, miles"
    )
    siblings = models.JSONField(
        default=list, blank=True, help_text="Age and sex of each brother and sister to live in the same home"
    )
    summary = models.TextField(blank=True)
    weights = models.JSONField()
    seals_offers = models.BooleanField(default=False, help_text="Offers are read only once the clock is up")
    drafted_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    cleared_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    respond_by = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(provider=Access("S", SENT_TO_ME))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cleared_by__isnull=True)
                | ~models.Q(cleared_by=models.F("drafted_by"))
                | models.Q(summary=""),
                name="text_cleared_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False, respond_by__isnull=False),
                name="sent_referral_has_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def answer_by(self) -> datetime:
        """The clock of a referral that has been sent."""
        assert self.respond_by is not None
        return self.respond_by


class ReferralTarget(models.Model):
    """A home the drafter means to ask. Kept from providers: none may learn who else is asked."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="targets")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")

    wall = Wall.council_private()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "setting"], name="targeted_once")]

    def __str__(self) -> str:
        return f"{self.referral_id} for {self.setting_id}"


class ReferralRecipient(Stateful):
    """One provider's copy of a referral, and its structured answer. Revoked when the search closes."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="recipients")
    state = models.CharField(max_length=12, choices=RecipientState, default=RecipientState.SENT)
    settings_asked = ArrayField(models.BigIntegerField(), default=list)
    read_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=15, choices=DeclineReason, blank=True)
    decline_note = models.TextField(blank=True)
    outcome_told_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(
        provider=Access("SU", OWN_PROVIDER), tenant_columns=("authority_id", "provider_id")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "provider"], name="referred_once"),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(decline_reason=""),
                name="declined_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["provider", "state"], name="recipient_inbox")]

    def __str__(self) -> str:
        return f"{self.referral_id} to {self.provider_id}"
