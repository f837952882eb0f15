"""Letters between a council and one provider about one referral, and answers that every recipient reads."""

from django.db import models

from core.wall import Access, Audit, Wall
from placements.models.referral import HOLDS_REFERRAL

BOTH = ("authority_id", "provider_id")
# A provider reads what was written while it holds the referral, and nothing once it has closed.
STILL_HELD = (
    "provider_id = app_provider() AND EXISTS (SELECT 1 FROM placements_referralrecipient r"
    " WHERE r.id = this.recipient_id AND r.revoked_at IS NULL)"
)


class ReferralMessage(models.Model):
    """One message, kept with its referral for good. ``is_question`` asks for an answer that all will read.

    ``told_at`` is when the other side was written to that it is there.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(
        "placements.ReferralRecipient", on_delete=models.PROTECT, related_name="messages"
    )
    from_provider = models.BooleanField()
    is_question = models.BooleanField(default=False)
    body = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=120)
    told_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(
        changes=("told_at",),
        provider=Access("SI", STILL_HELD, written=STILL_HELD + " AND from_provider"),
        tenant_columns=BOTH,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_question=False) | models.Q(from_provider=True),
                name="only_providers_ask",
            )
        ]
        indexes = [models.Index(fields=["recipient", "sent_at"], name="message_thread")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def key(self) -> str:
        """Its number, as an address carries it."""
        return str(self.pk)


class MessageAttachment(models.Model):
    """A checked file sent with a message: only ever a download. ``content`` never reaches the audit."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("placements.ReferralRecipient", on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(ReferralMessage, on_delete=models.PROTECT, related_name="attachment")
    reference = models.CharField(max_length=20, unique=True)
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    wall = Wall.council_private(
        append_only=True,
        provider=Access("SI", STILL_HELD),
        tenant_columns=BOTH,
        audit=Audit.KEYS,
    )

    def __str__(self) -> str:
        return self.reference


class SharedAnswer(models.Model):
    """A question and its answer as every recipient of the referral reads them; who asked is not told."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("placements.Referral", on_delete=models.PROTECT, related_name="answers")
    message = models.OneToOneField(ReferralMessage, on_delete=models.PROTECT, related_name="answer")
    question = models.TextField(help_text="As shared: nothing that tells who asked or who the child is")
    answer = models.TextField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")

    wall = Wall.council_private(
        append_only=True, provider=Access("S", HOLDS_REFERRAL.format(column="referral_id"))
    )

    def __str__(self) -> str:
        return f"answer {self.pk}"
