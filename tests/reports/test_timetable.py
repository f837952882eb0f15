"""Dates counted from a meeting: Derbyshire's and Sefton's of 2022, and the page that gives them."""

from datetime import date

import pytest
from django.urls import reverse

from authorities.choices import SettingKey
from authorities.models import User
from core.actor import acting_as
from reports.selectors.timetable import timetable_for
from reports.timetable import Rules, timetable
from tests.factories.authorities import AuthoritySettingFactory
from tests.factories.reports import MEETING, TODAY, block_world

# The summer bank holiday, and the day of the state funeral.
HOLIDAYS = frozenset({date(2022, 1, 3), date(2022, 8, 29), date(2022, 9, 19)})
RULES = Rules(notice_days=28, paper_days=5, call_in_days=5)


def test_derbyshires_meeting_of_september_2022():
    dates = timetable(date(2022, 9, 26), RULES, HOLIDAYS)
    assert dates.notice_by == date(2022, 8, 26)
    assert dates.papers_by == date(2022, 9, 15)
    assert dates.decision_published_on == date(2022, 9, 28)
    assert (dates.call_in_ends, dates.effective_on) == (date(2022, 10, 5), date(2022, 10, 6))


def test_seftons_meeting_of_february_2022():
    dates = timetable(date(2022, 2, 3), RULES, HOLIDAYS)
    assert (dates.notice_by, dates.papers_by) == (date(2022, 1, 5), date(2022, 1, 26))


def test_every_number_of_days_is_the_councils_own():
    """A council that publishes the next day, counts call-in from the decision and asks for longer notices."""
    own = Rules(30, 6, 7, exception_days=6, private_days=7, record_days=1, call_in_from_decision=True)
    dates = timetable(date(2022, 9, 26), own, HOLIDAYS)
    assert dates.decision_published_on == date(2022, 9, 27)
    # The seventh working day after Monday the 26th.
    assert (dates.call_in_ends, dates.effective_on) == (date(2022, 10, 5), date(2022, 10, 6))
    assert dates.exception_by == dates.papers_by == date(2022, 9, 14)
    assert dates.private_notice_by == date(2022, 9, 13)
    said = {step.key: step.why for step in dates.milestones(is_key=True, is_private=True)}
    assert said["decision_published_on"] == "1 working day after the meeting"
    assert said["call_in_ends"] == "7 working days after the decision"
    assert said["exception_by"].startswith("6 clear") and said["private_notice_by"].startswith("7 clear")


@pytest.mark.django_db
def test_rules_are_read_from_the_councils_settings():
    world = block_world(ledger=False, placements=False, children=1)
    for key, value in ((SettingKey.EXCEPTION_CLEAR_DAYS, 4), (SettingKey.PRIVATE_CLEAR_DAYS, 6),
                       (SettingKey.RECORD_DAYS, 3), (SettingKey.CALL_IN_FROM, "decision")):  # fmt: skip
        AuthoritySettingFactory(authority=world.authority, key=key, value=value)
    with acting_as(world.writer) as writer:
        assert timetable_for(writer, MEETING, on=TODAY).rules == Rules(28, 5, 5, 4, 6, 3, True)


@pytest.mark.parametrize(
    ("kind", "count", "first"),
    [
        ({"is_key": False, "is_private": False}, 5, "papers_by"),
        ({"is_key": True, "is_private": False}, 7, "notice_by"),
        ({"is_key": True, "is_private": True}, 9, "notice_by"),
    ],
)
def test_milestones_are_in_order_and_only_what_the_decision_needs(kind, count, first):
    found = timetable(date(2022, 9, 26), RULES, HOLIDAYS).milestones(**kind)
    assert len(found) == count and found[0].key == first
    assert [each.on for each in found] == sorted(each.on for each in found)


@pytest.mark.django_db
def test_page_gives_the_dates_and_says_what_is_wrong_with_a_day(client):
    world = block_world()
    client.force_login(
        User.objects.get(pk=world.writer.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    address = reverse("paper_timetable")
    assert "Date of the meeting" in client.get(address).content.decode()
    page = client.post(
        address, {"meeting_on_day": "31", "meeting_on_month": "2", "meeting_on_year": "2027"}
    ).content.decode()
    assert "Enter a real date: February 2027 has 28 days" in page
    page = client.post(
        address, {"meeting_on_day": "21", "meeting_on_month": "1", "meeting_on_year": "2027", "is_key": "on"}
    ).content.decode()
    assert "Notice of the key decision out by" in page and "Wednesday 23 December 2026" in page
    assert "Second notice" not in page
