"""Columns of the registers of statements and invoices, and the small tables of the money pages."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from contracts.models import Creditor, PaymentBatch, PaymentLine, StatementLine
from contracts.money_choices import (
    BatchState,
    InvoiceState,
    LineAnswer,
    MonthState,
    PaymentOutcome,
    StatementState,
)
from contracts.selectors.months import Difference, MonthStanding
from core import formats
from core.tables import (
    Column,
    DateColumn,
    Heading,
    HearthTable,
    MoneyColumn,
    NumberColumn,
    ReferenceColumn,
    Rows,
    StatusColumn,
    link,
    status_tag,
)

MONTH_KINDS: dict[str, str] = {
    MonthState.OPEN: "active",
    MonthState.PROVISIONAL: "waiting",
    MonthState.CLOSED: "ended",
}
STATEMENT_KINDS: dict[str, str] = {
    StatementState.PUBLISHED: "waiting",
    StatementState.DISPUTED: "attention",
    StatementState.AGREED: "good",
}
INVOICE_KINDS: dict[str, str] = {
    InvoiceState.RECEIVED: "waiting",
    InvoiceState.MATCHED: "active",
    InvoiceState.HELD: "attention",
    InvoiceState.APPROVED: "good",
    InvoiceState.BATCHED: "waiting",
    InvoiceState.PAID: "ended",
    InvoiceState.RETURNED: "bad",
}
BATCH_KINDS: dict[str, str] = {BatchState.MADE: "waiting", BatchState.SETTLED: "ended"}
ANSWER_KINDS: dict[str, str] = {
    LineAnswer.WAITING: "waiting",
    LineAnswer.CONFIRMED: "good",
    LineAnswer.DISPUTED: "attention",
    LineAnswer.SETTLED: "active",
}
OUTCOME_KINDS: dict[str, str] = {
    PaymentOutcome.WAITING: "waiting",
    PaymentOutcome.ACCEPTED: "good",
    PaymentOutcome.REJECTED: "bad",
}


class MonthColumn(DateColumn):
    """The month of a first day: ``October 2026``; itself in an export."""

    def render(self, value: date) -> str:
        return formats.month(value)


class StatementTable(HearthTable):
    """Statements published to providers."""

    caption = "Provider statements"
    nothing = "No statement fits these filters."

    reference = ReferenceColumn(
        verbose_name="Statement", href=lambda row: reverse("bill_detail", args=[row.reference])
    )
    month = MonthColumn(verbose_name="Month")
    provider = Column(accessor="provider__name", verbose_name="Provider")
    disputed = NumberColumn(verbose_name="Lines in dispute")
    total = MoneyColumn(verbose_name="Total")
    state = StatusColumn(verbose_name="State", kinds=STATEMENT_KINDS)


class InvoiceTable(HearthTable):
    """Invoices received and made."""

    caption = "Invoices"
    nothing = "No invoice fits these filters."

    reference = ReferenceColumn(
        verbose_name="Invoice", href=lambda row: reverse("invoice_detail", args=[row.reference])
    )
    provider = Column(accessor="provider__name", verbose_name="Provider")
    month = MonthColumn(accessor="statement__month", verbose_name="Month")
    amount = MoneyColumn(verbose_name="Amount")
    state = StatusColumn(verbose_name="State", kinds=INVOICE_KINDS)
    difference = MoneyColumn(verbose_name="Above the statement")
    number = Column(verbose_name="Provider’s number")
    issued_on = DateColumn(verbose_name="Dated")


def month_rows(months: Iterable[MonthStanding]) -> Rows:
    return Rows(
        (
            Heading("Month"),
            Heading("State"),
            Heading("Since"),
            Heading("Of it late", numeric=True),
            Heading("Posted", numeric=True),
        ),
        [
            (
                link("ledger_month", formats.month(month.month), f"{month.month:%Y-%m}"),
                status_tag(month.state.label, MONTH_KINDS[month.state]),
                f"{formats.day(month.state_at)}, {month.state_by}"
                if month.state_by and month.state_at
                else "",
                formats.money(month.late),
                formats.money(month.amount),
            )
            for month in months
        ],
    )


def _since(month: MonthStanding) -> str:
    by = month.state_by and month.state_at
    return f"{formats.day(month.state_at)}, {month.state_by}" if by and month.state_at else ""


def difference_rows(found: Iterable[Difference]) -> Rows:
    return Rows(
        (
            Heading("Placement or contract"),
            Heading("Fee"),
            Heading("First night"),
            Heading("Last night"),
            Heading("Nights", numeric=True),
            Heading("Posted in"),
            Heading("Difference", numeric=True),
        ),
        [
            (
                each.reference,
                each.fee,
                formats.short_day(each.first_night),
                formats.short_day(each.last_night),
                formats.count(each.nights),
                formats.month(each.posted_in) if each.posted_in else "Not yet",
                formats.money(each.amount),
            )
            for each in found
        ],
    )


def line_rows(lines: Sequence[StatementLine], *, route: str, reference: str, asks: str) -> Rows:
    """A statement's lines. Those in the state ``asks`` have a link to ``route`` to be dealt with."""

    def said(line: StatementLine) -> Any:
        shown = status_tag(line.get_answer_display(), ANSWER_KINDS[line.answer])
        if line.answer != asks:
            return shown
        word = "Dispute" if asks == LineAnswer.WAITING else "Settle"
        deal = link(route, word, reference, line.position, hidden=f"line {line.position}")
        return format_html("{} {}", shown, deal)

    return Rows(
        (
            Heading("Line", numeric=True),
            Heading("Placement or contract"),
            Heading("Fee"),
            Heading("Kind"),
            Heading("Nights"),
            Heading("Nights of care", numeric=True),
            Heading("Amount", numeric=True),
            Heading("Answer"),
            Heading("What was said"),
        ),
        [
            (
                line.position,
                line.source_reference,
                line.get_fee_kind_display(),
                line.get_kind_display(),
                _span(line.first_night, line.last_night),
                formats.count(line.units),
                formats.money(line.amount),
                said(line),
                " ".join(filter(None, (line.reason, line.settlement))),
            )
            for line in lines
        ],
    )


def _span(first: date, last: date) -> str:
    if first == last:
        return formats.short_day(first)
    return f"{formats.short_day(first)} to {formats.short_day(last)}"


def batch_rows(batches: Iterable[PaymentBatch]) -> Rows:
    return Rows(
        (
            Heading("Payment file"),
            Heading("Made"),
            Heading("By"),
            Heading("Invoices", numeric=True),
            Heading("Refused", numeric=True),
            Heading("Total", numeric=True),
            Heading("State"),
        ),
        [
            (
                link("payment_detail", batch.reference, batch.reference),
                formats.short_day(batch.made_on),
                batch.made_by,
                formats.count(batch.number),  # type: ignore[attr-defined]
                formats.count(batch.refused),  # type: ignore[attr-defined]
                formats.money(batch.total or Decimal(0)),  # type: ignore[attr-defined]
                status_tag(batch.get_state_display(), BATCH_KINDS[batch.state]),
            )
            for batch in batches
        ],
    )


def payment_rows(lines: Iterable[PaymentLine]) -> Rows:
    return Rows(
        (
            Heading("Line", numeric=True),
            Heading("Creditor"),
            Heading("Provider"),
            Heading("Invoice"),
            Heading("Amount", numeric=True),
            Heading("Answer"),
            Heading("Reason"),
        ),
        [
            (
                line.position,
                line.creditor_number,
                line.invoice.provider.name,
                link("invoice_detail", line.invoice.reference, line.invoice.reference),
                formats.money(line.amount),
                status_tag(line.get_outcome_display(), OUTCOME_KINDS[line.outcome]),
                line.reason,
            )
            for line in lines
        ],
    )


def creditor_rows(creditors: Iterable[tuple[str, str, Creditor | None]]) -> Rows:
    """(provider's name, its reference, how it is known) of each provider with charges."""
    return Rows(
        (Heading("Provider"), Heading("Creditor number"), Heading("Invoices"), Heading("Payee")),
        [
            (
                link("creditor_edit", name, reference),
                row.number if row else status_tag("None yet", "attention"),
                "Made by the council" if row and row.self_billed else "Sent by the provider",
                "A person: never named in print" if row and row.is_personal else "An organisation",
            )
            for name, reference, row in creditors
        ],
    )
