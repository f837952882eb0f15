"""A home is judged inadequate: two councils look at their own children there, and nobody new is placed."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.utils import timezone

from tests.journeys.people import People, Person

OURS, NEIGHBOURS = "derbyshire", ("derby", "nottinghamcity", "nottinghamshire")
CHILD = re.compile(r"CHD-\w+")


@dataclass
class Story:
    """The home that falls, its address, and by council the children there."""

    home: str = ""
    address: str = ""
    theirs: str = ""
    children: dict[str, set[str]] = field(default_factory=dict)
    review: str = ""


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def children_by_home(people: People, council: str) -> dict[str, set[str]]:
    """The council's children in each children's home today, from its own register of placements."""
    person = people[f"commissioner-{council}"]
    person.open("/placements/")
    found: dict[str, set[str]] = defaultdict(set)
    with person.download("Download CSV").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Type"] == "Children's home" and row["Status"] == "Active":
                found[row["Home"]].add(row["Child"])
    return found


def children_reviewed_in(person: Person, home: str) -> set[str]:
    rows = person.main.locator("table").first.locator("tbody tr", has_text=home)
    return set(CHILD.findall(" ".join(rows.all_inner_texts())))


def test_commissioner_types_what_ofsted_found(people, story):
    ours = children_by_home(people, OURS)
    commissioner = people[f"commissioner-{OURS}"]
    commissioner.open("/quality/")
    known = commissioner.text
    for council in NEIGHBOURS:
        theirs = children_by_home(people, council)
        both = sorted(home for home in ours.keys() & theirs.keys() if home not in known)
        if both:
            story.home, story.theirs = both[0], council
            story.children = {OURS: ours[both[0]], council: theirs[both[0]]}
            break
    assert story.home, "No home has children of two councils"
    commissioner.open(f"/homes/?name={story.home.replace(' ', '+')}&suspended_too=on")
    commissioner.follow(story.home, within=commissioner.main.locator("table"))
    story.address = commissioner.path
    commissioner.press("Quality")
    commissioner.press("Record an inspection")
    today = timezone.localdate()
    commissioner.fill(outcome="inadequate", inspected_on=date(today.year + 1, 1, 1))
    commissioner.press("Record the inspection")
    commissioner.assert_error("The inspection must be today or earlier", "inspected_on_day")
    commissioner.fill(inspected_on=today)
    commissioner.press("Record the inspection")
    assert commissioner.sees("Judged Inadequate") and commissioner.sees("Ofsted is expected back between")


def test_both_councils_have_their_own_children_in_their_queues_the_same_day(people, story, product):
    letters = product.wait_for_letters(f"{story.home}: grade fell", count=2)
    assert not any(CHILD.search(letter.get_content()) for letter in letters)
    for council in (OURS, story.theirs):
        person = people[f"commissioner-{council}"]
        person.open("/quality/")
        assert children_reviewed_in(person, story.home) == story.children[council]


def test_the_home_is_out_of_searches_and_a_suspension_is_ratified(people, story):
    commissioner = people[f"commissioner-{OURS}"]
    commissioner.open(f"/homes/?name={story.home.replace(' ', '+')}")
    assert not commissioner.sees(story.home)
    commissioner.open(f"{story.address}quality/")
    commissioner.press("Suspend placements")
    commissioner.fill(
        whole_provider="home", scope="new_placements", reason="Inadequate.", starts_on=timezone.localdate()
    )
    commissioner.press("Suspend placements")
    assert commissioner.sees("Waiting for a head of service to ratify it")
    head = people[f"head-of-service-{OURS}"]
    head.open("/quality/")
    head.follow(story.home, within=head.main.locator(".govuk-task-list"))
    head.press("Ratify a suspension")
    head.field("suspension").first.check()
    head.press("Ratify")
    assert head.sees("is ratified")


def test_a_child_is_reviewed_and_a_manager_decides(people, story):
    commissioner = people[f"commissioner-{OURS}"]
    commissioner.open("/quality/")
    row = commissioner.main.locator("table").first.locator("tbody tr", has_text=story.home).first
    commissioner.follow_first(row)
    story.review = commissioner.path
    commissioner.press("Record the review")
    today = timezone.localdate()
    commissioner.fill(
        seen_on=today,
        child_views="I want to stay with my friends.",
        findings="Sleeps badly since the staff changed.",
        iro_told_on=today,
        recommended="stay_safeguarded",
    )
    commissioner.press("Record and send for decision")
    commissioner.assert_error("Say which safeguards are needed", "safeguards")
    commissioner.fill(safeguards="A visit every week.")
    commissioner.press("Record and send for decision")
    assert not commissioner.has_button("Decide")
    manager = people[f"service-manager-{OURS}"]
    manager.open(story.review)
    manager.press("Decide")
    assert manager.sees("I want to stay with my friends.")
    manager.fill(decision="stay_safeguarded", reason="A move now would harm more.")
    manager.press("Record the decision")
    assert manager.sees("Stay, with safeguards")
    assert people[f"commissioner-{story.theirs}"].open(story.review) == 404


def test_what_depends_on_the_group_shows_others_as_numbers_only(people, story):
    commissioner = people[f"commissioner-{OURS}"]
    commissioner.open(story.address)
    commissioner.follow_first(commissioner.main.locator(".govuk-summary-list__row", has_text="Provider"))
    commissioner.press("What depends on it")
    assert story.children[OURS] <= set(CHILD.findall(commissioner.text))
    assert story.children[story.theirs].isdisjoint(CHILD.findall(commissioner.text))
