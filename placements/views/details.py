"""The detailed profile of a child: written, and opened to a shortlisted provider."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from placements.forms.searching import DetailForm
from placements.policies.referrals import can_write_detail
from placements.selectors.details import detail_in_words, detail_of
from placements.selectors.requests import READERS, access_request
from placements.selectors.sourcing import access_referral
from placements.services.details import open_detail, write_detail
from placements.views.noting import note_case
from placements.workflows import SOURCING_ROLES


@open_to(*READERS)
def request_full_profile(request: ActorRequest, reference: str) -> HttpResponse:
    """The profile as shortlisted providers read it, and the form to write it."""
    wanted = access_request(request.actor, reference)
    note_case(request, wanted)
    profile = detail_of(wanted)
    may_write = can_write_detail(request.actor, wanted)
    if request.method == "POST":
        require(may_write)
    form = DetailForm.of(profile, request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            write_detail(request=wanted, text=form.text, by=request.actor, at=timezone.now())
            messages.success(request, "Detailed profile saved")
            return redirect("request_full_profile", reference)
    context = {
        "wanted": wanted,
        "profile": profile,
        "parts": detail_in_words(profile) if profile else [],
        "form": form if may_write else None,
        "may_write": may_write,
    }
    return render(request, "placements/request_full_profile.html", context)


@open_to(*SOURCING_ROLES)
@require_POST
def referral_shortlist(request: ActorRequest, reference: str) -> HttpResponse:
    """Open the detailed profile to one provider, on the information terms."""
    referral = access_referral(request.actor, reference)
    chosen = request.POST.get("provider", "")
    recipient = next((one for one in referral.recipients.all() if one.provider.reference == chosen), None)
    if recipient is None:
        messages.error(request, "Choose the provider to shortlist.")
        return redirect("referral_detail", reference)
    try:
        open_detail(recipient=recipient, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, f"{recipient.provider.name} can read the detailed profile once it accepts the terms"
        )
    return redirect("referral_detail", reference)
