"""Finance's month-end, from an open month to what the council publishes; the provider answers on its side."""

import csv
import io
from datetime import date
from decimal import Decimal


def test_month_goes_from_open_to_paid_reported_and_published(people):
    finance, provider = people["finance-derbyshire"], people["manager-larkspur"]

    finance.open("/money/months/")
    rows = finance.main.locator("table tbody tr")
    held = next(number for number, row in enumerate(rows.all()) if "Provisional" in row.inner_text())
    # Newest first: the month after the one that is provisional is the next to close.
    months = [rows.nth(number).get_by_role("link").first for number in (held - 1, held)]
    words = months[0].inner_text()
    address, earlier = (month.get_attribute("href") or "" for month in months)
    finance.open(address)
    assert finance.sees("Open")
    finance.press("Make provisional")
    assert finance.sees("Provisional since")
    finance.press("Publish statements to providers")
    finance.press("Run again and list what differs")
    assert finance.sees("nothing differs")

    provider.open("/portal/statements/")
    statement = provider.main.get_by_role("link", name=words).first.get_attribute("href") or ""
    provider.open(statement)
    provider.follow("Dispute")
    provider.press("Dispute this line")
    provider.assert_error("Answer “What is wrong with this line?”", "reason")
    provider.fill(reason="We make it one night fewer")
    provider.press("Dispute this line")
    provider.press("Send your answer")
    assert provider.sees("With the council")

    finance.open(f"/money{statement.removeprefix('/portal')}")
    finance.follow("Settle")
    finance.fill(settlement="The child came back on the Sunday, so the night is right")
    finance.press("Settle")
    assert finance.sees("Agreed")

    provider.open(statement)
    provider.press("Send your invoice")
    total = Decimal(provider.typed("amount").replace(",", ""))
    provider.fill(number="LARK-1", issued_on=date(2026, 1, 1), amount=total + 5)
    provider.press("Send the invoice")
    assert provider.sees("£5.00 more than the statement")

    finance.open("/money/invoices/?state=held&number=LARK-1")
    finance.follow_first(finance.main.locator("table tbody").first)
    finance.fill(verb="give_back", reason="£5.00 more than was agreed")
    finance.press("Save")
    provider.open(statement)
    provider.press("Send your invoice")
    provider.fill(number="LARK-2", issued_on=date(2026, 1, 2))
    provider.press("Send the invoice")
    assert provider.sees("Matches the charges")

    finance.open("/money/invoices/?state=matched&number=LARK-2")
    finance.follow_first(finance.main.locator("table tbody").first)
    finance.fill(verb="approve")
    finance.press("Save")
    finance.open("/money/payments/")
    finance.press("Make a payment file")
    file = finance.download("Download the file").read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(file)))
    assert total in {Decimal(line["Amount"]) for line in lines}
    finance.fill(accepted_to=len(lines))
    finance.press("Record the answer")
    assert finance.sees("Answered")

    for each in (earlier, address):
        finance.open(each)
        finance.press("Close the month")
        assert finance.sees("Closed since")

    finance.open(f"/spend/{address.rstrip('/').rpartition('/')[2]}/")
    finance.press("Make the report")
    finance.wait_for("PDF")

    finance.open("/publication/")
    published = finance.download("Download CSV").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(published)))
    assert total in {Decimal(row["Amount (£)"]) for row in rows}
