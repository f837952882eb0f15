"""Finance's side of statements and invoices."""

import django_filters as filters
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import Role
from contracts.models import Invoice, ProviderStatement
from contracts.money_choices import InvoiceState, LineAnswer, StatementState
from contracts.money_forms import DecisionForm, SettleForm
from contracts.money_tables import (
    INVOICE_KINDS,
    STATEMENT_KINDS,
    InvoiceTable,
    StatementTable,
    line_rows,
)
from contracts.money_workflows import INVOICE
from contracts.policies import SPEND_READERS, can_keep_the_ledger
from contracts.selectors.billing import (
    access_invoice,
    access_line,
    access_statement,
    invoices_visible_to,
    lines_of,
    statements_visible_to,
)
from contracts.services.invoices import bill_ourselves, decide_invoice
from contracts.services.statements import settle_line
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to
from providers.filters import SEARCH

# What a person decides; the rest follows from files and answers.
DECISIONS = ("approve", "hold", "give_back")


class StatementFilter(filters.FilterSet):
    provider = filters.CharFilter(
        field_name="provider__name", lookup_expr="icontains", label="Provider", widget=SEARCH
    )
    state = filters.MultipleChoiceFilter(
        label="State", choices=StatementState.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ProviderStatement
        fields = ["provider", "state"]


class InvoiceFilter(filters.FilterSet):
    provider = filters.CharFilter(
        field_name="provider__name", lookup_expr="icontains", label="Provider", widget=SEARCH
    )
    number = filters.CharFilter(lookup_expr="icontains", label="Provider’s number", widget=SEARCH)
    state = filters.MultipleChoiceFilter(
        label="State", choices=InvoiceState.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Invoice
        fields = ["provider", "number", "state"]


statements = Register(
    route="bill_list",
    title="Provider statements",
    roles=SPEND_READERS,
    door=lambda actor: statements_visible_to(actor).order_by("-month", "provider__name"),
    table=StatementTable,
    filterset=StatementFilter,
    template="contracts/money/register.html",
    more=lambda actor: {"here": {"bills": True}},
)
invoices = Register(
    route="invoice_list",
    title="Invoices",
    roles=SPEND_READERS,
    door=lambda actor: invoices_visible_to(actor).order_by("-received_at"),
    table=InvoiceTable,
    filterset=InvoiceFilter,
    template="contracts/money/register.html",
    more=lambda actor: {"here": {"invoices": True}},
)


@require_safe
@open_to(*SPEND_READERS)
def bill_detail(request: ActorRequest, reference: str) -> HttpResponse:
    statement = access_statement(request.actor, reference)
    may_keep = bool(can_keep_the_ledger(request.actor))
    asks = LineAnswer.DISPUTED if may_keep and statement.state == StatementState.DISPUTED else ""
    sent = list(invoices_visible_to(request.actor).filter(statement=statement).order_by("-received_at"))
    live = any(invoice.state != InvoiceState.RETURNED for invoice in sent)
    context = {
        "statement": statement,
        "kind": STATEMENT_KINDS[statement.state],
        "table": line_rows(lines_of(statement), route="bill_line", reference=reference, asks=asks),
        "invoices": [(each, INVOICE_KINDS[each.state]) for each in sent],
        "may_bill": may_keep
        and statement.self_billed
        and statement.state == StatementState.AGREED
        and not live
        and statement.total > 0,
    }
    return render(request, "contracts/money/bill.html", context)


@open_to(Role.FINANCE)
def bill_line(request: ActorRequest, reference: str, number: str) -> HttpResponse:
    """Settle a disputed line."""
    line = access_line(access_statement(request.actor, reference), number)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            settle_line(
                line=line, settlement=form.cleaned_data["settlement"], by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Line {number} is settled.")
            return redirect("bill_detail", reference=reference)
    context = {
        "title": f"Settle line {line.position}",
        "caption": reference,
        "lead": f"{line.source_reference}: the provider says “{line.reason}”",
        "form": form,
        "submit": "Settle",
        "back": reverse("bill_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@require_POST
@open_to(Role.FINANCE)
def bill_self(request: ActorRequest, reference: str) -> HttpResponse:
    """Make the invoice where the contract lets the council."""
    statement = access_statement(request.actor, reference)
    try:
        invoice = bill_ourselves(
            statement=statement, by=request.actor, at=timezone.now(), on=timezone.localdate()
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("bill_detail", reference=reference)
    return redirect("invoice_detail", reference=invoice.reference)


@open_to(*SPEND_READERS)
def invoice_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """The invoice beside its statement; finance decides on it."""
    invoice = access_invoice(request.actor, reference)
    verbs = [
        (each.verb, each.label)
        for each in INVOICE.available(invoice.state, request.actor)
        if each.verb in DECISIONS
    ]
    form = DecisionForm(request.POST or None, verbs=verbs) if verbs else None
    if request.method == "POST" and form and form.is_valid():
        with reporting_to(form):
            decided = decide_invoice(
                invoice=invoice, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"{reference}: {decided.get_state_display().lower()}.")
            return redirect("invoice_detail", reference=reference)
    context = {"invoice": invoice, "kind": INVOICE_KINDS[invoice.state], "form": form}
    return render(request, "contracts/money/invoice.html", context)
