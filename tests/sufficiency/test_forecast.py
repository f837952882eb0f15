"""The forecast against councils whose process is known, and on histories that should make it careful."""

from datetime import date

import numpy as np
import pytest

from sufficiency.forecast import (
    CELLS,
    AgeBand,
    Category,
    ForecastError,
    Grade,
    MonthlyHistory,
    PlacementType,
    Rate,
    RateChange,
    Spell,
    build_history,
    forecast,
    forecast_areas,
    of_one_council,
    recorded_flow,
)
from sufficiency.forecast.cells import columns
from sufficiency.forecast.grading import FLOWS, LAST_VALUE, USED
from sufficiency.forecast.history import months_after
from sufficiency.simulation import Region
from tests.sufficiency.made_up import history_of, one_council

CELL = columns(Category.RESIDENTIAL, AgeBand.FROM_10)[0]
REGION = Region(authorities=8, children=3200, spread=0.6)


def counts_only(counts) -> MonthlyHistory:
    months = [date(2020, 1, 31), *months_after(date(2020, 1, 31), len(counts) - 1)]
    known = np.zeros((1, len(months), len(CELLS)))
    known[0, :, CELL] = counts
    return MonthlyHistory(months, known)


@pytest.fixture(scope="module")
def council():
    return history_of(one_council(450), 60, seed=1)


@pytest.fixture(scope="module")
def made(council):
    return forecast(council, horizon_months=36, paths=400, seed=7)


@pytest.fixture(scope="module")
def outcomes():
    """For each council of two regions: the forecast after 60 months, the last value, and what came in 36."""
    results = []
    for seed in (41, 42):
        whole = history_of(REGION, 96, seed)
        known = whole.until(60)
        drawn = forecast_areas(known, horizon_months=36, paths=300, seed=seed)
        for number, (_, paths) in enumerate(drawn):
            results.append((paths, whole.known[number, 59], whole.known[number, 60:]))
    return results


GRID = [columns(category, band) for category in Category for band in AgeBand]


def summed(values, groups):
    return np.stack([values[..., places].sum(axis=-1) for places in groups], axis=-1)


def errors(outcomes, groups) -> tuple[float, float]:
    """Mean over councils of the error (WAPE) of the forecast and of the last value."""
    pairs = []
    for paths, last, came in outcomes:
        outcome = summed(came, groups)
        ours, theirs = summed(paths, groups).mean(axis=0), summed(last, groups)
        pairs.append([np.abs(ours - outcome).sum(), np.abs(theirs - outcome).sum()] / outcome.sum())
    ours, theirs = np.mean(pairs, axis=0)
    return ours, theirs


def coverage(outcomes, groups) -> float:
    inside = []
    for paths, _, came in outcomes:
        low, high = np.quantile(summed(paths, groups), (0.1, 0.9), axis=0, method="inverted_cdf")
        outcome = summed(came, groups)
        inside.append(((low <= outcome) & (outcome <= high)).mean())
    return float(np.mean(inside))


def test_forecast_of_cells_is_a_sixth_better_than_the_last_value(outcomes):
    ours, last = errors(outcomes, GRID)
    assert ours < last * 5 / 6


def test_forecast_of_the_total_beats_the_last_value(outcomes):
    ours, last = errors(outcomes, [columns()])
    assert ours < last


@pytest.mark.parametrize("groups", [[columns()], [columns(Category.RESIDENTIAL)], GRID])
def test_band_of_80_per_cent_holds_about_that(outcomes, groups):
    assert 0.7 <= coverage(outcomes, groups) <= 0.95


def test_first_month_does_not_jump(council, made):
    now = council.counts()[-1].sum()
    assert abs(made.fan().mean[0] - now) < 0.02 * now


def test_months_follow_the_history(council, made):
    assert made.months[0] == months_after(council.months[-1], 1)[0]
    assert (len(made.months), made.paths.shape) == (36, (400, 36, len(CELLS)))


def test_counts_are_whole_and_never_below_zero(made):
    assert np.issubdtype(made.paths.dtype, np.integer)
    assert made.paths.min() >= 0
    fan = made.fan(Category.SUPPORTED, AgeBand.FROM_16)
    assert all(np.issubdtype(values.dtype, np.integer) for values in fan.quantiles.values())


def test_nobody_under_16_is_in_supported_accommodation(made):
    young = [made.fan(Category.SUPPORTED, band).mean.max() for band in AgeBand if band != AgeBand.FROM_16]
    assert max(young) == 0


def test_fan_is_in_order_and_widens(made):
    fan = made.fan()
    ordered = np.stack(list(fan.quantiles.values()))
    assert (np.diff(ordered, axis=0) >= 0).all()
    low, high = fan.band(80)
    assert high[35] - low[35] > high[5] - low[5] > 0


def test_band_of_a_sum_is_not_the_sum_of_bands(made):
    cells = sum(np.diff(made.fan(c, a).band(80), axis=0)[0, -1] for c in Category for a in AgeBand)
    whole = np.diff(made.fan().band(80), axis=0)[0, -1]
    assert whole < cells


def test_same_seed_same_numbers_and_another_seed_others(council, made):
    again = forecast(council, horizon_months=36, paths=400, seed=7)
    other = forecast(council, horizon_months=36, paths=400, seed=8)
    assert np.array_equal(made.paths, again.paths)
    assert made.input_hash == again.input_hash != other.input_hash
    assert not np.array_equal(made.paths, other.paths)


def test_hash_changes_with_one_count():
    counts = [40.0] * 30
    first = forecast(counts_only(counts), paths=100)
    counts[3] = 41
    assert forecast(counts_only(counts), paths=100).input_hash != first.input_hash


def test_points_hold_every_sum_and_are_plain_values(made):
    points = made.points()
    assert len(points) == 36 * (1 + 4 + 6 + 20 + 5)
    total = next(p for p in points if p["category"] == p["age_band"] == "all")
    assert set(total) == {
        "month",
        "category",
        "placement_type",
        "age_band",
        "mean",
        "p2_5",
        "p10",
        "p25",
        "p50",
        "p75",
        "p90",
        "p97_5",
    }
    assert total["p50"] == made.fan().quantiles["p50"][0]


def test_grade_stands_beside_the_plain_methods_and_knows_its_band(council, made):
    scores = made.grade.scores
    assert {score.method for score in scores} == {USED, FLOWS, LAST_VALUE, "straight line", "council paper"}
    assert {score.horizon for score in scores} == {0, 6, 12, 24}
    assert made.grade.score(FLOWS, "cells").error < made.grade.score(LAST_VALUE, "cells").error
    assert made.grade.score("straight line").coverage is None
    assert 0.5 < made.grade.score(FLOWS, "cells").coverage <= 1
    assert (made.method, made.grade.method) == (FLOWS, FLOWS)


def test_grade_of_a_steady_council_prefers_the_last_value_and_says_so():
    """Forty children who never change.

    Nothing can beat repeating the last value, and only counts are known.
    """
    made = forecast(counts_only([40.0] * 48), paths=200)
    assert made.method == LAST_VALUE
    assert made.grade.score(LAST_VALUE).error == 0
    assert "last value" in made.grade.verdict
    assert any("Only counts are known" in note for note in made.notes)


@pytest.mark.parametrize("seed", range(4))
def test_method_that_did_worse_on_the_past_is_not_used(seed):
    made = forecast(history_of(one_council(40), 48, seed), horizon_months=12, paths=100, seed=1)
    ours, last = (made.grade.score(m).error + made.grade.score(m, "cells").error for m in (USED, LAST_VALUE))
    assert made.method == (FLOWS if ours <= last else LAST_VALUE)
    assert ("lost" in made.grade.verdict) == (made.method == LAST_VALUE)


def test_short_history_widens_the_band_and_says_it_was_not_tested(council):
    short = council.until(6)
    made = forecast(short, horizon_months=12, paths=400)
    assert (made.method, made.grade.origins) == (LAST_VALUE, 0)
    assert "6 months of history are too few" in made.grade.verdict
    low, high = made.fan().band(80)
    tested = forecast(council, horizon_months=12, paths=400, grade=Grade(FLOWS, "", 1)).fan()
    tested_low, tested_high = tested.band(80)
    assert high[-1] - low[-1] > tested_high[-1] - tested_low[-1]


def test_one_month_of_history_gives_a_wide_band():
    made = forecast(counts_only([200.0]), horizon_months=12, paths=500)
    low, high = made.fan().band(80)
    assert low[-1] < 190 < 210 < high[-1]


def test_unknown_months_are_stood_in_for_and_named():
    counts = [40.0 + n % 3 for n in range(40)]
    counts[10:13] = [np.nan] * 3
    made = forecast(counts_only(counts), paths=100)
    assert "3 of 40 months are not known" in " ".join(made.notes)
    assert made.grade.score(LAST_VALUE).error < 0.1


def test_tiny_council_is_told_to_read_the_band():
    made = forecast(history_of(one_council(25), 48, seed=2).until(48), paths=200)
    assert any("So few children" in note for note in made.notes)
    low, high = made.fan().band(80)
    assert low.min() >= 0
    assert high[-1] > low[-1]


def test_council_that_nobody_enters_or_leaves_is_forecast():
    spells = [Spell(name, date(2015, 1, 1), PlacementType.FOSTER_KIN, date(2018, 1, 1)) for name in "ABC"]
    history = build_history(of_one_council(spells), date(2020, 1, 1), date(2023, 1, 1))
    made = forecast(history, horizon_months=12, paths=100)
    assert made.method == LAST_VALUE
    assert 2 <= made.fan().mean[0] <= 4


@pytest.mark.parametrize(
    ("counts", "message"),
    [([0.0] * 30, "no history"), ([5.0, np.nan], "last month"), ([np.nan] * 30, "no history")],
)
def test_history_of_nobody_is_an_error(counts, message):
    with pytest.raises(ForecastError, match=message):
        forecast(counts_only(counts))


def test_history_without_months_is_an_error():
    with pytest.raises(ForecastError, match="no history"):
        forecast(MonthlyHistory([], np.zeros((1, 0, len(CELLS)))))


@pytest.mark.parametrize(
    ("settings", "message"), [({"horizon_months": 61}, "60 months"), ({"paths": 10}, "100 paths")]
)
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(ForecastError, match=message):
        forecast(counts_only([40.0] * 30), **settings)


def test_path_of_the_pool_is_the_sum_of_its_councils_paths_and_its_band_is_not(outcomes):
    history = history_of(REGION, 60, seed=41)
    drawn = [paths for _, paths in forecast_areas(history, horizon_months=12, paths=300, seed=1)]
    again = [paths for _, paths in forecast_areas(history, horizon_months=12, paths=300, seed=1)]
    assert all(np.array_equal(one, other) for one, other in zip(drawn, again, strict=True))

    def width(paths):
        low, high = np.quantile(paths.sum(axis=2)[:, -1], (0.1, 0.9))
        return high - low

    assert width(sum(paths.astype(int) for paths in drawn)) < 0.9 * sum(width(paths) for paths in drawn)


def test_year_without_a_return_is_not_learned_from_and_is_named():
    whole = history_of(one_council(450), 60, seed=1)
    known = whole.known.copy()
    known[0, 24:36] = np.nan
    gap = MonthlyHistory(whole.months, known, whole.areas, whole.children, whole.notes)
    made = forecast(gap, horizon_months=24, paths=300, seed=3)
    assert "12 of 60 months are not known" in " ".join(made.notes)
    assert abs(made.fan().mean[0] - known[0, -1].sum()) < 0.03 * known[0, -1].sum()


def test_sudden_change_of_regime_is_said_and_widens(council):
    usual = forecast(council, horizon_months=24, paths=300, seed=3)
    half = council.children.take((council.children.month < 52) | (council.children.child % 2 == 0))
    known = council.known.copy()
    known[0, 52:] = np.rint(known[0, 52:] / 2)
    broken = MonthlyHistory(council.months, known, council.areas, half)
    made = forecast(broken, horizon_months=24, paths=300, seed=3)
    assert made.grade.broke and any("something has changed" in note for note in made.notes)

    def width(run):
        low, high = run.fan().band(80)
        return (high[-1] - low[-1]) / run.fan().mean[-1]

    assert width(made) > width(usual)


def test_flow_adds_up_to_the_change_in_children(council, made):
    recorded = recorded_flow(council)
    totals = council.counts().sum(axis=1)
    assert np.array_equal(np.diff(totals), recorded.entered - recorded.left)
    change = made.fan().mean[-1] - totals[-1]
    assert abs(made.flow.entered.sum() - made.flow.left.sum() - change) < 0.01 * totals[-1]


@pytest.mark.parametrize(
    ("change", "category", "sign"),
    [
        (RateChange(Rate.ENTRIES, factor=0.7), None, -1),
        (RateChange(Rate.LEAVING, factor=1.3), None, -1),
        (
            RateChange(Rate.MOVES, extra=0.02, category=Category.RESIDENTIAL, to=Category.FOSTERING),
            Category.RESIDENTIAL,
            -1,
        ),
        (
            RateChange(Rate.MOVES, extra=0.02, category=Category.RESIDENTIAL, to=Category.FOSTERING),
            Category.FOSTERING,
            1,
        ),
    ],
)
def test_change_of_a_rate_moves_the_children_it_should(council, made, change, category, sign):
    changed = forecast(council, horizon_months=36, paths=400, seed=7, changes=(change,), grade=made.grade)
    before, after = (run.fan(category).mean for run in (made, changed))
    assert sign * (after[-1] - before[-1]) > 0.02 * before[-1]
    assert abs(after[0] - before[0]) < 0.03 * before[0] + 1
    assert changed.input_hash != made.input_hash


def test_change_of_nothing_changes_no_number(council, made):
    same = RateChange(Rate.ENTRIES, factor=1.0)
    again = forecast(council, horizon_months=36, paths=400, seed=7, changes=(same,), grade=made.grade)
    assert np.abs(again.fan().mean - made.fan().mean).max() < 1
