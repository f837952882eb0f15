"""A placement's end, its change, and who lives there next."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from authorities.choices import Role
from contracts.choices import ChargeKind, FeeKind, PurchaseBasis, Route
from contracts.models import BedBooking, Charge, OneOff
from contracts.services.entries import cancel_one_off, post_entries
from core.actor import acting_as
from core.errors import Conflict, DomainError
from placements.choices import AgreementState, PlacementState
from placements.fees import NewFee
from placements.life_choices import AbsenceKind, ClockKind, EndReason
from placements.models import (
    IdentityRelease,
    LegalStatusPeriod,
    Placement,
    PlacementAgreement,
)
from placements.selectors.commitments import weekly_commitments
from placements.selectors.limits import agreed_before
from placements.selectors.living import paid_elsewhere
from placements.selectors.placements import placements_visible_to
from placements.services.absences import record_absence
from placements.services.ending import cancel_placement, end_placement
from tests.factories.authorities import council_actor
from tests.factories.contracts import BedBookingFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory, AgreementFeeFactory
from tests.placements.living import START, D, at, in_force, officer_of, placed, spent

pytestmark = pytest.mark.django_db


def test_end_closes_the_agreement_frees_the_bed_and_takes_the_identity_back():
    bed = ContractedBedFactory()
    placement = placed(setting=bed.setting, purchase_basis=PurchaseBasis.BLOCK, route=Route.BLOCK)
    BlockShareFactory(contract=bed.contract, authority=placement.authority)
    officer = officer_of(placement)
    with acting_as(officer):
        booking = BedBooking.objects.create(
            contract=bed.contract, bed=bed, authority_id=placement.authority_id, starts_on=START
        )
        Placement.objects.filter(pk=placement.pk).update(bed_booking=booking)
        IdentityRelease.objects.create(
            authority_id=placement.authority_id,
            provider_id=placement.provider_id,
            child=placement.child,
            reason="preferred_offer",
            released_at=at(START),
        )
        end_placement(
            placement=placement,
            left_on=date(2026, 11, 20),
            reason=EndReason.CARPL,
            by=officer,
            at=at(date(2026, 11, 20)),
        )
        booking.refresh_from_db()
        placement.agreement.refresh_from_db()
        assert booking.ends_on == date(2026, 11, 20)
        assert placement.agreement.state == AgreementState.ENDED
        assert not IdentityRelease.objects.filter(revoked_at=None).exists()


def test_remand_ends_the_placement_though_the_care_order_runs():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        LegalStatusPeriod.objects.create(
            authority_id=placement.authority_id, child=placement.child, status="C2", starts_on=START
        )
        ended = end_placement(
            placement=placement,
            left_on=date(2026, 11, 12),
            reason=EndReason.CUSTOD,
            by=officer,
            at=at(date(2026, 11, 12)),
        )
        assert LegalStatusPeriod.objects.get().ends_on is None
    assert (ended.state, ended.paid_until) == (PlacementState.ENDED, None)


def test_another_council_taking_over_ends_our_payments_on_the_day_and_is_no_breakdown():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        ended = end_placement(
            placement=placement,
            left_on=date(2026, 11, 12),
            reason=EndReason.E3,
            by=officer,
            at=at(date(2026, 11, 20)),
        )
        assert (ended.ends_on, ended.recorded_at.date() < ended.state_at.date()) == (
            date(2026, 11, 12),
            False,
        )
    assert spent(officer, date(2026, 11, 30)) == D("651.00") * 10


def test_stay_of_no_nights_is_refused_and_a_second_end_is_a_conflict():
    placement = placed()
    officer = officer_of(placement)
    facts = {"placement": placement, "reason": EndReason.CARPL, "by": officer, "at": at(date(2026, 11, 20))}
    with acting_as(officer), pytest.raises(DomainError) as refused:
        end_placement(left_on=START, **facts)
    assert refused.value.field == "left_on"
    with acting_as(officer):
        end_placement(left_on=date(2026, 11, 9), **facts)
    with acting_as(officer), pytest.raises(Conflict, match="ended"):
        end_placement(left_on=date(2026, 11, 9), **facts)


def test_cancelled_before_the_start_is_a_fee_and_no_placement():
    agreement = ActiveAgreementFactory(starts_on=date(2026, 12, 1))
    AgreementFeeFactory(agreement=agreement)
    placement = ActivePlacementFactory(
        agreement=agreement, starts_on=date(2026, 12, 1), state=PlacementState.PLANNED
    )
    officer = officer_of(placement)
    with acting_as(officer):
        cancel_placement(
            placement=placement,
            reason="An aunt came forward.",
            fee=D("500.00"),
            by=officer,
            at=at(date(2026, 11, 20)),
        )
        assert placements_visible_to(officer).get().state == PlacementState.CANCELLED
        owed = OneOff.objects.get()
        assert (owed.on, owed.source_reference) == (date(2026, 11, 20), placement.reference)
        post_entries(by=officer, since=START, through=date(2026, 12, 31), at=at(date(2026, 12, 31)))
        assert Charge.objects.get().kind == ChargeKind.ONE_OFF
    assert spent(officer, date(2026, 12, 31)) == D("500.00")
    finance = council_actor(Role.FINANCE, authority=placement.authority)
    with acting_as(finance):
        # Agreed away later, it is taken back like any one-off.
        cancel_one_off(one_off=owed, by=finance, at=at(date(2027, 1, 4)))
        post_entries(by=finance, since=START, through=date(2027, 1, 4), at=at(date(2027, 1, 4)))
    assert spent(officer, date(2026, 12, 31)) == 0


def test_bed_held_while_another_placement_runs_is_flagged_and_both_are_paid():
    placement = placed()
    held = ActiveAgreementFactory(
        authority=placement.authority, child=placement.child, starts_on=date(2026, 11, 9)
    )
    AgreementFeeFactory(agreement=held, weekly_rate=D("1400.00"))
    other = ActivePlacementFactory(agreement=held, starts_on=date(2026, 11, 9))
    officer = officer_of(placement)
    with acting_as(officer):
        assert paid_elsewhere(placement) == [other]
    assert spent(officer, date(2026, 11, 9)) == D("651.00") * 8 + D("200.00")


def test_change_ends_the_old_price_and_extra_staffing_falls_off_by_itself():
    placement = placed()
    officer = officer_of(placement)
    in_force(
        placement,
        officer,
        effective_on=date(2026, 11, 30),
        new=[
            NewFee(FeeKind.CORE, D("4620.00")),
            NewFee(FeeKind.ADDITIONAL_STAFFING, D("700.00"), date(2026, 12, 7)),
        ],
    )
    nights = D("651.00") * 28 + D("660.00") * 14 + D("100.00") * 7
    assert spent(officer, date(2026, 12, 13)) == nights
    with acting_as(officer):
        placement.agreement.refresh_from_db()
        assert placement.agreement.version == 2
        assert sorted(placement.agreement.signatures.values_list("version", "side")) == [
            (2, "authority"),
            (2, "provider"),
        ]


def test_child_moves_from_spot_to_block_without_a_move():
    bed = ContractedBedFactory()
    placement = placed(setting=bed.setting, purchase_basis=PurchaseBasis.SPOT, route=Route.SPOT)
    BlockShareFactory(contract=bed.contract, authority=placement.authority)
    officer = officer_of(placement)
    in_force(placement, officer, effective_on=date(2026, 12, 1), new=[], new_basis=PurchaseBasis.BLOCK)
    old = placement.agreement
    with acting_as(officer):
        placement.refresh_from_db()
        assert Placement.objects.count() == 1
        assert placement.agreement_id != old.pk and placement.purchase_basis == PurchaseBasis.BLOCK
        assert placement.bed_booking.starts_on == date(2026, 12, 1)
        # What was committed before the change is not forgotten with the agreement.
        assert weekly_commitments(officer, on=date(2026, 11, 30)) == {placement.reference: D("4557.00")}
        assert weekly_commitments(officer, on=date(2026, 12, 1)) == {}
    # The spot nights stay paid; the block contract pays the core fee from December.
    assert spent(officer, date(2026, 12, 31)) == D("651.00") * 29


def test_longer_stay_is_approved_on_its_whole_and_the_bed_stays_booked():
    bed = ContractedBedFactory()
    placement = placed(setting=bed.setting, purchase_basis=PurchaseBasis.BLOCK, route=Route.BLOCK)
    officer = officer_of(placement)
    BlockShareFactory(contract=bed.contract, authority=placement.authority)
    booked = {"bed": bed, "contract": bed.contract, "authority": placement.authority}
    booking = BedBookingFactory(**booked, starts_on=START, ends_on=date(2027, 11, 2))
    with acting_as(officer):
        Placement.objects.update(bed_booking=booking)
    until = date(2028, 2, 29)
    change = in_force(placement, officer, effective_on=date(2026, 12, 1), new=[], new_end_on=until)
    with acting_as(officer):
        agreement = PlacementAgreement.objects.get()
        booking.refresh_from_db()
        assert (agreement.planned_end_on, booking.ends_on, agreement.version) == (until, until, 2)
        assert change.whole_life_value == D("651.00") * (until - START).days
    BedBookingFactory(**booked, starts_on=date(2028, 3, 1), ends_on=None)
    with pytest.raises(Conflict, match="booked for others before the new planned end"):
        in_force(placement, officer, effective_on=date(2026, 12, 2), new=[], new_end_on=date(2028, 4, 1))


def test_planned_end_that_is_no_change_or_comes_too_soon_is_refused_beside_its_field():
    placement = placed()
    officer = officer_of(placement)
    for new_end_on, field in ((date(2027, 11, 2), "new_end_on"), (date(2026, 11, 30), "effective_on")):
        with pytest.raises(DomainError) as refused:
            in_force(placement, officer, effective_on=date(2026, 12, 1), new=[], new_end_on=new_end_on)
        assert refused.value.field == field


def test_value_of_a_continued_agreement_is_not_counted_twice():
    placement = placed(purchase_basis=PurchaseBasis.CALL_OFF)
    officer = officer_of(placement)
    in_force(placement, officer, effective_on=date(2026, 12, 1), new=[], new_basis=PurchaseBasis.SPOT)
    with acting_as(officer):
        made = Placement.objects.get().agreement
        counted = agreed_before(made.child_id, made.provider_id, agreement=made, at=at(date(2026, 12, 2)))
        everything = agreed_before(made.child_id, made.provider_id, at=at(date(2026, 12, 2)))
    assert counted == 0 < everything


def test_eighteenth_birthday_is_an_alarm_and_the_agreement_may_run_on():
    from placements.selectors.duties import duties_of

    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        grown = {d.kind: d.due_on for d in duties_of(placement, on=START)}
        assert grown[ClockKind.LEAVES_CARE] == date(2030, 5, 1)
        assert placement.agreement.state == AgreementState.ACTIVE


def test_what_happened_and_when_it_was_typed_are_two_facts():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        away = record_absence(
            placement=placement,
            kind=AbsenceKind.FAMILY,
            left_on=date(2026, 11, 7),
            back_on=date(2026, 11, 9),
            by=officer,
            at=at(date(2026, 11, 9)) + timedelta(hours=1),
        )
    assert (away.left_on, timezone.localdate(away.recorded_at)) == (date(2026, 11, 7), date(2026, 11, 9))
