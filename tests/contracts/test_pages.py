"""Tools and block contracts as councils read them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority
from contracts.choices import BedNightState, ChargeKind, FeeKind, Route
from contracts.models import BedNight, Charge
from core.actor import acting_as
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    CommercialToolFactory,
    ContractedBedFactory,
    LotCriterionFactory,
    LotFactory,
    MembershipFactory,
    PriceScheduleFactory,
    ToolAccessFactory,
)
from tests.factories.walled import council_keeper
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return council_actor(Role.COMMISSIONER, authority=AuthorityFactory(name="Homeshire"))


@pytest.fixture
def own(officer):
    with acting_as(officer):
        return Authority.objects.get(pk=officer.authority_id)


@pytest.fixture
def block(own):
    """Four beds at £1,000; ours in one of them, the partner in another."""
    contract = BlockContractFactory(
        name="Homes together", lead_authority=own, weekly_rate=Decimal(1000), total_ceiling=Decimal(5_000_000)
    )
    partner = AuthorityFactory(name="Partnershire")
    BlockShareFactory(contract=contract, percent=Decimal(60))
    BlockShareFactory(contract=contract, authority=partner, percent=Decimal(40))
    beds = [ContractedBedFactory(contract=contract, label=f"Bed {n}") for n in (1, 2, 10)]
    BedBookingFactory(bed=beds[0])
    BedBookingFactory(bed=beds[1], authority=partner)
    return contract


def charge_spot(own, weekly: int, nights: int) -> None:
    today = timezone.localdate()
    with acting_as(council_keeper(own)):
        for night in range(1, nights + 1):
            Charge.objects.create(
                authority=own,
                kind=ChargeKind.PLACEMENT,
                source_reference="PLC-SPOT",
                component_key="core",
                fee_kind=FeeKind.CORE,
                night=today - timedelta(days=night),
                amount=Decimal(weekly) / 7,
                category=ServiceCategory.RESIDENTIAL,
                route=Route.SPOT,
                provider=BlockContractFactory._meta.model.objects.first().provider,
                posted_at=timezone.now(),
            )


def page_of(actor, contract):
    return browser_of(actor).get(reverse("contract_detail", args=[contract.reference]))


def test_a_block_shows_which_council_has_each_bed(officer, block):
    rows = page_of(officer, block).context["beds"].rows
    assert [row[0] for row in rows] == ["Bed 1", "Bed 2", "Bed 10"]
    assert rows[0][3] == "In use by Homeshire"
    assert rows[1][3] == "In use by Partnershire"
    assert "Free" in rows[2][3]


def test_a_block_breaks_even_against_the_councils_own_spot_prices(officer, own, block):
    assert page_of(officer, block).context["appraisal"].break_even is None
    charge_spot(own, weekly=2000, nights=7)
    appraisal = page_of(officer, block).context["appraisal"]
    assert appraisal.spot_weekly == Decimal("2000.00") or abs(appraisal.spot_weekly - 2000) < Decimal("0.05")
    assert round(appraisal.break_even, 1) == Decimal("2.0")


def test_a_block_fills_its_strips_from_recorded_nights(officer, own, block):
    assert "No bed-night has been recorded" in page_of(officer, block).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    with acting_as(officer):
        bed = block.beds.get(label="Bed 1")
        BedNight.objects.create(
            contract=block, bed=bed, night=yesterday, state=BedNightState.OCCUPIED, authority=own
        )
    chart = page_of(officer, block).context["chart"]
    assert "Bed 1: mean 100%" in chart.alt


def test_a_block_is_read_by_those_who_share_it_and_by_no_other_council(block):
    assert page_of(council_actor(Role.COMMISSIONER), block).status_code == 404
    assert page_of(council_actor(Role.CABINET_MEMBER), block).status_code == 404
    other = browser_of(council_actor(Role.COMMISSIONER)).get(reverse("block_list")).content.decode()
    assert "Homes together" not in other


def test_the_register_of_blocks_counts_beds_in_use(officer, block):
    [row] = browser_of(officer).get(reverse("block_list")).context["table"].page
    assert (row.record.name, row.record.in_use) == ("Homes together", 2)


def test_a_tool_shows_lots_weights_members_and_who_may_use_it(officer, own):
    tool = CommercialToolFactory(name="Framework of homes", lead_authority=own)
    lot = LotFactory(tool=tool, name="Homes for four")
    LotCriterionFactory(lot=lot)
    PriceScheduleFactory(membership=MembershipFactory(lot=lot, tier=2, provider__name="Larkspur Homes Ltd"))
    ToolAccessFactory(tool=tool, authority=AuthorityFactory(name="Partnershire"))
    page = browser_of(officer).get(reverse("tool_detail", args=[tool.reference])).content.decode()
    for words in ("Homes for four", "Quality 60%", "Larkspur Homes Ltd", "£4,557.00", "Partnershire"):
        assert words in page


def test_a_tool_is_closed_to_councils_that_may_not_use_it(own):
    tool = CommercialToolFactory(lead_authority=own)
    other = browser_of(council_actor(Role.COMMISSIONER))
    assert other.get(reverse("tool_detail", args=[tool.reference])).status_code == 404
    assert tool.name not in other.get(reverse("tool_list")).content.decode()


def test_a_providers_page_shows_our_contracts_to_those_who_read_contracts(officer, block):
    address = reverse("provider_detail", args=[block.provider.reference])
    assert "Homes together" in browser_of(officer).get(address).content.decode()
    member = council_actor(Role.CABINET_MEMBER, authority=block.lead_authority)
    assert "Homes together" not in browser_of(member).get(address).content.decode()


def test_the_spot_market_is_the_councils_own_nights_and_their_average(officer, own, block):
    page = browser_of(officer).get(reverse("spot_market"))
    assert "bought nothing on the spot" in page.content.decode()
    charge_spot(own, weekly=2100, nights=14)
    rows = browser_of(officer).get(reverse("spot_market")).context["categories"].rows
    assert rows == [("Residential children's homes", "14", "£2,100.00", "£4,200.00")]
    stranger = browser_of(council_actor(Role.COMMISSIONER)).get(reverse("spot_market"))
    assert stranger.context["providers"].rows == []
