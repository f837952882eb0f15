"""Figures: their values from known records, their provenance, what is missing and what is hidden."""

from datetime import date
from decimal import Decimal

import pytest

from authorities.choices import Role, SettingKey
from contracts.selectors.blocks import access_block
from core.actor import acting_as
from core.errors import NotFound
from reports.choices import PaperFormat
from reports.figures import CATALOGUE, gather
from reports.models import Paper
from tests.factories.authorities import AuthoritySettingFactory, council_actor
from tests.factories.reports import MEETING, TODAY, BlockWorld, BudgetFactory, block_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> BlockWorld:
    return block_world()


def paper_of(world: BlockWorld, meeting_on: date = MEETING) -> Paper:
    return Paper(
        reference="PAP-000001",
        authority=world.authority,
        paper_format=PaperFormat.D,
        block_contract=world.contract,
        category=world.contract.category,
        meeting_on=meeting_on,
    )


def read(world: BlockWorld, *keys: str, meeting_on: date = MEETING):
    with acting_as(world.writer) as writer:
        return gather(paper_of(world, meeting_on), writer, TODAY, keys)


def test_figures_are_computed_from_records(world):
    expected = {
        "annual_value": "£3,207,802.50",  # 15 x 4,101.30 x 365/7
        "guaranteed_weekly": "£61,519.50",
        "term_years": "7",
        "total_value": "£22,454,617.50",
        "annual_ceiling": "£4,500,000",
        "headroom": "£9,045,382.50",
        "ceiling_of_budget": "19.0%",
        "spot_weekly": "£4,557.00",
        "break_even_beds": "13.5",
        "break_even_occupancy": "90.0%",
        "price_against_spot": "10.0%",
        "occupied_nights": "5,110",
        "live_nights": "5,475",
        "occupancy": "93.3%",
        "external_share": "91.7%",
        "external_cost": "£45,670",
        "void_cost": "£100",
        "week_factor": "52.1429",
    }
    found = read(world, *expected).found
    assert {key: figure.shown for key, figure in found.items()} == expected


def test_figure_says_where_it_comes_from_and_as_at_when(world):
    found = read(world, "spot_weekly", "break_even_beds").found
    assert found["spot_weekly"].as_at == date(2026, 11, 19)
    assert "70 nights" in found["spot_weekly"].source
    assert found["break_even_beds"].as_at == date(2026, 11, 19)
    assert found["break_even_beds"].exact == str(Decimal("61519.50") / Decimal("4557.00"))


def test_week_factor_is_the_council_s_own(world):
    AuthoritySettingFactory(authority=world.authority, key=SettingKey.WEEK_FACTOR, value="52")
    assert read(world, "annual_value").found["annual_value"].shown == "£3,199,014.00"


def test_dates_are_counted_by_clear_days(world):
    """Cabinet on Monday 26 September 2022, after the bank holiday of the 19th."""
    found = read(
        world, "notice_by", "papers_by", "call_in_ends", "effective_on", meeting_on=date(2022, 9, 26)
    ).found
    assert found["notice_by"].reading.value == date(2022, 8, 26)
    assert found["papers_by"].reading.value == date(2022, 9, 15)
    assert found["call_in_ends"].reading.value == date(2022, 10, 5)
    assert found["effective_on"].reading.value == date(2022, 10, 6)


def test_missing_figure_names_what_to_record(world):
    gathered = read(world, "forecast_12", "beds")
    assert list(gathered.found) == ["beds"]
    assert "No forecast has been made yet" in gathered.missing["forecast_12"]


def test_small_number_of_children_is_hidden():
    world = block_world(children=3, placements=False)
    gathered = read(world, "children_now")
    assert gathered.found["children_now"].shown == "fewer than 5"
    assert gathered.found["children_now"].exact == "fewer than 5"


def test_writer_below_the_records_clearance_gets_the_sums(world):
    clerk = council_actor(Role.DEMOCRATIC_SERVICES, authority=world.authority)
    with acting_as(clerk):
        found = gather(paper_of(world), clerk, TODAY, ["spot_weekly", "children_now"]).found
    assert set(found) == {"spot_weekly", "children_now"}


def test_another_council_reads_no_figure_of_this_block(world):
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(stranger), pytest.raises(NotFound):
        access_block(stranger, world.contract.reference)


def test_every_figure_says_what_it_means():
    assert all(entry.label and entry.definition for entry in CATALOGUE.values())


def test_share_of_nothing_is_missing_and_says_so(world):
    BudgetFactory(authority=world.authority, amount=Decimal(0), version=2)
    assert read(world, "ceiling_of_budget", "budget").missing == {
        "ceiling_of_budget": "Yearly ceiling in the budget: It is a share of a figure that is 0, so there is"
        " none."
    }


def test_what_a_small_block_pays_for_empty_beds_stays_untold(world):
    AuthoritySettingFactory(authority=world.authority, key=SettingKey.SUPPRESS_UNDER, value=16)
    assert set(read(world, "void_cost", "occupancy", "beds").missing) == {"void_cost", "occupancy"}
