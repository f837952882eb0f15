"""Absences, notice, ends: the cases that break naive designs, each on its own."""

from datetime import date

import pytest
from django.db.models import Sum

from authorities.choices import Role
from contracts.models import Charge
from core.actor import acting_as
from core.errors import DomainError, NotPermitted
from placements.choices import PlacementState
from placements.life_choices import AbsenceKind, EndReason
from placements.models import (
    AgreementFee,
    PlacementNotice,
)
from placements.selectors.living import kept_of
from placements.services.absences import begin_retainers, record_absence, record_return
from placements.services.ending import end_placement, withdraw_notice
from tests.factories.authorities import council_actor
from tests.factories.providers import provider_actor
from tests.placements.living import D, at, notice, officer_of, placed, spent

pytestmark = pytest.mark.django_db


def test_missing_childs_fee_and_bed_go_on_and_the_placement_does_not_end():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        record_absence(
            placement=placement,
            kind=AbsenceKind.MISSING,
            left_on=date(2026, 11, 10),
            by=officer,
            at=at(date(2026, 11, 30)),
        )
        begin_retainers(by=officer, at=at(date(2026, 12, 30)))
        placement.refresh_from_db()
    assert placement.state == PlacementState.ACTIVE and placement.ends_on is None
    assert spent(officer, date(2026, 11, 30)) == D("651.00") * 29


def test_hospital_stay_is_paid_in_full_for_a_week_then_at_the_retainer_until_the_return():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        absence = record_absence(
            placement=placement,
            kind=AbsenceKind.HOSPITAL,
            left_on=date(2026, 11, 10),
            by=officer,
            at=at(date(2026, 11, 11)),
        )
        assert AgreementFee.objects.count() == 1
        assert begin_retainers(by=officer, at=at(date(2026, 11, 17))) == 1
        assert begin_retainers(by=officer, at=at(date(2026, 11, 18))) == 0
    # 15 nights in full (2 to 16 November), three at half.
    assert spent(officer, date(2026, 11, 19)) == D("651.00") * 15 + D("325.50") * 3
    with acting_as(officer):
        record_return(absence=absence, back_on=date(2026, 11, 20), by=officer, at=at(date(2026, 11, 20)))
    assert spent(officer, date(2026, 11, 30)) == D("651.00") * 26 + D("325.50") * 3
    with acting_as(officer):
        by_kind = dict(Charge.objects.values_list("kind").annotate(total=Sum("amount")).order_by())
    assert by_kind["retainer"] == D("325.50") * 3


def test_return_typed_late_puts_the_retainer_right():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        absence = record_absence(
            placement=placement,
            kind=AbsenceKind.HOSPITAL,
            left_on=date(2026, 11, 10),
            by=officer,
            at=at(date(2026, 11, 20)),
        )
    assert spent(officer, date(2026, 11, 20)) == D("651.00") * 15 + D("325.50") * 4
    with acting_as(officer):
        record_return(absence=absence, back_on=date(2026, 11, 13), by=officer, at=at(date(2026, 11, 21)))
    assert spent(officer, date(2026, 11, 20)) == D("651.00") * 19


@pytest.mark.parametrize(
    ("left_on", "back_on", "field"),
    [
        (date(2026, 10, 30), None, "left_on"),
        (date(2026, 12, 30), None, "left_on"),
        (date(2026, 11, 10), date(2026, 11, 9), "back_on"),
        (date(2026, 11, 10), date(2027, 1, 9), "back_on"),
    ],
)
def test_absence_outside_the_placement_or_ahead_of_time_is_refused_beside_its_day(left_on, back_on, field):
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer), pytest.raises(DomainError) as refused:
        record_absence(
            placement=placement,
            kind=AbsenceKind.FAMILY,
            left_on=left_on,
            back_on=back_on,
            by=officer,
            at=at(date(2026, 11, 20)),
        )
    assert refused.value.field == field


def test_short_notice_of_the_council_is_paid_to_its_end_after_the_child_has_left():
    placement = placed()
    officer = officer_of(placement)
    given = notice(placement, officer, date(2026, 11, 23))
    assert (given.is_short, given.paid_until) == (True, date(2026, 12, 14))
    with acting_as(officer):
        end_placement(
            placement=placement,
            left_on=date(2026, 11, 23),
            reason=EndReason.CARPL,
            by=officer,
            at=at(date(2026, 11, 23)),
        )
    assert spent(officer, date(2026, 12, 31)) == D("651.00") * 42  # 2 November to 13 December


def test_home_that_leaves_early_is_paid_for_the_nights_it_gave():
    placement = placed()
    home = provider_actor(placement.provider)
    notice(placement, home, date(2026, 11, 18), EndReason.CREQB)
    officer = officer_of(placement)
    with acting_as(officer):
        end_placement(
            placement=placement,
            left_on=date(2026, 11, 18),
            reason=EndReason.CREQB,
            by=officer,
            at=at(date(2026, 11, 18)),
        )
        placement.refresh_from_db()
    assert (placement.state, placement.paid_until) == (PlacementState.ENDED, None)
    assert spent(officer, date(2026, 12, 31)) == D("651.00") * 16


def test_notice_withdrawn_leaves_its_trail_and_the_placement_goes_on():
    placement = placed()
    officer = officer_of(placement)
    given = notice(placement, officer, date(2026, 12, 14))
    with acting_as(officer):
        withdraw_notice(notice=given, reason="Settled again.", by=officer, at=at(date(2026, 11, 20)))
        placement.refresh_from_db()
        assert (placement.state, placement.ends_on) == (PlacementState.ACTIVE, None)
        kept = kept_of(placement).notices
    assert [(n.leaves_on, n.withdrawn_reason) for n in kept] == [(date(2026, 12, 14), "Settled again.")]
    again = notice(placement, officer, date(2026, 12, 20))
    assert again.withdrawn_on is None


def test_each_side_withdraws_its_own_notice_only_and_a_stranger_finds_none():
    placement = placed()
    given = notice(placement, officer_of(placement), date(2026, 12, 14))
    home = provider_actor(placement.provider)
    with acting_as(home), pytest.raises(NotPermitted, match="council"):
        withdraw_notice(notice=given, reason="x", by=home, at=at(date(2026, 11, 20)))
    for stranger in (provider_actor(), council_actor(Role.COMMISSIONER)):
        with acting_as(stranger):
            assert not PlacementNotice.objects.exists()
