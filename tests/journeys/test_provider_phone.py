"""A provider's manager on a phone: confirming, updating many homes, uploading, and asking a colleague in."""

import re

import pytest

from tests.journeys.people import PHONE, People, Person

PASSWORD = "three quiet otters"


@pytest.fixture(scope="module")
def manager(everyone: People) -> Person:
    person = everyone.sign_in("manager-larkspur")
    person.page.set_viewport_size(PHONE)
    return person


def boxes(manager: Person, name: str) -> list[str]:
    return [field.get_attribute("name") or "" for field in manager.main.locator(f'[name$="_{name}"]').all()]


def test_home_page_leads_to_three_things_by_keyboard(people, manager):
    manager.open("/portal/")
    for heading in ("Referrals to answer", "Vacancies to confirm", "Papers to sign"):
        assert manager.sees(heading)
    manager.open("/portal/vacancies/")
    wanted, focused = "Update all homes in one table", "document.activeElement.textContent.trim()"
    for _ in range(40):
        manager.page.keyboard.press("Tab")
        if manager.page.evaluate(focused) == wanted:
            break
    with manager.page.expect_navigation():
        manager.page.keyboard.press("Enter")
    assert manager.path == "/portal/vacancies/all/"


def test_one_click_confirms_one_home(people, manager):
    manager.open("/portal/vacancies/")
    manager.press("No change")
    assert manager.sees("no change. Thank you.")


def test_all_homes_in_one_table_with_one_mistake(people, manager):
    manager.open("/portal/vacancies/all/")
    first, second = boxes(manager, "beds")[:2]
    manager.fill(**{first: "0", second: "nine"})
    manager.press("Save what I changed")
    manager.check()
    summary = manager.page.locator(".govuk-error-summary")
    summary.get_by_role("link").first.click()
    assert manager.page.evaluate("document.activeElement.name") == second
    assert (manager.typed(first), manager.typed(second)) == ("0", "nine")
    # Nothing was ever told of these, so they cannot be unchanged.
    untold = {name: "0" for name in boxes(manager, "beds") if not manager.typed(name)}
    manager.fill(**{**untold, second: "0"})
    manager.press("Save, and all the rest is unchanged")
    assert manager.sees("are up to date. Thank you.") and manager.path == "/portal/vacancies/"
    assert manager.sees("All of your homes are up to date.")


def test_file_is_checked_shown_and_saved(people, manager):
    manager.open("/portal/vacancies/upload/")
    template = manager.download("your homes as a CSV file").read_text(encoding="utf-8-sig")
    wrong = re.sub(r'"(SC\d+)","([^"]*)","\d+"', r'"\1","\2","many"', template, count=1)
    for text, said in ((wrong, "“many” is not a whole number"), (template, "Nothing changes")):
        manager.open("/portal/vacancies/upload/")
        manager.field("file").set_input_files(
            {"name": "vacancies.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        manager.press("Check the file")
        assert manager.sees(said)
    manager.press("Confirm and save")
    assert manager.sees("up to date. Thank you.")


def test_certificate_is_shown_to_councils(people, manager):
    manager.open("/portal/profile/documents/add/")
    manager.fill(kind="public_liability", expires_on_day="31", expires_on_month="3", expires_on_year="2099")
    pdf = {"name": "cover.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 cover"}
    manager.field("upload").set_input_files({**pdf, "name": "cover.html"})
    manager.press("Add")
    manager.assert_error("The file must be a PDF, Word, JPEG or PNG file", "upload")
    assert manager.typed("expires_on_year") == "2099"
    manager.field("upload").set_input_files(pdf)
    manager.press("Add")
    assert manager.sees("councils can read it now") and manager.sees("until 31 March 2099")
    council = people["commissioner-derbyshire"]
    council.open("/providers/?name=Larkspur")
    council.follow("Larkspur")
    assert council.sees("Documents and insurance")
    assert council.download("cover.pdf").read_bytes() == pdf["buffer"]


def test_colleague_is_asked_in_and_ended(people, manager, product):
    manager.open("/portal/people/")
    manager.press("Invite a colleague")
    manager.fill(email="wren@larkspur.example", name="Wren Example", job_title="Night manager")
    manager.press("Send the invitation")
    assert manager.sees("We have written to wren@larkspur.example")
    subject = "You are invited to act for Larkspur Homes Ltd in Hearth"
    [letter] = product.wait_for_letters(subject, to="wren@larkspur.example")
    [link] = re.findall(rf"{re.escape(product.site)}(/account/invitation/\S+)", letter.get_content())
    wren = people.stranger()
    wren.page.set_viewport_size(PHONE)
    wren.open(link)
    wren.fill(password="short")
    wren.press("Set the password")
    assert wren.page.locator(".govuk-error-summary").count()
    wren.fill(password=PASSWORD)
    wren.press("Set the password")
    wren.fill(login="wren@larkspur.example", password=PASSWORD)
    wren.press("Sign in")
    assert wren.path == "/portal/"
    manager.open("/portal/people/")
    manager.follow("End access of Wren Example")
    manager.press("End their access")
    assert manager.sees("Wren Example no longer acts for you here.")
    assert wren.open("/portal/") == 404
