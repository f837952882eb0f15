"""Tools, blocks, ceilings and uplifts."""

from datetime import date

from authorities.choices import Role
from authorities.models import Authority
from contracts.calendar_feeds import feed_token
from contracts.models import BlockContract
from contracts.services.diary import make_feed
from contracts.services.terms import record_terms
from contracts.services.uplifts import answer_uplift
from core.actor import Actor, acting_as
from placements.models import Placement
from placements.services.uplifts import prepare_uplift
from providers.models import Provider
from tests.factories.admission import (
    AdmissionRoundFactory,
    HomeAdditionFactory,
    KpiFactory,
    KpiResultFactory,
    ProtocolTaskFactory,
    SharedResultFactory,
    SubmittedApplicationFactory,
)
from tests.factories.authorities import (
    CountSharingFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    council_actor,
)
from tests.factories.blocks import BlockProposalFactory, BlockStopFactory, BlockVariationFactory
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    PriceScheduleFactory,
    ToolAccessFactory,
)
from tests.factories.keeping import (
    NEXT_YEAR,
    CeilingFactory,
    ContractAlarmFactory,
    ContractDateFactory,
    DrawFactory,
    EscalationFactory,
    UpliftFactory,
    WindowFactory,
    evidence_of,
)
from tests.factories.placements import NOW
from tests.house.things.papers import papers


def contracts(
    authority: Authority, provider: Provider, placement: Placement, writer: Actor
) -> dict[str, str]:
    """A tool, and a block in one of whose beds the child is; new placements in its home are stopped."""
    partnership = PartnershipFactory.create(lead_authority=authority)
    CountSharingFactory.create(partnership=partnership)
    PartnershipMemberFactory.create(partnership=partnership, authority=authority)
    block = BlockContractFactory.create(
        lead_authority=authority, provider=provider, ends_on=date(2029, 4, 1), decision_reference="C1/2026"
    )
    BlockShareFactory.create(contract=block)
    booking = BedBookingFactory.create(bed__contract=block, bed__setting=placement.setting)
    BlockStopFactory.create(contract=block, setting=placement.setting)
    BlockVariationFactory.create(contract=block)
    BlockProposalFactory.create(contract=block)
    with acting_as(writer):
        Placement.objects.filter(pk=placement.pk).update(bed_booking=booking)
    tool = CommercialToolFactory.create(lead_authority=authority)
    ToolAccessFactory.create(tool=tool)
    member = MembershipFactory.create(lot=LotFactory.create(tool=tool), provider=provider)
    opened = AdmissionRoundFactory.create(tool=tool)
    application = SubmittedApplicationFactory.create(
        authority=authority, provider=provider, round=opened, lot=LotFactory.create(tool=tool)
    )
    kpi = KpiFactory.create(tool=tool)
    KpiResultFactory.create(authority=authority, kpi=kpi)
    SharedResultFactory.create(authority=authority, kpi=kpi)
    return {
        "member": member.reference,
        "round": opened.reference,
        "application": application.reference,
        "addition": HomeAdditionFactory.create(membership=member, setting=placement.setting).reference,
        "kpi": kpi.reference,
        "task": ProtocolTaskFactory.create(authority=authority, step__tool=tool).reference,
        "partnership": partnership.reference,
        **dict.fromkeys(("contract", "block_contract", "block"), block.reference),
        "tool": tool.reference,
        **papers(block, writer),
        **kept(block, provider, writer),
    }


def kept(block: BlockContract, provider: Provider, writer: Actor) -> dict[str, str]:
    """A ceiling with a draw and an escalation, an alarm, a date and a calendar address of the block's lead;
    signed terms."""
    authority = block.lead_authority
    ceiling = CeilingFactory.create(authority=authority, block=block, category="")
    DrawFactory.create(ceiling=ceiling, source_reference=block.reference)
    escalation = EscalationFactory.create(ceiling=ceiling)
    alarm = ContractAlarmFactory.create(authority=authority, contract_reference=block.reference)
    ContractDateFactory.create(authority=authority, block=block)
    reader = council_actor(Role.COMMISSIONER, authority=authority)
    with acting_as(reader):
        terms = record_terms(about=block, title="Block terms", content=b"%PDF", job=None, by=reader, at=NOW)
        feed = make_feed(by=reader, at=NOW)
    return {
        "ceiling": ceiling.reference,
        "escalation": escalation.reference,
        "alarm": alarm.reference,
        "terms": terms.reference,
        "calendar_feed": feed_token(
            authority_id=feed.authority_id, user_id=feed.user_id, made_at=feed.made_at
        ),
    }


def uplifts(authority: Authority, provider: Provider) -> dict[str, str]:
    """A provider's ask agreed by the council that leads the tool, and what it would do, prepared."""
    tool = CommercialToolFactory.create(lead_authority=authority)
    ToolAccessFactory.create(tool=tool)
    member = MembershipFactory.create(lot=LotFactory.create(tool=tool), provider=provider)
    PriceScheduleFactory.create(membership=member)
    asked, waiting = (WindowFactory.create(tool=tool, **days) for days in ({}, NEXT_YEAR))
    uplift = UpliftFactory.create(window=asked, provider=provider)
    keeper = council_actor(Role.COMMISSIONER, authority=authority)
    evidence_of(uplift)
    with acting_as(keeper):
        answer = answer_uplift(request=uplift, verb="agree", reasons="Fair.", by=keeper, at=NOW)
        run = prepare_uplift(answer=answer, effective_on=asked.effective_on, by=keeper, at=NOW)
    return {"uplift": uplift.reference, "uplift_window": waiting.reference, "run": run.reference}
