"""Every contracted bed has a state every night, and each council owes what the terms say of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from authorities.choices import Role
from contracts.block_choices import BlockState, StopCause
from contracts.choices import PAYABLE_VOIDS, BedNightState, ChargeKind
from contracts.models import (
    BedNight,
    BedNightCorrection,
    BlockContract,
    BlockEvent,
    BlockVariation,
    Charge,
    PartnerRecharge,
)
from contracts.payable import payable_weekly, terms_on
from contracts.selectors.block_use import total_use, use_by_month
from contracts.services.bed_nights import post_block_shares, record_bed_nights
from core.actor import Actor, acting_as
from core.money import DAYS_PER_WEEK
from core.periods import Period
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.blocks import BlockStopFactory, BlockVariationFactory, PartnerRechargeFactory
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    ContractedBedFactory,
)
from tests.factories.placements import NOW
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db

S = BedNightState
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))


@pytest.fixture
def lead():
    return AuthorityFactory(name="Leadshire")


@pytest.fixture
def partner():
    return AuthorityFactory(name="Partnershire")


@pytest.fixture
def block(lead, partner):
    """Four beds at £700 a week, so £100 a night; 60% ours, 40% the partner's."""
    contract = BlockContractFactory(lead_authority=lead, weekly_rate=Decimal(700), ends_on=date(2029, 4, 1))
    BlockShareFactory(contract=contract, percent=Decimal(60))
    BlockShareFactory(contract=contract, authority=partner, percent=Decimal(40))
    return contract


def bed_of(block, **facts):
    return ContractedBedFactory(contract=block, **facts)


def state_june(lead):
    with acting_as(council_keeper(lead)) as actor:
        return record_bed_nights(by=actor, since=JUNE.start, through=date(2026, 6, 30))


def charge_june(council):
    with acting_as(council_keeper(council)) as actor:
        post_block_shares(by=actor, since=JUNE.start, through=date(2026, 6, 30), at=NOW)
        return {
            (charge.component_key.split("-")[0], charge.night): charge.amount
            for charge in Charge.objects.order_by("pk")
        }


def total_of(council):
    with acting_as(council_keeper(council)):
        return sum(Charge.objects.values_list("amount", flat=True))


def states_of(lead, bed):
    with acting_as(council_keeper(lead)):
        return dict(BedNight.objects.filter(bed=bed).values_list("night", "state"))


def test_every_contracted_bed_has_one_state_for_every_night(lead, block):
    beds = [bed_of(block), bed_of(block, live_from=None), bed_of(block, live_from=date(2026, 6, 11))]
    assert state_june(lead) == 3 * 30
    assert state_june(lead) == 0
    assert set(states_of(lead, beds[1]).values()) == {S.NOT_LIVE}
    ramping = states_of(lead, beds[2])
    assert (ramping[date(2026, 6, 10)], ramping[date(2026, 6, 11)]) == (S.NOT_LIVE, S.VOID_AVAILABLE)


def test_a_bed_counts_from_the_day_it_joined_until_the_contract_ends(lead, block):
    bed = bed_of(block, contracted_from=date(2026, 6, 21), live_from=None)
    assert state_june(lead) == 10
    assert min(states_of(lead, bed)) == date(2026, 6, 21)


def test_a_draft_has_no_nights(lead):
    bed_of(BlockContractFactory(lead_authority=lead, state=BlockState.DRAFT))
    assert state_june(lead) == 0


@pytest.mark.parametrize(
    ("cause", "state"),
    [
        (StopCause.BELOW_GOOD, S.VOID_BELOW_GOOD),
        (StopCause.REGULATOR, S.REGULATOR_STOP),
        (StopCause.AUTHORITY, S.VOID_AUTHORITY),
    ],
)
def test_an_empty_bed_of_a_stopped_home_is_stated_by_the_cause(lead, block, cause, state):
    stopped, other = bed_of(block), bed_of(block)
    taken = bed_of(block, setting=stopped.setting)
    BedBookingFactory(bed=taken)
    BlockStopFactory(contract=block, setting=stopped.setting, cause=cause, starts_on=date(2026, 6, 10))
    state_june(lead)
    night = date(2026, 6, 10)
    assert states_of(lead, stopped)[night] == state
    assert states_of(lead, stopped)[night - timedelta(days=1)] == S.VOID_AVAILABLE
    assert states_of(lead, taken)[night] == S.OCCUPIED
    assert states_of(lead, other)[night] == S.VOID_AVAILABLE


def test_a_held_bed_is_empty_at_the_councils_cause(lead, block):
    bed = bed_of(block)
    BedBookingFactory(bed=bed, is_held=True, starts_on=date(2026, 6, 5), ends_on=date(2026, 6, 8))
    state_june(lead)
    states = states_of(lead, bed)
    assert [states[date(2026, 6, day)] for day in (4, 5, 7, 8)] == [
        S.VOID_AVAILABLE,
        S.VOID_AUTHORITY,
        S.VOID_AUTHORITY,
        S.VOID_AVAILABLE,
    ]


def test_a_booking_typed_in_late_restates_the_night_and_keeps_what_was_said(lead, partner, block):
    bed = bed_of(block)
    state_june(lead)
    charge_june(lead)
    BedBookingFactory(bed=bed, starts_on=date(2026, 6, 29), authority=partner)
    assert state_june(lead) == 2
    with acting_as(council_keeper(lead)):
        kept = BedNightCorrection.objects.order_by("bed_night__night").values_list(
            "bed_night__night", "state", "authority_id"
        )
        assert list(kept) == [
            (date(2026, 6, 29), S.VOID_AVAILABLE, None),
            (date(2026, 6, 30), S.VOID_AVAILABLE, None),
        ]
        assert BedNight.objects.get(bed=bed, night=date(2026, 6, 30)).authority_id == partner.pk


def test_each_council_is_charged_its_share_and_together_they_pay_the_provider(lead, partner, block):
    BedBookingFactory(bed=bed_of(block), authority=partner)
    bed_of(block)
    state_june(lead)
    charge_june(lead), charge_june(partner)
    assert (total_of(lead), total_of(partner)) == (Decimal(2 * 30 * 60), Decimal(2 * 30 * 40))
    charge_june(lead)
    assert total_of(lead) == Decimal(2 * 30 * 60)


def test_a_partner_pays_the_agreed_recharge_for_the_bed_it_uses(lead, partner, block):
    BedBookingFactory(bed=bed_of(block), authority=partner)
    PartnerRechargeFactory(contract=block, authority=partner, weekly_rate=Decimal(490))
    state_june(lead)
    ours, theirs = charge_june(lead), charge_june(partner)
    night = date(2026, 6, 12)
    assert (ours["bed", night], ours["recharge", night]) == (Decimal(60), Decimal(-42))
    assert (theirs["bed", night], theirs["recharge", night]) == (Decimal(40), Decimal(42))
    with acting_as(council_keeper(partner)):
        assert Charge.objects.filter(kind=ChargeKind.RECHARGE).count() == 30


def test_a_council_without_a_share_pays_only_for_the_empty_bed_it_uses(lead, block):
    guest = AuthorityFactory(name="Guestshire")
    BlockShareFactory(contract=block, authority=guest, percent=Decimal(0))
    PartnerRechargeFactory(contract=block, authority=guest, weekly_rate=Decimal(700))
    BedBookingFactory(bed=bed_of(block), authority=guest)
    bed_of(block)
    state_june(lead)
    charge_june(guest), charge_june(lead)
    assert total_of(guest) == Decimal(30 * 100)
    assert total_of(lead) == Decimal(30 * 60)


def test_a_home_below_good_is_paid_what_the_terms_say_until_it_recovers(lead, block):
    bed = bed_of(block)
    BlockVariationFactory(
        contract=block,
        weekly_rate=Decimal(700),
        below_good_share=Decimal("0.5"),
        payable_voids=[state.value for state in PAYABLE_VOIDS],
    )
    BlockStopFactory(
        contract=block, setting=bed.setting, starts_on=date(2026, 6, 10), ends_on=date(2026, 6, 20)
    )
    state_june(lead)
    charged = charge_june(lead)
    assert [charged["bed", date(2026, 6, day)] for day in (9, 10, 19, 20)] == [60, 30, 30, 60]


def test_a_changed_term_adjusts_what_was_posted_and_takes_nothing_out(lead, block):
    bed_of(block)
    state_june(lead)
    charge_june(lead)
    BlockVariationFactory(contract=block, weekly_rate=Decimal(770), starts_on=date(2026, 6, 16))
    charge_june(lead)
    with acting_as(council_keeper(lead)):
        adjusted = Charge.objects.filter(kind=ChargeKind.ADJUSTMENT)
        assert adjusted.count() == 15
        assert {charge.amount for charge in adjusted} == {Decimal(6)}
    assert total_of(lead) == Decimal(30 * 60 + 15 * 6)


def test_the_ledger_agrees_with_the_terms_night_by_night(lead, block):
    """An independent sum over every night, against what was posted and what the page shows."""
    beds = [bed_of(block) for _ in range(3)]
    BedBookingFactory(bed=beds[0])
    BlockStopFactory(contract=block, setting=beds[1].setting, starts_on=date(2026, 6, 7))
    BlockVariationFactory(
        contract=block,
        starts_on=date(2026, 6, 20),
        weekly_rate=Decimal(847),
        below_good_share=Decimal("0.25"),
    )
    state_june(lead)
    charge_june(lead)
    with acting_as(council_keeper(lead)):
        contract = BlockContract.objects.get(pk=block.pk)
        nights = list(BedNight.objects.filter(contract=contract))
        expected = sum(
            payable_weekly(terms_on(contract, contract.variations.all(), on=night.night), night.state)
            for night in nights
        )
        use = total_use(use_by_month(contract, JUNE).values())
    payable = expected / DAYS_PER_WEEK
    assert use.payable == round(payable, 2)
    assert abs(total_of(lead) - payable * 60 / 100) < Decimal("0.50")
    assert (use.used, use.live) == (30, 90)


def test_another_council_reads_no_night_of_a_block_it_has_no_part_in(lead, block):
    bed_of(block)
    state_june(lead)
    with acting_as(council_actor(Role.COMMISSIONER)):
        assert not BedNight.objects.exists()


def test_the_provider_reads_its_terms_and_not_what_councils_agree_between_them(block, partner):
    PartnerRechargeFactory(contract=block, authority=partner)
    BlockVariationFactory(contract=block)
    with acting_as(Actor.provider(block.provider_id)):
        assert BlockVariation.objects.count() == 1
        for model in (PartnerRecharge, BlockEvent):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.exists()
    with acting_as(Actor.provider(BlockContractFactory().provider_id)):
        assert not BlockVariation.objects.exists()


def test_what_was_agreed_is_never_changed_or_taken_out(lead, block):
    variation = BlockVariationFactory(contract=block)
    with acting_as(council_keeper(lead)):
        for change in (lambda: variation.save(), lambda: variation.delete()):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()
