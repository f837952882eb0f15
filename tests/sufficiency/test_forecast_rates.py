import numpy as np

from sufficiency.forecast.cells import PLACEMENT_TYPES, PlacementType
from sufficiency.forecast.levels import fit_wander
from sufficiency.forecast.rates import (
    IN_CARE_GROUP,
    LEAVING_AGE,
    MOVING_AGE,
    fit_rates,
    smooth_rates,
    steps,
)
from sufficiency.simulation import Region
from tests.sufficiency.made_up import history_of, one_council


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
    history = history_of(Region(authorities=2, children=1500), 48, seed=3)
    seen = steps(history.children, history.held())
    rates = fit_rates(seen, np.ones(len(seen.left)), 2)
    carers = PLACEMENT_TYPES.index(PlacementType.FOSTER_IFA)
    newcomers, settled = rates.leave[carers, : LEAVING_AGE[191], IN_CARE_GROUP[[0, 48]], 0].mean(axis=-1)
    assert newcomers > 3 * settled
    supported = rates.to[..., PLACEMENT_TYPES.index(PlacementType.SUPPORTED)]
    assert (supported[:, : MOVING_AGE[191] + 1] == 0).all()
    assert supported[0, MOVING_AGE[192], carers] > 0.4
    assert np.allclose(rates.to.sum(axis=-1), 1)


def test_steps_tell_leavers_movers_and_entries_apart():
    history = history_of(one_council(300), 12, seed=3)
    seen = steps(history.children, history.held())
    totals = history.counts().sum(axis=1)
    left = np.bincount(seen.before.month, weights=seen.left, minlength=11)
    entered = np.bincount(seen.entered.month - 1, minlength=11)
    assert np.array_equal(np.diff(totals), entered - left)
    assert len(seen.before.child) == totals[:-1].sum()


def test_nothing_is_learned_from_months_that_are_not_held():
    history = history_of(one_council(300), 12, seed=3)
    held = history.held()
    held[0, 5] = False
    seen = steps(history.children, held)
    assert not np.isin(seen.before.month, (4, 5)).any()
    assert not np.isin(seen.entered.month, (0, 5, 6)).any()


def drawn(observed, expected, months=12, paths=2000):
    """Factors drawn for the months ahead, paths x months, of one council's counts."""
    fitted = fit_wander(np.array([observed], float), np.array([expected], float), months, 0)
    return fitted.draw(np.random.default_rng(1), paths)[0], fitted


def test_level_follows_a_change():
    rng = np.random.default_rng(1)
    doubled = np.concatenate([rng.poisson(50, 30), rng.poisson(100, 30)])
    levels, _ = drawn(doubled, np.full(60, 75.0))
    assert 1.15 < levels[:, 0].mean() < 1.5


def test_level_is_less_sure_of_two_months_than_of_sixty():
    counts = np.random.default_rng(1).poisson(50, 60)
    long, short = (drawn(seen, np.full(len(seen), 50.0))[0] for seen in (counts, counts[-2:]))
    assert short[:, -1].std() > long[:, -1].std()


def test_level_passes_over_months_of_which_nothing_is_expected():
    counts, expected = np.full(24, 50.0), np.full(24, 50.0)
    counts[6:12] = expected[6:12] = 0
    levels, _ = drawn(counts, expected, 3)
    assert 0.9 < levels.mean() < 1.1


def test_scatter_is_seen_where_families_come_together():
    rng = np.random.default_rng(2)
    single, families = rng.poisson(40, 120).astype(float), 4.0 * rng.poisson(10, 120)
    scatters = [drawn(counts, np.full(120, 40.0))[1].scatter for counts in (single, families)]
    assert scatters[0] < 1.5 < 2.5 < scatters[1]


def test_season_is_seen():
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(72) / 12)
    _, fitted = drawn(np.random.default_rng(3).poisson(200 * season), np.full(72, 200.0))
    assert fitted.season[3] > 1.2 > 0.85 > fitted.season[9]


def test_councils_share_what_moves_them_together():
    rng = np.random.default_rng(4)
    rise = np.exp(np.linspace(0, 0.5, 60))
    counts = rng.poisson(3.0 * rise, (10, 60)).astype(float)
    expected = np.full((10, 60), counts.mean())
    pooled = fit_wander(counts, expected, 12, 0).draw(np.random.default_rng(1), 500)
    assert (pooled.mean(axis=(1, 2)) > 1.05).all()
