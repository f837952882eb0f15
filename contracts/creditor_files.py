"""Layouts of the file a council's finance system pays from. Pure: rows in, columns out.

Every layout documents its columns; the page of a payment file shows them beside the file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.exports import csv_bytes
from core.money import pence


@dataclass(frozen=True)
class Payable:
    """One invoice to pay. ``codes`` are pounds by cost centre; they need not add to ``amount`` quite."""

    position: int
    creditor_number: str
    creditor: str
    invoice_number: str
    reference: str
    issued_on: date
    month: date
    amount: Decimal
    codes: Sequence[tuple[str, Decimal]]


@dataclass(frozen=True)
class Layout:
    """``columns`` are (heading, what it holds)."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Callable[[Payable], list[list[Any]]]

    def write(self, payables: Sequence[Payable]) -> bytes:
        headings = [heading for heading, _ in self.columns]
        return csv_bytes(headings, [row for payable in payables for row in self.rows(payable)])


def _line(payable: Payable) -> list[list[Any]]:
    return [
        [
            payable.position,
            payable.creditor_number,
            payable.creditor,
            payable.invoice_number,
            payable.issued_on,
            payable.amount,
            payable.reference,
        ]
    ]


def coded_parts(payable: Payable) -> list[tuple[str, Decimal]]:
    """The invoice by cost centre, in proportion to the charges, the odd penny with the last; adds to it."""
    whole = sum((amount for _, amount in payable.codes), Decimal(0))
    if not payable.codes or not whole:
        return [("", payable.amount)]
    parts = [(code, pence(payable.amount * amount / whole)) for code, amount in payable.codes[:-1]]
    rest = payable.amount - sum((amount for _, amount in parts), Decimal(0))
    return [*parts, (payable.codes[-1][0], rest)]


def _coded(payable: Payable) -> list[list[Any]]:
    return [
        [
            payable.position,
            payable.creditor_number,
            payable.invoice_number,
            payable.issued_on,
            code,
            f"{payable.month:%Y-%m}",
            amount,
            payable.reference,
        ]
        for code, amount in coded_parts(payable)
    ]


POSITION = ("Line", "Number of the invoice in this file, from 1")
CREDITOR = ("Creditor number", "The provider's number in the finance system")
NUMBER = ("Invoice number", "As the provider gave it; SB- and the statement where the council made it")
ISSUED = ("Invoice date", "dd/mm/yyyy")
OURS = ("Our reference", "Reference of the invoice here, beginning INV-")

LAYOUTS: dict[str, Layout] = {
    "lines": Layout(
        "One row an invoice",
        (
            POSITION,
            CREDITOR,
            ("Creditor", "The provider's name"),
            NUMBER,
            ISSUED,
            ("Amount", "Pounds and pence, the whole invoice"),
            OURS,
        ),
        _line,
    ),
    "coded": Layout(
        "One row an invoice and cost centre",
        (
            POSITION,
            CREDITOR,
            NUMBER,
            ISSUED,
            ("Cost centre", "Code the charges were posted under; empty where the council set none"),
            ("Period", "Month of the charges, yyyy-mm"),
            ("Amount", "Pounds and pence of this cost centre; the rows of an invoice add to it"),
            OURS,
        ),
        _coded,
    ),
}
