"""Pounds and pence: half up, once, with nothing lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import annualise, cost_of_nights, pence, split_pence

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


def test_half_a_penny_goes_up_where_binary_fractions_would_go_down():
    assert pence(Decimal("4557") * Decimal("1.015")) == Decimal("4625.36")


@pytest.mark.parametrize(
    ("weekly", "nights", "cost"),
    [("4557.00", 17, "11067.00"), ("4557.00", 10, "6510.00"), ("5000.00", 27, "19285.71")],
)
def test_nights_cost_a_seventh_of_the_week_each(weekly, nights, cost):
    assert cost_of_nights(Decimal(weekly), nights) == Decimal(cost)


def test_year_is_365_sevenths_of_a_week():
    assert annualise(Decimal("4557.00")) == Decimal("237615.00")


def test_thirds_leave_the_odd_penny_to_the_last_funder():
    third = Decimal(1) / 3
    shares = [third, third, 1 - third - third]
    assert [str(part) for part in split_pence(Decimal("1000.00"), shares)] == ["333.33", "333.33", "333.34"]


@given(AMOUNTS, st.lists(st.integers(1, 99), min_size=1, max_size=6))
def test_parts_always_add_to_the_whole(total, weights):
    shares = [Decimal(weight) / sum(weights) for weight in weights[:-1]]
    shares.append(1 - sum(shares, Decimal(0)))
    assert sum(split_pence(total, shares)) == total


@pytest.mark.parametrize("shares", [[], ["0.5", "0.51"], ["1.01"]])
def test_shares_that_do_not_add_to_one_are_refused(shares):
    with pytest.raises(ValueError, match="add to 1"):
        split_pence(Decimal("10.00"), [Decimal(share) for share in shares])
