"""The three approvals: who gives them, what a no does, and what voids them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from authorities.choices import Role
from authorities.selectors.delegation import grades_able_to_approve
from contracts.choices import Route
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from placements.choices import ApprovalState, OfferState, RequestState, StepState
from placements.models import ApprovalRequest, PlacementRequest
from placements.selectors.approvals import access_approval, asked_for, awaiting
from placements.services.approvals import decide, reconsider
from placements.services.evaluation import choose_offer
from tests.factories.authorities import (
    AdjoiningFactory,
    AuthorityFactory,
    DelegationRuleFactory,
    council_actor,
)
from tests.factories.cases import LATER, approved_case, chosen_case
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import OpenHomeFactory

pytestmark = pytest.mark.django_db
D = Decimal


def state_of(request: PlacementRequest, actor) -> str:
    with acting_as(actor):
        return PlacementRequest.objects.get(pk=request.pk).state


def approve(approval, actor):
    with acting_as(actor):
        return decide(approval=approval, verb="approve", by=actor, at=LATER)


def test_third_approval_approves_the_request():
    case = chosen_case()
    approvals = case.approvals()
    approve(approvals["care"], case.manager)
    approve(approvals["financial"], case.head)
    assert state_of(case.request, case.officer) == RequestState.AWAITING_APPROVAL
    approve(approvals["contract"], case.signatory)
    assert state_of(case.request, case.officer) == RequestState.APPROVED


@pytest.mark.parametrize("kind", ["care", "financial", "contract"])
def test_whoever_chose_the_offer_approves_none_of_the_three(kind):
    case = chosen_case()
    officer = case.officer
    with_grade = type(officer)(
        **{**officer.__dict__, "roles": frozenset({Role.PLACEMENTS_OFFICER, Role.DCS, Role.HEAD_OF_SERVICE})}
    )
    with acting_as(with_grade), pytest.raises(NotPermitted, match="somebody else"):
        decide(approval=case.approvals()[kind], verb="approve", by=with_grade, at=LATER)


def test_the_database_too_refuses_the_raiser():
    case = chosen_case()
    approval = case.approvals()["care"]
    with acting_as(case.officer), pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRequest.objects.filter(pk=approval.pk).update(decided_by=case.officer.person_id)


def test_one_person_may_give_two_but_never_all_three():
    case = chosen_case()
    approvals = case.approvals()
    approve(approvals["care"], case.head)
    approve(approvals["financial"], case.head)
    with pytest.raises(NotPermitted, match="other two"):
        approve(approvals["contract"], case.head)
    assert state_of(case.request, case.officer) == RequestState.AWAITING_APPROVAL


def test_wrong_grade_is_told_who_decides():
    case = chosen_case()
    with pytest.raises(NotPermitted, match="head of service"):
        approve(case.approvals()["financial"], case.manager)


def test_an_approval_is_given_once():
    case = chosen_case()
    approval = case.approvals()["care"]
    approve(approval, case.manager)
    with pytest.raises(Conflict, match="approved"):
        approve(approval, case.head)


def test_another_council_finds_no_approval():
    case = chosen_case()
    stranger = council_actor(Role.DCS)
    with acting_as(stranger), pytest.raises(NotFound):
        access_approval(stranger, case.approvals()["care"].reference)


@pytest.mark.parametrize(("verb", "state"), [("return", "returned"), ("refuse", "refused")])
def test_a_no_takes_the_case_back_to_comparing(verb, state):
    case = chosen_case()
    approvals = case.approvals()
    approve(approvals["care"], case.manager)
    with acting_as(case.head):
        decide(approval=approvals["financial"], verb=verb, reason="Too dear.", by=case.head, at=LATER)
    states = {kind: approval.state for kind, approval in case.approvals().items()}
    assert states == {"care": "withdrawn", "financial": state, "contract": "withdrawn"}
    assert state_of(case.request, case.officer) == RequestState.EVALUATING
    with acting_as(case.officer):
        case.offer.refresh_from_db()
        step = case.offer.recipient.referral.step
        step.refresh_from_db()
    assert case.offer.state == OfferState.SUBMITTED
    assert step.state == StepState.OPEN


def test_the_same_offer_can_be_chosen_again_after_a_return():
    case = chosen_case()
    with acting_as(case.manager):
        decide(
            approval=case.approvals()["care"], verb="return", reason="Ask the IRO.", by=case.manager, at=LATER
        )
    with acting_as(case.officer):
        choose_offer(offer=case.offer, reasons="The IRO agrees.", by=case.officer, at=LATER)
        live = ApprovalRequest.objects.filter(offer=case.offer, state=ApprovalState.AWAITING)
        assert live.count() == 3


def test_a_no_needs_a_reason():
    case = chosen_case()
    with acting_as(case.manager), pytest.raises(DomainError) as refused:
        decide(approval=case.approvals()["care"], verb="refuse", reason=" ", by=case.manager, at=LATER)
    assert refused.value.field == "reason"


def test_a_price_cannot_change_once_offered():
    case = chosen_case()
    case.offer.weekly_total = D("4999.00")
    with pytest.raises(ProgrammingError, match="may change"), acting_as(case.winner):
        case.offer.save(update_fields=["weekly_total"])


def test_approved_case_can_be_reconsidered_with_a_reason():
    case = approved_case()
    with acting_as(case.officer):
        reconsider(
            request=case.request, reason="The home has had a new inspection.", by=case.officer, at=LATER
        )
    assert {a.state for a in case.approvals().values()} == {ApprovalState.WITHDRAWN}


def test_queue_shows_an_approver_what_the_roles_may_decide():
    case = chosen_case()
    with acting_as(case.manager):
        assert [a.kind for a in awaiting(case.manager)] == ["care"]
    with acting_as(case.signatory):
        assert [a.kind for a in awaiting(case.signatory)] == ["contract"]
    with acting_as(case.officer):
        assert list(awaiting(case.officer)) == []
        assert len(asked_for(case.officer)) == 3


def test_limits_must_all_cover_and_a_null_limit_has_no_bound():
    authority = AuthorityFactory()
    DelegationRuleFactory(authority=authority, role=Role.SERVICE_MANAGER, weekly_limit=D(1500))
    DelegationRuleFactory(
        authority=authority, role=Role.HEAD_OF_SERVICE, weekly_limit=D(4000), whole_life_limit=D(500_000)
    )
    DelegationRuleFactory(authority=authority, role=Role.DCS)
    actor = council_actor(Role.FINANCE, authority=authority)

    def able(weekly, whole_life, grades_up=0):
        with acting_as(actor):
            return grades_able_to_approve(
                authority.pk,
                weekly=D(weekly),
                annual=D(weekly) * 52,
                whole_life=D(whole_life),
                on=TODAY,
                grades_up=grades_up,
            )

    assert able(1500, 10_000_000) == [Role.SERVICE_MANAGER, Role.DCS]
    assert able(1501, 500_000) == [Role.HEAD_OF_SERVICE, Role.DCS]
    assert able(1501, 500_001) == [Role.DCS]
    assert able(1501, 500_000, grades_up=1) == [Role.DCS]
    assert able(9_000, 9_000_000, grades_up=1) == [Role.DCS]


def test_spot_purchase_goes_one_grade_up():
    assert chosen_case().approvals()["financial"].roles_able == ["head_of_service", "dcs"]
    spot = chosen_case(route=Route.SPOT).approvals()["financial"]
    assert spot.roles_able == ["dcs"]
    assert "one grade up" in spot.grounds


def test_home_in_an_adjoining_area_goes_to_the_nominated_officer():
    home = OpenHomeFactory()
    case = chosen_case(setting=home)
    assert case.approvals()["care"].roles_able == ["dcs"]
    AdjoiningFactory(authority=case.request.authority, neighbour=home.authority)
    with acting_as(case.officer):
        reconsider(request=case.request, reason="The border was wrong.", by=case.officer, at=LATER)
        choose_offer(offer=case.offer, reasons="Still the best.", by=case.officer, at=LATER)
        care = ApprovalRequest.objects.get(offer=case.offer, kind="care", state="awaiting")
    assert care.roles_able == ["nominated_officer"]
    assert care.raised_at == LATER > NOW
