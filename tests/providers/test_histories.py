"""Observations in any order give the same periods, with no gap and no overlap."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from providers.histories import periods_of

DAYS = st.dates(date(2020, 1, 1), date(2026, 1, 1))
OBSERVED = st.lists(st.tuples(DAYS, st.sampled_from("ABC")), unique_by=lambda seen: seen[0], max_size=8)


def test_value_holds_until_another_is_seen():
    first, second, third = (date(year, 3, 31) for year in (2022, 2023, 2025))
    assert periods_of([(third, 6), (first, 4), (second, 4)]) == [(first, third, 4), (third, None, 6)]


def test_first_value_reaches_back_to_a_known_start():
    assert periods_of([(date(2022, 3, 31), "active")], known_from=date(2019, 5, 1)) == [
        (date(2019, 5, 1), None, "active")
    ]


def test_nothing_seen_is_no_period():
    assert periods_of([]) == []


@given(OBSERVED, st.randoms())
def test_order_of_loading_does_not_matter(observed, random):
    shuffled = observed[:]
    random.shuffle(shuffled)
    assert periods_of(observed) == periods_of(shuffled)


@given(OBSERVED)
def test_periods_abut_and_every_observation_is_true_in_them(observed):
    periods = periods_of(observed)
    for earlier, later in itertools.pairwise(periods):
        assert earlier.ends_on == later.starts_on
        assert earlier.value != later.value
    for seen_on, value in observed:
        (held,) = [p for p in periods if p.starts_on <= seen_on < (p.ends_on or seen_on + timedelta(days=1))]
        assert held.value == value
