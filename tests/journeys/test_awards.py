"""A competition marked by two people apart, an award on a ground, and a placement that breaks down."""

import re

from django.utils import timezone

from tests.journeys.people import People, Person

PAPER = b"%PDF-1.7\n%%EOF\n"


def links_of(person: Person, selector: str) -> list[str]:
    """Where the links of the open page lead, each once."""
    links = person.main.locator(selector)
    return list(dict.fromkeys(links.evaluate_all("links => links.map(link => link.getAttribute('href'))")))


def first_where(person: Person, words: str) -> str:
    """The address of the first request whose offers page says this."""
    person.open("/requests/")
    found = (
        re.match(r"/requests/REQ-[A-Z0-9]+/", href) for href in links_of(person, "a[href^='/requests/REQ-']")
    )
    for address in dict.fromkeys(match.group() for match in found if match):
        person.open(f"{address}offers/")
        if person.sees(words):
            return address
    raise AssertionError(f"No request of {person.page.url} says “{words}”")


def test_second_person_marks_blind_and_a_manager_agrees(people: People):
    second = people["placements-officer-westsussex"]
    request = first_where(second, "1 of 2 are in")
    assert not second.has_button("Send in my marks")
    for address in links_of(second, "#mark a"):
        second.open(address)
        assert second.typed("quality_mark") == ""
        second.fill(quality_mark="3.5", social_value_mark="2")
        second.press("Save marks")
    second.press("Send in my marks")
    manager = people["head-of-service-westsussex"]
    manager.open(f"{request}offers/")
    for address in links_of(manager, "#mark a"):
        manager.open(address)
        assert manager.sees("3.50")
        manager.fill(quality_mark="4", social_value_mark="2.5")
        manager.press("Save the agreed marks")
        manager.assert_error("The two did not both give this mark", "reason")
        manager.fill(reason="Spoken through together: the staffing is better than it read.")
        manager.press("Save the agreed marks")
    commissioner = people["commissioner-westsussex"]
    commissioner.open(f"{request}offers/")
    commissioner.field("offer").first.check()
    commissioner.fill(reasons="The agreed marks and the nearer school.")
    commissioner.press("Put this offer forward")
    assert commissioner.sees("Three approvals are asked for")


def test_direct_award_is_made_on_a_ground_and_approved_on_a_phone(people: People):
    commissioner = people["commissioner-derbyshire"]
    request = first_where(commissioner, "Award directly on a ground")
    commissioner.follow("Award directly on a ground, without comparing points")
    commissioner.field("offer").first.check()
    commissioner.fill(ground="continuity", reasons="She keeps her school and her counsellor.")
    commissioner.press("Award directly")
    assert commissioner.sees("Three approvals are asked for")
    reference = request.split("/")[-2]
    head = people.sign_in("head-of-service-derbyshire")
    head.page.set_viewport_size({"width": 320, "height": 640})
    head.open("/approvals/")
    for address in links_of(head, "a[href*='/approvals/APR-']"):
        head.open(address)
        if reference in head.page.title() and head.field("decision").count():
            break
    assert head.sees("She keeps her school and her counsellor.")
    head.fill(decision="approve")
    head.press("Record the decision")
    assert head.path == "/approvals/"


def test_breakdown_is_short_notice_an_end_a_meeting_with_its_paper_and_a_new_search(people: People, tmp_path):
    commissioner, today = people["commissioner-derbyshire"], timezone.localdate()
    commissioner.open("/placements/?state=active")
    commissioner.follow_first(commissioner.main.locator("table tbody tr").nth(3))
    commissioner.press("Give notice")
    commissioner.fill(given_on=today, leaves_on=today, reason="LAREQ")
    commissioner.press("Give notice")
    assert commissioner.sees("Shorter than agreed") and commissioner.sees("Leaves on")
    commissioner.press("Record the end")
    commissioner.fill(left_on=today, reason="LAREQ")
    commissioner.press("End the placement")
    assert commissioner.sees("This placement broke down") and commissioner.sees("Paid until")
    assert commissioner.sees("Disruption meeting held")
    commissioner.press("Record what was done")
    assert commissioner.typed("kind") == "disruption_meeting"
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(PAPER)
    commissioner.field("upload").set_input_files(minutes)
    commissioner.fill(done_on=today, note="With the home, the school and the reviewing officer.")
    commissioner.press("Record")
    commissioner.main.get_by_text("What was done, and how it is known").click()
    assert commissioner.download("minutes.pdf").read_bytes() == PAPER
    commissioner.press("Ask for the next home")
    assert re.match(r"/requests/new/for/", commissioner.path)


def test_home_at_a_distance_waits_for_its_area_and_the_director(people: People):
    commissioner = people["commissioner-westsussex"]
    commissioner.open("/approvals/")
    for address in links_of(commissioner, "a[href*='/approvals/APR-']"):
        commissioner.open(address)
        if commissioner.sees("at a distance") and commissioner.sees("has not been consulted yet"):
            break
    director = people.sign_in("dcs-westsussex")
    director.page.set_viewport_size({"width": 320, "height": 640})
    director.open(address)
    director.fill(decision="approve")
    director.press("Record the decision")
    assert director.path == address and director.sees("has not been consulted yet")
    commissioner.follow("Record the consultation")
    commissioner.press("Record the consultation")
    assert commissioner.page.locator(".govuk-error-summary").count()
    commissioner.fill(consultation="Its placements team has the care plan and knows of no risk nearby.")
    commissioner.press("Record the consultation")
    director.open(address)
    assert director.sees("knows of no risk nearby")
    director.fill(decision="approve")
    director.press("Record the decision")
    assert director.path == "/approvals/"
