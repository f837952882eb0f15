"""Agreements a provider signs, and the placements under them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.periods import age_on
from core.views import open_to
from placements.choices import AgreementState, PlacementState, SigningSide
from placements.forms.answers import SignForm
from placements.living_tables import ABSENCE_COLUMNS, NOTICE_COLUMNS, absence_rows, notice_rows
from placements.presentation import VARIATION_KINDS, document_facts
from placements.provider_words import AGREEMENTS, PLACEMENTS
from placements.selectors.agreements import access_agreement, agreements_visible_to, plan_of, terms_of
from placements.selectors.inbox import released_identity
from placements.selectors.living import absences_of, notices_of
from placements.selectors.placements import access_placement, placements_visible_to
from placements.selectors.variations import variations_visible_to
from placements.services.agreements import sign_agreement
from placements.tables import fee_lines
from placements.views.noting import IDENTITY_LEVEL, note
from placements.views.placement_page import leaving
from placements.views.portal.lines import agreement_line, placement_line
from providers.choices import ProviderRole


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
        **document_facts(agreement.document),
        "agreement": agreement,
        "told": AGREEMENTS[agreement.state],
        "lines": fee_lines(terms),
        "total": terms.values.weekly,
        "signatures": [
            (f"Signed for the {signature.get_side_display().lower()}", signature)
            for signature in agreement.signatures.all()
        ],
        "form": form,
        "plan": plan_of(agreement),
        "changes": [
            (each, VARIATION_KINDS[each.state])
            for each in variations_visible_to(request.actor).filter(agreement=agreement)
        ],
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
        note(request, authority_id=placement.authority_id, subject=placement.reference, level=IDENTITY_LEVEL)
    notices = notices_of(placement)
    context = {
        "placement": placement,
        "leaving": leaving(placement),
        "told": PLACEMENTS[placement.state],
        "identity": identity,
        "notices": notice_rows(notices),
        "notice_columns": NOTICE_COLUMNS,
        "absences": absence_rows(absences_of(placement)),
        "absence_columns": ABSENCE_COLUMNS,
        "may_give_notice": placement.state == PlacementState.ACTIVE,
        "may_withdraw_notice": placement.state == PlacementState.NOTICE
        and any(each.side == SigningSide.PROVIDER and each.withdrawn_on is None for each in notices),
        "age": age_on(identity.date_of_birth, timezone.localdate()) if identity else None,
    }
    return render(request, "placements/portal/placement.html", context)
