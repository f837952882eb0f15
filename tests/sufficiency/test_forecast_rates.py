import numpy as np

from sufficiency.forecast import build_history
from sufficiency.forecast.cells import CATEGORIES, Category
from sufficiency.forecast.levels import fit_level
from sufficiency.forecast.rates import AGE_GROUP, IN_CARE_GROUP, fit_rates, smooth_rates, steps
from tests.sufficiency.simulated_care import FIRST_MONTH, Council, simulate_spells


def test_rates_of_nothing_are_the_usual_ones():
    rates = smooth_rates(np.zeros((4, 8, 8)), np.zeros((4, 8, 8)), usual=0.03)
    assert np.allclose(rates, 0.03)


def test_rates_of_much_are_its_own():
    exposure = np.full((2, 3, 4), 1e6)
    own = np.linspace(0.01, 0.2, 24).reshape(2, 3, 4)
    assert np.allclose(smooth_rates(own * exposure, exposure, usual=0.03), own, rtol=0.01)


def test_rate_of_a_cell_seen_once_leans_on_its_neighbours():
    exposure, events = np.full((2, 2, 2), 5000.0), np.full((2, 2, 2), 100.0)
    exposure[0, 0, 0], events[0, 0, 0] = 1.0, 1.0
    assert 0.02 < smooth_rates(events, exposure, usual=0.03)[0, 0, 0] < 0.03


def test_fitted_rates_show_what_time_in_care_does_and_keep_supported_for_16():
    history = build_history(
        simulate_spells(Council(60), 48, seed=3), FIRST_MONTH, FIRST_MONTH.replace(year=2022)
    )
    seen = steps(history.children, len(history.months))
    rates = fit_rates(seen, np.ones(len(seen.left)))
    newcomers, settled = rates.leave[0, AGE_GROUP[100], IN_CARE_GROUP[[0, 48]]]
    assert newcomers > 3 * settled
    supported = CATEGORIES.index(Category.SUPPORTED)
    reach = np.diff(rates.destinations, prepend=0, axis=-1)[:, :, supported]
    assert (reach[:, : AGE_GROUP[191] + 1] == 0).all()
    assert reach[0, AGE_GROUP[193]] > 0.5


def test_steps_tell_leavers_movers_and_entries_apart():
    history = build_history(
        simulate_spells(Council(20), 12, seed=3), FIRST_MONTH, FIRST_MONTH.replace(year=2019)
    )
    seen = steps(history.children, len(history.months))
    totals = history.counts().sum(axis=1)
    left = np.bincount(seen.before.month, weights=seen.left, minlength=12)
    entered = np.bincount(seen.entered.month - 1, minlength=12)
    assert np.array_equal(np.diff(totals), entered - left)
    assert len(seen.before.child) == totals[:-1].sum()


def test_level_follows_a_change():
    rng = np.random.default_rng(1)
    doubled = np.concatenate([rng.poisson(50, 30), rng.poisson(100, 30)])
    levels, _ = fit_level(doubled, np.full(60, 75.0)).draw(rng, 2000, 12)
    assert 1.15 < levels[:, 0].mean() < 1.45


def test_level_is_less_sure_of_two_months_than_of_sixty():
    rng = np.random.default_rng(1)
    counts = rng.poisson(50, 60)
    long, short = (
        fit_level(seen, np.full(len(seen), 50.0)).draw(rng, 2000, 12)[0] for seen in (counts, counts[-2:])
    )
    assert short[:, -1].std() > long[:, -1].std()


def test_level_passes_over_months_it_does_not_know():
    counts = np.array([50, np.nan, 52, np.nan, 49, 51, 48, 50], dtype=float)
    levels, _ = fit_level(counts, np.full(8, 50.0)).draw(np.random.default_rng(1), 2000, 3)
    assert 0.9 < levels.mean() < 1.1


def test_scatter_is_seen_where_families_come_together():
    rng = np.random.default_rng(2)
    single, families = rng.poisson(40, 120).astype(float), 4.0 * rng.poisson(10, 120)
    scatters = [fit_level(counts, np.full(120, 40.0)) for counts in (single, families)]
    assert scatters[0].weight @ scatters[0].scatter < 1.6 < scatters[1].weight @ scatters[1].scatter
