"""What everybody may read of decisions to come: the forward plan."""

from django.db import models

from core.wall import Access, Kind, Wall
from core.wall.declare import OWN_AUTHORITY
from reports.life_choices import ExemptParagraph, NoticeRoute

# Whoever opens the page reads it as the role before sign-in, and so the same rows: those of decisions still
# to come, of councils that publish their plan today.
TOLD_TO_ALL = (
    "is_open AND EXISTS (SELECT 1 FROM authorities_authoritysetting s"
    " WHERE s.authority_id = this.authority_id AND s.key = 'forward_plan_open' AND s.value = 'true'::jsonb"
    " AND (now() AT TIME ZONE 'Europe/London')::date <@ daterange(s.starts_on, s.ends_on))"
)


class PublicNotice(models.Model):
    """The notice of one decision to come as the public reads it: public words only (SI 2012/2089 reg. 9).

    Written anew whenever its paper or notice changes. ``is_open`` until the decision is taken. Of an exempt
    part it holds the paragraph that is the reason, and no more.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField("reports.Paper", on_delete=models.PROTECT, related_name="public_notice")
    reference = models.CharField(max_length=20)
    is_open = models.BooleanField(default=True)
    route = models.CharField(max_length=10, choices=NoticeRoute)
    given_on = models.DateField()
    meeting_on = models.DateField()
    body = models.CharField(max_length=80)
    is_key = models.BooleanField()
    matter = models.TextField()
    documents = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=120, blank=True)
    exempt_paragraph = models.CharField(max_length=1, choices=ExemptParagraph, blank=True)

    wall = Wall(
        kind=Kind.PUBLIC,
        login=Access("S", TOLD_TO_ALL),
        council=Access("SIU", OWN_AUTHORITY),
        tenant_columns=("authority_id",),
    )

    class Meta:
        indexes = [models.Index(fields=["authority", "meeting_on"], name="public_notice_next")]

    def __str__(self) -> str:
        return f"{self.reference} {self.matter[:60]}"

    @property
    def exempt_words(self) -> str:
        """Why a part is heard in private."""
        return f"Paragraph {self.get_exempt_paragraph_display()}" if self.exempt_paragraph else ""

    @property
    def route_words(self) -> str:
        """An exception is published with its reason and who agreed."""
        kind = self.get_route_display()
        return kind if self.route == NoticeRoute.FULL else f"{kind}: {self.reasons} ({self.agreed_by})"
