"""To the penny, on the published papers' own figures.

Kent's 15 beds, Derbyshire's 3+2+2, Nottingham's two-part tariff.
"""

from datetime import date
from decimal import Decimal

import pytest

from contracts.calculations import (
    NIGHTS_365,
    NIGHTS_366,
    WEEKS_52,
    WEEKS_52_14,
    annual_figure,
    break_even_beds,
    break_even_occupancy,
    ceiling_passed_in,
    full_term_value,
    indexed_totals,
    month_accruals,
    price_per_bed_week,
    price_per_occupied_bed,
    term_values,
    void_cost,
    weekly_saving,
    weeks_to_reach,
)
from core.errors import DomainError
from core.money import cost_of_nights
from core.periods import Period

KENT_SPOT = Decimal("4557")
KENT_BLOCK = Decimal("4101.30")
KENT_GUARANTEED = KENT_BLOCK * 15
DERBYSHIRE_YEAR = Decimal(4_500_000)


@pytest.mark.parametrize(
    ("factor", "one_bed", "fifteen_beds"),
    [
        (WEEKS_52, "236964.00", "3554460.00"),
        (WEEKS_52_14, "237601.98", "3564029.70"),
        (NIGHTS_365, "237615.00", "3564225.00"),
        (NIGHTS_366, "238266.00", "3573990.00"),
    ],
)
def test_annual_figure_depends_on_its_factor_and_carries_it(factor, one_bed, fifteen_beds):
    assert annual_figure(KENT_SPOT, factor).amount == Decimal(one_bed)
    figure = annual_figure(KENT_SPOT * 15, factor)
    assert (figure.amount, figure.factor) == (Decimal(fifteen_beds), factor)


def test_headline_year_is_365_nights_of_52_142857_weeks():
    figure = annual_figure(KENT_SPOT)
    assert figure.factor.label == "365 nights"
    assert round(figure.factor.weeks, 6) == Decimal("52.142857")


def test_ten_years_of_kents_beds_by_headline_and_by_nights():
    assert annual_figure(KENT_SPOT * 15).amount * 10 == Decimal("35642250.00")
    assert cost_of_nights(KENT_SPOT * 15, 3653) == Decimal("35671545.00")


def test_a_ramp_up_is_worth_a_year_of_kents_beds():
    """Beds opening evenly over two years cost one year less; eight and a half years are £30.296m."""
    year = annual_figure(KENT_SPOT * 15).amount
    assert full_term_value(year, Decimal(9), Decimal(0)) == Decimal("32078025.00")
    assert full_term_value(year, Decimal("8.5"), Decimal(0)) == Decimal("30295912.50")


def test_five_years_of_one_child_is_past_a_million():
    assert annual_figure(KENT_SPOT).amount * 5 == Decimal("1188075.00")


def test_month_accruals_pay_the_start_night_and_not_the_departure():
    january, february = month_accruals(KENT_SPOT, Period(date(2022, 1, 15), date(2022, 2, 11)))
    assert (january.nights, january.amount) == (17, Decimal("11067.00"))
    assert (february.nights, february.amount) == (10, Decimal("6510.00"))
    assert january.month == Period(date(2022, 1, 1), date(2022, 2, 1))


def test_month_accruals_never_drift_from_the_stay():
    stay = Period(date(2022, 1, 15), date(2022, 2, 11))
    amounts = [month.amount for month in month_accruals(Decimal(5000), stay)]
    assert amounts == [Decimal("12142.86"), Decimal("7142.85")]
    assert sum(amounts) == cost_of_nights(Decimal(5000), 27) == Decimal("19285.71")


def test_month_accruals_of_a_whole_month_a_year_end_and_a_same_day_move():
    months = month_accruals(Decimal(700), Period(date(2023, 12, 1), date(2024, 3, 1)))
    assert [month.nights for month in months] == [31, 31, 29]
    assert month_accruals(Decimal(700), Period(date(2024, 3, 1), date(2024, 3, 1))) == []


def test_month_accruals_of_an_open_stay_are_refused():
    with pytest.raises(ValueError, match="give it an end"):
        month_accruals(Decimal(700), Period(date(2024, 3, 1)))


def test_two_beds_void_all_year_cost_427707():
    assert void_cost(KENT_BLOCK, 2 * 365) == Decimal("427707.00")


def test_break_even_is_the_discount_turned_round():
    assert break_even_beds(KENT_GUARANTEED, KENT_SPOT) == Decimal("13.5")
    assert break_even_occupancy(KENT_GUARANTEED, KENT_SPOT, 15) == Decimal("0.9")


@pytest.mark.parametrize(("occupied", "saving"), [(15, "6835.50"), (14, "2278.50"), (13, "-2278.50")])
def test_weekly_saving_against_spot_by_beds_in_use(occupied, saving):
    assert weekly_saving(KENT_GUARANTEED, KENT_SPOT, occupied) == Decimal(saving)


def test_full_use_saves_356422_50_a_year():
    saving = weekly_saving(KENT_GUARANTEED, KENT_SPOT, 15)
    assert annual_figure(saving).amount == Decimal("356422.50")


def test_price_per_occupied_bed_rises_as_beds_stand_empty():
    assert price_per_occupied_bed(KENT_GUARANTEED, 15) == Decimal("4101.30")
    assert price_per_occupied_bed(KENT_GUARANTEED, 13) == Decimal("4732.27")


def test_nothing_is_divided_by_nothing():
    with pytest.raises(DomainError):
        price_per_occupied_bed(KENT_GUARANTEED, 0)
    with pytest.raises(DomainError):
        break_even_beds(KENT_GUARANTEED, Decimal(0))
    with pytest.raises(DomainError):
        break_even_occupancy(KENT_GUARANTEED, KENT_SPOT, 0)
    with pytest.raises(DomainError):
        weeks_to_reach(Decimal(500_000), Decimal(0))


def test_two_part_tariff_per_bed_week():
    assert price_per_bed_week(Decimal(18_720_000), years=9, beds=4) == Decimal("9972.60")
    assert price_per_bed_week(Decimal(11_262_000), years=9, beds=4) == Decimal("5999.54")


def test_term_values_of_three_two_two():
    assert term_values(DERBYSHIRE_YEAR, (3, 2, 2)) == [
        Decimal(13_500_000),
        Decimal(22_500_000),
        Decimal(31_500_000),
    ]


def test_ceiling_is_passed_in_year_seven_at_five_per_cent():
    totals = indexed_totals(DERBYSHIRE_YEAR, 7, Decimal("0.05"))
    assert totals[5] == Decimal("30608607.66")
    assert totals[6] == Decimal("36639038.04")
    assert ceiling_passed_in(DERBYSHIRE_YEAR, 7, Decimal("0.05"), Decimal(31_500_000)) == 7


def test_ceiling_at_one_and_a_half_per_cent_and_without_indexation():
    assert indexed_totals(DERBYSHIRE_YEAR, 7, Decimal("0.015"))[-1] == Decimal("32953473.87")
    assert ceiling_passed_in(DERBYSHIRE_YEAR, 7, Decimal(0), Decimal(31_500_000)) is None


@pytest.mark.parametrize(
    ("limit", "weekly", "weeks"),
    [
        (500_000, 4557, "109.7"),
        (663_540, 4557, "145.6"),
        (1_000_000, 4557, "219.4"),
        (500_000, 6106, "81.9"),
        (663_540, 6106, "108.7"),
        (1_000_000, 6106, "163.8"),
    ],
)
def test_weeks_until_one_placement_reaches_a_limit(limit, weekly, weeks):
    assert round(weeks_to_reach(Decimal(limit), Decimal(weekly)), 1) == Decimal(weeks)
