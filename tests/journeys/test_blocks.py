"""A block contract from its draft to an option exercised, and the beds of one that runs."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from core.periods import add_months
from tests.journeys.people import Person

TODAY = timezone.localdate()
START = add_months(TODAY.replace(day=1), -6)


@pytest.fixture
def commissioner(people) -> Person:
    return people["commissioner-derbyshire"]


def do(person: Person, step: str, button: str, **fields) -> None:
    """Take a step from the contract's page and come back to it."""
    person.press(step)
    person.fill(**fields)
    person.press(button)


def a_provider_of_homes(person: Person) -> str:
    """The provider of the block that runs already."""
    person.open("/contracts/blocks/BLK-DBS/")
    return person.main.locator('a[href^="/providers/"]').first.inner_text()


def test_a_block_is_drawn_up_opens_its_beds_and_is_extended(commissioner):
    provider = a_provider_of_homes(commissioner)
    commissioner.open("/contracts/blocks/")
    commissioner.press("Draw up a block contract")
    typed = {
        "name": "Homes by the river",
        "provider": provider,
        "category": "residential",
        "starts_on": START,
        "last_day": add_months(START, 36) - timedelta(days=1),
        "options": "24 + 24",
        "beds_agreed": 2,
        "weekly_rate": "4101,30",
        "guaranteed_weekly": "4101.30",
    }
    commissioner.fill(**typed)
    commissioner.press("Keep the draft")
    commissioner.assert_error("Use a full stop, for example 4557.30", "weekly_rate")
    assert commissioner.typed("name") == "Homes by the river"
    commissioner.fill(weekly_rate="4,101.30")
    commissioner.press("Keep the draft")
    do(commissioner, "Record the signing", "Record", signed_on=START, decision_reference="C12/26")
    do(commissioner, "Name beds", "Name the beds", number=2, starts_on=START)
    for stage, on in (("registered", START), ("staffed", START), ("available", START + timedelta(days=30))):
        do(commissioner, "Record a step of a bed", "Record", stage=stage, on=on)
    assert commissioner.sees("Running")
    assert commissioner.sees("of 2 agreed")
    commissioner.press("Exercise the next option")
    commissioner.fill(decided_on=TODAY + timedelta(days=1), decision_reference="C30/26")
    commissioner.press("Exercise the option")
    commissioner.assert_error("The decision must not be in the future", "decided_on_day")
    commissioner.fill(decided_on=TODAY)
    commissioner.press("Exercise the option")
    assert commissioner.sees("Option 1: 24 months more")


def test_a_running_block_shows_its_beds_by_month_and_hands_them_out(commissioner):
    commissioner.open("/contracts/blocks/BLK-DBS/")
    commissioner.follow("Every night by what became of it")
    assert commissioner.sees("Beds in use by month")
    assert commissioner.sees("A used bed-week")
    commissioner.main.get_by_text("Figures in this chart").first.click()
    lines = list(csv.reader(StringIO(commissioner.download("Download these figures").read_text("utf-8-sig"))))
    assert lines[0][:2] == ["Month", "Bed 1"]
    assert any(cell not in ("", "0") for line in lines[1:] for cell in line[1:])
