"""The search, route by route: no step outward without an outcome and a reason."""

import pytest

from authorities.choices import Role, SettingKey
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from placements.choices import OutwardReason, ReferralState, RequestState, StepOutcome, StepState
from placements.models import Referral, SourcingStep
from placements.selectors.sourcing import steps_of
from placements.services.sourcing import close_step, start_sourcing
from tests.factories.authorities import AuthorityFactory, AuthoritySettingFactory, council_actor
from tests.factories.placements import (
    NOW,
    DraftReferralFactory,
    NeedAgreedRequestFactory,
    OpenStepFactory,
    SubmittedRequestFactory,
    WaitingStepFactory,
)
from tests.factories.providers import OpenHomeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return AuthorityFactory()


@pytest.fixture
def officer(council):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=council)


def not_found(step, officer, reason=OutwardReason.NO_VACANCY):
    return close_step(step=step, outcome=StepOutcome.NOT_FOUND, outward_reason=reason, by=officer, at=NOW)


def test_starting_lays_the_councils_own_route_and_opens_its_first_step(officer, council):
    AuthoritySettingFactory(authority=council, key=SettingKey.ROUTE_ORDER, value=["block", "dps", "spot"])
    request = NeedAgreedRequestFactory(authority=council)
    with acting_as(officer):
        start_sourcing(request=request, by=officer, at=NOW)
        steps = steps_of(request)
        request.refresh_from_db()
    assert [(s.route, s.state) for s in steps] == [
        ("block", StepState.OPEN),
        ("dps", StepState.WAITING),
        ("spot", StepState.WAITING),
    ]
    assert (request.state, request.owner_id) == (RequestState.SOURCING, officer.person_id)


def test_search_cannot_start_before_the_need_is_agreed(officer, council):
    request = SubmittedRequestFactory(authority=council)
    with acting_as(officer), pytest.raises(Conflict):
        start_sourcing(request=request, by=officer, at=NOW)


def test_social_worker_does_not_search(council):
    worker = council_actor(Role.SOCIAL_WORKER, authority=council)
    request = NeedAgreedRequestFactory(authority=council)
    with acting_as(worker), pytest.raises(NotPermitted):
        start_sourcing(request=request, by=worker, at=NOW)


def test_step_outward_needs_a_reason(officer, council):
    step = OpenStepFactory(request__authority=council)
    with acting_as(officer), pytest.raises(DomainError) as refused:
        not_found(step, officer, reason="")
    assert refused.value.field == "outward_reason"


def test_closing_freezes_how_many_homes_fitted_and_opens_the_next(officer, council):
    step = OpenStepFactory(request__authority=council, route="spot")
    following = WaitingStepFactory(request=step.request, position=2, route="exception")
    OpenHomeFactory(authority=council)
    with acting_as(officer):
        opened = not_found(step, officer)
        step.refresh_from_db()
    assert opened == following
    assert (opened.state, opened.opened_at) == (StepState.OPEN, NOW)
    assert (step.state, step.fitting_settings, step.closed_by_id) == ("closed", 1, officer.person_id)


def test_waiting_step_cannot_be_closed_out_of_turn(officer, council):
    step = OpenStepFactory(request__authority=council)
    later = WaitingStepFactory(request=step.request, position=2, route="spot")
    with acting_as(officer), pytest.raises(NotPermitted, match="not opened yet"):
        not_found(later, officer)


def test_closed_step_is_not_closed_again(officer, council):
    step = OpenStepFactory(request__authority=council)
    with acting_as(officer):
        not_found(step, officer)
        with pytest.raises(NotPermitted, match="already been closed"):
            not_found(step, officer)


def test_moving_outward_closes_the_steps_referrals(officer, council):
    step = OpenStepFactory(request__authority=council)
    DraftReferralFactory(step=step)
    with acting_as(officer):
        not_found(step, officer)
        assert Referral.objects.get().state == ReferralState.CLOSED


def test_last_step_opens_nothing(officer, council):
    step = OpenStepFactory(request__authority=council)
    with acting_as(officer):
        assert not_found(step, officer) is None
        assert not SourcingStep.objects.filter(state=StepState.OPEN).exists()


def test_chosen_offer_closes_the_step_and_leaves_its_referral_open(officer, council):
    step = OpenStepFactory(request__authority=council)
    later = WaitingStepFactory(request=step.request, position=2, route="spot")
    DraftReferralFactory(step=step)
    with acting_as(officer):
        assert close_step(step=step, outcome=StepOutcome.OFFER_CHOSEN, by=officer, at=NOW) is None
        assert Referral.objects.get().state == ReferralState.DRAFT
        later.refresh_from_db()
    assert later.state == StepState.WAITING


def test_search_goes_on_outward_when_a_chosen_offer_falls_through(officer, council):
    step = OpenStepFactory(request__authority=council, request__state=RequestState.EVALUATING)
    WaitingStepFactory(request=step.request, position=2, route="spot")
    with acting_as(officer):
        close_step(step=step, outcome=StepOutcome.OFFER_CHOSEN, by=officer, at=NOW)
        opened = not_found(step, officer, OutwardReason.PRICE_ABOVE_CEILING)
        opened.request.refresh_from_db()
    assert opened.route == "spot"
    assert opened.request.state == RequestState.SOURCING
