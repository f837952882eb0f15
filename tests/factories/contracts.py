"""Tools and block contracts. Each is kept by its lead council; a council must be given access to use one."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from authorities.choices import ServiceCategory
from contracts import models
from contracts.block_choices import BlockState
from contracts.choices import CriterionKind, FeeKind, Regime, ToolType
from tests.factories.authorities import AuthorityFactory
from tests.factories.providers import OpenHomeFactory, ProviderFactory
from tests.factories.walled import WalledFactory, council_keeper

TERM_START = date(2024, 4, 1)


class CommercialToolFactory(WalledFactory):
    class Meta:
        model = models.CommercialTool

    reference = factory.Sequence(lambda n: f"TOL-{n:06d}")
    name = factory.Sequence(lambda n: f"Framework {n}")
    tool_type = ToolType.FRAMEWORK
    regime = Regime.PCR_2015
    lead_authority = factory.SubFactory(AuthorityFactory)
    starts_on = TERM_START

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["lead_authority"])


class _OfToolFactory(WalledFactory):
    class Meta:
        abstract = True

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["tool"].lead_authority)


class ToolAccessFactory(_OfToolFactory):
    class Meta:
        model = models.ToolAccess

    tool = factory.SubFactory(CommercialToolFactory)
    authority = factory.SelfAttribute("tool.lead_authority")
    category = ServiceCategory.RESIDENTIAL
    starts_on = TERM_START


class LotFactory(_OfToolFactory):
    class Meta:
        model = models.Lot

    tool = factory.SubFactory(CommercialToolFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    name = "Children's homes"
    category = ServiceCategory.RESIDENTIAL


class LotCriterionFactory(_OfToolFactory):
    class Meta:
        model = models.LotCriterion

    tool = factory.SelfAttribute("lot.tool")
    lot = factory.SubFactory(LotFactory)
    kind = CriterionKind.QUALITY
    weight = Decimal("60.00")


class MembershipFactory(_OfToolFactory):
    class Meta:
        model = models.Membership

    tool = factory.SelfAttribute("lot.tool")
    lot = factory.SubFactory(LotFactory)
    provider = factory.SubFactory(ProviderFactory)
    state_at = datetime(2024, 4, 1, 9, tzinfo=UTC)
    starts_on = TERM_START


class MembershipSettingFactory(_OfToolFactory):
    class Meta:
        model = models.MembershipSetting

    tool = factory.SelfAttribute("membership.tool")
    membership = factory.SubFactory(MembershipFactory, provider=factory.SelfAttribute("..setting.provider"))
    setting = factory.SubFactory(OpenHomeFactory)
    starts_on = TERM_START


class PriceScheduleFactory(_OfToolFactory):
    class Meta:
        model = models.PriceSchedule

    tool = factory.SelfAttribute("membership.tool")
    membership = factory.SubFactory(MembershipFactory)
    kind = FeeKind.CORE
    weekly_rate = Decimal("4557.00")
    starts_on = TERM_START


class BlockContractFactory(WalledFactory):
    class Meta:
        model = models.BlockContract

    reference = factory.Sequence(lambda n: f"BLK-{n:06d}")
    name = factory.Sequence(lambda n: f"Block {n}")
    lead_authority = factory.SubFactory(AuthorityFactory)
    provider = factory.SubFactory(ProviderFactory)
    category = ServiceCategory.RESIDENTIAL
    regime = Regime.PCR_2015
    beds_agreed = 4
    weekly_rate = Decimal("4101.30")
    state = BlockState.LIVE
    state_at = datetime(2024, 3, 1, 9, tzinfo=UTC)
    starts_on = TERM_START

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["lead_authority"])


class _OfBlockFactory(WalledFactory):
    class Meta:
        abstract = True

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["contract"].lead_authority)


class BlockShareFactory(_OfBlockFactory):
    class Meta:
        model = models.BlockShare

    contract = factory.SubFactory(BlockContractFactory)
    authority = factory.SelfAttribute("contract.lead_authority")
    percent = Decimal("100.00")
    starts_on = TERM_START


class ContractedBedFactory(_OfBlockFactory):
    """A live bed."""

    class Meta:
        model = models.ContractedBed

    contract = factory.SubFactory(BlockContractFactory)
    setting = factory.SubFactory(OpenHomeFactory, provider=factory.SelfAttribute("..contract.provider"))
    label = factory.Sequence(lambda n: f"Bed {n}")
    live_from = TERM_START


class BedBookingFactory(_OfBlockFactory):
    """Written by the council that books; it needs a share of the block first (``BlockShareFactory``)."""

    class Meta:
        model = models.BedBooking

    contract = factory.SelfAttribute("bed.contract")
    bed = factory.SubFactory(ContractedBedFactory)
    authority = factory.SelfAttribute("contract.lead_authority")
    starts_on = TERM_START

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])
