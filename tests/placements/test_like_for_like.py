"""What comparable placements cost: our own by likeness, partners' only where they agreed to tell prices."""

from datetime import date
from decimal import Decimal

import pytest

from authorities.choices import Role, ServiceCategory
from authorities.models import CountSharing
from contracts.choices import FeeKind
from core.actor import acting_as
from placements.models import SharedPrice
from placements.selectors.comparison import comparison_of
from placements.selectors.prices import like_for_like, told_by_partners
from placements.services.prices import share_prices
from placements.side_by_side import price_facts
from tests.factories.authorities import (
    AuthorityFactory,
    CountSharingFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    council_actor,
)
from tests.factories.contracts import (
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    MembershipSettingFactory,
    PriceScheduleFactory,
    ToolAccessFactory,
)
from tests.factories.need import RequestSiblingFactory
from tests.factories.offers import OfferFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import (
    TODAY,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
)
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return AuthorityFactory(name="Ourshire")


def paid(council, weekly, *, siblings=(), urgency="planned", number=1):
    """Placements of the last year at so much a week."""
    for _ in range(number):
        step = OpenStepFactory(request__authority=council, request__urgency=urgency)
        referral = SentReferralFactory(step=step, siblings=list(siblings))
        offer = OfferFactory(recipient=RecipientFactory(referral=referral, state="offered"))
        placement = ActivePlacementFactory(
            agreement__authority=council, agreement__offer=offer, agreement__setting=offer.setting
        )
        AgreementFeeFactory(agreement=placement.agreement, weekly_rate=Decimal(weekly))


def wanted(council, **facts):
    return SourcingRequestFactory(authority=council, **facts)


def shared_by(council):
    with acting_as(council_keeper(council)) as keeper:
        return share_prices(by=keeper, on=TODAY)


def told_to(council, request):
    officer = council_actor(Role.COMMISSIONER, authority=council)
    with acting_as(officer):
        return told_by_partners(request)


def test_brothers_and_sisters_are_compared_with_their_like(council):
    paid(council, 4000, number=5)
    paid(council, 9000, siblings=[[9, "M"]], number=5)
    alone, together = wanted(council), wanted(council)
    RequestSiblingFactory(request=together)
    with acting_as(council_actor(Role.COMMISSIONER, authority=council)):
        one, two = (like_for_like(request, on=TODAY) for request in (alone, together))
    assert (one.count, one.highest) == (5, 4000)
    assert "of one child" in one.likeness
    assert (two.count, two.lowest) == (5, 9000)
    assert "brothers and sisters together" in two.likeness


@pytest.fixture
def partners(council):
    other = AuthorityFactory(name="Theirshire")
    partnership = PartnershipFactory(lead_authority=other)
    for member in (council, other):
        PartnershipMemberFactory(partnership=partnership, authority=member)
    CountSharingFactory(partnership=partnership, prices=True)
    return council, other


def test_partners_tell_quartiles_where_five_are_alike_and_never_a_row(partners):
    ours, theirs = partners
    for weekly in (4000, 4200, 4400, 4600, 4800):
        paid(theirs, weekly)
    paid(theirs, 7000, urgency="urgent", number=4)
    assert shared_by(theirs) == 1
    (told,) = told_to(ours, wanted(ours))
    assert (told.authority, told.placements) == (theirs, 5)
    assert (told.lower, told.middle, told.upper) == (4200, 4400, 4600)
    assert told_to(ours, wanted(ours, urgency="urgent")) == []
    assert told_to(AuthorityFactory(), wanted(ours)) == []
    assert shared_by(theirs) == 1


@pytest.mark.parametrize("change", [{"prices": False}, {"ends_on": date(2026, 11, 1)}])
def test_prices_end_with_the_agreement_and_need_one_that_names_them(partners, change):
    ours, theirs = partners
    paid(theirs, 4000, number=5)
    shared_by(theirs)
    with acting_as(council_keeper(theirs)):
        CountSharing.objects.update(**change)
        assert SharedPrice.objects.count() == 1
    assert told_to(ours, wanted(ours)) == []


def test_what_too_few_share_now_is_no_longer_told(partners):
    _, theirs = partners
    paid(theirs, 4000, number=5)
    shared_by(theirs)
    with acting_as(council_keeper(theirs)) as keeper:
        assert share_prices(by=keeper, on=date(2029, 1, 1)) == 0
        assert not SharedPrice.objects.exists()


def test_cheaper_price_of_the_same_home_on_another_tool_is_warned_of(council):
    step = OpenStepFactory(route="spot", request__authority=council)
    recipient = RecipientFactory(referral=SentReferralFactory(step=step), state="offered")
    offer = OfferFactory(recipient=recipient, setting__name="Bramble House")
    tool = CommercialToolFactory(name="Regional list", lead_authority=council)
    ToolAccessFactory(tool=tool, authority=council)
    lot = LotFactory(tool=tool, category=ServiceCategory.RESIDENTIAL)
    member = MembershipFactory(lot=lot, provider=offer.provider)
    MembershipSettingFactory(membership=member, setting=offer.setting)
    PriceScheduleFactory(membership=member, kind=FeeKind.CORE, weekly_rate=Decimal("4100.00"))
    officer = council_actor(Role.COMMISSIONER, authority=council)

    def warned():
        with acting_as(officer):
            return price_facts(comparison_of(step.request, on=TODAY), on=TODAY)["cheaper"]

    (warning,) = warned()
    assert warning.startswith("Bramble House has agreed to £4,100.00 a week for core care on Regional list")
    PriceScheduleFactory(membership=member, band="Higher", weekly_rate=Decimal("9000.00"))
    assert len(warned()) == 1
