"""Agreements a provider signs, and the placements under them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.periods import age_on
from core.viewlog import note_view
from core.views import open_to
from placements.choices import AgreementState, SigningSide
from placements.forms.answers import SignForm
from placements.provider_words import AGREEMENTS, PLACEMENTS
from placements.selectors.agreements import access_agreement, agreements_visible_to, terms_of
from placements.selectors.inbox import released_identity
from placements.selectors.placements import access_placement, placements_visible_to
from placements.services.agreements import sign_agreement
from placements.tables import fee_lines
from placements.views.portal.lines import agreement_line, placement_line
from providers.choices import ProviderRole

IDENTITY_LEVEL = 3


@open_to(ProviderRole.PROVIDER)
def portal_agreements(request: ActorRequest) -> HttpResponse:
    page = Paginator(agreements_visible_to(request.actor).order_by("-pk"), 25).get_page(
        request.GET.get("page")
    )
    context = {
        "title": "Agreements",
        "lead": "Individual placement agreements: you sign first, then the council.",
        "nothing": "No agreement has been issued to you yet.",
        "page": page,
        "lines": [agreement_line(agreement) for agreement in page],
    }
    return render(request, "placements/portal/list.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_agreement(request: ActorRequest, reference: str) -> HttpResponse:
    """The terms and the document; a POST signs it."""
    agreement = access_agreement(request.actor, reference)
    to_sign = agreement.state == AgreementState.ISSUED
    form = SignForm(request.POST or None) if to_sign else None
    if form and form.is_valid():
        with reporting_to(form):
            sign_agreement(
                agreement=agreement, side=SigningSide.PROVIDER, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"You signed {reference}. The council signs next.")
            return redirect("portal_agreement", reference=reference)
    terms = terms_of(agreement)
    context = {
        "agreement": agreement,
        "told": AGREEMENTS[agreement.state],
        "lines": fee_lines(terms),
        "total": terms.values.weekly,
        "signatures": [
            (f"Signed for the {signature.get_side_display().lower()}", signature)
            for signature in agreement.signatures.all()
        ],
        "form": form,
    }
    return render(request, "placements/portal/agreement.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_placements(request: ActorRequest) -> HttpResponse:
    page = Paginator(placements_visible_to(request.actor).order_by("-starts_on", "-pk"), 25).get_page(
        request.GET.get("page")
    )
    context = {
        "title": "Placements",
        "lead": "Children placed with you, by reference.",
        "nothing": "No child is placed with you yet.",
        "page": page,
        "lines": [placement_line(placement) for placement in page],
    }
    return render(request, "placements/portal/list.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_placement(request: ActorRequest, reference: str) -> HttpResponse:
    """The placement and, while it is released, who the child is: each view of that is logged."""
    placement = access_placement(request.actor, reference)
    identity = released_identity(placement)
    if identity:
        note_view(
            request.actor,
            authority_id=placement.authority_id,
            subject=placement.reference,
            level=IDENTITY_LEVEL,
            page=request.path,
            at=timezone.now(),
        )
    context = {
        "placement": placement,
        "told": PLACEMENTS[placement.state],
        "identity": identity,
        "age": age_on(identity.date_of_birth, timezone.localdate()) if identity else None,
    }
    return render(request, "placements/portal/placement.html", context)
