"""Sharing a block: what each council's part comes to, who takes it on, and what is drawn for it."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role, SettingKey
from contracts.block_choices import BlockState, GivenBy, NoticeGround
from contracts.keeping_choices import DrawKind
from contracts.models import BlockShare, CeilingDraw, PartnerRecharge, ShareAcceptance
from contracts.selectors.block_shares import accepted_by, positions_of, share_value
from contracts.selectors.ceilings import headroom_of
from contracts.services.block_draws import release_shares
from contracts.services.block_endings import give_notice
from core.actor import acting_as
from core.periods import add_months
from tests.contracts.block_pages import DRAFT, START, TODAY, dated, draw_up, now, page, take
from tests.factories.authorities import AuthorityFactory, AuthoritySettingFactory, council_actor
from tests.factories.blocks import BlockVariationFactory
from tests.factories.contracts import BlockContractFactory, BlockShareFactory
from tests.factories.keeping import CeilingFactory
from tests.factories.placements import NOW
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return AuthorityFactory(name="Leadshire")


@pytest.fixture
def partner():
    return AuthorityFactory(name="Partnershire")


@pytest.fixture
def keeper(lead):
    return council_actor(Role.COMMISSIONER, authority=lead)


@pytest.fixture
def neighbour(partner):
    return council_actor(Role.COMMISSIONER, authority=partner)


@pytest.fixture
def block(lead):
    """Ten beds at £700 a week, £1,000 a night for all, for four years from now and one gone by."""
    contract = BlockContractFactory(
        lead_authority=lead,
        beds_agreed=10,
        weekly_rate=Decimal(700),
        starts_on=START,
        ends_on=add_months(START, 60),
    )
    BlockShareFactory(contract=contract, starts_on=START)
    return contract


def shares(*rows, on=TODAY):
    typed = dated("starts_on", on)
    for at, (council, percent, recharge) in enumerate(rows, start=1):
        typed |= {f"council_{at}": council.code, f"percent_{at}": percent, f"recharge_{at}": recharge}
    return typed


def drawn(actor):
    with acting_as(actor):
        return sum(CeilingDraw.objects.values_list("amount", flat=True))


def test_a_draft_that_begins_on_another_day_takes_its_shares_and_recharges_along(
    keeper, lead, partner, neighbour
):
    contract, _ = draw_up(keeper)
    third = AuthorityFactory(name="Thirdshire")
    take(keeper, contract, "shares", **shares((lead, "60", ""), (third, "40", "3900"), on=START))
    take(keeper, contract, "shares", **shares((lead, "75", ""), (partner, "25", "3800"), on=START))
    later = add_months(START, 1)
    typed = {**DRAFT, **dated("starts_on", later), "provider": contract.provider.reference}
    answer = browser_of(keeper).post(reverse("contract_edit", args=[contract.reference]), typed)
    assert answer.status_code == 302
    with acting_as(keeper):
        for model in (BlockShare, PartnerRecharge):
            rows = model.objects.filter(contract=contract).exclude(authority=third)
            assert set(rows.values_list("starts_on", "ends_on")) == {(later, None)}
            left = model.objects.get(contract=contract, authority=third)
            assert (left.starts_on, left.ends_on) == (later, later + timedelta(days=1))


def test_a_council_left_out_of_a_draft_does_not_read_the_contract_any_more(keeper, lead, partner, neighbour):
    contract, _ = draw_up(keeper)
    address = reverse("contract_detail", args=[contract.reference])
    take(keeper, contract, "shares", **shares((lead, "60", ""), (partner, "40", ""), on=START))
    assert browser_of(neighbour).get(address).status_code == 200
    take(keeper, contract, "shares", **shares((lead, "100", ""), on=START))
    assert browser_of(neighbour).get(address).status_code == 404
    with acting_as(keeper):
        assert [each.name for each in positions_of(contract, on=START)] == ["Leadshire"]


def test_a_share_is_worth_its_nights_by_the_terms_of_each(keeper, lead, partner, block):
    """£1,000 a night to the half of the term, 1,500 after; the partner has 40% of the last year only."""
    BlockVariationFactory(
        contract=block, beds_agreed=15, weekly_rate=Decimal(700), starts_on=add_months(START, 24)
    )
    with acting_as(keeper):
        block.shares.update(ends_on=add_months(START, 48))
    for council, percent in ((lead, 60), (partner, 40)):
        BlockShareFactory(
            contract=block, authority=council, percent=Decimal(percent), starts_on=add_months(START, 48)
        )
    days = [(add_months(START, n + 12) - add_months(START, n)).days for n in (0, 12, 24, 36, 48)]
    with acting_as(keeper):
        whole = 1000 * sum(days[:2]) + 1500 * sum(days[2:4])
        assert share_value(block, lead.pk) == whole + 1500 * days[4] * Decimal("0.6")
        assert share_value(block, partner.pk) == 1500 * days[4] * Decimal("0.4")


def test_sharing_a_signed_block_gives_back_what_the_lead_does_not_pay_any_more(keeper, lead, partner, block):
    CeilingFactory(authority=lead, block=block, category="", amount=Decimal(10_000_000), starts_on=START)
    take(keeper, block, "shares", **shares((lead, "100", ""), on=TODAY))
    whole = drawn(keeper)
    left = (add_months(START, 60) - TODAY).days - 1
    tomorrow = TODAY + timedelta(days=1)
    assert (
        take(keeper, block, "shares", **shares((lead, "75", ""), (partner, "25", ""), on=tomorrow))[0] == 302
    )
    assert whole - drawn(keeper) == 250 * left


def test_a_partner_takes_on_its_share_and_draws_it_on_its_own_ceiling_once(
    keeper, lead, partner, neighbour, block
):
    CeilingFactory(authority=partner, block=block, category="", amount=Decimal(10_000_000), starts_on=START)
    take(keeper, block, "shares", **shares((lead, "75", ""), (partner, "25", "")))
    left = (add_months(START, 60) - TODAY).days
    assert "to take on" in page(neighbour, block)
    assert take(keeper, block, "accept", decision_reference="P1")[0] == 403
    assert take(neighbour, block, "accept", decision_reference="")[0] == 200
    assert take(neighbour, block, "accept", decision_reference="P1")[0] == 302
    assert drawn(neighbour) == 250 * left
    assert take(neighbour, block, "accept", decision_reference="P2")[0] == 403
    assert "to take on" not in page(keeper, block)
    with acting_as(council_actor(Role.COMMISSIONER)):
        assert not ShareAcceptance.objects.exists()


def test_a_share_over_the_partners_ceiling_is_not_taken_on(keeper, lead, partner, neighbour, block):
    CeilingFactory(authority=partner, block=block, category="", amount=Decimal(1000), starts_on=START)
    take(keeper, block, "shares", **shares((lead, "75", ""), (partner, "25", "")))
    status, errors = take(neighbour, block, "accept", decision_reference="P1")
    assert status == 200
    assert "It has been put to the" in errors["__all__"].as_text()
    assert drawn(neighbour) == 0


def test_a_block_is_not_signed_before_each_partner_has_taken_on_its_share(keeper, lead, partner, neighbour):
    contract, _ = draw_up(keeper)
    take(keeper, contract, "shares", **shares((lead, "75", ""), (partner, "25", ""), on=START))
    signing = {"signed_on": START, "decision_reference": "C12/26"}
    assert "Partnershire" in take(keeper, contract, "sign", **signing)[1]["__all__"].as_text()
    take(neighbour, contract, "accept", decision_reference="P1")
    assert take(keeper, contract, "sign", **signing)[0] == 302
    assert now(keeper, contract).state == BlockState.MOBILISING


def test_what_a_draft_drew_is_given_back_when_it_does_not_go_ahead(keeper, lead, partner, neighbour):
    contract, _ = draw_up(keeper)
    CeilingFactory(authority=partner, block=contract, category="", amount=Decimal(10**7), starts_on=START)
    take(keeper, contract, "shares", **shares((lead, "75", ""), (partner, "25", ""), on=START))
    take(neighbour, contract, "accept", decision_reference="P1")
    assert drawn(neighbour) > 0
    take(keeper, contract, "drop", reason="Too dear")
    with acting_as(neighbour):
        assert (release_shares(by=neighbour, at=NOW), release_shares(by=neighbour, at=NOW)) == (1, 0)
    assert drawn(neighbour) == 0


def test_what_a_partner_drew_is_given_back_when_it_is_left_out_of_the_draft_again(
    keeper, lead, partner, neighbour
):
    contract, _ = draw_up(keeper)
    CeilingFactory(authority=partner, block=contract, category="", amount=Decimal(10**7), starts_on=START)
    take(keeper, contract, "shares", **shares((lead, "75", ""), (partner, "25", ""), on=START))
    take(neighbour, contract, "accept", decision_reference="P1")
    take(keeper, contract, "shares", **shares((lead, "100", ""), on=START))
    with acting_as(neighbour):
        assert (release_shares(by=neighbour, at=NOW), release_shares(by=neighbour, at=NOW)) == (1, 0)
    assert drawn(neighbour) == 0


def test_a_partner_of_an_ended_block_has_nothing_more_to_take_on(lead, partner, neighbour):
    ended = BlockContractFactory(
        lead_authority=lead, state=BlockState.ENDED, starts_on=add_months(START, -24), ends_on=START
    )
    BlockShareFactory(
        contract=ended, authority=partner, percent=25, starts_on=ended.starts_on, ends_on=ended.ends_on
    )
    with acting_as(neighbour) as by:
        value = share_value(ended, partner.pk)
        ShareAcceptance.objects.create(
            contract=ended, authority=partner, amount=value + 1, recorded_at=NOW, recorded_by="P"
        )
        release_shares(by=by, at=NOW)
        assert accepted_by(ended, partner.pk) == value > 0


def test_less_is_given_back_to_the_ceiling_that_was_drawn_on(keeper, lead, block):
    ceiling = {"authority": lead, "block": block, "category": "", "amount": Decimal(10_000_000)}
    first = CeilingFactory(**ceiling, starts_on=START, ends_on=TODAY + timedelta(days=1))
    take(keeper, block, "shares", **shares((lead, "100", "")))
    later = timezone.make_aware(datetime.combine(TODAY + timedelta(days=2), time(9)))
    AuthoritySettingFactory(authority=lead, key=SettingKey.CEILING_NEEDED, value=True)
    with acting_as(keeper) as by:
        whole = headroom_of(first).contracted
        give_notice(
            contract=block,
            ground=NoticeGround.NO_FAULT,
            given_by=GivenBy.COUNCIL,
            given_on=TODAY,
            last_day=add_months(TODAY, 12),
            reason="",
            decision_reference="",
            by=by,
            at=later,
            on=TODAY + timedelta(days=2),
        )
        assert headroom_of(first).contracted < whole
        assert CeilingDraw.objects.latest("pk").kind == DrawKind.RELEASE


def test_notice_gives_back_what_the_shorter_term_will_not_cost(keeper, lead, block):
    CeilingFactory(authority=lead, block=block, category="", amount=Decimal(10_000_000), starts_on=START)
    take(keeper, block, "shares", **shares((lead, "100", "")))
    whole, last_day = drawn(keeper), add_months(TODAY, 12)
    given = {"ground": "no_fault", "given_by": "council", "given_on": TODAY, "last_day": last_day}
    take(keeper, block, "notice", **given, reason="", decision_reference="")
    gone = (add_months(START, 60) - last_day).days - 1
    assert whole - drawn(keeper) == 1000 * gone
    take(keeper, block, "withdraw_notice", withdrawn_on=TODAY, reason="Agreed to stay")
    assert drawn(keeper) == whole
