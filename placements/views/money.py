"""Finance's page of one placement: who else pays, and amounts no fee gives rise to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import Role
from contracts.choices import FeeKind
from contracts.money_forms import FundingForm, OneOffForm
from contracts.policies import SPEND_READERS, can_keep_the_ledger
from contracts.selectors.billing import access_one_off, one_offs_visible_to
from contracts.services.entries import cancel_one_off, record_one_off
from core import formats
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.money_tables import funding_rows, one_off_rows
from placements.selectors.placements import access_placement
from placements.services.funding import share_fee


@require_safe
@open_to(*SPEND_READERS)
def placement_money(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    may_keep = bool(can_keep_the_ledger(request.actor))
    one_offs = one_offs_visible_to(request.actor).filter(source_reference=reference)
    shares = placement.funding.order_by("fee_kind", "starts_on")
    context = {
        "placement": placement,
        "may_keep": may_keep,
        "funding": funding_rows(list(shares)),
        "one_offs": one_off_rows(list(one_offs), may_keep=may_keep),
    }
    return render(request, "placements/money.html", context)


@open_to(Role.FINANCE)
def placement_one_off(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    form = OneOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            record_one_off(
                source_reference=placement.reference,
                provider=placement.provider,
                setting=placement.setting,
                category=placement.category,
                route=placement.route,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, "Recorded. It is charged with the next night’s run.")
            return redirect("placement_money", reference=reference)
    context = {
        "title": "Record a one-off",
        "caption": reference,
        "form": form,
        "back": reverse("placement_money", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(Role.FINANCE)
def oneoff_cancel(request: ActorRequest, reference: str) -> HttpResponse:
    """Ask once more, then take a one-off back."""
    found = access_one_off(request.actor, reference)
    problem = ""
    if request.method == "POST":
        try:
            cancel_one_off(one_off=found, by=request.actor, at=timezone.now())
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, "Cancelled. Its charge is taken back with the next night’s run.")
            return redirect("placement_money", reference=found.source_reference)
    context = {
        "title": f"Cancel {reference}",
        "text": f"{formats.money(found.amount)} for {formats.day(found.on)}: {found.reason}",
        "problem": problem,
        "submit": "Cancel the one-off",
        "back": reverse("placement_money", args=[found.source_reference]),
    }
    return render(request, "layouts/confirm.html", context)


@open_to(Role.FINANCE)
def placement_funding(request: ActorRequest, reference: str) -> HttpResponse:
    placement = access_placement(request.actor, reference)
    form = FundingForm(request.POST or None, fees=FeeKind.choices)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            share_fee(placement=placement, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Recorded. Charges follow with the next night’s run.")
            return redirect("placement_money", reference=reference)
    context = {
        "title": "Share a fee",
        "caption": reference,
        "lead": "What health and education give back of one fee. The council bears the rest.",
        "form": form,
        "back": reverse("placement_money", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
