"""Block contracts with what happens to them."""

from datetime import date
from decimal import Decimal

import factory

from contracts import models
from contracts.block_choices import StopCause
from tests.factories.contracts import TERM_START, BlockContractFactory, _OfBlockFactory
from tests.factories.placements import NOW
from tests.factories.walled import council_keeper


class ContractOptionFactory(_OfBlockFactory):
    class Meta:
        model = models.ContractOption

    contract = factory.SubFactory(BlockContractFactory)
    position = 1
    months = 24
    notice_months = 12


class BlockStopFactory(_OfBlockFactory):
    class Meta:
        model = models.BlockStop

    contract = factory.SubFactory(BlockContractFactory)
    cause = StopCause.BELOW_GOOD
    starts_on = date(2026, 6, 1)
    reason = "Judged inadequate"
    recorded_at = NOW
    recorded_by = "A commissioner"


class BlockVariationFactory(_OfBlockFactory):
    class Meta:
        model = models.BlockVariation

    contract = factory.SubFactory(BlockContractFactory)
    starts_on = TERM_START
    beds_agreed = 4
    weekly_rate = Decimal("4200.00")
    reason = "Price reviewed"
    recorded_at = NOW
    recorded_by = "A commissioner"


class PartnerRechargeFactory(_OfBlockFactory):
    class Meta:
        model = models.PartnerRecharge

    contract = factory.SubFactory(BlockContractFactory)
    weekly_rate = Decimal("3900.00")
    starts_on = TERM_START


class ShareAcceptanceFactory(_OfBlockFactory):
    """Written by the partner; it needs a share of the block first (``BlockShareFactory``)."""

    class Meta:
        model = models.ShareAcceptance

    contract = factory.SubFactory(BlockContractFactory)
    amount = Decimal("1000.00")
    decision_reference = "C12/26"
    recorded_at = NOW
    recorded_by = "A partner's commissioner"

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])


class BlockProposalFactory(_OfBlockFactory):
    class Meta:
        model = models.BlockProposal

    reference = factory.Sequence(lambda n: f"VAR-{n:06d}")
    contract = factory.SubFactory(BlockContractFactory)
    starts_on = date(2026, 9, 1)
    beds_agreed = 4
    weekly_rate = Decimal("4300.00")
    reason = "Wages rose"
    state_at = NOW
    recorded_at = NOW
    recorded_by = "A commissioner"
