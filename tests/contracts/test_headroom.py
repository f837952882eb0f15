"""What is left of a ceiling, to the penny, and the day it will be reached."""

from datetime import date
from decimal import Decimal

from contracts.calculations import term_values
from contracts.headroom import Source, headroom, reached_on, spent_by

START = date(2023, 4, 1)
DERBYSHIRE = {"annual": Decimal("4500000"), "spent": Decimal(0), "since": START}
CEILING = Decimal("31500000")


def test_approved_is_spent_committed_and_remaining():
    now = headroom(
        Decimal("1000.00"),
        [Source(Decimal("600.00"), Decimal("150.00")), Source(Decimal("100.00"), Decimal("130.00"))],
    )
    assert (now.contracted, now.spent, now.committed) == (Decimal("700"), Decimal("280"), Decimal("450"))
    assert now.remaining == Decimal("270.00")
    assert now.approved == now.spent + now.committed + now.remaining


def test_placement_that_cost_more_does_not_hide_in_one_that_cost_less():
    spent = [Source(Decimal("100"), Decimal("300")), Source(Decimal("300"), Decimal("100"))]
    assert headroom(Decimal("1000"), spent).remaining == Decimal("400")


def test_ceiling_is_near_from_four_fifths_and_passed_below_nothing():
    kinds = [headroom(Decimal("100"), [Source(Decimal(n), Decimal(0))]).kind for n in (79, 80, 100, 101)]
    assert kinds == ["good", "attention", "attention", "bad"]


def test_derbyshire_terms_are_13_5_22_5_and_31_5_million():
    assert term_values(Decimal("4500000"), (3, 2, 2)) == [
        Decimal("13500000.00"),
        Decimal("22500000.00"),
        Decimal("31500000.00"),
    ]


def test_derbyshire_ceiling_lasts_seven_years_without_indexation():
    assert reached_on(CEILING, yearly_rise=Decimal(0), **DERBYSHIRE) == date(2030, 4, 1)


def test_derbyshire_ceiling_is_passed_in_year_seven_at_five_per_cent():
    passed = reached_on(CEILING, yearly_rise=Decimal("0.05"), **DERBYSHIRE)
    assert passed is not None and date(2029, 4, 1) < passed < date(2030, 4, 1)
    after_six = spent_by(date(2029, 4, 1), yearly_rise=Decimal("0.05"), **DERBYSHIRE)
    assert after_six == Decimal("30608607.66")
    assert spent_by(date(2030, 4, 1), yearly_rise=Decimal("0.05"), **DERBYSHIRE) == Decimal("36639038.04")


def test_at_one_and_a_half_per_cent_the_seven_years_need_32_95_million():
    need = spent_by(date(2030, 4, 1), yearly_rise=Decimal("0.015"), **DERBYSHIRE)
    assert round(need / 1_000_000, 2) == Decimal("32.95")


def test_the_day_it_is_reached_is_the_first_with_too_much_spent():
    rise = Decimal("0.05")
    passed = reached_on(CEILING, yearly_rise=rise, **DERBYSHIRE)
    assert passed is not None
    assert spent_by(passed, yearly_rise=rise, **DERBYSHIRE) <= CEILING
    assert spent_by(date.fromordinal(passed.toordinal() + 1), yearly_rise=rise, **DERBYSHIRE) > CEILING


def test_ceiling_nobody_spends_from_is_never_reached_and_a_passed_one_at_once():
    nothing = {"annual": Decimal(0), "yearly_rise": Decimal(0), "since": START}
    assert reached_on(CEILING, spent=Decimal(0), **nothing) is None
    assert reached_on(CEILING, spent=CEILING + 1, **nothing) == START
