"""A provider's statements: read, disputed by line, confirmed, invoiced."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.models import ProviderStatement
from contracts.money_choices import InvoiceState, LineAnswer, StatementState
from contracts.money_forms import DisputeForm, InvoiceForm
from contracts.money_tables import INVOICE_KINDS, STATEMENT_KINDS, line_rows
from contracts.selectors.billing import (
    access_line,
    access_statement,
    invoices_visible_to,
    lines_of,
    statements_visible_to,
)
from contracts.services.invoices import submit_invoice
from contracts.services.statements import answer_statement, dispute_line
from core import formats
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole

TOLD = {
    StatementState.PUBLISHED: "To answer",
    StatementState.DISPUTED: "With the council",
    StatementState.AGREED: "Agreed",
}
KINDS = {**STATEMENT_KINDS, StatementState.PUBLISHED: "attention", StatementState.DISPUTED: "waiting"}


@require_safe
@open_to(ProviderRole.PROVIDER)
def portal_bills(request: ActorRequest) -> HttpResponse:
    rows = statements_visible_to(request.actor).order_by("-month", "authority__name")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "contracts/portal/bills.html", {"page": page, "lines": [_line(s) for s in page]})


def _line(statement: ProviderStatement) -> dict[str, str]:
    return {
        "text": f"{formats.month(statement.month)}, {statement.authority.name}",
        "href": reverse("portal_bill", args=[statement.reference]),
        "hint": f"{statement.reference}: {formats.money(statement.total)}",
        "status": TOLD[StatementState(statement.state)],
        "kind": KINDS[statement.state],
    }


@require_safe
@open_to(ProviderRole.PROVIDER)
def portal_bill(request: ActorRequest, reference: str) -> HttpResponse:
    statement = access_statement(request.actor, reference)
    to_answer = statement.state == StatementState.PUBLISHED
    lines = lines_of(statement)
    sent = list(invoices_visible_to(request.actor).filter(statement=statement).order_by("-received_at"))
    live = any(invoice.state != InvoiceState.RETURNED for invoice in sent)
    context = {
        "statement": statement,
        "told": TOLD[StatementState(statement.state)],
        "kind": KINDS[statement.state],
        "table": line_rows(
            lines,
            route="portal_bill_line",
            reference=reference,
            asks=LineAnswer.WAITING if to_answer else "",
        ),
        "disputes": sum(line.answer == LineAnswer.DISPUTED for line in lines),
        "to_answer": to_answer,
        "may_invoice": statement.state == StatementState.AGREED
        and not statement.self_billed
        and not live
        and statement.total > 0,
        "invoices": [(each, INVOICE_KINDS[each.state]) for each in sent],
    }
    return render(request, "contracts/portal/bill.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_bill_line(request: ActorRequest, reference: str, number: str) -> HttpResponse:
    """Dispute one line."""
    line = access_line(access_statement(request.actor, reference), number)
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            dispute_line(line=line, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            messages.success(request, f"Line {number} is disputed. Send your answer when you are done.")
            return redirect("portal_bill", reference=reference)
    context = {
        "title": f"Dispute line {line.position}",
        "caption": reference,
        "lead": f"{line.source_reference}, {line.get_fee_kind_display().lower()}: "
        f"{formats.short_day(line.first_night)} to {formats.short_day(line.last_night)}, "
        f"{formats.money(line.amount)}",
        "form": form,
        "submit": "Dispute this line",
        "back": reverse("portal_bill", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@require_POST
@open_to(ProviderRole.PROVIDER)
def portal_bill_answer(request: ActorRequest, reference: str) -> HttpResponse:
    """Confirm what is not disputed."""
    statement = access_statement(request.actor, reference)
    try:
        answered = answer_statement(statement=statement, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        agreed = answered.state == StatementState.AGREED
        words = "The statement is agreed." if agreed else "The council looks at the lines you dispute."
        messages.success(request, f"Thank you. {words}")
    return redirect("portal_bill", reference=reference)


@open_to(ProviderRole.PROVIDER)
def portal_bill_invoice(request: ActorRequest, reference: str) -> HttpResponse:
    statement = access_statement(request.actor, reference)
    form = InvoiceForm(request.POST or None, initial={"amount": statement.total})
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            submit_invoice(statement=statement, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Your invoice is with the council.")
            return redirect("portal_bill", reference=reference)
    context = {
        "title": "Send your invoice",
        "caption": f"{reference}, {formats.month(statement.month)}",
        "lead": f"The agreed statement comes to {formats.money(statement.total)}.",
        "form": form,
        "submit": "Send the invoice",
        "back": reverse("portal_bill", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
