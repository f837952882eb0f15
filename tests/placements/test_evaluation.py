"""Comparing offers: when they open, how they are marked, and what choosing one needs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.choices import CriterionKind, FeeKind, Route
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from placements.choices import ApprovalKind, OfferState, RequestState, StepOutcome, StepState
from placements.models import ApprovalRequest, Offer, OfferScore
from placements.selectors.comparison import comparison_of
from placements.services.evaluation import choose_offer, open_evaluation, resume_search, score_offer
from tests.factories.authorities import DelegationRuleFactory, council_actor
from tests.factories.offers import OfferFactory, marked, put_in
from tests.factories.placements import NOW, TODAY, OpenStepFactory, RecipientFactory, SentReferralFactory
from tests.factories.providers import OpenHomeFactory, SuspensionFactory

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def case():
    """Two offers at one step: £4,557.00 eight miles off, £4,101.30 twenty-four miles off."""
    referral = SentReferralFactory()
    near, far = (
        RecipientFactory(referral=referral, state="offered"),
        RecipientFactory(referral=referral, state="offered"),
    )
    a = OfferFactory(recipient=near, setting=home(near, miles=8))
    b = OfferFactory(recipient=far, setting=home(far, miles=24), weekly_total=D("4101.30"))
    request = referral.request
    DelegationRuleFactory(authority=request.authority, role=Role.HEAD_OF_SERVICE, weekly_limit=D(5000))
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=request.authority)
    return request, a, b, officer


def home(recipient, *, miles):
    return OpenHomeFactory(
        provider=recipient.provider,
        authority=recipient.authority,
        easting=430_000 + round(miles * 1609.3),
    )


def test_open_evaluation_stops_the_search(case):
    request, *_, officer = case
    with acting_as(officer):
        opened = open_evaluation(request=request, by=officer, at=NOW)
    assert opened.state == RequestState.EVALUATING


def test_open_evaluation_waits_for_an_offer():
    step = OpenStepFactory()
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=step.authority)
    with acting_as(officer), pytest.raises(NotPermitted, match="no offer"):
        open_evaluation(request=step.request, by=officer, at=NOW)


def test_open_evaluation_waits_for_the_seal_of_a_mini_competition():
    seal = datetime(2099, 11, 27, 17, 0, tzinfo=UTC)
    referral = SentReferralFactory(step=OpenStepFactory(route=Route.DPS), respond_by=seal)
    offer = OfferFactory(recipient=RecipientFactory(referral=referral, state="offered"), sealed_until=seal)
    officer = council_actor(Role.COMMISSIONER, authority=referral.authority)
    with acting_as(officer):
        assert not Offer.objects.filter(pk=offer.pk).exists()
        with pytest.raises(NotPermitted, match="27 November 2099 at 5:00pm"):
            open_evaluation(request=referral.request, by=officer, at=seal - timedelta(minutes=1))


def test_social_worker_does_not_open_offers(case):
    request, *_ = case
    worker = council_actor(Role.SOCIAL_WORKER, authority=request.authority)
    with acting_as(worker), pytest.raises(NotPermitted):
        open_evaluation(request=request, by=worker, at=NOW)


def test_comparison_gives_the_worked_example(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    with acting_as(officer):
        score_offer(offer=a, quality_mark=D(4), social_value_mark=D(3), by=officer, at=NOW)
        score_offer(offer=b, quality_mark=D("3.5"), social_value_mark=D(4), by=officer, at=NOW)
        comparison = comparison_of(request, on=TODAY)
    assert [row.score.total for row in comparison.offers] == [D("81.50"), D("75.00")]
    assert comparison.highest.offer == a
    assert [row.miles for row in comparison.offers] == [D("8.0"), D("24.0")]


def test_comparison_leaves_out_what_one_offer_lacks(case):
    request, a, _, officer = case
    with_school = {FeeKind.CORE: D("4000.00"), FeeKind.EDUCATION: D("700.00")}
    referral = a.recipient.referral
    c = OfferFactory(
        recipient=RecipientFactory(referral=referral, state="offered"),
        weekly_total=D("4700.00"),
        fees=with_school,
    )
    with acting_as(officer):
        comparison = comparison_of(request, on=TODAY)
    assert comparison.left_out == [FeeKind.EDUCATION]
    assert comparison.row_of(c).price == D("4000.00")
    assert comparison.row_of(c).values.weekly == D("4700.00")


def test_comparison_leaves_out_offers_that_ran_out(case):
    request, *_, officer = case
    with acting_as(officer):
        later = comparison_of(request, on=date(2027, 1, 1))
    assert later.offers == []


def test_comparison_takes_the_same_queries_for_more_offers(case, django_assert_num_queries):
    request, a, *_, officer = case
    with acting_as(officer), django_assert_num_queries(6):
        comparison_of(request, on=TODAY)
    OfferFactory(recipient=RecipientFactory(referral=a.recipient.referral, state="offered"))
    with acting_as(officer), django_assert_num_queries(6):
        comparison_of(request, on=TODAY)


@pytest.mark.parametrize("mark", ["-0.5", "5.5"])
def test_mark_is_out_of_five(case, mark):
    request, a, _, officer = case
    put_in(request, RequestState.EVALUATING)
    with acting_as(officer), pytest.raises(DomainError) as refused:
        score_offer(offer=a, quality_mark=D(mark), social_value_mark=D(1), by=officer, at=NOW)
    assert refused.value.field == "quality_mark"


def test_another_councils_officer_cannot_mark_an_offer(case):
    request, a, *_ = case
    put_in(request, RequestState.EVALUATING)
    stranger = council_actor(Role.PLACEMENTS_OFFICER)
    with acting_as(stranger), pytest.raises(NotFound):
        score_offer(offer=a, quality_mark=D(1), social_value_mark=D(1), by=stranger, at=NOW)


def test_choose_offer_freezes_scores_and_asks_for_three_approvals(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    marked(a), marked(b, "3.5", "4")
    with acting_as(officer):
        choose_offer(offer=a, reasons="", by=officer, at=NOW)
        request.refresh_from_db()
        a.refresh_from_db()
        step = a.recipient.referral.step
        step.refresh_from_db()
        approvals = {row.kind: row for row in ApprovalRequest.objects.filter(offer=a)}
        points = OfferScore.objects.get(offer=b, criterion=CriterionKind.LOCATION).points
    assert request.state == RequestState.AWAITING_APPROVAL
    assert a.state == OfferState.PREFERRED
    assert (step.state, step.outcome) == (StepState.CLOSED, StepOutcome.OFFER_CHOSEN)
    assert points == D("4.00")
    assert set(approvals) == set(ApprovalKind)
    care, financial = approvals["care"], approvals["financial"]
    assert care.roles_able == ["service_manager", "head_of_service", "assistant_director", "dcs"]
    assert financial.roles_able == ["head_of_service"]
    assert (financial.weekly_value, financial.annual_value) == (D("4557.00"), D("237615.00"))
    assert "81.50" in care.recommendation


def test_choosing_less_than_the_most_points_needs_reasons(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    marked(a), marked(b, "3.5", "4")
    with acting_as(officer), pytest.raises(DomainError) as refused:
        choose_offer(offer=b, reasons="  ", by=officer, at=NOW)
    assert refused.value.field == "reasons"
    with acting_as(officer):
        choose_offer(offer=b, reasons="Her sister lives close by.", by=officer, at=NOW)
        chosen = ApprovalRequest.objects.filter(offer=b).first()
    assert chosen.recommendation == "Her sister lives close by."


def test_choosing_needs_every_offer_marked(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    marked(a)
    with acting_as(officer), pytest.raises(DomainError, match=b.setting.name):
        choose_offer(offer=a, reasons="Close to school.", by=officer, at=NOW)


def test_suspended_home_cannot_be_chosen(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    marked(a), marked(b)
    SuspensionFactory(authority=a.authority, provider=a.provider, setting=a.setting)
    with acting_as(officer), pytest.raises(NotPermitted, match="suspended"):
        choose_offer(offer=a, reasons="Close.", by=officer, at=NOW)


def test_home_free_only_after_the_planned_end_is_compared_but_not_chosen(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    marked(a), marked(b)
    with acting_as(officer):
        request.planned_end_on = date(2026, 12, 1)
        request.save(update_fields=["planned_end_on"])
        assert comparison_of(request, on=TODAY).row_of(a).values.whole_life == 0
        with pytest.raises(NotPermitted, match="after the planned end"):
            choose_offer(offer=a, reasons="Close.", by=officer, at=NOW)


def test_second_choice_of_two_is_told_it_is_settled(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    marked(a), marked(b)
    with acting_as(officer):
        choose_offer(offer=a, reasons="", by=officer, at=NOW)
        with pytest.raises(Conflict, match="awaiting approval"):
            choose_offer(offer=b, reasons="No, this.", by=officer, at=NOW)


def test_choosing_is_refused_when_nobodys_limits_cover_it(case):
    request, a, b, officer = case
    put_in(request, RequestState.EVALUATING)
    marked(a), marked(b)
    dear = OfferFactory(
        recipient=RecipientFactory(referral=a.recipient.referral, state="offered"), weekly_total=D(9000)
    )
    marked(dear)
    with acting_as(officer), pytest.raises(DomainError, match="limits"):
        choose_offer(offer=dear, reasons="Nothing else is safe.", by=officer, at=NOW)


def test_resume_search_needs_a_reason(case):
    request, *_, officer = case
    put_in(request, RequestState.EVALUATING)
    with acting_as(officer):
        with pytest.raises(DomainError):
            resume_search(request=request, reason="", by=officer, at=NOW)
        assert (
            resume_search(request=request, reason="None is near enough.", by=officer, at=NOW).state
            == RequestState.SOURCING
        )
