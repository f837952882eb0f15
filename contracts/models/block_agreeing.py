"""What others agree to before a block contract binds them: a partner its share, the provider new terms."""

from django.db import models

from contracts.block_choices import ProposalState
from contracts.models.block import (
    LED_BY_ME,
    MINE,
    SHARED_WITH_ME,
    BlockContract,
    BlockTerms,
    block_wall,
)
from contracts.models.block_facts import BlockVariation, Recorded
from core.wall import Access, Wall
from core.wall.declare import OWN_AUTHORITY
from core.workflow import Stateful

ANSWERING = ("state", "state_at", "state_reason", "answered_by", "answered_at")
READ_BY_ME = f"({SHARED_WITH_ME} OR {LED_BY_ME})".format(contract="contract_id")


class ShareAcceptance(Recorded):
    """A council that shares a block took on ``amount`` £ of its value, by its own decision; negative where
    its share became smaller.

    Those of one council add up to what it has taken on; its share may grow past that by a variation.
    """

    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="acceptances")
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision_reference = models.CharField(max_length=60)

    wall = block_wall(
        write=f"{OWN_AUTHORITY} AND {SHARED_WITH_ME.format(contract='contract_id')}",
        append_only=True,
        provider_reads=False,
    )

    def __str__(self) -> str:
        return f"{self.authority_id} took on {self.amount} of {self.contract_id}"


class BlockProposal(Recorded, BlockTerms, Stateful):
    """New terms from ``starts_on``, put to the provider. Agreed, they become the ``variation`` once the lead
    council brings them into force."""

    reference = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey(BlockContract, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    starts_on = models.DateField()
    reason = models.TextField()
    decision_reference = models.CharField(max_length=60, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    variation = models.OneToOneField(
        BlockVariation, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )

    wall = Wall.shared(
        read=READ_BY_ME,
        write=LED_BY_ME.format(contract="contract_id"),
        provider=Access("SU", MINE.format(contract="contract_id"), columns=ANSWERING),
        changes=(*ANSWERING, "variation_id"),
    )

    class Meta(BlockTerms.Meta):
        constraints = [
            *BlockTerms.Meta.constraints,
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state__in=["proposed", "agreed"]),
                name="one_open_proposal_a_block",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
