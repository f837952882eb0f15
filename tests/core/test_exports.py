"""Files for spreadsheets: nothing in them runs, and their columns still add up."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.exports import Sheet, csv_bytes, safe_cell, xlsx_bytes

STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20",
        "-cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0=1",
        "\uff1d1+1",
        "\u200b=1+1",
        "  =1",
        "\ufeff@x",
        "\uff0d2",
    ],
)
def test_text_that_would_run_is_neutralised(text: str):
    assert str(safe_cell(text)).startswith("'")


@pytest.mark.parametrize("value", [Decimal("-12.50"), -3, 0.5, date(2026, 3, 5), None, True])
def test_real_values_pass_as_they_are(value: object):
    assert safe_cell(value) is value


@given(st.text(max_size=60))
def test_no_text_cell_starts_a_formula(text: str):
    assert not str(safe_cell(text)).lstrip("\u00a0 ").startswith(STARTERS)


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=8))
def test_csv_keeps_its_shape_whatever_is_typed(rows: list[list[str]]):
    read = list(csv.reader(io.StringIO(csv_bytes(["One", "Two"], rows).decode("utf-8-sig"), newline="")))
    assert len(read) == len(rows) + 1
    assert {len(row) for row in read} == {2}


def test_csv_writes_pounds_and_dates_plainly():
    row = [Decimal("4557.30"), date(2026, 3, 5), datetime(2026, 7, 5, 11, 0, tzinfo=UTC), None, True]
    written = csv_bytes(["Fee", "On", "At", "Empty", "Agreed"], [row]).decode("utf-8-sig").splitlines()[1]
    assert written == '"4557.30","05/03/2026","05/07/2026 12:00","","Yes"'


@given(st.lists(st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2), min_size=1, max_size=30))
def test_xlsx_amounts_add_up_to_the_penny(amounts: list[Decimal]):
    book = load_workbook(
        io.BytesIO(xlsx_bytes([Sheet("Spend", ["Amount"], [[amount] for amount in amounts])]))
    )
    read = [Decimal(str(cell.value)).quantize(Decimal("0.01")) for cell in book["Spend"]["A"][1:]]
    assert sum(read) == sum(amounts)


@given(st.text(max_size=40))
def test_xlsx_holds_text_as_text(text: str):
    book = load_workbook(io.BytesIO(xlsx_bytes([Sheet("S", ["Text"], [[text]])])))
    assert book["S"]["A2"].data_type == "s" or not book["S"]["A2"].value


def test_xlsx_gives_each_table_a_sheet_with_frozen_headings():
    sheets = [
        Sheet("Spend: 2025/26", ["Route", "Pounds"], [["Spot", Decimal("1.10")]]),
        Sheet("Notes", ["Note"], []),
    ]
    book = load_workbook(io.BytesIO(xlsx_bytes(sheets)))
    assert book.sheetnames == ["Spend  2025 26", "Notes"]
    page = book["Spend  2025 26"]
    assert (page.freeze_panes, page["B2"].number_format, page["A1"].font.b) == ("A2", "#,##0.00", True)
