"""Why a forecast moved: causes that add to the whole difference, each named for what it is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.periods import Period
from placements.fees import Borne
from reports.outturn import Item
from reports.outturn_causes import Between, why_it_moved
from reports.outturn_tables import cause_chart

APRIL, SEPTEMBER, ON = date(2026, 4, 1), date(2026, 9, 1), date(2026, 10, 1)
YEAR = Period(APRIL, date(2027, 4, 1))
BETWEEN = Between(YEAR, SEPTEMBER, ON)


def at(weekly, start=APRIL, end=None, *, uplift=0):
    return Borne(Decimal(weekly), Period(start, end), Decimal(uplift))


def item(source, total, *, rates=None, nights=182, starts_on=APRIL, ends_on=None, **facts):
    return Item(
        "residential",
        source,
        nights=Decimal(nights),
        rates=rates or [at(700)],
        starts_on=starts_on,
        ends_on=ends_on,
        parts={"committed": Decimal(total)},
        **facts,
    )


def moved(before, now, between=BETWEEN):
    """Only the causes that moved, which must add to the whole change."""
    causes = why_it_moved(before, now, between)
    whole = sum(i.total for i in now) - sum(i.total for i in before)
    assert sum(causes.values()) == whole
    return {cause: amount for cause, amount in causes.items() if amount}


def test_causes_add_to_the_whole_change_and_each_is_named():
    before = [
        item("A", 36_500),
        item("B", 36_500),
        item("C", 30_000, nights=120),
        item("BLK", 9_000, is_block=True, voids=Decimal(500)),
        Item("residential"),
    ]
    now = [
        item("A", 38_320, rates=[at(700, end=ON), at(770, ON)]),
        item("B", 18_300, nights=0, ends_on=ON),
        item("C", 31_000, nights=130),
        item("D", 5_000, starts_on=date(2026, 9, 20), recorded_on=date(2026, 9, 20)),
        item("E", 9_000, starts_on=date(2026, 7, 1), recorded_on=date(2026, 9, 20)),
        item("BLK", 9_300, is_block=True, voids=Decimal(1_100)),
        Item("residential", "PLC-X", parts={"accrued": Decimal(84)}),
        Item("residential", parts={"assumed_starts": Decimal(700)}),
    ]
    assert moved(before, now) == {
        "starts": Decimal(5_700),
        "late_entry": Decimal(9_000),
        "ends": Decimal(-18_200),
        "extensions": Decimal(1_000),
        "fees": Decimal(1_820),
        "voids": Decimal(600),
        "blocks": Decimal(-300),
        "other": Decimal(84),
    }


def test_uplift_is_told_apart_from_other_fees_and_counted_from_its_first_night():
    raised = [at(700, end=ON), at(805, ON, uplift=35)]
    assert moved([item("A", 36_500)], [item("A", 39_230, rates=raised)]) == {
        "uplift": Decimal(910),
        "fees": Decimal(1_820),
    }


def test_fee_known_ahead_moves_nothing_when_its_day_comes():
    known = [at(700, end=date(2026, 9, 15)), at(770, date(2026, 9, 15))]
    assert moved([item("A", 38_000, rates=known)], [item("A", 38_000, rates=known)]) == {}


def test_price_backdated_counts_the_nights_already_charged():
    now = [at(770)]
    # 183 nights gone and 182 to come, £10 a night more.
    assert moved([item("A", 36_500)], [item("A", 40_150, rates=now)]) == {"fees": Decimal(3_650)}


def test_placement_first_paid_for_since_is_neither_late_nor_new():
    found = item("A", 400, starts_on=date(2026, 7, 1), recorded_on=date(2026, 7, 1))
    assert moved([], [found]) == {"fees": Decimal(400)}


def test_chart_draws_no_bar_of_nothing_and_ends_at_the_forecast():
    causes = {
        "starts": Decimal("50000.00"),
        "ends": Decimal("-20000.00"),
        "fees": Decimal("-0.30"),
        "other": Decimal("0.10"),
    }
    chart = cause_chart(Decimal("1000000.00"), causes, "Forecast of 1 Sept")
    assert "−£0" not in chart.svg and "Smaller" not in chart.svg
    assert chart.table.rows[-1][1] == "£1,029,999.80"
    some = cause_chart(Decimal(1_000_000), {**causes, "fees": Decimal(300)}, "Forecast of 1 Sept")
    assert ["Smaller changes", "£300.10"] in some.table.rows


def test_home_that_changed_owner_is_no_end_and_no_start():
    before = [item("A", 36_500), item("B", 36_500)]
    now = [
        item("A", 15_300, nights=0, ends_on=ON),
        item("A2", 21_900, starts_on=ON, recorded_on=ON),
        item("B", 15_300, nights=0, ends_on=ON),
    ]
    sold = replace(BETWEEN, owners={"A": "A2"})
    assert moved(before, now, sold) == {"owners": Decimal(700), "ends": Decimal(-21_200)}
    # The child has since left the new owner's home.
    left = [item("A", 15_300, nights=0, ends_on=ON), item("A2", 5_000, starts_on=SEPTEMBER, ends_on=ON)]
    was = [item("A", 15_300, nights=0, ends_on=ON), item("A2", 9_000, starts_on=SEPTEMBER)]
    assert set(moved(was, left, sold)) == {"ends"}
