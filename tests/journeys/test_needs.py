"""An emergency tonight, and a brother and sister who are parted for a reason: by the people who do it."""

import re
from datetime import timedelta

from django.utils import timezone

from tests.journeys.people import People, Person

COUNCIL = "derbyshire"


def staff(people: People, role: str) -> Person:
    return people[f"{role}-{COUNCIL}"]


def reference_in(person: Person) -> str:
    found = re.search(r"REQ-[A-Z0-9]+", f"{person.path} {person.text}")
    assert found, person.page.url
    return found.group()


def test_emergency_is_searched_for_at_once_and_ratified_by_another(people: People):
    worker = staff(people, "social-worker")
    worker.open("/requests/")
    worker.press("Emergency")
    worker.press("Search at once")
    worker.assert_error("Enter full name", "full_name")
    worker.fill(
        full_name="Juniper Madeup",
        date_of_birth=timezone.localdate() - timedelta(days=365 * 13 + 40),
        sex="F",
        home_postcode="DE4 3ND",
        placement_type="residential",
        needed_on=timezone.localdate(),
        home_area="Matlock",
        legal_status="L2",
        needs=["missing"],
        agreed_on_the_day="00:01",
    )
    approver = worker.field("verbal_approver")
    approver.select_option(index=1)
    worker.press("Search at once")
    reference = reference_in(worker)
    assert worker.sees("every route is open")
    assert worker.main.get_by_text("Work on this step").count() > 3
    head = staff(people, "head-of-service")
    head.open("/requests/")
    assert head.sees("Ratify by")
    head.open(f"/requests/{reference}/")
    head.press("Ratify the emergency")
    assert head.sees("Still unsaid") and not head.sees("Juniper")
    head.fill(note="Read the plan and spoke to the duty manager.")
    head.press("Ratify")
    worker.open(f"/requests/{reference}/")
    worker.press("Complete the record")
    worker.fill(needs_summary="A calm home, and somebody awake at night.", child_views="Near my nan.")
    worker.press("Save")
    assert worker.sees("Added to the record") and not worker.has_button("Complete the record")


def test_brother_and_sister_are_searched_for_together_and_parted_with_a_reason(people: People):
    commissioner = staff(people, "commissioner")
    commissioner.open("/requests/")
    for link in commissioner.main.locator("table a", has_text="REQ-").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    ):
        commissioner.open(f"{link}siblings/")
        if commissioner.sees("To live in the same home"):
            break
    commissioner.press("Look for one of them apart")
    commissioner.main.locator("[name=sibling]").first.check()
    commissioner.fill(reason="The court directed that they live apart for now.")
    commissioner.press("Split")
    assert commissioner.sees("Looked for apart since")
    assert commissioner.sees("The court directed that they live apart for now.")
