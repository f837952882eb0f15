"""Cases of real households that agreements, placements and money must bear, each on its own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.choices import Role
from contracts.choices import FeeKind
from contracts.models import Charge
from core.actor import acting_as
from core.errors import Conflict, DomainError
from core.periods import Period
from placements.choices import AgreementState, ApprovalState, PlacementState, SigningSide
from placements.clocks import reaches
from placements.life_choices import ClockKind, DirectAwardGround, EndReason
from placements.models import DirectAward, Placement
from placements.selectors.commitments import weekly_commitments
from placements.selectors.duties import due_lines, duties_of
from placements.services.absences import record_absence
from placements.services.agreements import sign_agreement
from placements.services.approvals import decide, reconsider
from placements.services.direct_awards import award_directly
from placements.services.ending import end_placement
from placements.services.funding import share_fee
from placements.services.offers import withdraw_offer
from placements.services.placing import record_arrival
from placements.services.withdrawal import withdraw_request
from providers.choices import Outcome
from tests.factories.authorities import council_actor
from tests.factories.cases import LATER, chosen_case, issued_case, provider_signed_case
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import ChildFactory
from tests.factories.providers import InspectionFactory, SuspensionFactory, provider_actor
from tests.pages import browser_of
from tests.placements.living import START, D, at, in_force, officer_of, placed, spent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("first_night", "nights"), [(date(2026, 12, 7), 4), (date(2026, 12, 8), 3)])
def test_child_who_comes_after_midnight_is_paid_for_the_night_the_agreement_says(first_night, nights):
    # In the small hours of 8 December: the night before, or the one to come.
    agreement = ActiveAgreementFactory(starts_on=date(2026, 12, 7))
    AgreementFeeFactory(agreement=agreement)
    placement = ActivePlacementFactory(agreement=agreement, state=PlacementState.PLANNED)
    officer = officer_of(placement)
    with acting_as(officer):
        record_arrival(placement=placement, arrived_on=first_night, by=officer, at=at(date(2026, 12, 8)))
    assert spent(officer, date(2026, 12, 10)) == D("651.00") * nights


def test_package_of_three_funders_is_split_by_component_and_each_budget_bears_its_own():
    placement = placed()
    AgreementFeeFactory(
        agreement=placement.agreement, kind=FeeKind.THERAPY, weekly_rate=D("700.00"), starts_on=START
    )
    officer = officer_of(placement)
    finance = council_actor(Role.FINANCE, authority=placement.authority)
    with acting_as(finance):
        share_fee(
            placement=placement,
            fee_kind=FeeKind.THERAPY,
            health_percent=D("33.33333"),
            education_percent=D("33.33333"),
            starts_on=START,
            ends_on=None,
            agreed_reference="ICB/7",
            by=finance,
            at=at(START),
        )
    # Ten nights of £100 make £1,000.00: thirds of it, and the odd penny to the last funder.
    spent(officer, START + timedelta(days=9))
    with acting_as(officer):
        by_funder: dict[str, Decimal] = {}
        for charge in Charge.objects.filter(fee_kind=FeeKind.THERAPY):
            by_funder[charge.funder] = by_funder.get(charge.funder, D(0)) + charge.amount
        core = sum(Charge.objects.filter(fee_kind=FeeKind.CORE).values_list("amount", flat=True))
    assert by_funder == {"council": D("1000.00"), "health": D("-333.33"), "education": D("-333.34")}
    assert core == D("651.00") * 10


def test_grade_published_later_does_not_change_what_was_known_when_it_was_chosen():
    case = chosen_case()
    officer = case.officer
    with acting_as(officer):
        request = reconsider(request=case.request, reason="Look again.", by=officer, at=LATER)
        award_directly(
            offer=case.offer, ground=DirectAwardGround.CONTINUITY, reasons="Known.", by=officer, at=LATER
        )
    # Inspected before the choice, published and known to us weeks after it.
    InspectionFactory(
        setting=case.offer.setting,
        outcome=Outcome.INADEQUATE,
        inspected_on=LATER.date() - timedelta(days=20),
        published_on=LATER.date() + timedelta(days=30),
        known_on=LATER.date() + timedelta(days=31),
    )
    with acting_as(officer):
        kept = DirectAward.objects.get(request=request).candidates.get(setting=case.offer.setting)
    assert kept.outcome != Outcome.INADEQUATE


def test_responsibility_passes_to_another_council_and_no_night_is_paid_twice_or_by_nobody():
    ours = placed()
    officer, taken = officer_of(ours), date(2026, 11, 20)
    with acting_as(officer):
        end_placement(placement=ours, left_on=taken, reason=EndReason.E3, by=officer, at=at(taken))
    agreement = ActiveAgreementFactory(setting=ours.setting, starts_on=taken)
    AgreementFeeFactory(agreement=agreement)
    theirs = ActivePlacementFactory(agreement=agreement, starts_on=taken)
    successor = officer_of(theirs)
    until = date(2026, 11, 30)
    assert spent(officer, until) + spent(successor, until) == D("651.00") * 29
    with acting_as(successor):
        assert list(Placement.objects.all()) == [theirs]
    with acting_as(provider_actor(ours.provider)):
        # One child in one room: the home sees both papers.
        assert set(Placement.objects.all()) == {ours, theirs}


def test_eighteenth_birthday_in_the_month_is_an_alarm_and_the_agreement_runs_on_when_extended():
    child = ChildFactory(birth_month=date(2009, 12, 1))
    placement = placed(authority=child.authority, child=child)
    officer = officer_of(placement)
    with acting_as(officer):
        # Planned to last to November 2027; the child is 18 in December.
        due = {d.kind: d.due_on for d in duties_of(placement, on=START)}
        assert due[ClockKind.LEAVES_CARE] == date(2027, 12, 1)
    in_force(placement, officer, effective_on=date(2026, 12, 1), new=[], new_end_on=date(2028, 3, 31))
    with acting_as(officer):
        placement.refresh_from_db()
        assert (placement.state, placement.ends_on) == (PlacementState.ACTIVE, None)
        assert placement.agreement.planned_end_on == date(2028, 3, 31)
        assert weekly_commitments(officer, on=date(2028, 1, 10)) == {placement.reference: D("4557.00")}
        alarms = due_lines(officer, on=date(2027, 12, 10))
        assert any(line.kind == ClockKind.LEAVES_CARE and line.is_late for line in alarms)
        assert not any("Planned end" in line.what for line in alarms)


def test_leap_day_counts_as_a_night_and_a_leap_day_child_comes_of_age_on_1_march():
    placement = placed()
    officer = officer_of(placement)
    february = Period(date(2028, 2, 1), date(2028, 3, 1))
    assert february.nights == 29
    assert spent(officer, date(2028, 2, 29)) == D("651.00") * (date(2028, 3, 1) - START).days
    assert reaches(date(2010, 2, 29 - 1), 12 * 18) == date(2028, 2, 28)
    assert reaches(date(2012, 2, 29), 12 * 18) == date(2030, 3, 1)


def test_night_of_the_clock_change_is_one_night():
    placement = placed()
    officer = officer_of(placement)
    # In England the clocks go forward on 28 March 2027 and back on 31 October 2027.
    for changes in (date(2027, 3, 28), date(2027, 10, 31)):
        before = spent(officer, changes - timedelta(days=1))
        assert spent(officer, changes) - before == D("651.00")


def test_two_people_award_at_once_and_the_second_is_told_and_keeps_the_words():
    case = chosen_case()
    with acting_as(case.officer):
        reconsider(request=case.request, reason="Look again.", by=case.officer, at=LATER)
    first, second = (browser_of(case.officer) for _ in range(2))
    address = reverse("request_direct", args=[case.request.reference])
    typed = {"offer": case.offer.reference, "ground": "urgent", "reasons": "The bed goes tonight."}
    assert first.get(address).status_code == second.get(address).status_code == 200
    assert first.post(address, typed).status_code == 302
    told = second.post(address, {**typed, "reasons": "It is near the grandmother."})
    page = told.content.decode()
    assert told.status_code == 200
    assert "awaiting approval, so its offers are settled" in page and "near the grandmother" in page
    chosen = {"offer": case.loser.reference, "reasons": "Kinder to the brother."}
    page = second.post(reverse("request_offers", args=[case.request.reference]), chosen).content.decode()
    assert "awaiting approval, so its offers are settled" in page and "Kinder to the brother" in page
    with acting_as(case.officer):
        assert DirectAward.objects.filter(request=case.request).count() == 1


def test_offer_of_a_home_suspended_since_is_neither_chosen_nor_signed():
    case = provider_signed_case()
    SuspensionFactory(setting=case.offer.setting, authority=case.request.authority)
    with acting_as(case.head), pytest.raises(DomainError, match="suspended"):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.head, at=LATER)
    with acting_as(case.officer):
        assert not Placement.objects.exists()


def test_signature_after_the_request_was_withdrawn_is_refused_on_both_sides():
    case = issued_case()
    with acting_as(case.officer):
        withdraw_request(request=case.request, reason="An aunt came.", by=case.officer, at=LATER)
        agreement = case.agreement()
        assert agreement.state == AgreementState.CANCELLED
    with acting_as(case.winner), pytest.raises(Conflict):
        sign_agreement(agreement=agreement, side=SigningSide.PROVIDER, by=case.winner, at=LATER)
    page = browser_of(case.winner).get(reverse("portal_agreement", args=[agreement.reference]))
    assert page.status_code == 200 and 'name="agree' not in page.content.decode()
    signed = browser_of(case.head).post(reverse("agreement_sign", args=[agreement.reference]), {"read": "on"})
    assert signed.status_code == 200
    with acting_as(case.officer):
        assert not Placement.objects.exists()


def test_chosen_offer_is_not_withdrawn_and_an_approval_is_not_given_after_withdrawal():
    case = chosen_case()
    with acting_as(case.winner), pytest.raises(Conflict):
        withdraw_offer(offer=case.offer, reason="Taken.", by=case.winner, at=LATER)
    care = case.approvals()["care"]
    with acting_as(case.officer):
        withdraw_request(request=case.request, reason="An aunt came.", by=case.officer, at=LATER)
    with acting_as(case.manager), pytest.raises(Conflict):
        decide(approval=care, verb="approve", by=case.manager, at=LATER)
    assert case.approvals()["care"].state == ApprovalState.WITHDRAWN


def test_absence_over_the_night_of_the_end_closes_with_it():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        away = record_absence(
            placement=placement,
            kind="missing",
            left_on=date(2026, 11, 9),
            by=officer,
            at=at(date(2026, 11, 9)),
        )
        end_placement(
            placement=placement,
            left_on=date(2026, 11, 12),
            reason=EndReason.CUSTOD,
            by=officer,
            at=at(date(2026, 11, 12)),
        )
        away.refresh_from_db()
    assert away.back_on == date(2026, 11, 12)
    assert spent(officer, date(2026, 11, 30)) == D("651.00") * 10
