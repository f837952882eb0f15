"""The detailed profile of a child (level 2 of the information ladder): to whom it opened, on what terms."""

from django.db import models

from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER

BOTH = ("authority_id", "provider_id")
# Opened by the council, its terms accepted by a person of the provider, the referral held and wanted.
ACCEPTED_AND_HELD = (
    "EXISTS (SELECT 1 FROM placements_detailrelease d"
    " JOIN placements_termsacceptance t ON t.release_id = d.id"
    " JOIN placements_referralrecipient r ON r.id = d.recipient_id"
    " WHERE d.profile_id = this.id AND d.provider_id = app_provider() AND r.revoked_at IS NULL"
    " AND r.state IN ('read', 'offered', 'chosen'))"
)


class DetailedProfile(models.Model):
    """What a shortlisted provider needs to know to plan care, without who the child is."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(
        "placements.PlacementRequest", on_delete=models.PROTECT, related_name="detail"
    )
    needs = models.TextField("needs in full")
    incidents = models.TextField("pattern of incidents", blank=True)
    health = models.TextField("health needs", blank=True)
    plan = models.TextField("the plan for the child", blank=True)
    written_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    wall = Wall.council_private(clearance=2, provider=Access("S", ACCEPTED_AND_HELD))

    def __str__(self) -> str:
        return f"detail of {self.request_id}"


class DetailRelease(models.Model):
    """The detailed profile opened to one shortlisted provider, that has yet to accept the terms."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    recipient = models.OneToOneField(
        "placements.ReferralRecipient", on_delete=models.PROTECT, related_name="detail_release"
    )
    profile = models.ForeignKey(DetailedProfile, on_delete=models.PROTECT, related_name="releases")
    reference = models.CharField(
        max_length=20, help_text="That of the referral, which closes to the provider"
    )
    released_at = models.DateTimeField()
    released_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")

    wall = Wall.council_private(append_only=True, provider=Access("S", OWN_PROVIDER), tenant_columns=BOTH)

    def __str__(self) -> str:
        return f"{self.reference} to {self.provider_id}"

    @property
    def accepted(self) -> "TermsAcceptance | None":
        """The acceptance of the terms, once a person of the provider gave it."""
        return getattr(self, "acceptance", None)


class TermsAcceptance(models.Model):
    """Who accepted the information terms for a provider, which edition of them, and who later confirmed
    that its copies are deleted."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    release = models.OneToOneField(DetailRelease, on_delete=models.PROTECT, related_name="acceptance")
    edition = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=120)
    copies_deleted_at = models.DateTimeField(null=True, blank=True)
    copies_deleted_by = models.CharField(max_length=120, blank=True)

    wall = Wall.council_private(
        verbs="S",
        provider=Access("SIU", OWN_PROVIDER),
        tenant_columns=BOTH,
        changes=("copies_deleted_at", "copies_deleted_by"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(copies_deleted_at__isnull=True) | ~models.Q(copies_deleted_by=""),
                name="deletion_names_who_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} accepted by {self.accepted_by}"
