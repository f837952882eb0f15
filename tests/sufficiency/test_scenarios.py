"""Scenarios: changes to rates in the engine, to prices and places in the costs, and what they come to."""

from datetime import date

import numpy as np
import pytest

from sufficiency.forecast import AgeBand, Category, Grade, Rate, RateChange, forecast
from sufficiency.forecast.cells import CATEGORIES
from sufficiency.forecast.history import months_after
from sufficiency.planning.changes import (
    KINDS,
    EdgeOfCare,
    HomeCloses,
    InHouseFostering,
    NewBlock,
    PriceGrowth,
    Reunification,
    StepDown,
    change_from,
)
from sufficiency.planning.compare import outcome_of
from sufficiency.planning.costs import Price, by_year, cost_paths
from sufficiency.planning.packing import pack, unpack
from tests.factories.planning import wandering
from tests.sufficiency.made_up import history_of, one_council

MONTHS = months_after(date(2026, 3, 31), 24)
WEEKS = sum(month.day for month in MONTHS) / 7
FOSTERING, RESIDENTIAL = (CATEGORIES.index(c) for c in (Category.FOSTERING, Category.RESIDENTIAL))
PRICES = {Category.RESIDENTIAL: Price(5000.0, 0.0, 30), Category.FOSTERING: Price(800.0, 0.0, 90)}
EVERY_CHANGE = [
    EdgeOfCare(3, 10.0, ["10-15"], ramp_months=6, yearly_cost=1000.0),
    StepDown(1, 2.0, ["10-15", "16-17"], months=12),
    Reunification(1, 10.0, "fostering"),
    InHouseFostering(1, 2.0, 30, 85.0, 500.0, 1000.0),
    NewBlock(6, "residential", 10, 2.0, 4100.0, 100.0, 90.0),
    PriceGrowth(1, 3.0),
    HomeCloses(12, "residential", 3, 900.0),
]


def counts(children: int = 20) -> np.ndarray:
    """Forty in fostering and ``children`` in homes on each path, every month."""
    found = np.zeros((50, len(MONTHS), len(CATEGORIES)), dtype=int)
    found[:, :, FOSTERING], found[:, :, RESIDENTIAL] = 40, children
    return found


def cost(*changes, prices=PRICES) -> float:
    return float(cost_paths(counts(), MONTHS, prices, changes, seed=1).sum(axis=1).mean())


@pytest.fixture(scope="module")
def history():
    return history_of(one_council(250), 60, seed=4)


def paths(history, *changes):
    """Simulated by the flows, whatever the grade would say."""
    grade = Grade(method="flows of children", verdict="", origins=0)
    made = forecast(history, horizon_months=24, paths=150, seed=2, changes=changes, grade=grade)
    return made.by_category()


def test_fewer_entries_of_an_age_mean_fewer_children(history):
    fewer = RateChange(Rate.ENTRIES, factor=0.5)
    assert paths(history, fewer)[:, -1].sum(axis=1).mean() < 0.9 * paths(history)[:, -1].sum(axis=1).mean()


def test_step_down_moves_children_and_loses_none(history):
    step = StepDown(1, 10.0, ["10-15", "16-17"]).rate_changes()
    base, stepped = paths(history)[:, 11].mean(axis=0), paths(history, *step)[:, 11].mean(axis=0)
    assert stepped[RESIDENTIAL] < 0.8 * base[RESIDENTIAL]
    assert stepped[FOSTERING] > base[FOSTERING]
    assert stepped.sum() == pytest.approx(base.sum(), rel=0.06)


def test_more_leaving_one_kind_means_fewer_in_it(history):
    more = RateChange(Rate.LEAVING, factor=2.0, category=Category.FOSTERING)
    assert paths(history, more)[:, -1, FOSTERING].mean() < 0.9 * paths(history)[:, -1, FOSTERING].mean()


def test_change_comes_in_gradually_and_ends():
    change = RateChange(Rate.ENTRIES, factor=0.0, from_month=3, ramp_months=3, until_month=8)
    assert [change.share(month) for month in (2, 3, 4, 6, 8, 9)] == [0, 0.25, 0.5, 1, 1, 0]


def test_change_that_has_not_started_changes_nothing(history):
    later = RateChange(Rate.ENTRIES, factor=0.1, from_month=60, age_bands=(AgeBand.FROM_10,))
    assert (paths(history, later) == paths(history)).all()


def test_every_change_survives_being_kept():
    assert {change.kind for change in EVERY_CHANGE} == set(KINDS)
    assert [change_from(change.as_json()) for change in EVERY_CHANGE] == EVERY_CHANGE


def test_cost_is_children_times_price_times_weeks():
    assert cost() == pytest.approx((20 * 5000 + 40 * 800) * WEEKS)


def test_kind_without_a_price_is_left_out():
    assert cost(prices={Category.FOSTERING: PRICES[Category.FOSTERING]}) == pytest.approx(40 * 800 * WEEKS)


def test_price_growth_compounds_from_its_month():
    grown = cost_paths(counts(), MONTHS, PRICES, [PriceGrowth(1, 12.0, "residential")], seed=1)
    plain = cost_paths(counts(), MONTHS, PRICES, [], seed=1)
    last = MONTHS[11].day / 7
    assert (grown - plain)[0, 11] == pytest.approx(20 * 5000 * 0.12 * last)


def test_in_house_places_save_their_difference_as_they_are_filled():
    change = InHouseFostering(1, 4.0, 8, 50.0, 500.0, 1000.0)
    saved = (
        cost_paths(counts(), MONTHS, PRICES, [change], seed=1)
        - cost_paths(counts(), MONTHS, PRICES, [], seed=1)
    )[0]
    assert saved[0] == pytest.approx(-2 * 500 * MONTHS[0].day / 7)
    assert saved[-1] == pytest.approx(-4 * 500 * MONTHS[-1].day / 7)


def test_block_pays_the_guarantee_and_spares_spot():
    change = NewBlock(1, "residential", 10, 10.0, 4000.0, 100.0, 90.0)
    assert cost(change) - cost() == pytest.approx((10 * 4000 - 9 * 5000) * WEEKS)


def test_block_is_never_fuller_than_there_are_children():
    change = NewBlock(1, "residential", 50, 50.0, 4000.0, 100.0, 100.0)
    assert cost(change) - cost() == pytest.approx((50 * 4000 - 20 * 5000) * WEEKS)


def test_closed_home_costs_more_for_its_children_from_its_month():
    change = HomeCloses(13, "residential", 3, 700.0)
    weeks = sum(month.day for month in MONTHS[12:]) / 7
    assert cost(change) - cost() == pytest.approx(3 * 700 * weeks)


def test_running_costs_are_by_the_month():
    assert cost(EdgeOfCare(13, 5.0, ["10-15"], yearly_cost=120_000.0)) - cost() == pytest.approx(120_000)


def test_difference_is_taken_path_by_path():
    uncertain = {Category.RESIDENTIAL: Price(5000.0, 600.0, 5)}
    facts = {"counts": counts(), "months": MONTHS, "prices": uncertain, "seed": 1, "reference": ""}
    base = outcome_of(name="As things are", changes=[], base=None, **facts)
    found = outcome_of(name="Closure", changes=[HomeCloses(1, "residential", 3, 700.0)], base=base, **facts)
    assert base.cost.high - base.cost.low > 1_000_000
    assert found.difference.low == pytest.approx(found.difference.high) == pytest.approx(3 * 700 * WEEKS)
    assert found.chance_cheaper == 0


def test_years_of_a_plan_add_up_with_a_part_year_last():
    costs = np.ones((2, 30))
    assert by_year(costs)[0].tolist() == [12, 12, 6]


def test_packed_futures_come_back_as_they_were():
    found = wandering()
    assert (unpack(pack(found)) == found).all()
