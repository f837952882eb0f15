"""A provider accepts the information terms, reads the detailed profile, confirms copies are deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError, NotFound
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.forms.searching import AcceptForm
from placements.selectors.details import access_copies, access_detail, detail_in_words, release_to
from placements.selectors.inbox import access_recipient
from placements.services.details import accept_terms, confirm_deletion
from placements.terms import TERMS
from placements.views.noting import CASE_LEVEL, note
from providers.choices import ProviderRole


@open_to(ProviderRole.PROVIDER)
def portal_terms(request: ActorRequest, reference: str) -> HttpResponse:
    """The terms; accepted by a named person, once."""
    release = release_to(access_recipient(request.actor, reference))
    if release is None:
        raise NotFound
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with reporting_to(form):
            accept_terms(release=release, by=request.actor, at=timezone.now())
            return redirect("portal_referral_detail", reference)
    context = {
        "form": form,
        "terms": TERMS,
        "acceptance": release.accepted,
        "reference": reference,
        "back": reverse("portal_referral", args=[reference]),
    }
    return render(request, "placements/portal/terms.html", context)


@open_to(ProviderRole.PROVIDER)
@require_safe
def portal_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """The detailed profile. Each opening is noted."""
    recipient = access_recipient(request.actor, reference)
    profile = access_detail(recipient)
    note(request, authority_id=recipient.authority_id, subject=reference, level=CASE_LEVEL)
    context = {"recipient": recipient, "reference": reference, "parts": detail_in_words(profile)}
    return render(request, "placements/portal/detail.html", context)


@open_to(ProviderRole.PROVIDER)
@require_POST
def portal_copies_deleted(request: ActorRequest, reference: str) -> HttpResponse:
    """Confirm that every copy of a closed profile is gone."""
    acceptance = access_copies(request.actor, reference)
    try:
        confirm_deletion(acceptance=acceptance, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, f"Thank you. {acceptance.authority.name} can see that your copies are deleted."
        )
    return redirect("portal_referrals")
