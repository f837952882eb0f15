"""What each option of a paper costs: computed, with its basis, or saying what is missing."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.models import Authority
from contracts.models import BlockShare, ToolOption
from contracts.selectors.offered import prices_offered
from core.actor import acting_as
from reports.choices import Option, PaperFormat
from reports.figures import gather
from reports.formats.words import cost_citations, cost_words
from reports.models import Paper, PaperOption
from reports.selectors.publishing import exempt_values
from reports.services.facts import exempt_parts
from reports.services.papers import create_paper
from tests.factories.authorities import AuthorityFactory
from tests.factories.contracts import (
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    PriceScheduleFactory,
    ToolAccessFactory,
)
from tests.factories.planning import BlockAppraisalFactory, FuturesFactory
from tests.factories.reports import (
    MEETING,
    NOW,
    TODAY,
    BlockWorld,
    ForecastRunFactory,
    block_world,
    drafted_paper,
)
from tests.factories.walled import council_keeper
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> BlockWorld:
    return block_world()


def appraised(world: BlockWorld):
    run = ForecastRunFactory(authority=world.authority)
    return BlockAppraisalFactory(futures=FuturesFactory(run=run), block_contract=world.contract)


def arrangement(user: Authority, *weekly: str, lead: Authority | None = None, name: str = "Region list"):
    """A tool of another council (or of ``lead``) with a member for each price."""
    tool = CommercialToolFactory(name=name, lead_authority=lead or AuthorityFactory())
    ToolAccessFactory(tool=tool, authority=user)
    lot = LotFactory(tool=tool)
    for price in weekly:
        PriceScheduleFactory(membership=MembershipFactory(lot=lot), weekly_rate=Decimal(price))
    return tool


def read(world: BlockWorld, *keys: str, **about):
    facts = {"block_contract": world.contract, **about}
    paper = Paper(
        reference="PAP-000001", authority=world.authority, paper_format=PaperFormat.D, meeting_on=MEETING,
        category="residential", **facts,
    )  # fmt: skip
    with acting_as(world.writer) as writer:
        return gather(paper, writer, TODAY, keys or cost_citations())


def test_each_option_is_priced_over_the_term_that_was_appraised(world):
    """The same bed-nights at another price cost the appraisal's spot cost in proportion."""
    kept = appraised(world).result["chosen"]
    with acting_as(council_keeper(world.authority)):
        BlockShare.objects.filter(contract=world.contract).update(percent=60)
        BlockShare.objects.create(
            contract=world.contract, authority=AuthorityFactory(), percent=40, starts_on=date(2024, 4, 1)
        )
    arrangement(world.authority, "4000.00", "4200.00", "5000.00")
    arrangement(world.authority, "9000.00", lead=world.authority, name="Our own list")
    made = read(world)
    value = {key: figure.reading.value for key, figure in made.found.items()}
    spot = Decimal(str(kept["spot_cost"]["mean"]))
    assert value["option_partners_cost"] == Decimal(str(kept["block_cost"]["mean"])) * 60 / 100
    assert (value["join_weekly"], value["market_weekly"]) == (Decimal("4200.00"), Decimal("4600.00"))
    assert value["option_join_cost"] == spot * Decimal("4200.00") / Decimal("4557.00")
    assert value["option_retender_cost"] == spot * Decimal("4600.00") / Decimal("4557.00")
    assert "Region list" not in made.found["join_weekly"].source
    assert "(3 prices)" in made.found["join_weekly"].source
    assert "appraisal BVS-" in made.found["option_join_cost"].source
    for option, key in (
        (Option.DO_NOTHING, "appraisal_spot_cost"),
        (Option.ALONE, "appraisal_block_cost"),
        (Option.PARTNERS, "option_partners_cost"),
        (Option.JOIN, "option_join_cost"),
        (Option.EXTEND, "option_extend_cost"),
        (Option.RETENDER, "option_retender_cost"),
    ):
        assert f"{{figure:{key}}}" in cost_words(option, made.missing)


def test_extension_costs_its_own_nights_at_the_price_with_its_rise(world):
    """From 1 April 2027 two years, 731 nights, at 4,101.30 a week; with 5% a year from 2024 the fourth and
    fifth year's prices."""
    assert read(world).found["option_extend_cost"].reading.value == sum(
        (Decimal("61519.50") * nights / 7).quantize(Decimal("0.01")) for nights in (366, 365)
    )
    with acting_as(council_keeper(world.authority)):
        world.contract.indexation_percent = Decimal(5)
        world.contract.save(update_fields=["indexation_percent"])
    fourth, fifth = ((Decimal("4101.30") * Decimal("1.05") ** n).quantize(Decimal("0.01")) for n in (3, 4))
    expected = sum(
        (price * 15 * nights / 7).quantize(Decimal("0.01")) for price, nights in ((fourth, 366), (fifth, 365))
    )
    found = read(world).found["option_extend_cost"]
    assert found.reading.value == expected
    assert "15 beds, 1 April 2027 to 31 March 2029, rising 5% a year" in found.source


def test_contract_without_an_option_left_costs_a_year_at_the_price_of_its_last_day(world):
    """4,101.30 and 5% twice by March 2027: 15 beds for 365/7 weeks."""
    with acting_as(council_keeper(world.authority)):
        world.contract.options.update(exercised_on=TODAY)
        world.contract.indexation_percent = Decimal(5)
        world.contract.save(update_fields=["indexation_percent"])
    made = read(world)
    assert cost_words(Option.EXTEND, made.missing).startswith("No option to extend is left.")
    third = (Decimal("4101.30") * Decimal("1.05") ** 2).quantize(Decimal("0.01"))
    assert made.found["option_extend_year"].shown == f"£{third * 15 * 365 / 7:,.0f}"


def test_without_an_appraisal_an_option_costs_a_year_and_what_is_missing_is_said(world):
    made = read(world)
    assert cost_words(Option.DO_NOTHING, made.missing).startswith("{figure:option_nothing_year}")
    # 15 beds x 4,557.00 x 365/7
    assert made.found["option_nothing_year"].shown == "£3,564,225"
    assert cost_words(Option.ALONE, made.missing).startswith("{figure:annual_value}")
    for option, says in (
        (Option.PARTNERS, "No council shares the block with us"),
        (Option.JOIN, "No other council’s arrangement open to us has a price"),
        (Option.RETENDER, "No arrangement open to us has a price"),
    ):
        words = cost_words(option, made.missing)
        assert words.startswith("Not known. ") and says in words


def test_paper_on_an_arrangement_reckons_with_the_children_placed_through_it(world):
    tool = arrangement(world.authority, "4000.00", lead=world.authority)
    about = {"tool": tool, "block_contract": None}
    missing = read(world, **about).missing
    assert "No child is placed" in missing["option_places"]
    assert "no unused option" in missing["option_extend_cost"]
    assert "No other council may buy" in missing["option_partners_year"]
    ToolAccessFactory(tool=tool, authority=AuthorityFactory())
    with acting_as(council_keeper(world.authority)):
        ToolOption.objects.create(tool=tool, position=1, months=24)
    made = read(world, **about)
    assert made.found["option_extend_years"].shown == "2"
    assert made.found["tool_weekly"].shown == "£4,000.00"


def test_paper_on_a_need_reckons_with_the_children_placed_outside(world):
    arrangement(world.authority, "4000.00")
    made = read(world, block_contract=None)
    # 11 children x 4,000.00 x 365/7
    assert made.found["option_places"].shown == "11"
    assert made.found["option_join_year"].shown == "£2,294,286"
    assert cost_words(Option.ALONE, made.missing).startswith("{figure:option_retender_year}")
    assert "no contract or arrangement" in cost_words(Option.EXTEND, made.missing)


def test_prices_are_those_of_active_members_on_the_day_for_the_kind_asked(world):
    tool = arrangement(world.authority, "4000.00")
    gone = MembershipFactory(lot=LotFactory(tool=tool), ends_on=date(2025, 1, 1))
    PriceScheduleFactory(membership=gone, weekly_rate=Decimal("1.00"))
    other = MembershipFactory(lot=LotFactory(tool=tool, category="fostering"))
    PriceScheduleFactory(membership=other, weekly_rate=Decimal("2.00"))
    arrangement(AuthorityFactory(), "3.00", name="Not open to us")
    with acting_as(world.writer) as writer:
        (found,) = prices_offered(writer, "residential", on=TODAY)
    assert found.prices == (Decimal("4000.00"),)


def test_exempt_price_takes_the_costs_made_of_it_along(world):
    appraised(world)
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        options = PaperOption.objects.filter(paper=paper, option=Option.EXTEND)
        options.update(cost="{figure:option_extend_cost}")
        exempt_parts(
            paper=paper, paragraph="3", public_interest="Prices.", figures=["weekly_rate"], by=writer, at=NOW
        )
        paper.refresh_from_db()
        words, _ = exempt_values(paper, writer, TODAY)
    assert {"option_extend_cost", "appraisal_block_cost", "appraisal_voids"} <= words.figures
    assert "appraisal_spot_cost" not in words.figures


def test_page_of_options_shows_every_cost_with_its_basis(world):
    appraised(world)
    arrangement(world.authority, "4000.00")
    with acting_as(world.writer) as writer:
        paper = create_paper(block_contract=world.contract, meeting_on=MEETING, by=writer, at=NOW)
    page = browser_of(world.writer).get(reverse("paper_options", args=[paper.reference])).content.decode()
    for part in ("{figure:option_join_cost}", "(1 price)", "No council shares the block with us"):
        assert part in page
