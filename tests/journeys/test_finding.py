"""A placements officer finds a home near a postcode: as one types, on the map, side by side, and again."""

import csv

from tests.journeys.people import Person

NEAR = "NG1 6AA"


def test_homes_are_found_as_one_types(people):
    officer: Person = people["placements-officer-derbyshire"]
    officer.open("/homes/")
    officer.field("postcode").press_sequentially(NEAR)
    officer.page.locator('#downloads a[href*="postcode=NG1+6AA"]').first.wait_for()
    officer.field("within_miles").press_sequentially("25")
    officer.page.locator('#downloads a[href*="within_miles=25"]').first.wait_for()
    miles = [float(cell) for cell in officer.main.locator("tbody tr td:nth-child(7)").all_inner_texts()]
    assert miles and miles == sorted(miles) and miles[-1] <= 25
    rows = list(csv.DictReader(officer.download("Download CSV").open(encoding="utf-8-sig")))
    assert len(rows) >= len(miles) and max(float(row["Miles"]) for row in rows) <= 25

    officer.press("Save this search")
    officer.fill(name="Near Nottingham")
    officer.press("Save the search")
    officer.follow("Map")
    assert officer.sees("Homes that fit, by area")
    officer.check()


def test_the_search_is_kept_and_homes_compared_without_javascript(people):
    officer = people.sign_in("placements-officer-derbyshire", javascript=False)
    officer.open("/homes/")
    officer.page.locator("summary", has_text="Your saved searches").click()
    officer.follow("Search again")
    assert officer.typed("postcode") == NEAR
    ticks = officer.main.locator('input[name="home"]')
    for number in range(3):
        ticks.nth(number).check()
    officer.press("Compare the ticked homes")
    assert officer.main.locator("thead th").count() == 3
    officer.page.get_by_role("link", name="Find a home").click()
    assert officer.typed("within_miles") == "25"
