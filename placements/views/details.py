"""The detailed profile of a child, as shortlisted providers read it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from placements.forms.searching import DetailForm
from placements.policies.referrals import can_write_detail
from placements.selectors.details import detail_in_words, detail_of
from placements.selectors.requests import READERS, access_request
from placements.services.details import write_detail
from placements.views.noting import note_case


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
            write_detail(request=wanted, text=form.said, by=request.actor, at=timezone.now())
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
