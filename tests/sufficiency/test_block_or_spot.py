"""Block against spot: break-even, voids and the best size, on futures whose outcome is known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from contracts.calculations import price_per_occupied_bed, void_cost, weekly_saving
from core.errors import DomainError
from sufficiency.planning.block import BlockTerms, appraise, break_even
from tests.factories.planning import FIFTEEN_BEDS

LAST = date(2026, 3, 31)
GUARANTEED, SPOT = Decimal("61519.50"), Decimal("4557.00")
PATHS, MONTHS = 200, 36


def steady(children: int) -> np.ndarray:
    return np.full((PATHS, MONTHS), children)


def certain(**changes: object) -> BlockTerms:
    """Every child suits the block, none of its beds stands empty by chance."""
    facts = {"suitable_percent": Decimal(100), "turnover_percent": Decimal(0), **changes}
    return replace(FIFTEEN_BEDS, **facts)


def test_fifteen_beds_at_a_tenth_under_spot_break_even_at_thirteen_and_a_half():
    assert break_even(FIFTEEN_BEDS) == Decimal("13.5")


def test_a_fourteenth_child_saves_what_a_missing_one_costs():
    assert weekly_saving(GUARANTEED, SPOT, 14) == Decimal("2278.50")
    assert weekly_saving(GUARANTEED, SPOT, 13) == Decimal("-2278.50")
    assert price_per_occupied_bed(GUARANTEED, 13) == Decimal("4732.27")
    assert void_cost(Decimal("4101.30"), 2 * 365) == Decimal("427707.00")


def test_part_guarantee_breaks_even_earlier():
    """Half guaranteed: £30,759.75 a week is owed, and each child in a bed spares £2,506.35 of spot."""
    terms = replace(FIFTEEN_BEDS, guaranteed_percent=Decimal(50))
    assert break_even(terms).quantize(Decimal("0.01")) == Decimal("12.27")


def test_price_by_use_above_spot_never_breaks_even():
    dear = replace(FIFTEEN_BEDS, weekly_price=Decimal(20000), guaranteed_percent=Decimal(50))
    assert break_even(dear) is None


@pytest.mark.parametrize(("children", "weekly"), [(15, "6835.50"), (14, "2278.50"), (13, "-2278.50")])
def test_a_year_of_steady_children_saves_its_weeks(children, weekly):
    found = appraise(steady(children), LAST, certain(), seed=1)["chosen"]
    year = float(Decimal(weekly) * 365 / 7)
    assert found["saving"]["mean"] == pytest.approx(year, abs=1)
    assert found["saving"]["p10"] == pytest.approx(year, abs=1)
    assert found["chance_cheaper"] == (1.0 if year > 0 else 0.0)
    assert found["occupancy"]["mean"] == pytest.approx(children / 15, abs=0.0001)


def test_full_use_for_a_year_saves_what_the_paper_hopes_for():
    found = appraise(steady(20), LAST, certain(), seed=1)["chosen"]
    assert found["saving"]["mean"] == pytest.approx(356_422.50, abs=1)


def test_two_beds_empty_all_year_cost_their_guarantee():
    found = appraise(steady(13), LAST, certain(), seed=1)["chosen"]
    assert found["empty_nights"]["mean"] == 2 * 365
    assert found["voids_council"]["mean"] == pytest.approx(427_707, abs=1)
    assert found["voids_provider"]["mean"] == 0


def test_provider_carries_the_part_not_guaranteed():
    found = appraise(steady(13), LAST, certain(guaranteed_percent=Decimal(60)), seed=1)["chosen"]
    whole = found["voids_council"]["mean"] + found["voids_provider"]["mean"]
    assert whole == pytest.approx(427_707, abs=2)
    assert found["voids_provider"]["mean"] == pytest.approx(427_707 * 0.4, abs=1)


def test_best_number_of_beds_is_that_of_the_children():
    result = appraise(steady(9), LAST, certain(), seed=1)
    assert result["best_beds"] == 9
    assert [size["beds"] for size in result["sizes"]] == list(range(1, 31))


def test_no_number_of_beds_is_best_when_the_block_is_dearer_than_spot():
    dear = certain(weekly_price=Decimal("4600.00"))
    assert appraise(steady(30), LAST, dear, seed=1)["best_beds"] == 0


def test_beds_ramp_up_and_the_curve_carries_the_last_month_on():
    terms = certain(first_month=30, beds_a_month=5, term_months=24)
    result = appraise(steady(40), LAST, terms, seed=1)
    assert [point["open"] for point in result["curve"]][:4] == [5, 10, 15, 15]
    assert result["curve"][0]["month"] == "2028-09-30" and len(result["curve"]) == 24
    assert result["carried_from"] == MONTHS


def test_wider_need_makes_a_wider_saving():
    rng = np.random.default_rng(3)
    narrow = np.maximum(14 + rng.integers(-1, 2, (PATHS, MONTHS)), 0)
    wide = np.maximum(14 + rng.integers(-7, 8, (PATHS, 1)) + 0 * narrow, 0)

    def width(need: np.ndarray) -> float:
        saving = appraise(need, LAST, certain(), seed=1)["chosen"]["saving"]
        return saving["p90"] - saving["p10"]

    assert width(wide) > 3 * width(narrow)


def test_same_seed_gives_the_same_figures_and_sensitivity_moves_as_it_says():
    first, second = (appraise(steady(30), LAST, FIFTEEN_BEDS, seed=5) for _ in range(2))
    assert first == second
    saving = {row["label"]: row["saving"]["mean"] for row in first["sensitivity"]}
    assert saving["As asked"] == first["chosen"]["saving"]["mean"]
    assert saving["Spot is 10% dearer"] > saving["As asked"] > saving["The block is 5% dearer"]
    assert saving["Beds stand empty 10 points more of the time"] < saving["As asked"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"beds": 0}, "beds"),
        ({"beds": 61}, "beds"),
        ({"term_months": 0}, "term_months"),
        ({"first_month": 37}, "first_month"),
        ({"beds_a_month": 0}, "beds_a_month"),
    ],
)
def test_impossible_deals_are_refused_beside_their_field(facts, field):
    with pytest.raises(DomainError) as refused:
        appraise(steady(9), LAST, replace(FIFTEEN_BEDS, **facts), seed=1)
    assert refused.value.field == field


def test_nobody_in_need_leaves_every_bed_empty():
    found = appraise(steady(0), LAST, certain(), seed=1)
    assert found["chosen"]["occupancy"]["mean"] == 0 and found["best_beds"] == 0
