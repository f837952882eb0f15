"""A provider applies to join a purchasing system; two people score blind; it is admitted and found."""

from tests.journeys.people import People, Person

TOOL = "/contracts/tools/TL-SFTPDPS/"
FILE = {"name": "accounts.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 accounts"}
SCORERS = {"commissioner-sefton": 4, "placements-officer-sefton": 3}


def apply(provider: Person) -> str:
    """Fill the application in, half-way first; its reference."""
    provider.open("/portal/tools/")
    provider.follow("Sefton local purchasing system")
    provider.main.get_by_label("Children's homes in the borough").check()
    provider.press("Start")
    address = provider.path
    assert provider.sees("Before you can submit") and not provider.has_button("Submit the application")
    provider.follow("Homes you would bring")
    provider.main.locator('[name="homes"]').first.check()
    provider.press("Save")
    provider.follow("Your answers")
    boxes = provider.main.locator("textarea")
    for n in range(boxes.count()):
        boxes.nth(n).fill("We do this, every week, and our children say so.")
    provider.press("Save")
    provider.follow("Your prices")
    provider.fill(price_0="6500", price_1="4800,50")
    provider.press("Save")
    provider.assert_error("Use a full stop, for example 4557.30", "price_1")
    provider.fill(price_1="5000")
    provider.press("Save")
    provider.assert_error("The most for this band is £4,800.00 a week", "price_1")
    provider.fill(price_1="4700")
    provider.press("Save")
    provider.follow("Files to hand in")
    items = provider.main.locator('[name="item"] option[value]:not([value=""])')
    for value in [option.get_attribute("value") for option in items.all()]:
        provider.fill(item=value)
        provider.main.locator('[name="upload"]').set_input_files(FILE)
        provider.press("Save")
        provider.follow("Files to hand in")
    provider.follow("Cancel")
    provider.press("Submit the application")
    assert provider.sees("Submitted")
    return address.rstrip("/").rpartition("/")[2]


def test_from_an_application_to_a_member_that_is_found(people: People):
    provider, keeper = people["manager-larkspur"], people["commissioner-sefton"]
    reference = apply(provider)
    admit(people, f"/contracts/applications/{reference}/")
    home = keeper.main.locator('a[href^="/homes/"]').first.get_attribute("href")
    keeper.open(TOOL)
    assert keeper.sees("Larkspur Homes Ltd")
    keeper.open(home)
    assert keeper.sees("Sefton local purchasing system (pseudo-DPS)")
    provider.open(f"/portal/applications/{reference}/")
    assert provider.sees("Admitted") and provider.sees("4 of 5")


def admit(people: People, address: str) -> None:
    """Check, have two people score it blind, agree and admit."""
    keeper = people["commissioner-sefton"]
    keeper.open(address)
    keeper.press("Complete: start due diligence")
    while keeper.sees("To be checked"):
        place = keeper.main.locator("table").first.locator("tbody tr")
        text = place.filter(has_text="To be checked").first.locator("th").inner_text()
        keeper.press("Record a check")
        keeper.main.locator('[name="item"]').select_option(label=text)
        keeper.fill(outcome="met")
        keeper.press("Record")
    keeper.press("Have it scored")
    keeper.main.get_by_label("Commissioner").check()
    keeper.main.get_by_label("Placements officer").check()
    keeper.press("Ask them")
    for key, score in SCORERS.items():
        person = people[key]
        person.open(address)
        assert not person.sees("As read by"), "nobody reads the other's reasons before both are in"
        person.press("Score it")
        for box in person.main.locator('[name^="score_"]').all():
            box.fill(str(score))
        for box in person.main.locator('[name^="reason_"]').all():
            box.fill(f"As read by {key}")
        person.fill(hand_in=True)
        person.press("Save")
    keeper.open(address)
    assert keeper.sees("As read by placements-officer-sefton")
    keeper.press("Agree the scores")
    for box in keeper.main.locator('[name^="score_"]').all():
        box.fill("4")
    keeper.press("Record agreed scores")
    keeper.press("Admit")
    keeper.fill(tier="1")
    keeper.press("Admit")
    assert keeper.sees("Admitted") and keeper.sees("80.0 of 100")
