"""Offers: a provider's structured answer, sealed where the competition says so, and their scores."""

from django.db import models

from contracts.choices import CriterionKind, FeeKind
from core.periods import EffectiveDated
from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY, OWN_PROVIDER
from core.workflow import Stateful
from placements.choices import OfferState

UNSEALED = " AND app_clearance() >= 1 AND (sealed_until IS NULL OR sealed_until <= statement_timestamp())"


def offer_wall(verbs: str, *, council: str) -> Wall:
    """Written by the provider; read by the council, though not before the seal's moment. Audited by column
    name only, so that no price can be read early in the audit."""
    return Wall(
        kind=Kind.PROVIDER,
        provider=Access(verbs, OWN_PROVIDER),
        council=Access(council, OWN_AUTHORITY + UNSEALED),
        tenant_columns=("authority_id", "provider_id"),
        audit=Audit.KEYS,
        # What was offered stays as it was offered; only where it stands moves on.
        changes=("state", "state_at", "state_reason"),
    )


class Offer(Stateful):
    """One home offered for one referral. ``weekly_total`` is the sum of its fee components, £ a week."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    recipient = models.ForeignKey(
        "placements.ReferralRecipient", on_delete=models.PROTECT, related_name="offers"
    )
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=OfferState, default=OfferState.SUBMITTED)
    earliest_start_on = models.DateField()
    valid_until = models.DateField()
    match_statement = models.TextField()
    weekly_total = models.DecimalField(max_digits=12, decimal_places=2)
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=120)
    sealed_until = models.DateTimeField(null=True, blank=True)

    wall = offer_wall("SIU", council="SU")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "setting"],
                condition=~models.Q(state="withdrawn"),
                name="one_offer_a_setting",
            ),
            models.CheckConstraint(condition=models.Q(weekly_total__gt=0), name="offer_has_a_price"),
        ]

    def __str__(self) -> str:
        return self.reference


class OfferFee(EffectiveDated):
    """One fee component of an offer, £ a week from its own start to its own end."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="fees")
    kind = models.CharField(max_length=20, choices=FeeKind)
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)
    sealed_until = models.DateTimeField(null=True, blank=True)

    wall = offer_wall("SI", council="S")

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.CheckConstraint(condition=models.Q(weekly_rate__gt=0), name="offer_fee_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.kind}"


class OfferScore(models.Model):
    """The mark an offer has on one criterion; ``points`` are weighted, out of the criterion's weight.

    In a mini-competition it is what was agreed on after two people marked apart, and ``note`` says why.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=15, choices=CriterionKind)
    mark = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    points = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.TextField(blank=True)
    scored_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "criterion"], name="scored_once_per_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.criterion}"
