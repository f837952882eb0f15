"""Invoices: matched to a statement within the council's tolerance, held, approved, or made by the council."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.models import Invoice, ProviderStatement
from contracts.money_choices import InvoiceState, StatementState
from contracts.money_workflows import INVOICE
from contracts.policies import can_answer_statement, can_keep_the_ledger
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move


@transaction.atomic
def submit_invoice(
    *, statement: ProviderStatement, number: str, issued_on: date, amount: Decimal, by: Actor, at: datetime
) -> Invoice:
    """A provider's invoice for an agreed statement. Raises where it was invoiced already."""
    statement = lock(statement)
    require(can_answer_statement(by))
    if statement.self_billed:
        raise DomainError("The council makes the invoices under this contract, so none is needed.")
    if issued_on > timezone.localdate(at):
        raise DomainError("The date of the invoice must be today or in the past.", field="issued_on")
    return _keep(statement, number=number.strip(), issued_on=issued_on, amount=amount, by=by, at=at)


@transaction.atomic
def bill_ourselves(*, statement: ProviderStatement, by: Actor, at: datetime, on: date) -> Invoice:
    """The invoice the council makes in the provider's name, where the contract lets it."""
    statement = lock(statement)
    require(can_keep_the_ledger(by))
    if not statement.self_billed:
        raise DomainError("This provider sends its own invoices.")
    number = f"SB-{statement.reference}"
    return _keep(statement, number=number, issued_on=on, amount=statement.total, by=by, at=at, own=True)


def _keep(
    statement: ProviderStatement,
    *,
    number: str,
    issued_on: date,
    amount: Decimal,
    by: Actor,
    at: datetime,
    own: bool = False,
) -> Invoice:
    if statement.state != StatementState.AGREED:
        raise Conflict("The statement is not agreed yet: its lines must be confirmed or settled first.")
    if amount <= 0:
        raise DomainError("There is nothing to invoice: the statement comes to a credit.")
    difference = amount - statement.total
    try:
        with transaction.atomic():
            invoice = Invoice.objects.create(
                authority_id=statement.authority_id,
                provider_id=statement.provider_id,
                statement=statement,
                reference=new_reference("INV"),
                number=number,
                issued_on=issued_on,
                amount=amount,
                difference=difference,
                self_billed=own,
                state=InvoiceState.RECEIVED,
                state_at=at,
                received_at=at,
            )
    except IntegrityError as error:
        if "invoice_number_once" in str(error):
            raise DomainError(f"You sent an invoice numbered {number} already.", field="number") from error
        raise Conflict("This statement was invoiced already.") from error
    if abs(difference) <= statement.tolerance:
        move(invoice, INVOICE, "bill" if own else "match", by=by, at=at)
    else:
        what = "more" if difference > 0 else "less"
        words = f"{formats.money(abs(difference))} {what} than the statement"
        move(invoice, INVOICE, "differ", by=by, at=at, reason=words)
    return invoice


@transaction.atomic
def decide_invoice(*, invoice: Invoice, verb: str, reason: str, by: Actor, at: datetime) -> Invoice:
    """``approve``, ``hold`` or ``give_back``; all but approving one that matches need a reason."""
    invoice = lock(invoice)
    require(can_keep_the_ledger(by))
    reason = reason.strip()
    if not reason and (verb != "approve" or invoice.state == InvoiceState.HELD):
        raise DomainError("Say why.", field="reason")
    move(invoice, INVOICE, verb, by=by, at=at, reason=reason)
    return invoice
