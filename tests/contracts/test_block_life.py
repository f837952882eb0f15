"""The life of a block contract as its lead council runs it on screen, and what it is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.choices import Role
from contracts.block_choices import BedStage, BlockState, GivenBy, NoticeGround, StopCause
from contracts.choices import PAYABLE_VOIDS
from contracts.models import BedBooking, BlockShare
from core.actor import acting_as
from core.periods import add_months
from tests.contracts.block_pages import DRAFT, START, TODAY, draw_up, now, page, take
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.blocks import BlockStopFactory, ContractOptionFactory
from tests.factories.contracts import BlockContractFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.providers import OpenHomeFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return council_actor(Role.COMMISSIONER, authority=AuthorityFactory(name="Leadshire"))


@pytest.fixture
def lead(keeper):
    with acting_as(keeper):
        return BlockShare._meta.get_field("authority").related_model.objects.get(pk=keeper.authority_id)


@pytest.fixture
def block(lead):
    """Running for a year, with another four to go."""
    contract = BlockContractFactory(
        lead_authority=lead,
        starts_on=START,
        ends_on=add_months(START, 60),
        payable_voids=list(PAYABLE_VOIDS),
    )
    BlockShareFactory(contract=contract, starts_on=START)
    return contract


def test_a_contract_is_drawn_up_signed_and_opens_bed_by_bed(keeper):
    contract, _ = draw_up(keeper)
    assert (contract.state, contract.ends_on) == (BlockState.DRAFT, add_months(START, 36))
    assert take(keeper, contract, "sign", signed_on=START, decision_reference="C12/26")[0] == 302
    assert now(keeper, contract).state == BlockState.MOBILISING
    home = OpenHomeFactory(provider=contract.provider)
    assert take(keeper, contract, "beds", setting=home.urn, number=2, starts_on=START)[0] == 302
    with acting_as(keeper):
        first, second = contract.beds.order_by("label")
    opened = START + timedelta(days=40)
    for stage, on in (
        (BedStage.REGISTERED, START),
        (BedStage.STAFFED, START + timedelta(days=20)),
        (BedStage.AVAILABLE, opened),
    ):
        assert take(keeper, contract, "bed_step", bed=first.pk, stage=stage, on=on, note="")[0] == 302
    with acting_as(keeper):
        first.refresh_from_db(), second.refresh_from_db()
    assert (first.live_from, second.live_from) == (opened, None)
    assert now(keeper, contract).state == BlockState.LIVE
    shown = page(keeper, contract)
    for words in ("C12/26", "Homes for fifteen", "1.50%", "24 months"):
        assert words in shown


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"weekly_rate": "4101,30"}, "weekly_rate", "Use a full stop"),
        ({"guaranteed_weekly": "4200"}, "guaranteed_weekly", "cannot be more than the price"),
        ({"last_day_year": START.year - 1}, "last_day", "must not be before the first day"),
        ({"last_day_year": 2095}, "last_day", "30 years or less"),
        ({"last_day_year": 9999}, "last_day", "Enter a year from"),
        ({"options": "24,24"}, "options", "with a + between"),
        ({"provider": "Nobody Ltd"}, "provider", "No provider of the register"),
        ({"annual_ceiling": "2", "total_ceiling": "1"}, "annual_ceiling", "cannot be more than the whole"),
        ({"beds_agreed": "0"}, "beds_agreed", "greater than or equal to 1"),
    ],
)
def test_a_draft_says_beside_the_field_what_is_wrong(keeper, typed, field, words):
    made, errors = draw_up(keeper, **typed)
    assert made is None
    assert words in errors[field].as_text()


def test_a_draft_is_changed_until_it_is_signed_and_not_after(keeper):
    contract, _ = draw_up(keeper)
    edit = reverse("contract_edit", args=[contract.reference])
    assert browser_of(keeper).get(edit).status_code == 200
    changed = {**DRAFT, "provider": contract.provider.reference, "options": "12 + 24 + 24", "beds_agreed": 3}
    assert browser_of(keeper).post(edit, changed).status_code == 302
    with acting_as(keeper):
        assert [option.months for option in contract.options.order_by("position")] == [12, 24, 24]
    take(keeper, contract, "sign", signed_on=START, decision_reference="C12/26")
    assert browser_of(keeper).post(edit, changed).status_code == 409
    assert now(keeper, contract).beds_agreed == 3


def shares(*rows):
    typed = {"starts_on": TODAY}
    for at, (council, percent, recharge) in enumerate(rows, start=1):
        typed |= {f"council_{at}": council.code, f"percent_{at}": percent, f"recharge_{at}": recharge}
    return typed


def test_shares_are_agreed_from_a_day_and_the_partner_then_sees_the_contract(keeper, lead, block):
    partner = council_actor(Role.COMMISSIONER, authority=AuthorityFactory(name="Partnershire"))
    with acting_as(partner):
        council = type(lead).objects.get(pk=partner.authority_id)
    assert browser_of(partner).get(reverse("contract_detail", args=[block.reference])).status_code == 404
    status, _ = take(keeper, block, "shares", **shares((lead, "60", ""), (council, "40", "3900")))
    assert status == 302
    with acting_as(keeper):
        before, after = (
            dict(block.shares.in_force_on(on).values_list("authority__name", "percent"))
            for on in (TODAY - timedelta(days=1), TODAY)
        )
    assert before == {"Leadshire": Decimal(100)}
    assert after == {"Leadshire": Decimal(60), "Partnershire": Decimal(40)}
    assert "£3,900.00" in page(partner, block)
    assert take(partner, block, "vary", weekly_rate="1")[0] == 403


@pytest.mark.parametrize(
    ("percents", "field", "words"),
    [
        (("60", "30"), "percent_1", "The shares add to 90%, not to 100%"),
        (("60", "40.5"), "percent_1", "The shares add to 100.5%"),
        (("60", "40,5"), "percent_2", "Use a full stop"),
        (("60", "101"), "percent_2", "100"),
        (("100", ""), "percent_2", "Enter a share"),
    ],
)
def test_shares_that_do_not_add_to_a_hundred_are_refused_beside_the_field(
    keeper, lead, block, percents, field, words
):
    other = AuthorityFactory()
    status, errors = take(
        keeper, block, "shares", **shares((lead, percents[0], ""), (other, percents[1], ""))
    )
    assert status == 200
    assert words in errors[field].as_text()


def test_shares_are_not_changed_in_the_past(keeper, lead, block):
    typed = {**shares((lead, "100", "")), "starts_on": START}
    assert "last changed from" in take(keeper, block, "shares", **typed)[1]["starts_on"].as_text()


TERMS = {
    "weekly_rate": "4200",
    "guaranteed_weekly": "3000",
    "payable_voids": list(PAYABLE_VOIDS),
    "below_good_percent": "0",
    "indexation_percent": "0",
    "reason": "More children need it",
    "decision_reference": "",
}


def test_a_variation_scales_up_from_its_day_and_the_page_tells_of_both(keeper, block):
    assert take(keeper, block, "vary", **TERMS, beds_agreed=6, starts_on=TODAY)[0] == 302
    shown = page(keeper, block)
    assert "Scaled up from 4 to 6 beds" in shown
    assert "£4,101.30" in shown
    assert "£25,200.00" not in shown  # what all six would cost used; the guarantee is less
    assert "£18,000.00" in shown
    assert "of 6 agreed" in shown


def test_a_variation_is_refused_outside_the_term_and_under_the_beds_named(keeper, block):
    ContractedBedFactory(contract=block), ContractedBedFactory(contract=block)
    late = add_months(START, 61)
    errors = take(keeper, block, "vary", **TERMS, beds_agreed=6, starts_on=late)[1]
    assert "within the term" in errors["starts_on"].as_text()
    errors = take(keeper, block, "vary", **TERMS, beds_agreed=1, starts_on=TODAY)[1]
    assert "2 beds are named" in errors["beds_agreed"].as_text()


def test_no_more_beds_are_named_than_are_agreed(keeper, block):
    home = OpenHomeFactory(provider=block.provider)
    errors = take(keeper, block, "beds", setting=home.urn, number=5, starts_on=TODAY)[1]
    assert "4 more can be" in errors["number"].as_text()
    elsewhere = OpenHomeFactory()
    assert "setting" in take(keeper, block, "beds", setting=elsewhere.urn, number=1, starts_on=TODAY)[1]


@pytest.mark.parametrize(
    ("stage", "days", "field", "words"),
    [
        (BedStage.AVAILABLE, -10, "stage", "registered and staffed"),
        (BedStage.REGISTERED, 5, "on", "must not be in the future"),
        (BedStage.WITHDRAWN, -1, "stage", "Record first"),
    ],
)
def test_a_step_out_of_order_or_time_is_refused(keeper, block, stage, days, field, words):
    bed = ContractedBedFactory(contract=block, live_from=None)
    on = TODAY + timedelta(days=days)
    errors = take(keeper, block, "bed_step", bed=bed.pk, stage=stage, on=on, note="")[1]
    assert words in errors[field].as_text()


def test_an_option_moves_the_end_and_is_refused_after_its_last_day(keeper, block):
    """Ends in four years: less twelve months of notice and twelve weeks, and the decision is in time."""
    ContractOptionFactory(contract=block, months=24)
    assert take(keeper, block, "option", decided_on=TODAY, decision_reference="K7")[0] == 302
    assert now(keeper, block).ends_on == add_months(START, 84)
    assert take(keeper, block, "option", decided_on=TODAY, decision_reference="K8")[0] == 403
    assert "Option 1: 24 months more" in page(keeper, block)


def test_an_option_after_its_last_day_is_refused_beside_the_date(keeper, lead):
    block = BlockContractFactory(
        lead_authority=lead, starts_on=add_months(TODAY, -24), ends_on=add_months(TODAY, 14)
    )
    BlockShareFactory(contract=block)
    ContractOptionFactory(contract=block)
    status, errors = take(keeper, block, "option", decided_on=TODAY, decision_reference="K7")
    assert status == 200
    assert "The last day to decide was" in errors["decided_on"].as_text()
    tomorrow = TODAY + timedelta(days=1)
    errors = take(keeper, block, "option", decided_on=tomorrow, decision_reference="K7")[1]
    assert "must not be in the future" in errors["decided_on"].as_text()
    assert now(keeper, block).ends_on == add_months(TODAY, 14)


def test_a_home_below_good_takes_no_child_until_it_recovers(keeper, block):
    bed = ContractedBedFactory(contract=block)
    other = ContractedBedFactory(contract=block)
    typed = {"setting": bed.setting.urn, "cause": StopCause.BELOW_GOOD, "reason": "Judged inadequate"}
    began = TODAY - timedelta(days=9)
    assert take(keeper, block, "stop", **typed, starts_on=began)[0] == 302
    assert now(keeper, block).state == BlockState.UNDER_IMPROVEMENT
    assert "No new children" in page(keeper, block)
    hold = {"starts_on": TODAY, "last_day": TODAY + timedelta(days=6)}
    _, errors = take(keeper, block, "hold", setting=bed.setting.urn, **hold)
    assert "No bed of the block contract is free" in errors["setting"].as_text()
    assert take(keeper, block, "hold", setting=other.setting.urn, **hold)[0] == 302
    with acting_as(keeper):
        [stop] = block.stops.all()
    assert take(keeper, block, "recover", stop=stop.pk, ends_on=TODAY, reason="Good again")[0] == 302
    assert now(keeper, block).state == BlockState.LIVE
    assert take(keeper, block, "hold", setting=bed.setting.urn, **hold)[0] == 302


def test_a_stop_of_every_home_suspends_the_contract(keeper, block):
    ContractedBedFactory(contract=block)
    typed = {"setting": "", "cause": StopCause.REGULATOR, "reason": "Registration in doubt"}
    take(keeper, block, "stop", **typed, starts_on=TODAY)
    assert now(keeper, block).state == BlockState.SUSPENDED
    assert reverse("contract_hold", args=[block.reference]) not in page(keeper, block)


def notice(**typed):
    return {
        "ground": NoticeGround.NO_FAULT,
        "given_by": GivenBy.PROVIDER,
        "given_on": TODAY,
        "last_day": add_months(TODAY, 12) - timedelta(days=1),
        "reason": "",
        "decision_reference": "",
    } | typed


@pytest.mark.parametrize("side", list(GivenBy))
def test_either_side_leaves_with_a_years_notice_and_may_think_again(keeper, block, side):
    assert take(keeper, block, "notice", **notice(given_by=side))[0] == 302
    assert (now(keeper, block).state, now(keeper, block).ends_on) == (
        BlockState.NOTICE,
        add_months(TODAY, 12),
    )
    assert take(keeper, block, "withdraw_notice", withdrawn_on=TODAY, reason="Agreed to stay")[0] == 302
    assert (now(keeper, block).state, now(keeper, block).ends_on) == (
        BlockState.LIVE,
        add_months(START, 60),
    )


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"last_day": add_months(TODAY, 11)}, "last_day", "12 months of notice"),
        ({"last_day": add_months(START, 70)}, "last_day", "ends anyway"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on", "future"),
        ({"ground": NoticeGround.FOR_CAUSE}, "given_by", "Only the council"),
        ({"ground": NoticeGround.FOR_CAUSE, "given_by": GivenBy.COUNCIL}, "reason", "what the breach is"),
    ],
)
def test_notice_too_short_too_late_or_without_a_breach_is_refused(keeper, block, typed, field, words):
    assert words in take(keeper, block, "notice", **notice(**typed))[1][field].as_text()


def test_a_breach_ends_the_contract_at_once_and_it_is_wound_down(keeper, block):
    breach = notice(
        ground=NoticeGround.FOR_CAUSE,
        given_by=GivenBy.COUNCIL,
        last_day=TODAY,
        reason="Children were not safe",
    )
    assert take(keeper, block, "notice", **breach)[0] == 302
    assert now(keeper, block).state == BlockState.DECOMMISSIONING
    assert "not over yet" in take(keeper, block, "end", really="on")[1]["__all__"].as_text()
    assert reverse("contract_vary", args=[block.reference]) not in page(keeper, block)


def test_a_contract_is_wound_down_and_closed_only_when_it_is_over_and_empty(keeper, lead):
    block = BlockContractFactory(
        lead_authority=lead, starts_on=START, ends_on=TODAY, state=BlockState.DECOMMISSIONING
    )
    BlockShareFactory(contract=block, starts_on=START)
    bed = ContractedBedFactory(contract=block)
    with acting_as(keeper):
        booking = BedBooking.objects.create(contract=block, bed=bed, authority=lead, starts_on=START)
    assert "still has a bed" in take(keeper, block, "end", really="on")[1]["__all__"].as_text()
    with acting_as(keeper):
        BedBooking.objects.filter(pk=booking.pk).update(ends_on=TODAY)
    assert take(keeper, block, "end", really="on")[0] == 302
    assert now(keeper, block).state == BlockState.ENDED


def test_a_held_bed_is_given_back_by_the_council_that_holds_it(keeper, block):
    bed = ContractedBedFactory(contract=block)
    hold = {"setting": bed.setting.urn, "starts_on": TODAY, "last_day": TODAY + timedelta(days=6)}
    take(keeper, block, "hold", **hold)
    assert "Held by Leadshire" in page(keeper, block)
    with acting_as(keeper):
        [booking] = BedBooking.objects.all()
    assert take(keeper, block, "give_back", booking=booking.pk, ends_on=TODAY)[0] == 302
    assert "Held by Leadshire" not in page(keeper, block)


def test_nobody_but_the_leads_commissioners_and_managers_runs_a_contract(keeper, lead, block):
    finance = council_actor(Role.FINANCE, authority=lead)
    assert take(finance, block, "vary")[0] == 404
    assert "What can be done" not in page(finance, block)
    stranger = council_actor(Role.COMMISSIONER)
    assert take(stranger, block, "vary")[0] == 404


def test_the_year_shows_every_night_and_hands_out_its_figures(keeper, block):
    BlockStopFactory(contract=block, starts_on=TODAY)
    for route in ("contract_use", "contract_use_csv"):
        address = reverse(route, args=[block.reference])
        assert browser_of(keeper).get(address).status_code == 200
    odd = reverse("contract_use", args=[block.reference]) + "?year=x"
    assert browser_of(keeper).get(odd).status_code == 200
