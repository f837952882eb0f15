"""What is typed wrong is explained beside its field, and nothing that was typed is lost."""

from datetime import date

import pytest

TEXT = "A home near the river, with room for her drawing things."


@pytest.mark.parametrize(
    ("name", "typed", "message", "leads_to"),
    [
        ("full_name", "", "Enter full name", "full_name"),
        ("date_of_birth_month", "13", "the month must be between 1 and 12", "date_of_birth_month"),
        ("needed_on_day", "31", "has 30 days", "needed_on_day"),
        ("home_postcode", "ZZ99 9ZZ", "postcode", "home_postcode"),
        ("radius_miles", "0", "must be 1 or more", "radius_miles"),
    ],
)
def test_wrong_request_keeps_all_that_was_typed(people, name, typed, message, leads_to):
    worker = people["social-worker-derbyshire"]
    worker.open("/requests/new/")
    worker.fill(
        full_name="Juniper Hale",
        date_of_birth=date(2012, 5, 14),
        sex="F",
        home_postcode="DE4 3ND",
        placement_type="fostering",
        urgency="urgent",
        needed_on=date(2030, 11, 9),
        radius_miles="25",
        needs=["education"],
        child_views=TEXT,
    )
    worker.fill(**{name: typed})
    worker.press("Save draft")
    worker.assert_error(message, leads_to)
    assert worker.typed(name) == typed and worker.typed("child_views") == TEXT
    assert worker.main.locator("[name=needs][value=education]").is_checked()
    assert worker.main.locator("[name=sex][value=F]").is_checked()


def test_decision_without_reasons_is_asked_for_them(people):
    head = people["head-of-service-kent"]
    head.open("/requests/?state=submitted&whose=all")
    head.follow("REQ-")
    head.press("Decide the need")
    head.fill(decision="return")
    head.press("Decide")
    head.assert_error("Enter your reasons", "wanted")
    assert head.main.locator("[name=decision][value=return]").is_checked()


def test_paper_needs_a_contract_and_a_day_to_come(people):
    commissioner = people["commissioner-derbyshire"]
    commissioner.open("/papers/new/")
    commissioner.fill(meeting_on=date(2020, 2, 3))
    commissioner.press("Start the paper")
    commissioner.assert_error("contract", "block_contract")
    assert commissioner.typed("meeting_on_year") == "2020"
