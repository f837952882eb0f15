"""A home of a block below good, stops that stand, held beds, and what is no running contract."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from contracts.block_choices import BlockState, StopCause
from contracts.models import BedBooking, BlockStop
from contracts.selectors.diary import contract_lines
from contracts.selectors.reach import homes_with_free_block_beds
from contracts.services.beds import book_bed
from contracts.services.block_protocols import keep_protocols
from core.actor import acting_as
from core.errors import Conflict
from core.models import Job
from core.periods import add_months
from providers.choices import Outcome
from tests.contracts.block_pages import START, TODAY, now, page, take
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.blocks import BlockStopFactory
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    ContractedBedFactory,
)
from tests.factories.providers import InspectionFactory

pytestmark = pytest.mark.django_db

R = ServiceCategory.RESIDENTIAL
WEEK = timedelta(days=7)


def noon(on):
    return timezone.make_aware(datetime.combine(on, time(12)))


@pytest.fixture
def lead():
    return AuthorityFactory(name="Leadshire")


@pytest.fixture
def keeper(lead):
    return council_actor(Role.COMMISSIONER, authority=lead)


@pytest.fixture
def block(lead):
    contract = BlockContractFactory(lead_authority=lead, starts_on=START, ends_on=add_months(START, 60))
    BlockShareFactory(contract=contract, starts_on=START)
    return contract


@pytest.fixture
def bed(block):
    return ContractedBedFactory(contract=block)


def keep(actor, on):
    with acting_as(actor):
        return keep_protocols(by=actor, at=noon(on))


def judged(bed, outcome, on):
    return InspectionFactory(
        setting=bed.setting, inspected_on=on - timedelta(days=9), known_on=on, outcome=outcome
    )


def test_a_home_judged_below_good_stops_by_itself_and_goes_on_when_it_is_good_again(keeper, block, bed):
    weeks_ago = TODAY - 3 * WEEK
    found = judged(bed, Outcome.REQUIRES_IMPROVEMENT, weeks_ago)
    assert (keep(keeper, weeks_ago), keep(keeper, weeks_ago)) == (1, 0)
    assert now(keeper, block).state == BlockState.UNDER_IMPROVEMENT
    with acting_as(keeper):
        stop = BlockStop.objects.get()
        assert (stop.judged_on, stop.starts_on, stop.cause) == (
            found.inspected_on,
            weeks_ago,
            StopCause.BELOW_GOOD,
        )
        assert not homes_with_free_block_beds(keeper.authority_id, R, starts_on=TODAY, ends_on=None)
        assert Job.objects.filter(kind="staff_letter").count() == 1
    judged(bed, Outcome.GOOD, TODAY - WEEK)
    assert (keep(keeper, TODAY), keep(keeper, TODAY)) == (1, 0)
    assert now(keeper, block).state == BlockState.LIVE
    assert "Judged “good”" in page(keeper, block)


def test_a_person_who_lets_children_come_again_is_not_overruled_by_the_same_judgement(keeper, block, bed):
    judged(bed, Outcome.INADEQUATE, TODAY - WEEK)
    keep(keeper, TODAY - WEEK)
    with acting_as(keeper):
        [stop] = block.stops.all()
    take(keeper, block, "recover", stop=stop.pk, ends_on=TODAY, reason="Safe with more staff")
    assert keep(keeper, TODAY) == 0
    judged(bed, Outcome.REQUIRES_IMPROVEMENT, TODAY)
    assert keep(keeper, TODAY) == 1


@pytest.mark.parametrize("facts", [{"stops_below_good": False}, {"state": BlockState.DRAFT}])
def test_a_contract_without_the_protocol_or_a_draft_is_left_alone(keeper, lead, facts):
    contract = BlockContractFactory(lead_authority=lead, ends_on=add_months(START, 60), **facts)
    judged(ContractedBedFactory(contract=contract), Outcome.INADEQUATE, TODAY)
    assert keep(keeper, TODAY) == 0


def test_what_was_known_when_it_was_signed_and_what_is_long_past_stops_nothing(keeper, block, bed):
    judged(bed, Outcome.REQUIRES_IMPROVEMENT, TODAY - timedelta(days=60))
    assert keep(keeper, TODAY) == 0


def test_a_home_whose_beds_were_all_withdrawn_is_none_of_the_contracts_any_more(keeper, block):
    gone = ContractedBedFactory(contract=block, live_from=START, live_until=TODAY - WEEK)
    judged(gone, Outcome.INADEQUATE, TODAY)
    assert keep(keeper, TODAY) == 0
    ContractedBedFactory(contract=block, setting=gone.setting)
    assert keep(keeper, TODAY) == 1


def test_another_council_keeps_no_protocol_of_this_contract(block, bed):
    judged(bed, Outcome.INADEQUATE, TODAY)
    assert keep(council_actor(Role.COMMISSIONER), TODAY) == 0


def test_a_notice_that_took_effect_is_not_withdrawn(keeper, block):
    given = TODAY - timedelta(days=400)
    with acting_as(keeper):
        type(block).objects.filter(pk=block.pk).update(state=BlockState.NOTICE, ends_on=TODAY)
        block.notices.create(
            ground="no_fault",
            given_by="provider",
            given_on=given,
            takes_effect_on=TODAY,
            end_before=add_months(START, 60),
            recorded_at=noon(TODAY),
            recorded_by="A commissioner",
        )
    errors = take(keeper, block, "withdraw_notice", withdrawn_on=TODAY, reason="Stay")[1]
    assert "took effect on" in errors["__all__"].as_text()
    assert now(keeper, block).ends_on == TODAY


@pytest.mark.parametrize(
    ("whole", "state"), [(True, BlockState.SUSPENDED), (False, BlockState.UNDER_IMPROVEMENT)]
)
def test_a_stop_that_stands_outlasts_a_notice_withdrawn(keeper, block, bed, whole, state):
    BlockStopFactory(contract=block, setting=None if whole else bed.setting, starts_on=TODAY)
    given = {"ground": "no_fault", "given_by": "council", "given_on": TODAY}
    last_day = add_months(TODAY, 12)
    take(keeper, block, "notice", **given, last_day=last_day, reason="", decision_reference="")
    take(keeper, block, "withdraw_notice", withdrawn_on=TODAY, reason="Stay")
    assert now(keeper, block).state == state


def test_a_home_in_which_only_the_council_itself_holds_a_bed_is_found_for_its_child(keeper, block, bed):
    hold = BedBookingFactory(bed=bed, is_held=True, starts_on=TODAY, ends_on=TODAY + WEEK)
    with acting_as(keeper):
        found = homes_with_free_block_beds(
            keeper.authority_id, R, starts_on=TODAY + timedelta(days=1), ends_on=None
        )
        assert set(found) == {bed.setting_id}
        booked = book_bed(
            setting_id=bed.setting_id,
            category=R,
            starts_on=TODAY + timedelta(days=1),
            ends_on=None,
            by=keeper,
        )
        hold.refresh_from_db()
        assert (booked.bed_id, hold.ends_on) == (bed.pk, TODAY + timedelta(days=1))


@pytest.mark.parametrize("in_the_way", ["stop", "other"])
def test_a_held_bed_does_not_get_past_a_stop_or_another_councils_booking(keeper, block, bed, in_the_way):
    BedBookingFactory(bed=bed, is_held=True, starts_on=TODAY, ends_on=TODAY + WEEK)
    if in_the_way == "stop":
        BlockStopFactory(contract=block, setting=bed.setting, starts_on=TODAY)
    else:
        partner = AuthorityFactory(name="Partnershire")
        BlockShareFactory(contract=block, authority=partner, percent=0, starts_on=START)
        BedBookingFactory(bed=bed, authority=partner, starts_on=TODAY + WEEK)
    with acting_as(keeper), pytest.raises(Conflict):
        book_bed(setting_id=bed.setting_id, category=R, starts_on=TODAY, ends_on=None, by=keeper)
    with acting_as(keeper):
        assert BedBooking.objects.filter(is_held=True).count() == 1


@pytest.mark.parametrize("state", [BlockState.DRAFT, BlockState.DROPPED, BlockState.ENDED])
def test_the_diary_and_its_alarms_leave_out_what_is_no_running_contract(keeper, lead, block, state):
    BlockContractFactory(lead_authority=lead, ends_on=add_months(TODAY, 6), state=state)
    with acting_as(keeper):
        assert [line.arrangement for line in contract_lines(keeper, on=TODAY)] == [block]
