"""A home sold or registered anew with the child in it: no move, and nothing is lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from authorities.choices import Role
from contracts.choices import FeeKind, PurchaseBasis, Route
from contracts.models import CeilingDraw
from core.actor import Actor, acting_as
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError, NotPermitted
from core.models import Document
from placements.choices import PlacementState
from placements.life_choices import HOME_REASONS, AbsenceKind, ClockKind, EndReason, GoalArea, ScoreOccasion
from placements.models import AgreementFee, IdentityRelease, JointFunding, Placement, PlacementNotice
from placements.selectors.commitments import placements_started, weekly_commitments
from placements.selectors.duties import due_lines, duties_of
from placements.selectors.inbox import released_identity
from placements.selectors.living import kept_of
from placements.selectors.measures import moved_early
from placements.selectors.prices import own_prices
from placements.selectors.progress import progress_over
from placements.services.absences import record_absence, record_return
from placements.services.funding import share_fee
from placements.services.headroom import draw_award
from placements.services.keeping import PlanText, record_evidence, score_goal, set_goal, write_plan
from placements.services.notices import tell_of_notices
from placements.services.novating import novate
from providers.choices import ReregistrationState
from providers.models import Reregistration, Setting
from tests.factories.authorities import council_actor
from tests.factories.contracts import (
    BedBookingFactory,
    BlockShareFactory,
    ContractedBedFactory,
)
from tests.factories.keeping import CeilingFactory
from tests.factories.placements import ChildIdentityFactory
from tests.factories.providers import OpenHomeFactory, provider_actor
from tests.factories.walled import council_keeper
from tests.pages import browser_of
from tests.placements.living import START, D, at, in_force, notice, officer_of, placed, spent

pytestmark = pytest.mark.django_db
SOLD = date(2026, 12, 1)
DEED = Upload("deed.pdf", "application/pdf", b"%PDF-1.7 deed")
TEXT = PlanText(
    day_to_day="Calm mornings.",
    health="Local surgery.",
    education="Same school.",
    family_time="Every second Saturday.",
    delegated="Haircuts.",
    child_views="Wants to stay.",
)


def passed_on(
    placement: Placement,
    officer,
    to: Setting,
    on: date = SOLD,
    deed: Upload | None = DEED,
    today: date = SOLD,
):
    with acting_as(officer):
        return novate(placement=placement, urn=to.urn, on=on, deed=deed, by=officer, at=at(today))


def new_number(placement: Placement, **facts) -> Setting:
    return OpenHomeFactory(authority=placement.setting.authority, **facts)


def test_home_sold_is_a_novation_and_no_move():
    placement = placed()
    officer = officer_of(placement)
    after = passed_on(placement, officer, new_number(placement))
    with acting_as(officer):
        placement.refresh_from_db()
        assert (placement.state, placement.ends_on) == (PlacementState.ENDED, SOLD)
        assert placement.end_reason == EndReason.NOVATED
        assert (after.starts_on, after.state) == (SOLD, PlacementState.ACTIVE)
        assert after.agreement.document.sha256 and after.agreement.child_id == placement.child_id
        assert not moved_early(Placement.objects.all(), until=date(2027, 1, 1)).exists()
        assert weekly_commitments(officer, on=SOLD) == {after.reference: D("4557.00")}
        started = placements_started(officer, since=START, until=date(2027, 1, 1))
        assert list(started) == [placement]
        bought = own_prices(placement.authority_id, placement.placement_type, on=date(2027, 1, 1))
        assert len(bought) == 1
    assert spent(officer, date(2026, 12, 31)) == D("651.00") * 60


def test_new_owner_reads_the_child_and_the_deed_and_the_old_one_no_longer():
    placement = placed()
    officer = officer_of(placement)
    ChildIdentityFactory(child=placement.child)
    after = passed_on(placement, officer, new_number(placement))
    with acting_as(provider_actor(after.provider)):
        assert released_identity(after) is not None
        assert Document.objects.get().reference == after.agreement.document.reference
        assert Placement.objects.get() == after
    with acting_as(provider_actor(placement.provider)):
        assert released_identity(placement) is None
        assert not Document.objects.exists()
        assert Placement.objects.get() == placement
    with acting_as(officer):
        live = IdentityRelease.objects.filter(revoked_at=None)
        assert live.get().provider_id == after.provider_id


def test_home_registered_anew_by_the_same_owner_needs_no_deed_and_keeps_the_child_known():
    placement = placed()
    officer = officer_of(placement)
    ChildIdentityFactory(child=placement.child)
    to = new_number(placement, provider=placement.provider)
    after = passed_on(placement, officer, to, deed=None)
    with acting_as(provider_actor(placement.provider)):
        assert released_identity(after) is not None
    with pytest.raises(DomainError) as refused:
        passed_on(after, officer, new_number(placement), on=SOLD, deed=None)
    assert refused.value.field == "deed"


def test_notice_already_given_goes_on_under_the_new_owner():
    placement = placed()
    officer = officer_of(placement)
    notice(placement, officer, date(2026, 12, 10))
    after = passed_on(placement, officer, new_number(placement))
    with acting_as(officer):
        placement.refresh_from_db()
        assert (placement.ends_on, placement.paid_until) == (SOLD, None)
        assert after.state == PlacementState.NOTICE
        assert (after.ends_on, after.paid_until) == (date(2026, 12, 10), date(2026, 12, 14))
        assert PlacementNotice.objects.get(placement=after).leaves_on == date(2026, 12, 10)
    # Notice of 28 days from 16 November: every night to 13 December is paid, by two owners' accounts.
    assert spent(officer, date(2026, 12, 31)) == D("651.00") * 42


def test_notice_of_a_home_is_told_of_once_whoever_owns_it():
    placement = placed()
    officer, watch = officer_of(placement), council_keeper(placement.authority)
    notice(placement, provider_actor(placement.provider), date(2026, 12, 14), HOME_REASONS[0])
    with acting_as(watch):
        assert tell_of_notices(by=watch, at=at(SOLD)) == 1
    passed_on(placement, officer, new_number(placement))
    with acting_as(watch):
        assert tell_of_notices(by=watch, at=at(SOLD)) == 0


def test_funders_shares_pass_on_and_their_pennies_with_them():
    placement = placed()
    officer = officer_of(placement)
    finance = council_actor(Role.FINANCE, authority=placement.authority)
    with acting_as(finance):
        share_fee(
            placement=placement,
            fee_kind=FeeKind.CORE,
            health_percent=D("25"),
            education_percent=None,
            starts_on=START,
            ends_on=None,
            agreed_reference="ICB/1",
            by=finance,
            at=at(START),
        )
    after = passed_on(placement, officer, new_number(placement))
    with acting_as(finance):
        ends = dict(JointFunding.objects.values_list("placement", "ends_on"))
    assert ends == {placement.pk: SOLD, after.pk: None}
    assert spent(officer, date(2026, 12, 30)) == D("651.00") * 59 * D("0.75")


def test_block_bed_passes_to_a_bed_of_the_same_contract_or_not_at_all():
    bed = ContractedBedFactory()
    placement = placed(setting=bed.setting, purchase_basis=PurchaseBasis.BLOCK, route=Route.BLOCK)
    BlockShareFactory(contract=bed.contract, authority=placement.authority)
    officer = officer_of(placement)
    booking = BedBookingFactory(
        bed=bed, contract=bed.contract, authority=placement.authority, starts_on=START, ends_on=None
    )
    with acting_as(officer):
        placement.bed_booking = booking
        placement.save(update_fields=["bed_booking"])
    to = new_number(placement, provider=bed.contract.provider)
    with pytest.raises(DomainError, match="no free bed under the new number") as refused:
        passed_on(placement, officer, to)
    assert refused.value.field == "urn"
    with acting_as(officer):
        booking.refresh_from_db()
        assert booking.ends_on is None
    new_bed = ContractedBedFactory(contract=bed.contract, setting=to)
    after = passed_on(placement, officer, to)
    with acting_as(officer):
        booking.refresh_from_db()
        assert (booking.ends_on, after.bed_booking.bed_id) == (SOLD, new_bed.pk)


def test_what_was_drawn_passes_on_and_the_ceiling_feels_nothing():
    placement = placed()
    officer = officer_of(placement)
    ceiling = CeilingFactory(authority=placement.authority, amount=D("250000.00"))
    with acting_as(officer):
        draw_award(placement=placement, by=officer, at=at(START))
        before = sum(CeilingDraw.objects.values_list("amount", flat=True))
    after = passed_on(placement, officer, new_number(placement))
    with acting_as(officer):
        by_source = {}
        for reference, amount in CeilingDraw.objects.values_list("source_reference", "amount"):
            by_source[reference] = by_source.get(reference, 0) + amount
        assert set(CeilingDraw.objects.values_list("ceiling", flat=True)) == {ceiling.pk}
    assert by_source[placement.reference] == D("651.00") * 29
    assert by_source[placement.reference] + by_source[after.reference] == before


def test_goals_plan_and_visits_go_on_as_of_one_stay():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        write_plan(agreement=placement.agreement, made_on=START, text=TEXT, by=officer, at=at(START))
        facts = {"placement": placement, "by": officer}
        seen = date(2026, 11, 28)
        record_evidence(**facts, kind=ClockKind.VISIT, done_on=seen, note="Seen alone.", at=at(seen))
        goal = set_goal(
            **facts,
            area=GoalArea.HEALTH,
            goal="Sleep through",
            score=2,
            target=4,
            target_on=date(2027, 6, 1),
            at=at(START),
        )
    after = passed_on(placement, officer, new_number(placement))
    later = date(2026, 12, 20)
    with acting_as(officer):
        score_goal(
            goal=goal, occasion=ScoreOccasion.REVIEW, score=3, scored_on=later, by=officer, at=at(later)
        )
        kept = kept_of(after)
        assert (kept.plan.day_to_day, kept.before) == ("Calm mornings.", placement)
        assert [len(each.scores.all()) for each in kept.goals] == [2]
        assert kept_of(placement).after == after
        due = {duty.kind: duty for duty in duties_of(after, on=later)}
        assert due[ClockKind.PLACEMENT_PLAN].done_on == START
        assert due[ClockKind.VISIT].due_on == seen + timedelta(weeks=6)
        counted = progress_over(officer, since=date(2026, 12, 10), until=date(2027, 1, 10))
        assert (counted.goals, counted.with_goals) == (1, 1)
    again = passed_on(after, officer, new_number(after), on=date(2026, 12, 15), today=later)
    with acting_as(officer):
        assert kept_of(again).before == after
        assert progress_over(officer, since=date(2026, 12, 18), until=date(2027, 1, 10)).goals == 1
    with acting_as(provider_actor(after.provider)):
        assert after.agreement.plans.get().day_to_day == "Calm mornings."


@pytest.mark.parametrize(
    ("on", "field"), [(START, "on"), (date(2026, 12, 2), "on"), (date(2027, 11, 2), "on")]
)
def test_day_outside_the_placement_or_ahead_is_refused_beside_its_field(on, field):
    placement = placed()
    with pytest.raises(DomainError) as refused:
        passed_on(placement, officer_of(placement), new_number(placement), on=on)
    assert refused.value.field == field


@pytest.mark.parametrize("urn", ["SC000000", "", "same", "school"])
def test_number_that_is_not_the_homes_new_one_is_refused(urn):
    placement = placed()
    school = new_number(placement, registration_type="residential_special_school")
    urn = {"same": placement.setting.urn, "school": school.urn}.get(urn, urn)
    officer = officer_of(placement)
    with acting_as(officer), pytest.raises(DomainError) as refused:
        novate(placement=placement, urn=urn, on=SOLD, deed=DEED, by=officer, at=at(SOLD))
    assert refused.value.field == "urn"


def test_novation_waits_until_the_child_is_back():
    placement = placed()
    officer = officer_of(placement)
    left = date(2026, 11, 10)
    with acting_as(officer):
        absence = record_absence(
            placement=placement, kind=AbsenceKind.HOSPITAL, left_on=left, by=officer, at=at(SOLD)
        )
    with pytest.raises(Conflict, match="Record the return"):
        passed_on(placement, officer, new_number(placement))
    with acting_as(officer):
        record_return(absence=absence, back_on=SOLD, by=officer, at=at(SOLD))
    after = passed_on(placement, officer, new_number(placement))
    with acting_as(officer):
        assert [f.weekly_rate for f in AgreementFee.objects.filter(agreement=after.agreement)] == [
            D("4557.00")
        ]


def test_home_bought_another_way_waits_until_the_retainer_is_over():
    placement = placed(purchase_basis=PurchaseBasis.CALL_OFF)
    officer = officer_of(placement)
    with acting_as(officer):
        record_absence(
            placement=placement,
            kind=AbsenceKind.HOSPITAL,
            left_on=date(2026, 11, 5),
            by=officer,
            at=at(date(2026, 11, 15)),
        )
    with pytest.raises(Conflict, match="on a retainer"):
        in_force(placement, officer, effective_on=SOLD, new=[], new_basis=PurchaseBasis.SPOT)
    with acting_as(officer):
        assert Placement.objects.get().agreement_id == placement.agreement_id


def test_core_price_does_not_change_under_a_retainer_that_began_after_the_day():
    placement = placed()
    officer = officer_of(placement)
    with acting_as(officer):
        record_absence(
            placement=placement,
            kind=AbsenceKind.HOSPITAL,
            left_on=date(2026, 11, 5),
            by=officer,
            at=at(date(2026, 11, 15)),
        )
    with pytest.raises(DomainError) as refused:
        in_force(placement, officer, effective_on=date(2026, 11, 10), new=[fee_of("4620.00")], new_basis=None)
    assert refused.value.field == "effective_on"


def fee_of(weekly: str):
    from placements.fees import NewFee

    return NewFee(FeeKind.CORE, D(weekly))


def test_home_confirmed_under_a_new_number_is_on_the_list_of_what_is_due_and_filled_in():
    placement = placed()
    officer = officer_of(placement)
    to = new_number(placement)
    with acting_as(Actor.system()):
        Reregistration.objects.create(
            reference="REG-1",
            earlier=placement.setting,
            later=to,
            clues=[],
            suggested_at=at(START),
            state=ReregistrationState.CONFIRMED,
            state_at=at(START),
        )
    with acting_as(officer):
        lines = [line.what for line in due_lines(officer, on=SOLD)]
    assert f"The home is now {to.urn}: pass the placement on" in lines
    page = browser_of(officer).get(reverse("placement_novate", args=[placement.reference]))
    assert f'value="{to.urn}"' in page.content.decode()


def test_only_a_commissioner_passes_a_placement_on_and_strangers_find_none():
    placement = placed()
    manager = council_actor(Role.SERVICE_MANAGER, authority=placement.authority)
    with pytest.raises(NotPermitted):
        passed_on(placement, manager, new_number(placement))
    address = reverse("placement_novate", args=[placement.reference])
    assert browser_of(council_actor(Role.COMMISSIONER)).get(address).status_code == 404
    assert browser_of(provider_actor(placement.provider)).get(address).status_code in (403, 404)
    page = browser_of(officer_of(placement)).get(address).content.decode()
    assert 'enctype="multipart/form-data"' in page
