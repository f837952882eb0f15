"""A plan for each child of a block that ends, made and read by the child's own council."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from contracts.block_choices import BlockState
from core.actor import acting_as
from placements.exit_choices import ExitOutcome
from placements.models import ExitPlan, Placement
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    ContractedBedFactory,
)
from tests.factories.placed import ActivePlacementFactory
from tests.factories.walled import council_keeper
from tests.pages import browser_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def councils():
    return [AuthorityFactory(name="Leadshire"), AuthorityFactory(name="Partnershire")]


@pytest.fixture
def block(councils):
    contract = BlockContractFactory(
        lead_authority=councils[0], state=BlockState.DECOMMISSIONING, ends_on=TODAY + timedelta(days=90)
    )
    for council in councils:
        BlockShareFactory(contract=contract, authority=council, percent=50)
    return contract


def child_in(block, council):
    placement = ActivePlacementFactory(agreement__authority=council)
    booking = BedBookingFactory(bed=ContractedBedFactory(contract=block), authority=council)
    with acting_as(council_keeper(council)):
        Placement.objects.filter(pk=placement.pk).update(bed_booking=booking)
    return placement


def plan(placement, **typed):
    by_when = typed.pop("by_when", TODAY + timedelta(days=30))
    return {
        "outcome": ExitOutcome.MOVE,
        "by_when_day": by_when.day,
        "by_when_month": by_when.month,
        "by_when_year": by_when.year,
        "child_says": "Wants to stay at school",
        "steps": "Look for a home within five miles",
        **typed,
    }


def test_each_council_plans_for_its_own_children_and_sees_no_others(councils, block):
    ours, theirs = child_in(block, councils[0]), child_in(block, councils[1])
    people = [council_actor(Role.COMMISSIONER, authority=council) for council in councils]
    pages = [browser_of(person).get(reverse("contract_plans", args=[block.reference])) for person in people]
    with acting_as(council_keeper(councils[0])):
        ours = Placement.objects.select_related("child").get(pk=ours.pk)
    with acting_as(council_keeper(councils[1])):
        theirs = Placement.objects.select_related("child").get(pk=theirs.pk)
    assert [(p.context["number"], p.context["without"]) for p in pages] == [(1, 1), (1, 1)]
    assert ours.child.reference in pages[0].content.decode()
    assert theirs.child.reference not in pages[0].content.decode()
    other = reverse("contract_plan", args=[block.reference, theirs.reference])
    assert browser_of(people[0]).get(other).status_code == 404
    own = reverse("contract_plan", args=[block.reference, ours.reference])
    assert browser_of(people[0]).post(own, plan(ours)).status_code == 302
    again = browser_of(people[0]).get(reverse("contract_plans", args=[block.reference]))
    assert again.context["without"] == 0


def test_a_plan_made_anew_keeps_the_one_before(councils, block):
    placement, person = child_in(block, councils[0]), council_actor(Role.COMMISSIONER, authority=councils[0])
    address = reverse("contract_plan", args=[block.reference, placement.reference])
    browser_of(person).post(address, plan(placement))
    browser_of(person).post(address, plan(placement, outcome=ExitOutcome.STAY))
    assert browser_of(person).get(address).context["form"].initial["outcome"] == ExitOutcome.STAY
    with acting_as(person):
        assert ExitPlan.objects.count() == 2


def test_a_plan_is_refused_beyond_the_contract_and_before_the_child(councils, block):
    placement, person = child_in(block, councils[0]), council_actor(Role.COMMISSIONER, authority=councils[0])
    address = reverse("contract_plan", args=[block.reference, placement.reference])
    for by_when, words in (
        (TODAY + timedelta(days=91), "last day is"),
        (placement.starts_on - timedelta(days=1), "before the child came"),
    ):
        form = browser_of(person).post(address, plan(placement, by_when=by_when)).context["form"]
        assert words in form.errors["by_when"].as_text()


def test_no_plan_is_made_while_the_contract_runs(councils, block):
    placement, person = child_in(block, councils[0]), council_actor(Role.COMMISSIONER, authority=councils[0])
    with acting_as(council_keeper(councils[0])):
        block.state = BlockState.LIVE
        block.save()
    address = reverse("contract_plan", args=[block.reference, placement.reference])
    assert browser_of(person).get(address).status_code == 409
