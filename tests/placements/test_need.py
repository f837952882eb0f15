"""Areas to avoid, brothers and sisters, orders of a court, and judgements of the match."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from authorities.choices import Role
from contracts.choices import Route
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.models import ViewEvent
from placements.choices import RequestState, StepOutcome, StepState, Verdict
from placements.matching import LeftOut
from placements.models import (
    AvoidedArea,
    MatchJudgement,
    Referral,
    RequestSibling,
    SourcingStep,
)
from placements.offering import why_unfit
from placements.selectors.guarding import warnings_about
from placements.selectors.judging import residents_of
from placements.selectors.matching import fitting_settings
from placements.selectors.need import access_area
from placements.selectors.queue import wanted_next
from placements.services.judging import judge_match
from placements.services.need import add_sibling, avoid_area, lift_area, record_dol_order, split_sibling
from placements.services.referrals import draft_referral
from placements.services.sourcing import close_step
from providers.models import Setting
from providers.selectors.register import with_register_facts
from tests.factories.authorities import AuthorityFactory, PostcodeFactory, council_actor
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    ContractedBedFactory,
)
from tests.factories.need import AvoidedAreaFactory, DolOrderFactory, RequestSiblingFactory
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import (
    NOW,
    TODAY,
    ChildFactory,
    ChildIdentityFactory,
    DraftRequestFactory,
    OpenStepFactory,
    SourcingRequestFactory,
)
from tests.factories.providers import OpenHomeFactory, VacancyReportFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def step():
    child = ChildIdentityFactory().child
    request = SourcingRequestFactory(authority=child.authority, child=child)
    return OpenStepFactory(request=request, route=Route.SPOT)


@pytest.fixture
def officer(step):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=step.authority)


def spot(step, officer):
    with acting_as(officer):
        return fitting_settings(step.request, Route.SPOT, at=NOW, within_miles=None)


def test_home_inside_an_area_to_avoid_is_left_out_until_it_is_lifted(step, officer):
    inside = OpenHomeFactory()
    outside = OpenHomeFactory(easting=440_000)
    area = AvoidedAreaFactory(request=step.request)
    found = spot(step, officer)
    assert [home.setting_id for home in found.fitting] == [outside.pk]
    assert found.left_out == [(LeftOut.AVOIDED, 1)]
    with acting_as(officer):
        with pytest.raises(DomainError, match="no longer fit"):
            draft_referral(step=step, setting_ids=[inside.pk], summary="", by=officer, at=NOW)
        lift_area(area=area, by=officer, at=NOW)
    assert len(spot(step, officer).fitting) == 2


def test_providers_are_told_the_shape_and_cannot_offer_inside_it(step, officer):
    inside, outside = OpenHomeFactory(), OpenHomeFactory(easting=440_000)
    AvoidedAreaFactory(request=step.request)
    with acting_as(officer):
        referral = draft_referral(step=step, setting_ids=[outside.pk], summary="", by=officer, at=NOW)
        assert referral.avoid == [["Within 3 miles of Matlock", 430_000, 360_000, 3]]
        home = with_register_facts(Setting.objects.filter(pk=inside.pk), authority_id=None, on=TODAY).get()
        assert "area that the council asks to avoid" in why_unfit(home, referral)


def test_area_is_measured_from_a_postcode_that_its_name_may_not_repeat(step, officer):
    PostcodeFactory()
    facts = {"request": step.request, "postcode": "de4 3ab", "miles": 5, "by": officer, "at": NOW}
    with acting_as(officer):
        with pytest.raises(DomainError) as refused:
            avoid_area(**facts, place="Around DE4", reason="People there.")
        assert refused.value.field == "place"
        with pytest.raises(DomainError, match="only"):
            avoid_area(**facts, place="Matlock", reason=" ")
        assert (
            avoid_area(**facts, place="Matlock", reason="People there.").shape == "Within 5 miles of Matlock"
        )


def test_brothers_and_sisters_are_matched_together(step, officer):
    one, two, young = (
        OpenHomeFactory(name=name, **ages)
        for name, ages in (("One bed", {}), ("Two beds", {}), ("Only old", {"age_from": 13}))
    )
    for home, beds in ((one, 1), (two, 2), (young, 2)):
        VacancyReportFactory(setting=home, beds_free=beds, reported_at=NOW)
    RequestSiblingFactory(request=step.request, age=10)
    found = spot(step, officer)
    assert [home.name for home in found.fitting] == ["Two beds"]
    assert found.left_out == [(LeftOut.AGE, 1), (LeftOut.NO_VACANCY, 1)]
    with acting_as(officer):
        referral = draft_referral(step=step, setting_ids=[two.pk], summary="", by=officer, at=NOW)
        assert referral.siblings == [[10, "F"]]
        too_old = with_register_facts(Setting.objects.filter(pk=young.pk), authority_id=None, on=TODAY).get()
        assert "brother or sister aged 10" in why_unfit(too_old, referral)


def test_parting_them_keeps_its_reason_and_searches_for_each(step, officer):
    PostcodeFactory()
    child = ChildIdentityFactory(child__authority=step.authority, full_name="Bo Testchild").child
    with acting_as(officer):
        sibling = add_sibling(request=step.request, child=child, by=officer, at=NOW)
        with pytest.raises(Conflict, match="already"):
            add_sibling(request=step.request, child=child, by=officer, at=NOW)
        with pytest.raises(DomainError):
            split_sibling(sibling=sibling, reason=" ", by=officer, at=NOW)
        own = split_sibling(sibling=sibling, reason="The court directed it.", by=officer, at=NOW)
        assert (own.state, own.state_reason) == (RequestState.SOURCING, "The court directed it.")
        assert own.child_id == child.pk
        assert SourcingStep.objects.filter(request=own, state=StepState.OPEN).count() == 1
        kept = RequestSibling.objects.get()
        assert (kept.own_request, kept.split_reason) == (own, "The court directed it.")
        with pytest.raises(Conflict):
            split_sibling(sibling=sibling, reason="Again", by=officer, at=NOW)
        with pytest.raises(IntegrityError, match="split_has_reason"), transaction.atomic():
            RequestSibling.objects.update(split_reason="")


def test_another_councils_child_is_no_sibling(step, officer):
    stranger = ChildFactory()
    browser = browser_of(officer)
    page = reverse("request_siblings", args=[step.request.reference])
    assert browser.post(page, {"child": stranger.reference}).status_code == 404


def test_need_stands_once_a_home_is_chosen(officer, step):
    request = DraftRequestFactory(authority=step.authority, state=RequestState.AWAITING_APPROVAL)
    with acting_as(officer), pytest.raises(NotPermitted):
        add_sibling(request=request, child=ChildFactory(authority=step.authority), by=officer, at=NOW)


def test_orders_do_not_overlap_and_their_end_is_seen_coming(step, officer):
    DolOrderFactory(child=step.request.child, ends_on=TODAY + timedelta(days=20))
    order = {"child": step.request.child, "restrictions": "Locked doors.", "by": officer, "at": NOW}
    with acting_as(officer):
        with pytest.raises(DomainError) as refused:
            record_dol_order(**order, starts_on=TODAY + timedelta(days=19), ends_on=date(2027, 3, 1))
        assert refused.value.field == "starts_on"
        row = wanted_next(step.request, at=NOW, on=TODAY)
        assert row.also == ("Deprivation of liberty order ends 10 Dec 2026",)
        record_dol_order(**order, starts_on=TODAY + timedelta(days=20), ends_on=date(2027, 3, 1))


def test_rare_facts_and_solo_homes_are_warned_of_before_sending(step, officer):
    solo = OpenHomeFactory(name="Bramble House", capacity__registered=1)
    DolOrderFactory(child=step.request.child)
    homes = spot(step, officer).fitting
    with acting_as(officer):
        rare, order, alone = warnings_about(step.request, homes, on=TODAY)
    assert rare.startswith("Fewer than 5 of your children")
    assert "deprivation of liberty" in order
    assert alone.startswith("Bramble House has one place")
    for _ in range(5):
        ChildFactory(authority=step.authority, birth_month=step.request.child.birth_month)
    with acting_as(officer):
        assert len(warnings_about(step.request, [], on=TODAY)) == 1
    page = reverse("referral_new", args=[step.request.reference])
    assert "has one place" in browser_of(officer).get(page, {"home": solo.pk}).content.decode()


@pytest.fixture
def block_step(step):
    """A free block bed of another bed's home, shared with a partner whose child lives there."""
    partner = AuthorityFactory(name="Partnershire")
    block = BlockContractFactory(lead_authority=step.authority)
    for council in (step.authority, partner):
        BlockShareFactory(contract=block, authority=council)
    home = OpenHomeFactory(provider=block.provider, authority=step.authority, name="Bramble House")
    taken = ContractedBedFactory(contract=block, setting=home)
    ContractedBedFactory(contract=block, setting=home)
    BedBookingFactory(bed=taken, contract=block, authority=partner, starts_on=TODAY)
    placed = ActivePlacementFactory(agreement__authority=step.authority, agreement__setting=home)
    ChildIdentityFactory(child=placed.child, full_name="Ola Madeup")
    made = OpenStepFactory(request=step.request, route=Route.BLOCK, position=2)
    made.home = home
    return made


def test_own_children_are_shown_by_name_and_others_by_their_council_only(block_step, officer):
    with acting_as(officer):
        residents = residents_of(block_step.home, officer, on=TODAY)
    assert [one.shown for one in residents] == ["Ola Madeup", "A child of Partnershire"]
    page = f"{reverse('request_match', args=[block_step.request.reference])}?home={block_step.home.urn}"
    browser = browser_of(officer)
    assert "Ola Madeup" in browser.get(page).content.decode()
    browser.post(page, {"verdict": "against", "reasons": "Too loud for the youngest."})
    with acting_as(officer):
        judged = MatchJudgement.objects.get()
        assert "Ola Madeup" not in judged.residents
        assert "A child of Partnershire" in judged.residents
        assert ViewEvent.objects.filter(level=3).count() == 2
    with acting_as(council_actor(Role.COMMISSIONER)):
        assert not MatchJudgement.objects.exists()


def test_free_block_bed_is_offered_or_judged_before_the_search_moves_outward(block_step, officer):
    outward = {"step": block_step, "outcome": StepOutcome.NOT_FOUND, "by": officer, "at": NOW}
    with acting_as(officer):
        with pytest.raises(DomainError, match="free at Bramble House"):
            close_step(**outward, outward_reason="match_unsuitable")
        judge_match(
            request=block_step.request,
            setting=block_step.home,
            verdict=Verdict.AGAINST,
            reasons="Too loud for the youngest.",
            by=officer,
            at=NOW,
        )
        with pytest.raises(DomainError, match="does not fit at Bramble House"):
            draft_referral(step=block_step, setting_ids=[block_step.home.pk], summary="", by=officer, at=NOW)
        assert not Referral.objects.exists()
        close_step(**outward, outward_reason="match_unsuitable")
        closed = SourcingStep.objects.get(pk=block_step.pk)
        assert (closed.state, closed.fitting_settings) == (StepState.CLOSED, 1)


def test_pages_record_areas_and_orders_and_keep_what_was_typed(step, officer):
    PostcodeFactory()
    browser = browser_of(officer)
    areas = reverse("request_areas", args=[step.request.reference])
    typed = {"postcode": "nowhere", "miles": "4", "place": "Matlock", "reason": "People there."}
    wrong = browser.post(areas, typed).content.decode()
    assert "Enter a full UK postcode" in wrong
    assert "People there." in wrong
    browser.post(areas, {**typed, "postcode": "DE4 3AB"})
    with acting_as(officer):
        area = AvoidedArea.objects.get()
    assert "Within 4 miles of Matlock" in browser.get(areas).content.decode()
    browser.post(areas, {"lift": area.pk})
    assert "None is recorded" in browser.get(areas).content.decode()
    orders = reverse("request_orders", args=[step.request.reference])
    dates = {"starts_on_day": "30", "starts_on_month": "2", "starts_on_year": "2026"}
    assert "February 2026 has 28 days" in browser.post(orders, dates).content.decode()


def test_unknown_home_of_a_judgement_is_not_found(step, officer):
    page = reverse("request_match", args=[step.request.reference])
    assert browser_of(officer).get(page, {"home": "SC000000"}).status_code == 404
    with acting_as(officer), pytest.raises(NotFound):
        access_area(step.request, "9" * 40)
