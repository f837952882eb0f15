"""Doors to statements, invoices, payment files and creditors. The wall decides whose each side reads."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet, Sum

from contracts.creditor_files import Payable
from contracts.models import (
    Charge,
    CostCentre,
    Creditor,
    Invoice,
    OneOff,
    PaymentBatch,
    PaymentLine,
    ProviderStatement,
    StatementLine,
)
from contracts.money_choices import InvoiceState, LineAnswer, PaymentOutcome
from contracts.selectors.ledger import owed_to_providers
from core.actor import Actor
from core.errors import NotFound
from providers.models import Provider

Row = TypeVar("Row", bound=Model)


def statements_visible_to(actor: Actor) -> QuerySet[ProviderStatement]:
    """With ``disputed``, how many lines are in dispute."""
    mine = Q(provider_id=actor.provider_id) if actor.is_provider else Q(authority_id=actor.authority_id)
    return (
        ProviderStatement.objects.filter(mine)
        .select_related("provider", "authority")
        .annotate(disputed=Count("lines", filter=Q(lines__answer=LineAnswer.DISPUTED)))
    )


def invoices_visible_to(actor: Actor) -> QuerySet[Invoice]:
    mine = Q(provider_id=actor.provider_id) if actor.is_provider else Q(authority_id=actor.authority_id)
    return Invoice.objects.filter(mine).select_related("provider", "authority", "statement")


def batches_visible_to(actor: Actor) -> QuerySet[PaymentBatch]:
    """With ``total`` and ``number`` of invoices, and ``refused`` of them."""
    return PaymentBatch.objects.filter(authority_id=actor.council_id).annotate(
        total=Sum("lines__amount"),
        number=Count("lines"),
        refused=Count("lines", filter=Q(lines__outcome=PaymentOutcome.REJECTED)),
    )


def creditors_visible_to(actor: Actor) -> QuerySet[Creditor]:
    """Those in force, by provider."""
    return (
        Creditor.objects.filter(authority_id=actor.council_id, ends_on=None)
        .select_related("provider")
        .order_by("provider__name")
    )


def one_offs_visible_to(actor: Actor) -> QuerySet[OneOff]:
    """Newest first."""
    return OneOff.objects.filter(authority_id=actor.council_id).order_by("-on", "-pk")


def access_one_off(actor: Actor, reference: str) -> OneOff:
    return _only(one_offs_visible_to(actor).filter(reference=reference))


def access_statement(actor: Actor, reference: str) -> ProviderStatement:
    return _only(statements_visible_to(actor).filter(reference=reference))


def access_invoice(actor: Actor, reference: str) -> Invoice:
    return _only(invoices_visible_to(actor).filter(reference=reference))


def access_batch(actor: Actor, reference: str) -> PaymentBatch:
    return _only(batches_visible_to(actor).filter(reference=reference))


def access_line(statement: ProviderStatement, number: str) -> StatementLine:
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise NotFound
    found = StatementLine.objects.filter(statement=statement, position=int(number))
    return _only(found.select_related("statement", "statement__authority", "statement__provider"))


def _only(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def lines_of(statement: ProviderStatement) -> list[StatementLine]:
    return list(StatementLine.objects.filter(statement=statement).order_by("position"))


def waiting_to_be_paid(actor: Actor) -> tuple[int, Decimal]:
    """How many invoices are approved and in no file, and their pounds."""
    found = (
        Invoice.objects.filter(authority_id=actor.council_id, state=InvoiceState.APPROVED)
        .order_by()
        .aggregate(number=Count("id"), total=Sum("amount"))
    )
    return found["number"], found["total"] or Decimal("0.00")


def payment_lines(batch: PaymentBatch) -> list[PaymentLine]:
    return list(
        PaymentLine.objects.filter(batch=batch)
        .select_related("invoice", "invoice__provider", "invoice__statement")
        .order_by("position")
    )


def payables_of(batch: PaymentBatch) -> list[Payable]:
    """The rows of the creditor file: the same however often it is written."""
    lines = payment_lines(batch)
    codes: dict[tuple, list[tuple[str, Decimal]]] = defaultdict(list)
    charged = (
        owed_to_providers(Charge.objects.filter(authority_id=batch.authority_id))
        .filter(
            month__in={line.invoice.statement.month for line in lines},
            provider_id__in={line.invoice.provider_id for line in lines},
        )
        .values_list("provider_id", "month", "cost_centre")
        .annotate(total=Sum("amount"))
        .order_by("provider_id", "month", "cost_centre")
    )
    for provider_id, month, code, total in charged:
        codes[provider_id, month].append((code, total))
    return [
        Payable(
            position=line.position,
            creditor_number=line.creditor_number,
            creditor=line.invoice.provider.name,
            invoice_number=line.invoice.number,
            reference=line.invoice.reference,
            issued_on=line.invoice.issued_on,
            month=line.invoice.statement.month,
            amount=line.amount,
            codes=tuple(codes[line.invoice.provider_id, line.invoice.statement.month]),
        )
        for line in lines
    ]


def providers_charged(actor: Actor) -> QuerySet[Provider]:
    """Providers with a charge of the council, by name."""
    charged = Charge.objects.filter(authority_id=actor.council_id).order_by().values("provider_id").distinct()
    return Provider.objects.filter(pk__in=charged).order_by("name")


def cost_centres_of(actor: Actor, *, on: date) -> dict[str, str]:
    """Service line to its code on a day."""
    rows = CostCentre.objects.filter(authority_id=actor.council_id).in_force_on(on)
    return dict(rows.values_list("category", "code"))
