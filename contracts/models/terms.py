"""The terms of a contract as a document: versions, each signed by both sides on the very file."""

from django.db import models
from django.db.models import Q

from contracts.keeping_choices import TermsState
from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER
from core.workflow import Stateful

BOTH = ("authority_id", "provider_id")
COUNCIL, PROVIDER = "authority", "provider"


class ContractTerms(Stateful):
    """One version of the terms of a block contract, or of a provider's call-off terms on a tool's lot
    (``membership``), set as a document by the council that leads it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    block = models.ForeignKey(
        "contracts.BlockContract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    membership = models.ForeignKey(
        "contracts.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=TermsState, default=TermsState.ISSUED)
    document = models.ForeignKey("core.Document", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=120)

    wall = Wall.council_private(provider=Access("SU", OWN_PROVIDER), tenant_columns=BOTH)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(block__isnull=True, membership__isnull=False)
                | Q(block__isnull=False, membership__isnull=True),
                name="terms_of_one_contract",
            ),
            models.UniqueConstraint(
                fields=["block", "membership", "version"], nulls_distinct=False, name="terms_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} version {self.version}"


class TermsSignature(models.Model):
    """One side's signature: who, when, and the hash of the very document signed."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey(ContractTerms, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=[(COUNCIL, "Council"), (PROVIDER, "Provider")])
    signed_by = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    document_sha256 = models.CharField(max_length=64)

    wall = Wall.council_private(
        append_only=True,
        provider=Access("SI", OWN_PROVIDER, written=f"{OWN_PROVIDER} AND side = 'provider'"),
        tenant_columns=BOTH,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "side"], name="terms_signed_once_a_side")]

    def __str__(self) -> str:
        return f"{self.terms_id} {self.side}"
