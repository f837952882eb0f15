"""Paying: approved invoices in a creditor file, and the finance system's answer. Nothing is paid twice."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.models import CostCentre, Creditor, Invoice, PaymentBatch, PaymentLine
from contracts.money_choices import BatchState, InvoiceState, PaymentOutcome
from contracts.money_workflows import BATCH, INVOICE
from contracts.policies import can_keep_the_ledger
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from core.workflow import move, require_open


@transaction.atomic
def make_batch(*, by: Actor, at: datetime, on: date) -> PaymentBatch:
    """Put every approved invoice in a new creditor file. Each provider must have a creditor number."""
    require(can_keep_the_ledger(by))
    own = {"authority_id": by.council_id}
    invoices = lock_all(Invoice.objects.filter(**own, state=InvoiceState.APPROVED).select_related("provider"))
    if not invoices:
        raise DomainError("No invoice is approved and waiting to be paid.")
    numbers = dict(Creditor.objects.filter(**own, ends_on=None).values_list("provider_id", "number"))
    unknown = sorted({i.provider.name for i in invoices if i.provider_id not in numbers})
    if unknown:
        raise DomainError(f"Give a creditor number first to: {', '.join(unknown)}.")
    batch = PaymentBatch.objects.create(
        **own,
        reference=new_reference("PAY"),
        layout=setting_value(by.council_id, SettingKey.CREDITOR_LAYOUT, on=on),
        made_on=on,
        made_by=by.name,
        state=BatchState.MADE,
        state_at=at,
    )
    PaymentLine.objects.bulk_create(
        PaymentLine(
            **own,
            batch=batch,
            invoice=invoice,
            position=position,
            creditor_number=numbers[invoice.provider_id],
            amount=invoice.amount,
        )
        for position, invoice in enumerate(invoices, start=1)
    )
    for invoice in invoices:
        move(invoice, INVOICE, "batch", by=by, at=at)
    return batch


@transaction.atomic
def record_answer(
    *, batch: PaymentBatch, accepted_to: int, reason: str, by: Actor, at: datetime
) -> PaymentBatch:
    """What the finance system took of the file: lines 1 to ``accepted_to``; the rest it refused.

    An accepted line is paid for good. A refused one's invoice waits, approved, for the next file.
    """
    batch = lock(batch)
    require(can_keep_the_ledger(by))
    require_open(batch, BATCH, "settle")
    lines = lock_all(PaymentLine.objects.filter(batch=batch))
    if not 0 <= accepted_to <= len(lines):
        raise DomainError(f"The file has {len(lines)} lines.", field="accepted_to")
    if accepted_to < len(lines) and not reason.strip():
        raise DomainError("Give the reason the finance system gave.", field="reason")
    invoices = {i.pk: i for i in lock_all(Invoice.objects.filter(payments__batch=batch))}
    for line in lines:
        taken = line.position <= accepted_to
        line.outcome = PaymentOutcome.ACCEPTED if taken else PaymentOutcome.REJECTED
        line.reason = "" if taken else reason.strip()
        line.save(update_fields=["outcome", "reason"])
        words = "" if taken else f"Refused in {batch.reference}: {reason.strip()}"
        move(invoices[line.invoice_id], INVOICE, "pay" if taken else "refuse", by=by, at=at, reason=words)
    move(batch, BATCH, "settle", by=by, at=at)
    return batch


@transaction.atomic
def keep_creditor(
    *, provider_id: int, number: str, self_billed: bool, is_personal: bool, by: Actor, on: date
) -> Creditor:
    """How our finance system knows a provider from today; what it knew before is kept."""
    require(can_keep_the_ledger(by))
    now = Creditor.objects.select_for_update().filter(
        authority_id=by.council_id, provider_id=provider_id, ends_on=None
    )
    facts = {"number": number.strip(), "self_billed": self_billed, "is_personal": is_personal}
    row = now.first()
    if row is not None and row.starts_on < on:
        row.ends_on = on
        row.save(update_fields=["ends_on"])
        row = None
    if row is None:
        return Creditor.objects.create(
            authority_id=by.council_id, provider_id=provider_id, starts_on=on, **facts
        )
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    return row


@transaction.atomic
def keep_cost_centres(*, codes: Mapping[str, str], by: Actor, on: date) -> None:
    """Each service line's code for nights from ``on``; an empty one ends what was. What is charged stays."""
    require(can_keep_the_ledger(by))
    rows = CostCentre.objects.select_for_update().filter(authority_id=by.council_id)
    now = {row.category: row for row in rows.in_force_on(on)}
    for category, code in codes.items():
        row = now.get(category)
        if (row.code if row else "") == code:
            continue
        if row and row.starts_on == on and code:
            row.code = code
            row.save(update_fields=["code"])
            continue
        if row:
            row.ends_on = max(on, row.starts_on + timedelta(days=1))
            row.save(update_fields=["ends_on"])
        if code:
            CostCentre.objects.create(authority_id=by.council_id, category=category, code=code, starts_on=on)
