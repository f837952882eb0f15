"""Changes to an agreement: proposed, issued with progress, signed for the council."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.services.ceilings import escalating
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.models import Job
from core.views import open_to
from placements.choices import ApprovalState, SigningSide
from placements.forms.awards import SignForm
from placements.forms.requests import ReasonForm
from placements.forms.variations import VariationForm
from placements.life_choices import VariationState
from placements.presentation import APPROVAL_KINDS, VARIATION_KINDS
from placements.selectors.agreements import AGREEMENT_READERS, access_agreement
from placements.selectors.approvals import APPROVAL_READERS, approvals_of_change
from placements.selectors.variations import access_variation, issue_change_job_of
from placements.services.variations import (
    issue_variation,
    propose_variation,
    sign_variation,
    withdraw_variation,
)
from placements.tables import variation_lines
from placements.workflows import SIGNING_ROLES, SOURCING_ROLES


@open_to(*SOURCING_ROLES)
def agreement_change(request: ActorRequest, reference: str) -> HttpResponse:
    """Propose new terms; approval of the new total is asked for at once."""
    agreement = access_agreement(request.actor, reference)
    form = VariationForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            made = propose_variation(
                agreement=agreement,
                effective_on=form.cleaned_data["effective_on"],
                new=form.new,
                reason=form.cleaned_data["reason"],
                new_basis=form.basis,
                new_end_on=form.cleaned_data["new_end_on"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Proposed. Financial and contract approval are asked for.")
            return redirect("variation_detail", made.reference)
    context = {
        "form": form,
        "title": "Change the terms",
        "caption": f"{agreement.reference}, {agreement.setting.name}",
        "lead": "The new total is approved, then signed by both sides. Earlier fees stay in the record.",
        "submit": "Propose the change",
        "back": reverse("agreement_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*AGREEMENT_READERS)
@require_safe
def variation_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """One change: its fees, approvals, document and signatures."""
    variation, actor = access_variation(request.actor, reference), request.actor
    approved = variation.state == VariationState.APPROVED
    job = issue_change_job_of(variation) if approved else None
    sources = actor.has_role(*SOURCING_ROLES)
    context = {
        "variation": variation,
        "agreement": variation.agreement,
        "kind": VARIATION_KINDS[variation.state],
        "lines": variation_lines(variation),
        "may_open_approvals": request.actor.has_role(*APPROVAL_READERS),
        "approvals": [
            (each, APPROVAL_KINDS[ApprovalState(each.state)]) for each in approvals_of_change(variation)
        ],
        "job": job,
        "may_issue": approved and sources and (job is None or job.state == Job.State.FAILED),
        "may_sign": variation.state == VariationState.PROVIDER_SIGNED and actor.has_role(*SIGNING_ROLES),
        "may_withdraw": sources and VariationState(variation.state) in WITHDRAWN_FROM,
    }
    return render(request, "placements/variation_detail.html", context)


WITHDRAWN_FROM = (
    VariationState.PROPOSED,
    VariationState.APPROVED,
    VariationState.ISSUED,
    VariationState.PROVIDER_SIGNED,
)


@open_to(*SOURCING_ROLES)
@require_POST
def variation_issue(request: ActorRequest, reference: str) -> HttpResponse:
    """Ask for the new version's document; it is issued to the provider as soon as it is made."""
    variation = access_variation(request.actor, reference)
    try:
        issue_variation(variation=variation, by=request.actor, at=timezone.now())
        messages.success(request, "The document is being set. The provider is told when it can sign.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("variation_detail", reference)


@open_to(*SIGNING_ROLES)
def variation_sign(request: ActorRequest, reference: str) -> HttpResponse:
    """The council's signature puts the change in force."""
    variation = access_variation(request.actor, reference)
    form = SignForm(request.POST or None)
    if form.is_valid():
        actor, now = request.actor, timezone.now()
        with reporting_to(form), escalating(by=actor, at=now):
            sign_variation(variation=variation, side=SigningSide.AUTHORITY, by=actor, at=now)
            messages.success(request, "Signed by both sides. The change is in force.")
            return redirect("variation_detail", reference)
    return render(request, "layouts/form.html", _page(variation, form, "Sign for the council", "Sign"))


@open_to(*SOURCING_ROLES)
def variation_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    """Take the change back before both sides have signed."""
    variation = access_variation(request.actor, reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            reason = form.cleaned_data["reason"]
            withdraw_variation(variation=variation, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, "Withdrawn. The terms stay as they are.")
            return redirect("variation_detail", reference)
    return render(request, "layouts/form.html", _page(variation, form, "Withdraw the change", "Withdraw"))


def _page(variation, form, title: str, submit: str) -> dict[str, object]:
    return {
        "form": form,
        "title": title,
        "caption": f"{variation.agreement.reference}, version {variation.version}",
        "submit": submit,
        "back": reverse("variation_detail", args=[variation.reference]),
    }
