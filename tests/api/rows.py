"""One more record of each register for a council, with everything its JSON reaches."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factory

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority
from contracts.choices import BedNightState, ChargeKind, FeeKind, Route
from contracts.models import BedNight, Charge
from placements.choices import ApprovalKind
from placements.models import ApprovalRequest, Offer
from reports.choices import PaperFormat, PaperState
from reports.models import Paper
from sufficiency.models import ForecastRun
from tests.factories.authorities import (
    AuthorityFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    StaffMemberFactory,
)
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    CommercialToolFactory,
    ContractedBedFactory,
    LotCriterionFactory,
    LotFactory,
    MembershipSettingFactory,
    PriceScheduleFactory,
    ToolAccessFactory,
    _OfBlockFactory,
)
from tests.factories.offers import OfferFactory, marked
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import (
    NOW,
    TODAY,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
    SubmittedRequestFactory,
)
from tests.factories.providers import (
    InspectionFactory,
    ProviderFactory,
    SuspensionFactory,
    VacancyReportFactory,
)
from tests.factories.reports import ContractOptionFactory
from tests.factories.walled import WalledFactory


class ApprovalRequestFactory(WalledFactory):
    class Meta:
        model = ApprovalRequest

    authority = factory.SelfAttribute("offer.authority")
    reference = factory.Sequence(lambda n: f"APP-{n:06d}")
    request = factory.SelfAttribute("offer.recipient.referral.request")
    kind = ApprovalKind.CARE
    state_at = NOW
    roles_able = [Role.SERVICE_MANAGER]
    grounds = "In our area"
    recommendation = "The closest match"
    weekly_value = Decimal("4557.00")
    annual_value = Decimal("237614.79")
    whole_life_value = Decimal("237614.79")
    raised_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    raised_at = NOW


class BedNightFactory(_OfBlockFactory):
    class Meta:
        model = BedNight

    contract = factory.SelfAttribute("bed.contract")
    bed = factory.SubFactory(ContractedBedFactory)
    night = TODAY - timedelta(days=1)
    state = BedNightState.OCCUPIED
    authority = factory.SelfAttribute("contract.lead_authority")


class ChargeFactory(WalledFactory):
    """£651.00 for the night of 1 October 2026."""

    class Meta:
        model = Charge

    authority = factory.SubFactory(AuthorityFactory)
    kind = ChargeKind.PLACEMENT
    source_reference = factory.Sequence(lambda n: f"PLA-X{n:05d}")
    component_key = "fee-1"
    fee_kind = FeeKind.CORE
    night = date(2026, 10, 1)
    amount = Decimal("651.00")
    category = ServiceCategory.RESIDENTIAL
    route = Route.SPOT
    provider = factory.SubFactory(ProviderFactory)
    posted_at = NOW


class ForecastRunFactory(WalledFactory):
    class Meta:
        model = ForecastRun

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"FOR-{n:06d}")
    as_at = TODAY
    horizon_months = 36
    paths = 2000
    seed = 7
    input_hash = "0" * 64
    method = "Flows"
    history = factory.LazyFunction(list)
    points = factory.LazyFunction(list)
    grade = factory.LazyFunction(dict)
    made_at = NOW


class PaperFactory(WalledFactory):
    class Meta:
        model = Paper

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"PAP-{n:06d}")
    paper_format = PaperFormat.D
    title = "Peak homes"
    state = PaperState.DRAFT
    state_at = NOW
    block_contract = factory.SubFactory(
        BlockContractFactory, lead_authority=factory.SelfAttribute("..authority")
    )
    body = "Cabinet"
    meeting_on = date(2027, 1, 21)
    reporting_director = "Director of children's services"
    divisions_affected = "All"
    is_key = True
    contact = "Commissioning team"
    raised_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    raised_at = NOW


def offer_to(authority: Authority) -> Offer:
    step = OpenStepFactory.create(request=SourcingRequestFactory.create(authority=authority))
    recipient = RecipientFactory.create(referral=SentReferralFactory.create(step=step))
    return marked(OfferFactory.create(recipient=recipient))


def placed_by(authority: Authority) -> Any:
    agreement = ActiveAgreementFactory.create(authority=authority)
    AgreementFeeFactory.create(agreement=agreement)
    return ActivePlacementFactory.create(agreement=agreement)


def booked_bed_of(authority: Authority) -> Any:
    block = BlockContractFactory.create(lead_authority=authority)
    BlockShareFactory.create(contract=block)
    ContractOptionFactory.create(contract=block)
    return BedBookingFactory.create(bed=ContractedBedFactory.create(contract=block)).bed


def tool_of(authority: Authority) -> Any:
    tool = CommercialToolFactory.create(
        lead_authority=authority, partnership=PartnershipFactory.create(lead_authority=authority)
    )
    ToolAccessFactory.create(tool=tool)
    return LotCriterionFactory.create(lot=LotFactory.create(tool=tool)).lot


def member_of(authority: Authority) -> Any:
    covered = MembershipSettingFactory.create(membership__lot=tool_of(authority))
    return PriceScheduleFactory.create(membership=covered.membership)


# Facts of the registers that every council reads, whoever wrote them.
PUBLIC: dict[str, Callable[[Authority], Any]] = {
    "authorities": lambda authority: AuthorityFactory.create(successor=authority),
    "partnerships": lambda authority: PartnershipMemberFactory.create(partnership__lead_authority=authority),
    "providers": lambda authority: ProviderFactory.create(),
    "settings": lambda authority: VacancyReportFactory.create(),
    "inspections": lambda authority: InspectionFactory.create(),
    "suspensions": lambda authority: SuspensionFactory.create(authority=authority),
}
# What only the council itself reads, or those it shares with.
PRIVATE: dict[str, Callable[[Authority], Any]] = {
    "tools": tool_of,
    "memberships": member_of,
    "block-contracts": booked_bed_of,
    "bed-nights": lambda authority: BedNightFactory.create(bed=booked_bed_of(authority)),
    "requests": lambda authority: SubmittedRequestFactory.create(authority=authority),
    "referrals": offer_to,
    "offers": offer_to,
    "approvals": lambda authority: ApprovalRequestFactory.create(offer=offer_to(authority)),
    "agreements": placed_by,
    "placements": placed_by,
    "forecasts": lambda authority: ForecastRunFactory.create(authority=authority),
    "charges": lambda authority: ChargeFactory.create(authority=authority),
    "papers": lambda authority: PaperFactory.create(authority=authority),
}
