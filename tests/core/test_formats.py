"""How values are written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import formats


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("4557.3", "£4,557.30"),
        ("0", "£0.00"),
        ("-12", "−£12.00"),
        ("0.005", "£0.01"),
        ("1234567.895", "£1,234,567.90"),
    ],
)
def test_money_is_written_to_the_penny(amount: str, written: str):
    assert formats.money(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("950", "£950"),
        ("45000", "£45k"),
        ("1250", "£1.3k"),
        ("999960", "£1m"),
        ("10380000", "£10.4m"),
        ("-430000", "−£430k"),
    ],
)
def test_short_pounds_fit_an_axis(amount: str, written: str):
    assert formats.short_pounds(Decimal(amount)) == written


def test_moment_is_london_time():
    assert formats.moment(datetime(2026, 7, 5, 11, 5, tzinfo=UTC)) == "5 July 2026 at 12:05pm"
    assert formats.moment(datetime(2026, 1, 5, 0, 5, tzinfo=UTC)) == "5 January 2026 at 12:05am"


@pytest.mark.parametrize(
    ("left", "written"),
    [
        (timedelta(days=9, hours=23), "9 days left"),
        (timedelta(days=2), "2 days left"),
        (timedelta(hours=47, minutes=59), "47 hours left"),
        (timedelta(minutes=119), "119 minutes left"),
        (timedelta(minutes=1), "1 minute left"),
        (timedelta(seconds=59), "Time is up"),
        (-timedelta(days=1), "Time is up"),
    ],
)
def test_time_left_is_told_more_finely_towards_the_end(left: timedelta, written: str):
    now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert formats.time_left(now + left, at=now) == written


def test_when_tells_days_from_moments():
    assert formats.when(date(2026, 3, 5)) == "5 March 2026"
    assert formats.when(datetime(2026, 3, 5, 14, 30, tzinfo=UTC)) == "5 March 2026 at 2:30pm"


def test_words_are_listed_with_and_before_the_last():
    assert [formats.listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
