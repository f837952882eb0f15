"""Paying: creditor files, their answers, and how the finance system knows each provider."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import Role
from contracts.creditor_files import LAYOUTS
from contracts.models import Creditor
from contracts.money_choices import BatchState
from contracts.money_forms import AnswerForm, CostCentreForm, CreditorForm
from contracts.money_tables import BATCH_KINDS, batch_rows, creditor_rows, payment_rows
from contracts.policies import SPEND_READERS, can_keep_the_ledger
from contracts.selectors.billing import (
    access_batch,
    batches_visible_to,
    cost_centres_of,
    creditors_visible_to,
    payables_of,
    payment_lines,
    providers_charged,
    waiting_to_be_paid,
)
from contracts.services.payments import keep_cost_centres, keep_creditor, make_batch, record_answer
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.tables import Heading, Rows
from core.views import open_to
from providers.models import Provider
from providers.selectors.directory import access_provider

SHOWN = 100


@require_safe
@open_to(*SPEND_READERS)
def payments(request: ActorRequest) -> HttpResponse:
    number, total = waiting_to_be_paid(request.actor)
    context = {
        "here": {"payments": True},
        "number": number,
        "total": total,
        "may_keep": bool(can_keep_the_ledger(request.actor)),
        "table": batch_rows(list(batches_visible_to(request.actor).order_by("-pk")[:SHOWN])),
    }
    return render(request, "contracts/money/payments.html", context)


@require_POST
@open_to(Role.FINANCE)
def payments_make(request: ActorRequest) -> HttpResponse:
    try:
        batch = make_batch(by=request.actor, at=timezone.now(), on=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("payments")
    return redirect("payment_detail", reference=batch.reference)


@open_to(*SPEND_READERS)
def payment_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """The file, what is in it, and the form for the finance system's answer."""
    batch = access_batch(request.actor, reference)
    asks = batch.state == BatchState.MADE and can_keep_the_ledger(request.actor)
    form = AnswerForm(request.POST or None) if asks else None
    if request.method == "POST" and form and form.is_valid():
        with reporting_to(form):
            record_answer(batch=batch, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The answer is recorded. Refused invoices wait for the next file.")
            return redirect("payment_detail", reference=reference)
    layout = LAYOUTS[batch.layout]
    context = {
        "batch": batch,
        "kind": BATCH_KINDS[batch.state],
        "table": payment_rows(payment_lines(batch)),
        "layout": layout,
        "columns": Rows((Heading("Column"), Heading("What it holds")), layout.columns),
        "form": form,
        "may_download": request.actor.has_role(Role.FINANCE),
    }
    return render(request, "contracts/money/payment.html", context)


@require_safe
@open_to(Role.FINANCE)
def payment_file(request: ActorRequest, reference: str) -> HttpResponse:
    batch = access_batch(request.actor, reference)
    return HttpResponse(
        LAYOUTS[batch.layout].write(payables_of(batch)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{batch.reference.lower()}.csv"'},
    )


@require_safe
@open_to(Role.FINANCE)
def creditors(request: ActorRequest) -> HttpResponse:
    """Every provider charged, and its number; those without one first."""
    known = {row.provider_id: row for row in creditors_visible_to(request.actor)}
    rows = [(p.name, p.reference, known.get(p.pk)) for p in providers_charged(request.actor)]
    rows.sort(key=lambda row: (row[2] is not None, row[0]))
    context = {"here": {"payments": True}, "table": creditor_rows(rows)}
    return render(request, "contracts/money/creditors.html", context)


@open_to(Role.FINANCE)
def creditor_edit(request: ActorRequest, reference: str) -> HttpResponse:
    provider: Provider = access_provider(request.actor, reference)
    now: Creditor | None = creditors_visible_to(request.actor).filter(provider=provider).first()
    initial = (
        {"number": now.number, "self_billed": now.self_billed, "is_personal": now.is_personal} if now else {}
    )
    form = CreditorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            keep_creditor(
                provider_id=provider.pk, by=request.actor, on=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, f"{provider.name} is known by this number from today.")
            return redirect("creditors")
    context = {
        "title": provider.name,
        "caption": "Creditor",
        "lead": "How your finance system knows this provider.",
        "form": form,
        "back": reverse("creditors"),
    }
    return render(request, "layouts/form.html", context)


@open_to(Role.FINANCE)
def cost_centres(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    form = CostCentreForm(request.POST or None, initial=cost_centres_of(request.actor, on=today))
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            keep_cost_centres(codes=form.cleaned_data, by=request.actor, on=today)
            messages.success(request, "Nights from today are charged to these cost centres.")
            return redirect("ledger_months")
    context = {
        "title": "Cost centres",
        "caption": "Money",
        "lead": "The code under which your accounts hold each service line, for nights from today.",
        "form": form,
        "back": reverse("ledger_months"),
    }
    return render(request, "layouts/form.html", context)
