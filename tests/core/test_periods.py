"""Half-open periods: the start is in, the end is out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, age_on, financial_year_of, month_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 1))


def test_start_is_in_and_end_is_out():
    stay = Period(date(2026, 1, 15), date(2026, 2, 11))
    assert date(2026, 1, 15) in stay
    assert date(2026, 2, 11) not in stay
    assert stay.nights == 27 == len(list(stay.dates()))


def test_open_period_never_ends_and_has_no_number_of_nights():
    assert date(2100, 1, 1) in Period(date(2026, 1, 1))
    with pytest.raises(ValueError, match="no number"):
        _ = Period(date(2026, 1, 1)).nights


def test_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


def test_periods_that_only_touch_do_not_overlap():
    assert Period(date(2026, 1, 1), date(2026, 2, 1)).overlap(Period(date(2026, 2, 1))) is None


@given(DAYS, st.integers(0, 60), DAYS, st.integers(0, 60))
def test_overlap_holds_just_the_days_both_hold(first, length, second, more):
    a, b = Period(first, first + timedelta(length)), Period(second, second + timedelta(more))
    both = a.overlap(b)
    assert set(both.dates() if both else ()) == set(a.dates()) & set(b.dates())


@given(DAYS)
def test_month_and_year_hold_their_day(on):
    assert on in month_of(on)
    assert on in financial_year_of(on)
    assert financial_year_of(on).nights in (365, 366)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2012, 5, 14), date(2026, 5, 14), 14),
        (date(2012, 5, 14), date(2026, 5, 13), 13),
    ],
)
def test_birthday_turns_the_age_and_a_leap_child_waits_for_march(born, on, age):
    assert age_on(born, on) == age
