"""What more beds here would have done for need that went unmet."""

from datetime import date, timedelta
from decimal import Decimal

from core.periods import Period
from sufficiency.planning.unmet import LocalPrice, UnmetNeed, beds_here, local_price

START = date(2026, 1, 1)
YEAR = Period(START, START + timedelta(days=365))
LOCAL = LocalPrice(Decimal(4200), Decimal(3500), Decimal(4900))


def need(first: int, nights: int, weekly: int | None = 5600) -> UnmetNeed:
    start = START + timedelta(days=first)
    return UnmetNeed(
        Period(start, start + timedelta(days=nights)), None if weekly is None else Decimal(weekly)
    )


def test_two_beds_are_used_on_the_nights_two_children_needed_them():
    found = beds_here([need(0, 100), need(50, 100)], 2, YEAR, LOCAL)
    assert (found.nights, found.nights_any, found.nights_all, found.bed_nights) == (365, 150, 50, 200)
    assert found.saving == Decimal("40000.00")
    assert (found.saving_low, found.saving_high) == (Decimal("20000.00"), Decimal("60000.00"))


def test_who_comes_to_a_full_house_does_not_move_in_later():
    found = beds_here([need(0, 100), need(10, 200)], 1, YEAR, LOCAL)
    assert (found.children, found.bed_nights) == (1, 100)


def test_bed_given_up_is_taken_the_same_day():
    assert beds_here([need(0, 10), need(10, 10)], 1, YEAR, LOCAL).nights_all == 20


def test_need_is_cut_to_the_window():
    found = beds_here([need(-30, 60), need(350, 90), need(400, 5)], 3, YEAR, LOCAL)
    assert found.bed_nights == 30 + 15


def test_child_who_waited_uses_a_bed_and_saves_nothing():
    found = beds_here([need(0, 70, None)], 1, YEAR, LOCAL)
    assert (found.bed_nights, found.saving) == (70, 0)


def test_without_a_local_price_there_is_no_saving():
    assert beds_here([need(0, 70)], 1, YEAR, None).saving is None


def test_dearer_homes_here_show_as_a_loss():
    assert beds_here([need(0, 7, 4000)], 1, YEAR, LOCAL).saving == Decimal("-200.00")


def test_local_price_is_a_mean_and_quarters_and_needs_four():
    prices = [Decimal(n) for n in (3000, 4000, 5000, 6000, 4000, 5000, 3500, 5500)]
    assert local_price(prices) == LocalPrice(Decimal("4500.00"), Decimal(4000), Decimal(5000))
    assert local_price(prices[:3]) is None
