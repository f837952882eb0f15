"""A provider's vacancies: told in the portal, or with the one link of a reminder."""

import re

import pytest

from tests.journeys.people import Person

SUBJECT = "Are your vacancies still right?"


@pytest.fixture(scope="module")
def links(product) -> list[str]:
    """The links of the reminders that came."""
    product.ring("providers.remind_of_vacancies")
    letters = product.wait_for_letters(SUBJECT)
    return [re.findall(rf"{re.escape(product.site)}(/v/\S+)", letter.get_content())[0] for letter in letters]


def test_reminder_link_confirms_once_without_signing_in(people, links):
    visitor = people.stranger()
    # A home of which nothing was ever told has nothing to confirm.
    link = next(link for link in links if visitor.open(link) == 200 and visitor.has_button("No change"))
    assert visitor.sees("Is this still right?")
    assert visitor.open(link) == 200, "opening a link, as mail scanners do, uses nothing up"
    visitor.press("No change")
    assert visitor.sees("Thank you")
    assert visitor.open(link) == 410
    visitor.open("/portal/vacancies/")
    assert visitor.path.startswith("/account/"), "the link signs nobody in"


def test_vacancies_are_told_without_javascript(people):
    provider = people.sign_in("manager-foxglove", javascript=False)
    provider.open("/portal/vacancies/")
    provider.press("Update")
    provider.fill(beds_free="2", is_admitting="yes")
    provider.press("Save")
    assert provider.sees("is up to date. Thank you.") and provider.sees("2 ")


def test_wrong_vacancies_are_explained_beside_their_field(people):
    provider: Person = people["manager-foxglove"]
    provider.open("/portal/vacancies/")
    provider.press("Update")
    provider.fill(beds_free="-1", is_admitting="yes", available_from_day="31", available_from_month="2")
    provider.press("Save")
    provider.assert_error("The number of free places cannot be less than 0", "beds_free")
    assert provider.typed("beds_free") == "-1" and provider.typed("available_from_day") == "31"
