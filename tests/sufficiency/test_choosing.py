"""Which kinds of care follow the flows and which stay at the last value, by what the past shows."""

import csv

import numpy as np
import pytest

from sufficiency.forecast import CATEGORIES, CELLS, Category, forecast
from sufficiency.forecast.cells import columns
from sufficiency.forecast.choosing import LEVELS, choose, factors, heard, held_to, misses, said, shares_of
from sufficiency.forecast.flows import expect_flows, fit_flows, simulate_flows
from sufficiency.forecast.grading import FLOWS, USED
from sufficiency.forecast.yearly import DRIFTS, USUAL_DRIFT, best_drift
from sufficiency.simulation import Region, simulate, write_returns
from tests.sufficiency.made_up import history_of, one_council
from tests.sufficiency.test_analysts_commands import forecast as run_command
from tests.sufficiency.test_analysts_commands import rows_of

SUPPORTED = 1 + CATEGORIES.index(Category.SUPPORTED)


@pytest.fixture(scope="module")
def history():
    return history_of(Region(authorities=3, children=1200), 60, seed=5)


def outcome(of_supported):
    """One area, 12 months: flows say 60 supported and 100 others, the last value 40 and 100."""
    flows, came, last = (
        np.zeros((1, 12, len(CELLS))),
        np.zeros((1, 12, len(CELLS))),
        np.zeros((1, len(CELLS))),
    )
    kind, other = columns(Category.SUPPORTED)[-1], columns(Category.FOSTERING)[0]
    flows[..., kind], last[..., kind], came[..., kind] = 60, 40, of_supported
    flows[..., other] = last[..., other] = came[..., other] = 100
    return misses(flows, last, came)


@pytest.mark.parametrize(("came", "share"), [(60, 1.0), (40, 0.0), (50, 0.5)])
def test_kind_takes_the_level_that_was_nearer(came, share):
    assert choose(outcome(came), 1)[0, SUPPORTED] == share


def test_nothing_tested_leaves_all_to_the_flows():
    assert (choose(None, 2) == 1).all()


def test_unknown_months_say_nothing():
    flows, last = np.full((1, 3, len(CELLS)), 2.0), np.ones((1, len(CELLS)))
    came = np.full((1, 3, len(CELLS)), 2.0)
    came[0, 1:] = np.nan
    found = misses(flows, last, came)
    assert found.came[0, 0] == 2 * len(CELLS) and found.off[0, 0, 0] == 0


def test_one_council_leans_on_what_its_pool_shows():
    for_flows, against = outcome(60), outcome(46)
    both = misses(np.zeros((1, 0, len(CELLS))), np.zeros((1, len(CELLS))), np.zeros((1, 0, len(CELLS))))
    pooled = type(both)(
        np.concatenate([against.off, *[for_flows.off] * 9]),
        np.concatenate([against.came, *[for_flows.came] * 9]),
    )
    assert choose(pooled, 10)[0, SUPPORTED] > choose(against, 1)[0, SUPPORTED]


def test_levels_are_held_and_ages_follow_the_flows():
    means = np.full((2, len(CELLS)), 10.0)
    means[1, columns(Category.SUPPORTED)] = [0, 0, 0, 0, 80]
    last = np.full(len(CELLS), 10.0)
    shares = np.ones(len(LEVELS))
    shares[SUPPORTED] = 0.0
    held = means * factors(means, last, shares)
    assert np.isclose(held.sum(axis=1), means.sum(axis=1)).all()
    kind = columns(Category.SUPPORTED)
    assert held[1, kind][:-1].sum() == 0 and means[1].sum() > held[1, kind].sum()
    shares[:] = 0
    assert np.isclose((means * factors(means, last, shares)).sum(axis=1), last.sum()).all()


def test_held_paths_are_whole_children_and_right_on_average():
    paths = np.full((4000, 3, len(CELLS)), 7, dtype=np.int16)
    held = held_to(paths, np.full((3, len(CELLS)), 0.9), np.random.default_rng(1))
    assert held.dtype == paths.dtype
    assert abs(held.mean() - 6.3) < 0.02
    assert (held[:, 0] == held[:, 2]).all()


def test_expected_flows_are_the_mean_of_simulated_ones(history):
    model = fit_flows(history, 24)
    drawn = np.stack(
        [a.counts.mean(axis=0) for a in simulate_flows(model, np.random.default_rng(1), 400, 24)]
    )
    assert np.abs(expect_flows(model, 24).sum(axis=2) / drawn.sum(axis=2) - 1).max() < 0.03


def test_what_came_later_does_not_change_an_earlier_test(history):
    changed = history.known.copy()
    changed[:, 55:] *= 3
    later = type(history)(history.months, changed, history.areas, history.children, history.notes)
    assert np.array_equal(shares_of(history.until(50)), shares_of(later.until(50)))


def test_shares_are_kept_with_the_grade_and_used():
    council = history_of(one_council(300), 60, seed=8)
    made = forecast(council, horizon_months=12, paths=200, seed=1)
    assert made.method == FLOWS
    assert set(made.grade.shares) == {"total", *(str(category) for category in CATEGORIES)}
    assert made.grade.score(USED).coverage is not None
    assert said(heard(made.grade.shares)) == made.grade.shares
    held = {**made.grade.shares, "total": 0.0, **{str(category): 0.0 for category in CATEGORIES}}
    still = forecast(
        council, horizon_months=12, paths=200, seed=1, grade=type(made.grade)(FLOWS, "", 6, shares=held)
    )
    for category in Category:
        last = council.counts()[-1, columns(category)].sum()
        assert abs(still.fan(category).mean[-1] - last) < 0.02 * last + 1


def test_authority_without_the_last_return_is_left_out_by_name(tmp_path):
    region = simulate(Region(authorities=3, children=300, years=3), seed=9)
    write_returns(region, tmp_path / "in", years=3)
    for path in (tmp_path / "in").glob("*.csv"):
        rows = rows_of(path)
        with path.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(row for row in rows if (row["LA"], row["YEAR"]) != ("Area 002", "2019"))
    _, said_of = run_command(tmp_path / "in", tmp_path / "out.csv")
    assert {row["area"] for row in rows_of(tmp_path / "out.csv")} == {"Area 001", "Area 003", "ALL"}
    assert "Area 002 is left out" in said_of and "31 March 2019" in said_of


def test_growth_is_carried_on_only_where_it_paid():
    rng = np.random.default_rng(1)
    steady = 200 * np.exp(rng.normal(0, 0.03, (60, 9)))
    zigzag = 200 * np.where(np.arange(9) % 2, 1.1, 1.0) * np.ones((60, 1))
    rising = 200 * 1.08 ** np.arange(9) * np.exp(rng.normal(0, 0.01, (60, 9)))
    assert best_drift(zigzag) == 0
    assert best_drift(rising) == max(DRIFTS)
    assert best_drift(steady) in DRIFTS and best_drift(steady[:, :2]) == USUAL_DRIFT
