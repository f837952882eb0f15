"""The forecast against councils whose process is known, and on histories that should make it careful."""

from datetime import date

import numpy as np
import pytest

from sufficiency.forecast import (
    CELLS,
    AgeBand,
    Category,
    Cell,
    ForecastError,
    MonthlyHistory,
    Spell,
    build_history,
    forecast,
)
from sufficiency.forecast.cells import columns
from sufficiency.forecast.grading import FLOWS, LAST_VALUE
from sufficiency.forecast.history import months_after
from tests.sufficiency.simulated_care import FIRST_MONTH, Council, simulate_spells

COUNCILS = [
    Council(25, trend_a_year=0.04),
    Council(12, trend_a_year=-0.03, shock=0.15),
    Council(40, trend_a_year=0.05, residential_pull=1.3),
    Council(6, shock=0.15),
    Council(18, trend_a_year=-0.05, residential_pull=0.8),
    Council(4, trend_a_year=0.03, shock=0.2),
]
CELL = Cell(Category.RESIDENTIAL, AgeBand.FROM_10)


def history_of(council: Council, months: int, seed: int) -> MonthlyHistory:
    year, month = divmod(FIRST_MONTH.month - 1 + months - 1, 12)
    return build_history(
        simulate_spells(council, months, seed), FIRST_MONTH, date(FIRST_MONTH.year + year, month + 1, 1)
    )


def counts_only(counts, first=date(2020, 1, 1)) -> MonthlyHistory:
    months = [date(2020, 1, 31), *months_after(date(2020, 1, 31), len(counts) - 1)]
    return MonthlyHistory(months, {CELL: np.array(counts, dtype=float)})


@pytest.fixture(scope="module")
def council():
    return history_of(COUNCILS[0], 60, seed=1)


@pytest.fixture(scope="module")
def made(council):
    return forecast(council, horizon_months=36, paths=400, seed=7)


@pytest.fixture(scope="module")
def outcomes():
    """For each council.

    The forecast made after 60 months, the last value then, and the 36 months that came.
    """
    results = []
    for seed, council in enumerate(COUNCILS):
        whole = history_of(council, 96, seed)
        known = whole.until(60)
        made = forecast(known, horizon_months=36, paths=200, seed=seed)
        results.append((made.paths, known.counts()[-1], whole.counts()[60:]))
    return results


def errors(outcomes, places) -> tuple[float, float]:
    """Mean over councils of the error (WAPE) of the forecast and of the last value, for single cells or a
    sum.
    """
    pairs = []
    for paths, last, came in outcomes:
        mean, last = paths.mean(axis=0), np.broadcast_to(last, came.shape)
        if places is not None:
            mean, last, came = (values[:, places].sum(axis=1) for values in (mean, last, came))
        pairs.append([np.abs(mean - came).sum() / came.sum(), np.abs(last - came).sum() / came.sum()])
    ours, theirs = np.mean(pairs, axis=0)
    return ours, theirs


def coverage(outcomes, places) -> float:
    inside = []
    for paths, _, came in outcomes:
        if places is not None:
            paths, came = paths[:, :, places].sum(axis=2), came[:, places].sum(axis=1)
        low, high = np.quantile(paths, (0.1, 0.9), axis=0, method="inverted_cdf")
        inside.append(((low <= came) & (came <= high)).mean())
    return float(np.mean(inside))


def test_forecast_of_cells_is_a_sixth_better_than_the_last_value(outcomes):
    ours, last = errors(outcomes, None)
    assert ours < last * 5 / 6


def test_forecast_of_the_total_beats_the_last_value(outcomes):
    ours, last = errors(outcomes, columns())
    assert ours < last


@pytest.mark.parametrize("places", [columns(), columns(Category.RESIDENTIAL), None])
def test_band_of_80_per_cent_holds_about_that(outcomes, places):
    assert 0.7 <= coverage(outcomes, places) <= 0.95


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
    assert len(points) == 36 * 5 * 6
    total = next(p for p in points if p["category"] == p["age_band"] == "all")
    assert set(total) == {
        "month",
        "category",
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
    assert {score.method for score in scores} == {FLOWS, LAST_VALUE, "straight line", "council paper"}
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
    made = forecast(history_of(Council(2), 48, seed), horizon_months=12, paths=100, seed=1)
    ours, last = (made.grade.score(m).error + made.grade.score(m, "cells").error for m in (FLOWS, LAST_VALUE))
    assert made.method == (FLOWS if ours <= last else LAST_VALUE)
    assert ("lost" in made.grade.verdict) == (made.method == LAST_VALUE)


def test_short_history_widens_the_band_and_says_it_was_not_tested(council):
    short = council.until(6)
    made = forecast(short, horizon_months=12, paths=400)
    assert (made.method, made.grade.origins) == (LAST_VALUE, 0)
    assert "6 months of history are too few" in made.grade.verdict
    low, high = made.fan().band(80)
    tested_low, tested_high = forecast(council, horizon_months=12, paths=400).fan().band(80)
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
    made = forecast(history_of(Council(0.4), 48, seed=2), paths=200)
    assert any("So few children" in note for note in made.notes)
    low, high = made.fan().band(80)
    assert low.min() >= 0
    assert high[-1] > low[-1]


def test_council_that_nobody_enters_or_leaves_is_forecast():
    spells = [Spell(name, date(2015, 1, 1), Category.FOSTERING, date(2018, 1, 1)) for name in "ABC"]
    history = build_history(spells, date(2020, 1, 1), date(2023, 1, 1))
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
        forecast(MonthlyHistory([], {}))


@pytest.mark.parametrize(
    ("settings", "message"), [({"horizon_months": 61}, "60 months"), ({"paths": 10}, "100 paths")]
)
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(ForecastError, match=message):
        forecast(counts_only([40.0] * 30), **settings)
