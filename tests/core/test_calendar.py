"""Worked dates of real decisions: Derbyshire 2022, Sefton 2022, Kent 2025, West Sussex 2021."""

from datetime import date

import pytest

from core.calendar import (
    DayKind,
    add_working_days,
    call_in_ends,
    clear_days_after,
    clear_days_before,
    effective_after_call_in,
    is_working_day,
    working_day_on_or_after,
    working_day_on_or_before,
    working_days_between,
)

HOLIDAYS = frozenset(
    {
        date(2021, 4, 2),
        date(2021, 4, 5),
        date(2022, 1, 3),
        date(2022, 8, 29),
        date(2022, 9, 19),  # one-off: the state funeral
    }
)
DERBYSHIRE = date(2022, 9, 26)
SEFTON = date(2022, 2, 3)


def test_key_decision_notice_is_28_calendar_days_between():
    by = clear_days_before(DERBYSHIRE, 28, HOLIDAYS, DayKind.CALENDAR)
    assert by == date(2022, 8, 28)
    assert working_day_on_or_before(by, HOLIDAYS) == date(2022, 8, 26)
    assert clear_days_before(SEFTON, 28, HOLIDAYS, DayKind.CALENDAR) == date(2022, 1, 5)


def test_papers_leave_five_working_days_and_skip_a_one_off_holiday():
    assert clear_days_before(DERBYSHIRE, 5, HOLIDAYS, DayKind.WORKING) == date(2022, 9, 15)
    assert clear_days_before(DERBYSHIRE, 5, frozenset(), DayKind.WORKING) == date(2022, 9, 18)
    assert clear_days_before(SEFTON, 5, HOLIDAYS, DayKind.WORKING) == date(2022, 1, 26)


def test_a_notice_gives_the_earliest_meeting():
    notice = date(2025, 10, 7)
    assert clear_days_after(notice, 28, HOLIDAYS, DayKind.CALENDAR) == date(2025, 11, 5)
    assert clear_days_after(notice, 5, HOLIDAYS, DayKind.WORKING) == date(2025, 10, 15)


@pytest.mark.parametrize("kind", DayKind)
def test_before_and_after_agree(kind):
    notice = clear_days_before(DERBYSHIRE, 5, HOLIDAYS, kind)
    assert clear_days_after(notice, 5, HOLIDAYS, kind) <= DERBYSHIRE
    assert clear_days_after(notice.replace(day=notice.day + 1), 5, HOLIDAYS, kind) > DERBYSHIRE


@pytest.mark.parametrize(
    "published, days, ends, effective",
    [
        (date(2022, 9, 28), 5, date(2022, 10, 5), date(2022, 10, 6)),
        # Seven working days, and the day after them is a Saturday.
        (date(2021, 3, 10), 7, date(2021, 3, 19), date(2021, 3, 20)),
        # Over Easter: 1 April, then 6 to 9 April.
        (date(2021, 3, 31), 5, date(2021, 4, 9), date(2021, 4, 10)),
    ],
)
def test_call_in_counts_working_days_after_publication(published, days, ends, effective):
    assert call_in_ends(published, days, HOLIDAYS) == ends
    assert effective_after_call_in(published, days, HOLIDAYS) == effective


def test_adding_working_days_ignores_the_day_it_starts_on():
    friday, saturday, monday = date(2022, 9, 16), date(2022, 9, 17), date(2022, 9, 19)
    assert add_working_days(friday, 1, HOLIDAYS) == date(2022, 9, 20)
    assert add_working_days(saturday, 1, HOLIDAYS) == date(2022, 9, 20)
    assert add_working_days(monday, -1, HOLIDAYS) == friday
    assert add_working_days(saturday, 0, HOLIDAYS) == saturday


def test_nearest_working_day():
    assert not is_working_day(date(2022, 9, 19), HOLIDAYS)
    assert working_day_on_or_after(date(2022, 9, 17), HOLIDAYS) == date(2022, 9, 20)
    assert working_day_on_or_before(date(2022, 9, 19), HOLIDAYS) == date(2022, 9, 16)
    assert working_day_on_or_after(date(2022, 9, 20), HOLIDAYS) == date(2022, 9, 20)


def test_working_days_between_is_half_open():
    assert working_days_between(date(2022, 9, 16), date(2022, 9, 21), HOLIDAYS) == 2
    assert working_days_between(date(2022, 9, 21), date(2022, 9, 16), HOLIDAYS) == 0
