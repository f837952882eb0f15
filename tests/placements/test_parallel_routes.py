"""An emergency searches on several routes at once; what is chosen on one of them is judged as of that one."""

import pytest

from authorities.choices import Role
from contracts.choices import Route
from core.actor import acting_as
from placements.choices import RequestState, SigningSide, StepState
from placements.life_choices import DirectAwardGround
from placements.models import ApprovalRequest, PlacementRequest, SourcingStep
from placements.selectors.comparison import comparison_of
from placements.selectors.direct_awards import candidates_of
from placements.services.agreements import sign_agreement
from placements.services.approvals import reconsider
from placements.services.direct_awards import award_directly
from tests.factories.cases import LATER, Case, chosen_case, provider_signed_case
from tests.factories.placements import NOW

pytestmark = pytest.mark.django_db


def spot_among_others() -> Case:
    """A spot offer chosen although a framework's, first to come, is still there."""
    return chosen_case(route=Route.SPOT, weekly="1400.00", also_open=Route.FRAMEWORK_TIER_1)


def test_approval_goes_by_the_route_of_the_chosen_offer_and_not_of_the_first_to_come():
    case = spot_among_others()
    financial = case.approvals()["financial"]
    # £1,400 is a service manager's, and one grade up because it is bought off contract.
    assert Role.SERVICE_MANAGER not in financial.roles_able
    assert "off contract" in financial.grounds


def test_direct_award_is_of_the_step_its_offer_came_by_and_keeps_the_homes_of_every_route():
    case = spot_among_others()
    with acting_as(case.officer):
        reconsider(request=case.request, reason="Look again.", by=case.officer, at=LATER)
        wanted = PlacementRequest.objects.get(pk=case.request.pk)
        comparison = comparison_of(wanted, on=LATER.date())
        assert comparison.routes == [Route.SPOT, Route.FRAMEWORK_TIER_1]
        considered, _ = candidates_of(comparison, at=LATER)
        award = award_directly(
            offer=case.offer,
            ground=DirectAwardGround.URGENT,
            reasons="Tonight.",
            by=case.officer,
            at=LATER,
        )
        assert award.step.route == Route.SPOT
        assert award.homes_considered == considered
        assert award.candidates.count() >= 2
        grounds = ApprovalRequest.objects.get(kind="financial", state="awaiting").grounds
        assert "off contract" in grounds


def test_routes_still_open_close_when_the_child_is_placed():
    case = provider_signed_case(route=Route.SPOT, also_open=Route.FRAMEWORK_TIER_1)
    with acting_as(case.officer):
        assert SourcingStep.objects.filter(request=case.request, state=StepState.OPEN).count() == 1
    with acting_as(case.head):
        agreement = case.agreement()
        sign_agreement(agreement=agreement, side=SigningSide.AUTHORITY, by=case.head, at=LATER)
    with acting_as(case.officer):
        assert PlacementRequest.objects.get(pk=case.request.pk).state == RequestState.PLACED
        steps = SourcingStep.objects.filter(request=case.request)
        assert not steps.filter(state=StepState.OPEN).exists()
        left = steps.get(route=Route.FRAMEWORK_TIER_1)
        assert (left.closed_at, left.note) == (LATER, "The child was placed.")
        assert NOW < LATER
