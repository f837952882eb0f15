"""A planned action is dropped with a reason; a delegation on which something was bought is not."""

from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.choices import Role, ServiceCategory
from authorities.models import StaffMember
from contracts.block_choices import BlockState
from contracts.keeping_choices import DrawKind
from contracts.models import BlockContract
from contracts.services.ceilings import draw
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from reports.life_choices import ActionKind, ActionState, Outcome
from reports.models import PaperAction, PaperDecision
from reports.selectors.decisions import access_action
from reports.services.actions import drop_action, plan_action
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.keeping import CeilingFactory
from tests.factories.reports import MEETING, NOW, TODAY, block_world, drafted_paper
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return block_world(ledger=False, placements=False, children=3)


def planned(world, kind=ActionKind.ACTION) -> PaperAction:
    paper = drafted_paper(world)
    with acting_as(world.writer) as by:
        return plan_action(
            paper=paper,
            recommendation=1,
            kind=kind,
            words="Award within the ceiling",
            owner=StaffMember.objects.get(pk=by.member_id),
            due_days=30,
            every_months=None,
            by=by,
            at=NOW,
        )


def decided(world, action) -> str:
    """A decision on the action's paper; its reference."""
    with acting_as(world.writer) as by:
        return PaperDecision.objects.create(
            authority=world.authority,
            paper=action.paper,
            reference="DEC-900001",
            number=1,
            outcome=Outcome.APPROVED,
            taken_on=MEETING,
            taken_by="Cabinet",
            resolution="Award",
            reasons="Need",
            recorded_by_id=by.member_id,
            recorded_at=NOW,
        ).reference


def drop(action, by, reason="Another council leads."):
    with acting_as(by):
        return drop_action(action=action, reason=reason, by=by, at=NOW)


def test_planned_action_is_dropped_on_its_page_with_the_reason(world):
    action = planned(world)
    address = reverse("paper_action", args=[action.paper.reference, action.reference])
    browser = browser_of(world.writer)
    assert "Drop the action" in browser.get(address).content.decode()
    assert "Enter" in browser.post(address, {"outcome": " "}).content.decode()
    assert browser.post(address, {"outcome": "Another council leads."}).status_code == 302
    page = browser.get(address).content.decode()
    assert "Dropped" in page and "Another council leads." in page and "<textarea" not in page
    with pytest.raises(Conflict):
        drop(action, world.writer)
    with acting_as(world.writer) as writer:
        assert access_action(writer, action.paper.reference, action.reference).state == ActionState.DROPPED


def test_readers_and_other_councils_drop_nothing(world):
    action = planned(world)
    address = reverse("paper_action", args=[action.paper.reference, action.reference])
    finance = council_actor(Role.FINANCE, authority=world.authority)
    page = browser_of(finance).get(address)
    assert page.status_code == 200 and "<textarea" not in page.content.decode()
    with pytest.raises(NotPermitted):
        drop(action, finance)
    stranger = council_actor(Role.COMMISSIONER, authority=AuthorityFactory())
    assert browser_of(stranger).post(address, {"outcome": "Mine"}).status_code == 404


@pytest.mark.parametrize("bought", ["block", "ceiling"])
def test_delegation_on_which_something_was_bought_cannot_be_dropped(world, bought):
    delegation, other = planned(world, ActionKind.DELEGATION), planned(world)
    reference = decided(world, delegation)
    ceiling = CeilingFactory(authority=world.authority, decision_reference=reference)
    with acting_as(world.writer) as writer:
        if bought == "block":
            BlockContract.objects.filter(pk=world.contract.pk).update(decision_reference=reference)
            rests = world.contract.reference
        else:
            facts = {"what": "A placement", "category": ServiceCategory.RESIDENTIAL, "on": TODAY}
            money = {"source_reference": "PLC-1", "key": "first", "amount": Decimal("5000.00")}
            draw(kind=DrawKind.AWARD, **facts, **money, by=writer, at=NOW)
            rests = ceiling.reference
    with pytest.raises(DomainError, match=rests) as error:
        drop(delegation, world.writer)
    assert error.value.field == "outcome"
    assert drop(other, world.writer).state == ActionState.DROPPED


def test_delegation_on_which_nothing_was_bought_is_dropped(world):
    delegation = planned(world, ActionKind.DELEGATION)
    reference = decided(world, delegation)
    CeilingFactory(authority=world.authority, decision_reference=reference)
    with acting_as(world.writer):
        facts = {"decision_reference": reference, "state": BlockState.DRAFT}
        BlockContract.objects.filter(pk=world.contract.pk).update(**facts)
    assert drop(delegation, world.writer).state == ActionState.DROPPED
