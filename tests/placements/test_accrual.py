"""Accrual by actual nights: to the penny, once, and corrected by further charges."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from contracts.choices import BedNightState, FeeKind
from contracts.models import BedNight, Charge
from contracts.services.bed_nights import post_block_shares, record_bed_nights
from core.actor import Actor, acting_as
from placements.models import AgreementFee, Placement
from placements.services.accrual import accrue_placements
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    ContractedBedFactory,
)
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import NOW

pytestmark = pytest.mark.django_db

APRIL_2025, JUNE_2026 = date(2025, 4, 1), date(2026, 6, 30)


@pytest.fixture
def kents_stay():
    """The handbook's stay: £4,557.00 a week from 15 January to 11 February."""
    placement = ActivePlacementFactory(ends_on=date(2026, 2, 11))
    AgreementFeeFactory(agreement=placement.agreement)
    return placement


def keeper(authority) -> Actor:
    return Actor.council(authority.pk, name="Nightly accrual")


def accrue(authority, through=JUNE_2026, since=APRIL_2025) -> int:
    with acting_as(keeper(authority)) as actor:
        return accrue_placements(by=actor, since=since, through=through, at=NOW)


def spent(authority, start, end, **more) -> Decimal | None:
    with acting_as(keeper(authority)):
        return Charge.objects.filter(night__gte=start, night__lt=end, **more).aggregate(s=Sum("amount"))["s"]


def test_start_night_is_paid_and_leaving_day_is_not(kents_stay):
    assert accrue(kents_stay.authority) == 27
    assert spent(kents_stay.authority, date(2026, 1, 1), date(2026, 2, 1)) == Decimal("11067.00")
    assert spent(kents_stay.authority, date(2026, 2, 1), date(2026, 3, 1)) == Decimal("6510.00")


def test_pennies_do_not_drift_over_months():
    placement = ActivePlacementFactory(ends_on=date(2026, 2, 11))
    AgreementFeeFactory(agreement=placement.agreement, weekly_rate=Decimal("5000.00"))
    accrue(placement.authority)
    assert spent(placement.authority, date(2026, 1, 1), date(2026, 3, 1)) == Decimal("19285.71")


def test_running_a_night_twice_posts_nothing(kents_stay):
    accrue(kents_stay.authority)
    assert accrue(kents_stay.authority) == 0


def test_running_night_by_night_equals_running_once(kents_stay):
    for day in range(15, 32):
        accrue(kents_stay.authority, through=date(2026, 1, day))
    assert spent(kents_stay.authority, date(2026, 1, 1), date(2026, 2, 1)) == Decimal("11067.00")


def test_end_typed_in_late_takes_back_the_nights_after_it(kents_stay):
    accrue(kents_stay.authority)
    with acting_as(keeper(kents_stay.authority)):
        Placement.objects.filter(pk=kents_stay.pk).update(ends_on=date(2026, 2, 1))
    assert accrue(kents_stay.authority) == 10
    assert spent(kents_stay.authority, date(2026, 2, 1), date(2026, 3, 1)) == Decimal("0.00")
    assert spent(kents_stay.authority, date(2026, 2, 1), date(2026, 3, 1), kind="adjustment") == Decimal(
        "-6510.00"
    )
    assert accrue(kents_stay.authority) == 0


def test_new_price_from_a_day_replaces_the_old_one(kents_stay):
    fee = kents_stay.agreement.fees
    with acting_as(keeper(kents_stay.authority)):
        fee.update(ends_on=date(2026, 2, 1))
        AgreementFee.objects.create(
            authority=kents_stay.authority,
            provider=kents_stay.provider,
            agreement=kents_stay.agreement,
            kind=FeeKind.CORE,
            weekly_rate=Decimal("4625.36"),
            starts_on=date(2026, 2, 1),
        )
    accrue(kents_stay.authority)
    # Ten nights at 4,625.36 / 7 = 660.765714…
    assert spent(kents_stay.authority, date(2026, 2, 1), date(2026, 3, 1)) == Decimal("6607.66")


def test_time_limited_staffing_falls_off_by_itself(kents_stay):
    AgreementFeeFactory(
        agreement=kents_stay.agreement,
        kind=FeeKind.ADDITIONAL_STAFFING,
        weekly_rate=Decimal("700.00"),
        ends_on=date(2026, 1, 22),
    )
    accrue(kents_stay.authority)
    extra = spent(
        kents_stay.authority, date(2026, 1, 1), date(2026, 3, 1), fee_kind=FeeKind.ADDITIONAL_STAFFING
    )
    assert extra == Decimal("700.00")


def test_planned_placement_costs_nothing():
    placement = ActivePlacementFactory(state="planned")
    AgreementFeeFactory(agreement=placement.agreement)
    assert accrue(placement.authority) == 0


def test_another_council_accrues_nothing_of_it(kents_stay):
    other = ActivePlacementFactory().authority
    assert accrue(other) == 0


@pytest.fixture
def block():
    """Kent's block price, one bed occupied by the lead from 10 January, one empty, shared 60 to 40."""
    contract = BlockContractFactory(beds_agreed=2)
    share = BlockShareFactory(contract=contract, percent=Decimal("60.00"))
    partner = BlockShareFactory(
        contract=contract, authority=ActivePlacementFactory().authority, percent=Decimal("40.00")
    )
    bed, _empty = ContractedBedFactory(contract=contract), ContractedBedFactory(contract=contract)
    BedBookingFactory(bed=bed, starts_on=date(2026, 1, 10))
    return contract, share.authority, partner.authority


def week_of_bed_nights(contract) -> int:
    with acting_as(keeper(contract.lead_authority)) as lead:
        return record_bed_nights(by=lead, since=date(2026, 1, 7), through=date(2026, 1, 13))


def test_every_bed_has_one_state_a_night(block):
    contract, lead, _ = block
    assert week_of_bed_nights(contract) == 14
    assert week_of_bed_nights(contract) == 0
    with acting_as(keeper(lead)):
        states = BedNight.objects.values_list("state", flat=True)
        assert sorted(states).count(BedNightState.OCCUPIED) == 4


def test_partner_records_no_nights_of_a_block_it_does_not_lead(block):
    with acting_as(keeper(block[2])) as partner:
        assert record_bed_nights(by=partner, since=date(2026, 1, 7), through=date(2026, 1, 13)) == 0


def test_void_is_paid_like_an_occupied_night_in_a_full_block_and_split_by_share(block):
    contract, lead, partner = block
    week_of_bed_nights(contract)
    for authority, due in ((lead, "4921.56"), (partner, "3281.04")):
        with acting_as(keeper(authority)) as actor:
            period = {"since": date(2026, 1, 7), "through": date(2026, 1, 13)}
            assert post_block_shares(by=actor, at=NOW, **period) == 14
            assert post_block_shares(by=actor, at=NOW, **period) == 0
        assert spent(authority, date(2026, 1, 1), date(2026, 2, 1)) == Decimal(due)


def test_core_fee_in_a_block_bed_is_not_paid_twice():
    contract = BlockContractFactory()
    BlockShareFactory(contract=contract)
    booking = BedBookingFactory(bed=ContractedBedFactory(contract=contract))
    placement = ActivePlacementFactory(
        agreement__authority=contract.lead_authority, bed_booking=booking, ends_on=date(2026, 1, 22)
    )
    AgreementFeeFactory(agreement=placement.agreement)
    AgreementFeeFactory(agreement=placement.agreement, kind=FeeKind.EDUCATION, weekly_rate=Decimal("350.00"))
    accrue(placement.authority)
    assert spent(placement.authority, date(2026, 1, 1), date(2026, 3, 1)) == Decimal("350.00")
