"""The second signature: the placement, the bed, the identity, and the providers who were not chosen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.choices import Route
from contracts.models import BedBooking
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound
from placements.choices import (
    OfferState,
    PlacementState,
    RecipientState,
    ReferralState,
    RequestState,
    SigningSide,
)
from placements.models import (
    Child,
    ChildIdentity,
    IdentityRelease,
    Offer,
    Placement,
    Referral,
    ReferralRecipient,
)
from placements.selectors.placements import access_placement, placements_visible_to
from placements.services.agreements import sign_agreement
from placements.services.placing import record_arrival
from tests.factories.authorities import council_actor
from tests.factories.cases import LATER, provider_signed_case
from tests.factories.contracts import BedBookingFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.providers import provider_actor

pytestmark = pytest.mark.django_db
START = date(2026, 12, 14)


def place(case, at=LATER) -> Placement:
    with acting_as(case.signatory):
        return sign_agreement(
            agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=at
        )


def test_second_signature_records_the_placement():
    case = provider_signed_case()
    placement = place(case)
    assert placement.state == PlacementState.PLANNED
    assert placement.starts_on == START
    assert placement.area_authority_id == case.request.authority_id
    assert (placement.distance_miles, placement.is_distant) == (Decimal("0.0"), False)
    with acting_as(case.officer):
        case.request.refresh_from_db()
        case.offer.refresh_from_db()
    assert case.request.state == RequestState.PLACED
    assert case.offer.state == OfferState.ACCEPTED


def test_placement_that_has_begun_is_active_at_once():
    assert place(provider_signed_case(), at=LATER + timedelta(days=30)).state == PlacementState.ACTIVE


def test_identity_is_released_to_the_chosen_provider_only():
    case = provider_signed_case()
    for provider in (case.winner, case.losing_provider):
        with acting_as(provider):
            assert not ChildIdentity.objects.exists()
    place(case)
    with acting_as(case.winner):
        assert ChildIdentity.objects.get().full_name == "Zofia Testchild"
    for provider in (case.losing_provider, provider_actor()):
        with acting_as(provider):
            assert not ChildIdentity.objects.exists()
            assert not IdentityRelease.objects.exists()


def test_losers_are_told_and_lose_the_referral_in_the_same_transaction():
    case = provider_signed_case()
    with acting_as(case.losing_provider):
        assert Referral.objects.count() == 1
    place(case)
    with acting_as(case.losing_provider):
        assert Referral.objects.count() == 0
        recipient = ReferralRecipient.objects.get()
        assert Offer.objects.get().state == OfferState.NOT_SELECTED
    assert recipient.state == RecipientState.NOT_CHOSEN
    assert recipient.revoked_at == recipient.outcome_told_at == LATER


def test_referral_is_closed_and_the_chosen_provider_keeps_it():
    case = provider_signed_case()
    place(case)
    with acting_as(case.winner):
        assert Referral.objects.get().state == ReferralState.CLOSED
        assert ReferralRecipient.objects.get().state == RecipientState.CHOSEN


def test_chosen_provider_reads_its_placement_but_not_the_councils_child_record():
    case = provider_signed_case()
    reference = place(case).reference
    with acting_as(case.winner):
        assert access_placement(case.winner, reference).setting == case.offer.setting
    with acting_as(case.losing_provider), pytest.raises(NotFound):
        access_placement(case.losing_provider, reference)
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(stranger):
        assert not Child.objects.exists()
        with pytest.raises(NotFound):
            access_placement(stranger, reference)


def test_social_worker_sees_own_childrens_placements_only():
    case = provider_signed_case()
    reference = place(case).reference
    other = council_actor(Role.SOCIAL_WORKER, authority=case.request.authority)
    with acting_as(other):
        assert not placements_visible_to(other).exists()
    both = council_actor(Role.SOCIAL_WORKER, Role.PLACEMENTS_OFFICER, authority=case.request.authority)
    with acting_as(both):
        assert placements_visible_to(both).get().reference == reference
        assert placements_visible_to(both).get().weekly_fee == Decimal("4557.00")


def block_case():
    bed = ContractedBedFactory()
    case = provider_signed_case(route=Route.BLOCK, setting=bed.setting)
    BlockShareFactory(contract=bed.contract, percent=Decimal(50))
    BlockShareFactory(contract=bed.contract, authority=case.request.authority, percent=Decimal(50))
    return case, bed


def test_block_placement_books_a_bed_to_the_planned_end():
    case, bed = block_case()
    booking = place(case).bed_booking
    assert (booking.bed, booking.authority) == (bed, case.request.authority)
    assert (booking.starts_on, booking.ends_on) == (START, date(2030, 6, 1))


def test_last_bed_taken_by_another_council_is_a_conflict_and_nothing_happens():
    case, bed = block_case()
    BedBookingFactory(bed=bed, starts_on=date(2026, 12, 1))
    with pytest.raises(Conflict, match="No bed"):
        place(case)
    with acting_as(case.officer):
        assert case.agreement().state == "provider_signed"
        assert not Placement.objects.exists()
        assert not IdentityRelease.objects.exists()


def test_cancelled_booking_gives_the_bed_back():
    case, bed = block_case()
    BedBookingFactory(bed=bed, starts_on=date(2026, 12, 1), cancelled_at=LATER)
    assert place(case).bed_booking.bed == bed
    with acting_as(case.officer):
        assert BedBooking.objects.filter(bed=bed).count() == 2


def test_arrival_makes_a_planned_placement_active_from_its_first_night():
    case = provider_signed_case()
    placement = place(case)
    arrived = date(2026, 12, 16)
    with acting_as(case.officer):
        placement = record_arrival(
            placement=placement, arrived_on=arrived, by=case.officer, at=LATER + timedelta(days=27)
        )
    assert (placement.state, placement.starts_on) == (PlacementState.ACTIVE, arrived)


@pytest.mark.parametrize("arrived", [date(2026, 12, 13), date(2026, 12, 20)])
def test_arrival_is_neither_before_the_agreement_nor_in_the_future(arrived):
    case = provider_signed_case()
    placement = place(case)
    with acting_as(case.officer), pytest.raises(DomainError) as refused:
        record_arrival(
            placement=placement, arrived_on=arrived, by=case.officer, at=LATER + timedelta(days=27)
        )
    assert refused.value.field == "arrived_on"
