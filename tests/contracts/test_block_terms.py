"""New terms of a block: over its ceiling, put to the provider, raised by an uplift; its portal page."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from contracts.block_choices import BedStage, BlockState, ProposalState
from contracts.choices import PAYABLE_VOIDS
from contracts.keeping_choices import DrawKind
from contracts.models import BlockNotice, BlockProposal, BlockVariation, CeilingDraw, CeilingEscalation
from contracts.selectors.block_life import terms_in_force
from contracts.selectors.terms import block_facts
from contracts.services.block_changes import NewTerms
from contracts.services.block_proposals import propose_terms
from contracts.services.ceilings import decide_escalation
from contracts.services.uplift_windows import open_window
from contracts.services.uplifts import answer_uplift
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.periods import add_months
from placements.services.uplifts import apply_uplift, prepare_uplift, reverse_uplift
from tests.contracts.block_pages import START, TODAY, dated, now, page, take
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.blocks import ContractOptionFactory
from tests.factories.contracts import BlockContractFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.keeping import CeilingFactory, UpliftFactory, WindowFactory
from tests.factories.placements import NOW
from tests.factories.providers import provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return AuthorityFactory(name="Leadshire")


@pytest.fixture
def keeper(lead):
    return council_actor(Role.COMMISSIONER, authority=lead)


@pytest.fixture
def block(lead):
    """Four beds at £700 a week, £400 a night for all; four years to go and one gone by."""
    contract = BlockContractFactory(
        lead_authority=lead,
        weekly_rate=Decimal(700),
        starts_on=START,
        ends_on=add_months(START, 60),
        payable_voids=list(PAYABLE_VOIDS),
    )
    BlockShareFactory(contract=contract, starts_on=START)
    return contract


@pytest.fixture
def provider(block):
    return provider_actor(block.provider)


NOW_TODAY = timezone.make_aware(datetime.combine(TODAY, time(12)))
TERMS = {
    "weekly_rate": "770",
    "guaranteed_weekly": "770",
    "payable_voids": list(PAYABLE_VOIDS),
    "below_good_percent": "0",
    "indexation_percent": "0",
    "reason": "Wages rose",
    "decision_reference": "",
}


def portal(actor, step, block, data=None):
    address = reverse(step, args=[block.reference])
    return browser_of(actor).post(address, data) if data else browser_of(actor).get(address)


def test_a_variation_over_the_ceiling_goes_through_once_its_approver_agrees(keeper, lead, block):
    CeilingFactory(authority=lead, block=block, category="", amount=Decimal(1000), starts_on=START)
    typed = {**TERMS, "beds_agreed": 4, "starts_on": TODAY}
    for _ in range(2):
        errors = take(keeper, block, "vary", **typed)[1]
        assert "It has been put to the" in errors["__all__"].as_text()
    director = council_actor(Role.DCS, authority=lead)
    with acting_as(director):
        [escalation] = CeilingEscalation.objects.all()
        decide_escalation(escalation=escalation, agrees=True, reasons="Needed", by=director, at=NOW)
    assert take(keeper, block, "vary", **typed)[0] == 302
    with acting_as(keeper):
        assert [each.amount for each in CeilingDraw.objects.all()] == [escalation.amount]


def propose(keeper, block, **typed):
    typed = {**TERMS, "beds_agreed": 4, "starts_on": TODAY, **typed}
    return take(keeper, block, "propose", **typed)


def test_new_terms_hold_only_once_the_provider_agreed_and_the_council_brought_them_into_force(
    keeper, block, provider
):
    assert propose(keeper, block)[0] == 302
    assert "open already" in str(propose_again(keeper, block))
    assert take(keeper, block, "bring_into_force", go="1")[0] == 403
    shown = portal(provider, "portal_block", block).content.decode()
    assert "Answer the new terms" in shown
    assert "£770.00" in portal(provider, "portal_block_terms", block).content.decode()
    declined = portal(provider, "portal_block_terms", block, {"answer": "decline", "words": ""})
    assert "Say why you decline" in declined.content.decode()
    assert portal(provider, "portal_block_terms", block, {"answer": "agree"}).status_code == 302
    assert portal(provider, "portal_block_terms", block).status_code == 404
    with acting_as(keeper):
        assert terms_in_force(now(keeper, block), on=TODAY).weekly_rate == Decimal(700)
    assert "Agreed by the provider" in page(keeper, block)
    assert take(keeper, block, "bring_into_force", go="1")[0] == 302
    with acting_as(keeper):
        assert terms_in_force(now(keeper, block), on=TODAY).weekly_rate == Decimal(770)
        assert BlockProposal.objects.get().state == ProposalState.IN_FORCE


def propose_again(keeper, block):
    terms = NewTerms(
        starts_on=TODAY,
        beds_agreed=4,
        weekly_rate=Decimal(780),
        guaranteed_weekly=Decimal(780),
        payable_voids=[],
        below_good_percent=Decimal(0),
        indexation_percent=Decimal(0),
        reason="Again",
    )
    with acting_as(keeper), pytest.raises(Conflict) as caught:
        propose_terms(contract=now(keeper, block), terms=terms, by=keeper, at=NOW)
    return caught.value


def test_only_the_contracts_own_provider_reads_and_answers(keeper, block):
    propose(keeper, block)
    stranger = provider_actor()
    for route in ("portal_block", "portal_block_terms", "portal_block_leave"):
        assert portal(stranger, route, block).status_code == 404
        assert portal(keeper, route, block).status_code == 404
    with acting_as(stranger):
        assert not BlockProposal.objects.exists()
    with acting_as(council_actor(Role.COMMISSIONER)):
        assert not BlockProposal.objects.exists()


def test_beds_that_are_to_go_are_planned_for_before_they_go(keeper, block, provider):
    beds = [ContractedBedFactory(contract=block) for _ in range(3)]
    assert reverse("contract_plans", args=[block.reference]) not in page(keeper, block)
    assert propose(keeper, block, beds_agreed=2)[0] == 302
    assert reverse("contract_plans", args=[block.reference]) in page(keeper, block)
    portal(provider, "portal_block_terms", block, {"answer": "agree"})
    errors = take(keeper, block, "bring_into_force", go="1")[1]
    assert "3 beds are named" in errors["__all__"].as_text()
    with acting_as(keeper):
        type(beds[0]).objects.filter(pk=beds[0].pk).update(live_until=TODAY)
    assert take(keeper, block, "bring_into_force", go="1")[0] == 302


def test_the_provider_gives_notice_itself_and_the_council_is_told(keeper, block, provider):
    early = portal(provider, "portal_block_leave", block, dated("last_day", add_months(TODAY, 6)))
    assert "12 months of notice" in early.content.decode()
    last_day = add_months(TODAY, 12) - timedelta(days=1)
    answer = portal(provider, "portal_block_leave", block, dated("last_day", last_day))
    assert answer.status_code == 302
    assert (now(keeper, block).state, now(keeper, block).ends_on) == (
        BlockState.NOTICE,
        add_months(TODAY, 12),
    )
    assert provider.name in page(keeper, block)
    assert "Notice given" in portal(provider, "portal_block", block).content.decode()
    with acting_as(provider):
        assert BlockNotice.objects.count() == 1
    assert portal(provider, "portal_block_leave", block, dated("last_day", last_day)).status_code == 409


def agreed_uplift(keeper, block, percent="1.50"):
    window = WindowFactory(
        tool=None,
        block=block,
        lead_authority=block.lead_authority,
        opens_on=TODAY - timedelta(days=20),
        closes_on=TODAY + timedelta(days=10),
        decide_by=TODAY + timedelta(days=20),
        effective_on=TODAY + timedelta(days=30),
    )
    uplift = UpliftFactory(window=window, provider=block.provider, percent_asked=Decimal(percent))
    with acting_as(keeper):
        return answer_uplift(request=uplift, verb="agree", reasons="", by=keeper, at=NOW_TODAY)


def test_an_uplift_raises_a_blocks_price_from_its_day_once_and_is_taken_back_whole(keeper, lead, block):
    CeilingFactory(authority=lead, block=block, category="", amount=Decimal(10_000_000), starts_on=START)
    take(keeper, block, "shares", **{**dated("starts_on", TODAY), "council_1": lead.code, "percent_1": "100"})
    answer = agreed_uplift(keeper, block)
    with acting_as(keeper):
        on = answer.request.window.effective_on
        run = prepare_uplift(answer=answer, effective_on=on, by=keeper, at=NOW_TODAY)
        [line] = run.lines.all()
        assert (line.old_rate, line.new_rate) == (Decimal("700.00"), Decimal("710.50"))
        assert line.annual_effect == Decimal("2190.00")  # £10.50 a week for four beds is £6 a night
        left = (add_months(START, 60) - on).days
        assert line.to_end == 6 * left
        with pytest.raises(NotPermitted):
            apply_uplift(run=run, by=keeper, at=NOW_TODAY)
    head = council_actor(Role.HEAD_OF_SERVICE, authority=lead)
    with acting_as(head):
        apply_uplift(run=run, by=head, at=NOW_TODAY)
        price = [terms_in_force(now(head, block), on=day).weekly_rate for day in (on - timedelta(days=1), on)]
        assert price == [Decimal("700.00"), Decimal("710.50")]
        assert CeilingDraw.objects.get(kind=DrawKind.UPLIFT).amount == 6 * left
        with pytest.raises(Conflict):
            apply_uplift(run=run, by=head, at=NOW_TODAY)
        reverse_uplift(run=run, reason="Asked too early", by=head, at=NOW_TODAY)
        assert terms_in_force(now(head, block), on=on).weekly_rate == Decimal("700.00")
        assert sum(CeilingDraw.objects.filter(key__contains="RUN").values_list("amount", flat=True)) == 0
        assert BlockVariation.objects.count() == 2
    page(keeper, block)


def test_an_uplift_of_a_block_keeps_its_anniversaries_when_it_is_taken_back(keeper, lead):
    block = BlockContractFactory(
        lead_authority=lead, starts_on=START, ends_on=add_months(START, 60), indexation_percent=Decimal(2)
    )
    BlockShareFactory(contract=block, starts_on=START)
    with acting_as(keeper):
        before = [terms_in_force(block, on=add_months(START, n)).weekly_rate for n in range(0, 60, 5)]
    answer = agreed_uplift(keeper, block)
    head = council_actor(Role.HEAD_OF_SERVICE, authority=lead)
    with acting_as(head):
        on = answer.request.window.effective_on
        run = prepare_uplift(answer=answer, effective_on=on, by=head, at=NOW_TODAY)
    with acting_as(keeper):
        apply_uplift(run=run, by=keeper, at=NOW_TODAY)
        reverse_uplift(run=run, reason="Not due", by=keeper, at=NOW_TODAY)
        after = now(keeper, block)
        assert [terms_in_force(after, on=add_months(START, n)).weekly_rate for n in range(0, 60, 5)] == before


def test_a_partner_does_not_answer_for_a_block_it_does_not_lead(keeper, block):
    partner = council_actor(Role.COMMISSIONER, authority=AuthorityFactory(name="Partnershire"))
    with acting_as(partner):
        council = type(block.lead_authority).objects.get(pk=partner.authority_id)
    BlockShareFactory(contract=block, authority=council, percent=Decimal(0), starts_on=START)
    answer = agreed_uplift(keeper, block)
    with acting_as(partner), pytest.raises(NotPermitted, match="Leadshire leads"):
        answer_uplift(request=answer.request, verb="agree", reasons="", by=partner, at=NOW_TODAY)
    shown = browser_of(keeper).get(reverse("uplift_detail", args=[answer.request.reference]))
    assert "£2,190.00" in shown.content.decode()


def test_the_document_states_the_terms_of_its_day(keeper, block):
    ContractOptionFactory(contract=block)
    take(keeper, block, "vary", **TERMS, beds_agreed=6, starts_on=TODAY)
    with acting_as(keeper):
        before = block_facts(block.reference, on=TODAY - timedelta(days=1))
        after = block_facts(block.reference, on=TODAY)
    assert (before.price.weekly_rate, after.price.weekly_rate) == (Decimal(700), Decimal(770))
    assert after.price.beds == 6


def test_a_price_that_rises_by_itself_has_no_window_of_uplifts(keeper, lead):
    block = BlockContractFactory(
        lead_authority=lead, starts_on=START, ends_on=add_months(START, 60), indexation_percent=Decimal(2)
    )
    days = {"opens_on": TODAY, "closes_on": TODAY, "decide_by": TODAY, "effective_on": add_months(TODAY, 2)}
    percents = dict.fromkeys(("cap_percent", "cpi_percent", "review_above_percent"), Decimal(2))
    with acting_as(keeper), pytest.raises(DomainError, match="2% a year by itself"):
        open_window(block=block, **days, **percents, by=keeper, at=NOW_TODAY)


def test_beds_go_one_by_one_while_a_contract_winds_down_and_none_opens(keeper, lead):
    block = BlockContractFactory(
        lead_authority=lead,
        starts_on=START,
        ends_on=add_months(TODAY, 6),
        state=BlockState.DECOMMISSIONING,
    )
    BlockShareFactory(contract=block, starts_on=START)
    bed = ContractedBedFactory(contract=block, live_from=START)
    typed = {"bed": bed.pk, "on": TODAY, "note": ""}
    assert "stage" in take(keeper, block, "bed_step", **typed, stage=BedStage.REGISTERED)[1]
    assert take(keeper, block, "bed_step", **typed, stage=BedStage.WITHDRAWN)[0] == 302
    with acting_as(keeper):
        bed.refresh_from_db()
        assert bed.live_until == TODAY
