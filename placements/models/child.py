"""The child: a record by reference, and an identity kept apart under a higher wall."""

from django.db import models

from core.periods import EffectiveDated
from core.wall import Access, Audit, Wall
from core.wall.declare import OWN_PROVIDER
from placements.choices import LegalStatus, ReleaseReason
from providers.choices import Sex


class Child(models.Model):
    """A child a council looks after, by reference. ``birth_month`` is the first of the month of birth."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    sex = models.CharField(max_length=1, choices=Sex)
    birth_month = models.DateField()
    is_uasc = models.BooleanField("unaccompanied asylum-seeking child", default=False)
    looked_after_since = models.DateField(null=True, blank=True)

    wall = Wall.council_private()

    def __str__(self) -> str:
        return self.reference


class ChildIdentity(models.Model):
    """Who the child is: level 3 of the information ladder. A provider reads it only while released to it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="identity")
    full_name = models.CharField(max_length=200)
    date_of_birth = models.DateField()
    home_postcode = models.CharField(max_length=8)
    case_number = models.CharField(max_length=30, blank=True)
    school = models.CharField(max_length=120, blank=True)

    wall = Wall.council_private(
        clearance=3,
        audit=Audit.KEYS,
        provider=Access(
            "S",
            "EXISTS (SELECT 1 FROM placements_identityrelease r"
            " WHERE r.child_id = this.child_id"
            " AND r.provider_id = app_provider() AND r.revoked_at IS NULL"
            # Opened early it lasts only while the provider still offers a place, or has been chosen.
            " AND (r.reason <> 'emergency' OR EXISTS (SELECT 1 FROM placements_referralrecipient c"
            " WHERE c.referral_id = r.referral_id AND c.provider_id = r.provider_id"
            " AND c.revoked_at IS NULL AND c.state IN ('offered', 'chosen'))))",
        ),
    )

    def __str__(self) -> str:
        return f"identity {self.pk}"


class IdentityRelease(models.Model):
    """A child's identity opened to one provider, until revoked."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="releases")
    reason = models.CharField(max_length=20, choices=ReleaseReason)
    referral = models.ForeignKey(
        "placements.Referral",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The one it was opened on in an emergency",
    )
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(provider=Access("S", OWN_PROVIDER))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "provider"],
                condition=models.Q(revoked_at__isnull=True),
                name="released_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["provider", "child"], name="release_provider_child")]

    def __str__(self) -> str:
        return f"{self.child_id} to {self.provider_id}"


class LegalStatusPeriod(EffectiveDated):
    """The legal basis of a child's care over time."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="legal_statuses")
    status = models.CharField(max_length=2, choices=LegalStatus)

    wall = Wall.council_private(clearance=2)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["child", "starts_on"], name="legal_status_once"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.status} from {self.starts_on}"
