"""Figures worked out in the words: by the handed-down examples, with their base, or refused."""

from datetime import date
from decimal import Decimal

import pytest

from reports.figures.derived import derive
from reports.figures.figure import Figure, FigureMissing, Reading, Unit

ON = date(2026, 11, 20)
WEEKS = Figure("week_factor", "Weeks", "", Unit.WEEKS, Reading(Decimal(365) / 7, "Settings", ON))


def figure(value, unit=Unit.CHILDREN, label="Children", level=5):
    return Figure("key", label, "", unit, Reading(value, "Records", ON), level)


def worked(done, *used):
    return derive(f"{done}:a,b", done, used, week_factor=WEEKS, hidden_under=5)


def test_growth_is_over_the_earlier_number():
    found = worked("growth", figure(711, label="In 2018"), figure(952, label="In 2022"))
    assert (found.shown, found.base) == ("33.9%", "In 2018, 711")


def test_share_is_half_up_and_says_what_it_is_of():
    found = worked("share", figure(42), figure(336, Unit.CHILDREN, "Beds"))
    assert (found.shown, found.base) == ("12.5%", "Beds, 336")


def test_weekly_becomes_yearly_by_the_council_s_weeks_and_says_so():
    found = worked("yearly", figure(Decimal("4557.00"), Unit.WEEKLY_POUNDS, "Rate"))
    assert found.shown == "£237,615.00"
    assert found.definition == "Amount a week x 52.1429 weeks"


def test_term_is_the_yearly_sum_times_years():
    found = worked(
        "term", figure(Decimal(4_500_000), Unit.WHOLE_YEARLY_POUNDS), figure(Decimal(7), Unit.YEARS)
    )
    assert found.shown == "£31,500,000.00"


def test_sum_and_difference_keep_their_unit():
    assert worked("sum", figure(70), figure(137)).shown == "207"
    assert (
        worked(
            "difference", figure(Decimal("12.97"), Unit.POUNDS), figure(Decimal("11.472"), Unit.POUNDS)
        ).shown
        == "£1.50"
    )


@pytest.mark.parametrize(
    ("done", "used", "told"),
    [
        ("sum", (figure(70), figure(Decimal(3), Unit.POUNDS)), "same unit"),
        ("share", (figure(70), figure(0)), "base is 0"),
        ("share", (figure(3), figure(70)), "give their number away"),
        ("share", (figure(68), figure(70)), "left outside"),
        ("yearly", (figure(70),), "amount a week"),
        ("term", (figure(70), figure(Decimal(7), Unit.YEARS)), "amount a year"),
        ("difference", (figure(ON, Unit.DATE), figure(ON, Unit.DATE)), "date cannot"),
    ],
)
def test_what_cannot_be_worked_out_is_missing_and_says_why(done, used, told):
    with pytest.raises(FigureMissing, match=told):
        worked(done, *used)


def test_small_difference_of_large_numbers_stays_hidden():
    assert worked("difference", figure(73), figure(70)).shown == "fewer than 5"


def test_small_difference_the_other_way_round_stays_hidden_too():
    assert worked("difference", figure(70), figure(73)).shown == "fewer than 5"


def test_years_are_printed_to_two_places_half_up():
    shown = [figure(Decimal(months) / 12, Unit.YEARS).shown for months in (120, 84, 43, 7)]
    assert shown == ["10", "7", "3.58", "0.58"]
