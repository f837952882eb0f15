"""Finance's month: the same pounds on every page and in every file."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pytest
from openpyxl import load_workbook

from tests.journeys.people import Person

WAYS = ("By service line", "By provider", "By route", "By cost centre")


@pytest.fixture
def finance(people) -> Person:
    person = people["finance-derbyshire"]
    person.open("/spend/")
    return person


def pounds(text: str) -> Decimal:
    return Decimal(re.sub(r"[£,\s]", "", text).replace("−", "-"))


def total(person: Person) -> Decimal:
    """The month's spend, as its tile says."""
    tile = person.main.locator(".hearth-stat", has_text="Spend").first.inner_text()
    found = re.search(r"£[\d,.]+\d", tile)
    assert found
    return pounds(found.group())


def spend_column(person: Person) -> Iterator[Decimal]:
    """The last cell of every line of the first table."""
    for cell in person.main.locator("table").first.locator("tbody tr td:last-child").all_inner_texts():
        yield pounds(cell)


def test_every_way_of_taking_the_month_apart_adds_up_to_it(finance):
    month = total(finance)
    assert month > 0
    for way in WAYS:
        finance.follow(way)
        assert sum(spend_column(finance)) == month, way


def test_groups_placements_and_fees_add_up_all_the_way_down(finance):
    first = next(spend_column(finance))
    finance.follow_first(finance.main.locator("table tbody").first)
    assert total(finance) == first == sum(spend_column(finance))
    line = finance.main.locator("table tbody tr", has_text="PLC-").first
    placement = pounds(line.locator("td").last.inner_text())
    finance.follow_first(line)
    assert sum(spend_column(finance)) == placement
    assert re.search(r"CHD-[A-Z0-9]+", finance.text), "the child is named by reference"


def test_files_add_up_to_the_screen_to_the_penny(finance):
    month = total(finance)
    book = load_workbook(finance.download("Download XLSX").open("rb"), data_only=True)
    for sheet in book:
        headings, *rows = sheet.iter_rows(values_only=True)
        if "Spend (£)" not in headings:
            continue
        spent = headings.index("Spend (£)")
        assert sum(Decimal(str(row[spent])) for row in rows if row[0] != "Total") == month, sheet.title
    text = finance.download("Download CSV").read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    assert lines and sum(Decimal(line["Spend (£)"]) for line in lines) == month
