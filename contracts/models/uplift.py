"""Uplifts: when a provider may ask for higher prices, what it asks, and what each council answers."""

from django.db import models
from django.db.models import F, Q

from contracts.keeping_choices import UpliftDecider, UpliftState
from contracts.models.block import LED_BY_ME as LEADS_BLOCK
from contracts.models.block import MINE
from contracts.models.block import SHARED_WITH_ME as SHARES_BLOCK
from contracts.models.tool import LED_BY_ME as LEADS_TOOL
from contracts.models.tool import ON_IT
from contracts.models.tool import USED_BY_ME as USES_TOOL
from core.wall import Access, Wall
from core.wall.declare import OWN_AUTHORITY, OWN_PROVIDER
from core.workflow import Stateful

BOTH = ("authority_id", "provider_id")
# Whoever may see the window may see what was asked in it: the window's own wall decides.
IN_MY_WINDOW = "EXISTS (SELECT 1 FROM contracts_upliftwindow w WHERE w.id = this.window_id)"
ON_MY_REQUEST = "EXISTS (SELECT 1 FROM contracts_upliftrequest r WHERE r.id = this.request_id)"


class UpliftWindow(models.Model):
    """The days in which members of a tool, or a provider of a block, may ask for more, and the rule.

    ``opens_on`` to ``closes_on``, both included, are the days to ask; ``decide_by`` the last day to answer,
    after which the old price stands; ``effective_on`` the first day of the new one. The most that may be
    agreed is the lower of ``cap_percent`` and ``cpi_percent``; where CPI passes ``review_above_percent`` the
    rule itself is reviewed and more may be agreed. ``quorum`` is how many councils must vote in a ballot.
    """

    reference = models.CharField(max_length=20, unique=True)
    lead_authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    tool = models.ForeignKey(
        "contracts.CommercialTool", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    block = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opens_on = models.DateField()
    closes_on = models.DateField()
    decide_by = models.DateField()
    effective_on = models.DateField()
    cap_percent = models.DecimalField(max_digits=5, decimal_places=2)
    cpi_percent = models.DecimalField(max_digits=5, decimal_places=2)
    review_above_percent = models.DecimalField(max_digits=5, decimal_places=2, default=3)
    decider = models.CharField(max_length=6, choices=UpliftDecider, default=UpliftDecider.EACH)
    quorum = models.PositiveSmallIntegerField(default=0)
    appeal_days = models.PositiveSmallIntegerField(default=14)

    wall = Wall.shared(
        read=(
            f"(lead_authority_id = app_authority() OR {USES_TOOL.format(tool='tool_id')}"
            f" OR {SHARES_BLOCK.format(contract='block_id')})"
        ),
        write=(
            f"lead_authority_id = app_authority() AND ({LEADS_TOOL.format(tool='tool_id')}"
            f" OR {LEADS_BLOCK.format(contract='block_id')})"
        ),
        provider=Access("S", f"({ON_IT.format(tool='tool_id')} OR {MINE.format(contract='block_id')})"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tool__isnull=True, block__isnull=False)
                | Q(tool__isnull=False, block__isnull=True),
                name="window_of_a_tool_or_a_block",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"))
                & Q(decide_by__gte=F("closes_on"))
                & Q(effective_on__gt=F("decide_by")),
                name="window_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def about(self) -> str:
        """The name of what its prices belong to."""
        named = self.tool or self.block
        assert named is not None
        return named.name


class UpliftRequest(models.Model):
    """One provider's ask in one window. Every council concerned reads it; each answers for itself."""

    reference = models.CharField(max_length=20, unique=True)
    window = models.ForeignKey(UpliftWindow, on_delete=models.PROTECT, related_name="requests")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    percent_asked = models.DecimalField(max_digits=5, decimal_places=2)
    reasons = models.TextField()
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=120)

    wall = Wall.provider_private(append_only=True, council=Access("S", IN_MY_WINDOW))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "provider"], name="one_ask_a_window"),
            models.CheckConstraint(condition=Q(percent_asked__gt=0), name="uplift_asks_for_more"),
        ]

    def __str__(self) -> str:
        return self.reference


class UpliftEvidence(models.Model):
    """A document behind an ask. A file the provider shows, so every council may open it."""

    request = models.ForeignKey(UpliftRequest, on_delete=models.PROTECT, related_name="evidence")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField("core.Document", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    wall = Wall.provider_private(append_only=True, council=Access("S", ON_MY_REQUEST))

    def __str__(self) -> str:
        return f"{self.request_id} {self.document_id}"


class UpliftAnswer(Stateful):
    """One council's answer to one ask. ``percent`` is what it offers or has agreed.

    Made when the council first acts: until then the ask waits, and after ``decide_by`` the old price stands.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(UpliftRequest, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=15, choices=UpliftState, default=UpliftState.WAITING)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall.council_private(clearance=0, provider=Access("SU", OWN_PROVIDER), tenant_columns=BOTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "request"], name="one_answer_a_council"),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} on {self.request_id}"


class UpliftStep(models.Model):
    """What was said to whom on the way to an answer, as both sides read it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(UpliftAnswer, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=15, choices=UpliftState)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    words = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    wall = Wall.council_private(
        clearance=0, append_only=True, provider=Access("SI", OWN_PROVIDER), tenant_columns=BOTH
    )

    def __str__(self) -> str:
        return f"{self.answer_id} {self.state}"


class UpliftVote(models.Model):
    """A council's vote in a ballot. Partners read each other's; each casts its own, once."""

    request = models.ForeignKey(UpliftRequest, on_delete=models.PROTECT, related_name="votes")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    in_favour = models.BooleanField()
    reasons = models.TextField(blank=True)
    voted_by = models.CharField(max_length=120)
    voted_at = models.DateTimeField()

    wall = Wall.shared(
        read=ON_MY_REQUEST, write=f"{OWN_AUTHORITY} AND {ON_MY_REQUEST}", verbs="SI", append_only=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "authority"], name="one_vote_a_council")]

    def __str__(self) -> str:
        return f"{self.authority_id} on {self.request_id}"


class UpliftEffect(models.Model):
    """What an ask would cost one council at ``percent``, as its last look found: how many prices, and £ a
    year more.

    Partners read each other's totals; whose prices they are stays with each.
    """

    request = models.ForeignKey(UpliftRequest, on_delete=models.PROTECT, related_name="effects")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    lines = models.PositiveIntegerField()
    annual_effect = models.DecimalField(max_digits=14, decimal_places=2)
    found_at = models.DateTimeField()

    wall = Wall.shared(read=ON_MY_REQUEST, write=f"{OWN_AUTHORITY} AND {ON_MY_REQUEST}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "authority"], name="one_effect_a_council")]

    def __str__(self) -> str:
        return f"{self.authority_id} on {self.request_id}"
