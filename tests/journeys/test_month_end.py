"""Finance's month-end: from an open month to statements, an invoice, a payment and what is published."""

import re

import pytest

from tests.journeys.people import Person


@pytest.fixture
def finance(people) -> Person:
    return people["finance-derbyshire"]


def last_full_month(person: Person) -> str:
    """The month before the one under way, as its address says."""
    person.open("/money/months/")
    rows = person.main.locator("table tbody tr")
    return rows.nth(1).locator("a").first.get_attribute("href") or ""


def test_month_goes_from_open_to_published(finance, people):
    finance.open(last_full_month(finance))
    finance.press("Make provisional")
    assert "is provisional" in finance.page.locator("body").inner_text()
    finance.press("Publish statements to providers")
    finance.follow("Run again and list what differs")
    assert "nothing differs" in finance.text
    finance.open("/money/statements/?state=published")
    first = finance.main.locator("table tbody tr").first
    assert "With the provider" in first.inner_text()
    reference, name = first.locator("th").inner_text(), first.locator("td").nth(1).inner_text()

    provider = people[f"manager-{name.split()[0].lower()}"]
    provider.open("/portal/statements/")
    statement = f"/portal/statements/{reference}/"
    provider.open(statement)
    provider.press("Send your answer")
    assert "Agreed" in provider.text
    if "makes it for you" in provider.text:
        finance.open(f"/money/statements/{reference}/")
        finance.press("Make the invoice")
    else:
        provider.open(f"{statement}invoice/")
        provider.fill(number="JOURNEY-1")
        provider.field("issued_on_day").fill("1")
        provider.field("issued_on_month").fill("1")
        provider.field("issued_on_year").fill("2026")
        provider.press("Send the invoice")
        assert "Matches the charges" in provider.text

    finance.open("/money/invoices/?state=matched")
    finance.follow_first(finance.main.locator("table tbody").first)
    finance.fill(verb="approve")
    finance.press("Save")
    assert "Approved to pay" in finance.text
    finance.open("/money/payments/")
    finance.press("Make a payment file")
    lines = finance.main.locator("table").first.locator("tbody tr").count()
    assert "Line" in finance.download("Download the file").read_text(encoding="utf-8-sig")
    finance.fill(accepted_to=lines)
    finance.press("Record the answer")
    assert "Answered" in finance.text
    finance.open("/publication/")
    listed = re.search(r"Payments listed\s+(\d+)", finance.text)
    assert listed and int(listed.group(1)) >= 1
